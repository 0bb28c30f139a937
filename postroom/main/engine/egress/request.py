"""One outgoing call."""

import asyncio
import re
import ssl
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import httpcore2

from postroom.kernel.ports import EgressError, EgressFailed, EgressRefused, EgressResponse
from postroom.lib.netguard import BAD_PORTS, AddressRules, WebUrl
from postroom.main.engine.egress.connect import BoundedStream, GuardedBackend, refuse_address
from postroom.main.engine.egress.decode import ACCEPTED, Decoder, decoder_for
from postroom.main.engine.egress.redirect import Hop, read_url, redirect_target, redirected
from postroom.main.engine.egress.resolve import Resolver, SystemResolver
from postroom.main.engine.egress.settings import EgressSettings

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OURS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect"}
    | {"proxy-authorization", "proxy-connection", "accept-encoding"}
)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")  # RFC 9110 §5.6.2
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]{0,8192}")  # RFC 9110 §5.5
_MAX_HEADERS = 100
_WIRE_SLACK_BYTES = 64 * 1024
_WIRE_FACTOR = 4  # room for chunk sizes and extensions (RFC 9112 §7.1)
_FREE_CHUNKS = 2048  # more than these must hold 16 bytes each on average: a million of one byte each costs seconds
_LEAST_CHUNK_BYTES = 16
_TURN_EVERY = 64  # chunks between two turns for others


@dataclass(slots=True)
class _Progress:
    """How far a call came, for the error that may follow."""

    is_sent: bool = False
    status: int | None = None

    async def trace(self, event: str, _info: Mapping[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            self.is_sent = True


class GuardedEgress:
    """The Egress port. One per process, in one event loop; `aclose` it at the end."""

    def __init__(self, settings: EgressSettings | None = None, *, resolver: Resolver | None = None) -> None:
        """Raises ValueError on a malformed address in the settings, OSError on a CA file that cannot be read."""
        settings = settings or EgressSettings()
        self._rules = AddressRules.from_texts(settings.allow_addresses, settings.refuse_addresses)
        self._allow_ports = frozenset(settings.allow_ports)
        self._user_agent = settings.user_agent
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=_tls(settings.ca_file),
            max_connections=settings.max_connections,
            keepalive_expiry=settings.keepalive_s,
            network_backend=GuardedBackend(
                self._rules,
                resolver or SystemResolver(settings.max_lookups),
                dns_timeout_s=settings.dns_timeout_s,
                connect_timeout_s=settings.connect_timeout_s,
            ),
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout_s: float,
        max_response_bytes: int,
        follow_redirects: int = 0,
    ) -> EgressResponse:
        """See `Egress.request`."""
        hop = Hop(_known(method), read_url(url), _cleaned(headers or {}), body)
        progress = _Progress()
        try:
            async with asyncio.timeout(timeout_s):
                return await self._follow(hop, progress, max_response_bytes, follow_redirects)
        except EgressError as error:
            error.may_have_arrived, error.status = progress.is_sent, progress.status
            raise
        except TimeoutError:
            raise _failed("timeout", f"no complete answer within {timeout_s:g} s", progress) from None
        except httpcore2.LocalProtocolError as error:
            raise EgressRefused("protocol_error", str(error)[:200], may_have_arrived=progress.is_sent) from None
        except (httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException, OSError) as error:
            raise _failed("protocol_error", _detail(error), progress) from None

    def vet(self, url: str) -> None:
        """See `Egress.vet`."""
        self._vet(read_url(url))

    async def aclose(self) -> None:
        """Close the idle connections."""
        await self._pool.aclose()

    async def _follow(self, hop: Hop, progress: _Progress, max_bytes: int, redirects: int) -> EgressResponse:
        started = time.monotonic()
        for _ in range(redirects + 1):
            self._vet(hop.url)
            progress.status = None
            reply = await self._send(hop, progress)
            try:
                headers = _decoded(reply.headers)
                location = redirect_target(reply.status, headers) if redirects else None
                if location is None:
                    peer = _body_follows(reply, max_bytes)
                    body, headers = await _read_body(reply, headers, max_bytes)
                    return EgressResponse(reply.status, headers, body, str(hop.url), time.monotonic() - started, peer)
            finally:
                await reply.aclose()
            hop = redirected(hop, reply.status, location)
        raise EgressFailed("too_many_redirects", f"more than {redirects} redirects")

    def _vet(self, url: WebUrl) -> None:
        allowed = url.port in self._allow_ports if self._allow_ports else url.port not in BAD_PORTS
        if not allowed:
            raise EgressRefused("port_not_allowed", f"port {url.port} is not called")
        if url.host.address is not None:
            refuse_address(self._rules, url.host.address, None)
        elif self._rules.name_refusal(url.host.text):
            raise EgressRefused("private_address", "the host is the name of a local machine")

    async def _send(self, hop: Hop, progress: _Progress) -> httpcore2.Response:
        request = httpcore2.Request(
            hop.method,
            httpcore2.URL(
                scheme=hop.url.scheme.encode(),
                host=hop.url.host.text.encode(),
                port=hop.url.port,
                target=hop.url.target.encode(),
            ),
            headers=self._wire_headers(hop),
            content=hop.body,
            extensions={"trace": progress.trace},
        )
        reply = await self._pool.handle_async_request(request)
        progress.status = reply.status
        return reply

    def _wire_headers(self, hop: Hop) -> list[tuple[bytes, bytes]]:
        headers = [(b"host", hop.url.authority.encode()), (b"accept-encoding", ACCEPTED.encode())]
        names = {name for name, _ in hop.headers}
        if "user-agent" not in names:
            headers.append((b"user-agent", self._user_agent.encode()))
        if "accept" not in names:
            headers.append((b"accept", b"*/*"))
        headers += [(name.encode(), value.encode("latin-1")) for name, value in hop.headers]
        if hop.body is not None or hop.method in ("POST", "PUT", "PATCH"):
            headers.append((b"content-length", str(len(hop.body or b"")).encode()))
        return headers


def _known(method: str) -> str:
    if method not in _METHODS:
        raise EgressRefused("protocol_error", "the method is not one of " + ", ".join(sorted(_METHODS)))
    return method


def _cleaned(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    cleaned = tuple((name.lower(), value.strip()) for name, value in headers.items())
    for name, value in cleaned:
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise EgressRefused("protocol_error", "a header's name or value is malformed")
        if name in _OURS:
            raise EgressRefused("protocol_error", f"the header {name} cannot be set")
    if len(cleaned) > _MAX_HEADERS:
        raise EgressRefused("protocol_error", f"more than {_MAX_HEADERS} headers")
    return cleaned


def _tls(ca_file: str | None) -> ssl.SSLContext:
    context = httpcore2.default_ssl_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _failed(word: Any, detail: str, progress: _Progress) -> EgressFailed:
    return EgressFailed(word, detail, may_have_arrived=progress.is_sent, status=progress.status)


def _detail(error: Exception) -> str:
    return str(error)[:200] if isinstance(error, httpcore2.ProtocolError) else "the connection broke off"


def _decoded(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers)


def _body_follows(reply: httpcore2.Response, max_bytes: int) -> str:
    """Open the stream for the body; who answered. Raises EgressFailed if there is no body of HTTP to come."""
    stream = reply.extensions["network_stream"]
    if not isinstance(stream, BoundedStream):  # 101: httpcore2 hands out a stream of its own
        raise EgressFailed("protocol_error", "the host switched to another protocol")
    stream.allow_body(max_bytes * _WIRE_FACTOR + _WIRE_SLACK_BYTES)
    return stream.peer_address


async def _read_body(
    reply: httpcore2.Response, headers: tuple[tuple[str, str], ...], max_bytes: int
) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    decoder = decoder_for(headers)
    body = await _read_plain(reply, max_bytes) if decoder is None else await _read_coded(reply, decoder, max_bytes)
    if decoder is not None and body:
        headers = tuple(pair for pair in headers if pair[0] not in ("content-encoding", "content-length"))
    return body, headers


async def _read_plain(reply: httpcore2.Response, max_bytes: int) -> bytes:
    body = bytearray()
    async with aclosing(_chunks(reply, max_bytes)) as chunks:
        async for chunk in chunks:
            body += chunk
    return bytes(body)


async def _read_coded(reply: httpcore2.Response, decoder: Decoder, max_bytes: int) -> bytes:
    body = bytearray()
    async with aclosing(_chunks(reply, max_bytes)) as chunks:
        async for chunk in chunks:
            for piece in decoder.feed(chunk):
                body += piece
                _require_size(len(body), max_bytes)
                await asyncio.sleep(0)
    decoder.finish()
    return bytes(body)


async def _chunks(reply: httpcore2.Response, max_bytes: int) -> AsyncGenerator[bytes, None]:
    """The body as sent, bounded in size and in number of chunks, with a turn for others now and then."""
    size_bytes = count = 0
    async with aclosing(reply.aiter_stream()) as chunks:
        async for chunk in chunks:
            size_bytes, count = size_bytes + len(chunk), count + 1
            _require_size(size_bytes, max_bytes)
            if count % _TURN_EVERY == 0:
                if count > _FREE_CHUNKS + size_bytes // _LEAST_CHUNK_BYTES:
                    raise EgressFailed("too_large", "the body comes in too many chunks")
                await asyncio.sleep(0)
            yield chunk


def _require_size(size_bytes: int, max_bytes: int) -> None:
    if size_bytes > max_bytes:
        raise EgressFailed("too_large", f"the body is larger than {max_bytes} bytes")

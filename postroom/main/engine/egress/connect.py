"""The guard where it cannot be walked around: at the moment a connection is opened."""

import asyncio
import ssl
from collections.abc import Iterable
from ipaddress import ip_address
from itertools import zip_longest
from typing import Any

import httpcore2

from postroom.kernel.ports import EgressFailed, EgressRefused
from postroom.lib.netguard import AddressRules, IPAddress
from postroom.main.engine.egress.resolve import Resolver

_MAX_ADDRESSES = 256
_MAX_ATTEMPTS = 4
HEAD_BYTES = 64 * 1024
_HEAD_READ_BYTES = 4096


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Resolves, judges every address, and connects to a judged one by its number."""

    def __init__(self, rules: AddressRules, resolver: Resolver, *, dns_timeout_s: float, connect_timeout_s: float) -> None:
        self._rules = rules
        self._resolver = resolver
        self._dns_timeout_s = dns_timeout_s
        self._connect_timeout_s = connect_timeout_s
        self._plain = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        timeout_s = self._connect_timeout_s if timeout is None else timeout
        for address in _in_turns(await self._judged(host))[:_MAX_ATTEMPTS]:
            try:
                stream = await self._plain.connect_tcp(str(address), port, timeout_s, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
            return BoundedStream(stream, str(address), timeout_s)
        raise EgressFailed("connect_failed", "no connection to the host")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _judged(self, host: str) -> list[IPAddress]:
        literal = _parse_address(host)
        name = None if literal else host
        addresses = [literal] if literal else await self._resolve(host)
        for address in addresses:
            refuse_address(self._rules, address, name)
        return addresses

    async def _resolve(self, host: str) -> list[IPAddress]:
        try:
            async with asyncio.timeout(self._dns_timeout_s):
                texts = await self._resolver.resolve(host)
        except TimeoutError:
            raise EgressFailed("dns_failed", "the look-up of the host took too long") from None
        except OSError:
            raise EgressFailed("dns_failed", "the host has no address") from None
        addresses = [address for address in map(_parse_address, texts) if address]
        if not addresses or len(addresses) != len(texts) or len(texts) > _MAX_ADDRESSES:
            raise EgressFailed("dns_failed", "the host has no address, or too many")
        return addresses


class BoundedStream(httpcore2.AsyncNetworkStream):
    """A connection that reads at most HEAD_BYTES for the head of an answer, and what `allow_body` adds after it."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream, peer_address: str, tls_timeout_s: float) -> None:
        self._stream = stream
        self.peer_address = peer_address
        self._tls_timeout_s = tls_timeout_s
        self._left_bytes = HEAD_BYTES
        self._in_head = True

    def allow_body(self, wire_bytes: int) -> None:
        """The head has come: from here on `wire_bytes` more, framing included."""
        self._left_bytes = wire_bytes
        self._in_head = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._left_bytes <= 0:
            raise EgressFailed("too_large", "the answer does not end where it should")
        if self._in_head:
            # Thousands of 1xx answers fit into one packet: read little, and let others have a turn in between.
            max_bytes = min(max_bytes, _HEAD_READ_BYTES)
            await asyncio.sleep(0)
        data = await self._stream.read(max_bytes, timeout)
        self._left_bytes -= len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._left_bytes = HEAD_BYTES  # a request: the next bytes to come are the head of its answer
        self._in_head = True
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        try:
            timeout_s = self._tls_timeout_s if timeout is None else timeout
            stream = await self._stream.start_tls(ssl_context, server_hostname, timeout_s)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout, OSError) as error:
            raise EgressFailed("tls_failed", _tls_detail(error)) from None
        except BaseException:  # cancelled: httpcore2 would leave the socket to the garbage collector
            await self._stream.aclose()
            raise
        return BoundedStream(stream, self.peer_address, self._tls_timeout_s)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def refuse_address(rules: AddressRules, address: IPAddress, name: str | None) -> None:
    """Raise EgressRefused if `rules` do not let us connect to `address`. The detail names the class, never the address."""
    word = rules.refusal(address, name=name)
    if word is not None:
        raise EgressRefused("private_address", f"the host is at an address that is not called ({word})")


def _parse_address(text: str) -> IPAddress | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _in_turns(addresses: list[IPAddress]) -> list[IPAddress]:
    """The families in turns, the resolver's first one first: a dead IPv6 must not use up all attempts (RFC 8305 §4)."""
    sixes: list[IPAddress] = [address for address in addresses if address.version == 6]
    fours: list[IPAddress] = [address for address in addresses if address.version == 4]
    first, second = (sixes, fours) if addresses[0].version == 6 else (fours, sixes)
    return [address for pair in zip_longest(first, second) for address in pair if address is not None]


def _tls_detail(error: Exception) -> str:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate was not accepted: {cause.verify_message}"[:200]
    return "no TLS connection to the host"

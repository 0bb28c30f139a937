"""One HTTP request as wires see it, and the answer to it. No parsing that nobody asked for."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.types import Message, Receive, Scope, Send

from postroom.web.refusals import Header

_DRAIN_BYTES = 64 * 1024 * 1024
_DRAIN_S = 5.0


@dataclass(slots=True)
class Reply:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: list[Header] = field(default_factory=list)


class Request:
    """The parts of an ASGI scope; headers are looked up when asked for."""

    __slots__ = ("_is_begun", "_is_whole", "_receive", "scope", "send")

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.send = send
        self._receive = receive
        self._is_begun = False
        self._is_whole = False

    async def receive(self) -> Message:
        """The next piece of the body, or that the client left."""
        self._is_begun = True
        message = await self._receive()
        self._is_whole = self._is_whole or message["type"] == "http.disconnect" or not message.get("more_body", False)
        return message

    @property
    def method(self) -> str:
        """GET, POST, …"""
        return str(self.scope["method"])

    @property
    def raw_path(self) -> str:
        """The path as it stands in the request line, still percent-encoded."""
        return raw_path_of(self.scope)

    @property
    def query_string(self) -> bytes:
        """What follows the question mark."""
        return bytes(self.scope.get("query_string", b""))

    @property
    def request_id(self) -> str:
        """The id that the guard gave or took over."""
        return str(self.scope.get("postroom.request_id", ""))

    @property
    def address(self) -> str:
        """The client's address, as far as it is believed."""
        return str(self.scope.get("postroom.address", ""))

    def header(self, name: bytes) -> str | None:
        """The first header of that lower-case name."""
        for key, value in self.scope["headers"]:
            if key == name:
                return str(value, "latin-1")
        return None

    def headers(self, name: bytes) -> list[str]:
        """All headers of that lower-case name."""
        return [str(value, "latin-1") for key, value in self.scope["headers"] if key == name]

    async def answer(self, reply: Reply) -> None:
        """Send the reply; a HEAD gets the headers of a GET."""
        headers = reply.headers
        if reply.status != 204:
            headers = [*headers, (b"content-length", str(len(reply.body)).encode())]
        if reply.status >= 400 and not self._is_whole and self._breaks_off(reply):
            await self._drain()
        await self.send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await self.send({"type": "http.response.body", "body": b"" if self.scope["method"] == "HEAD" else reply.body})

    def _breaks_off(self, reply: Reply) -> bool:
        """The client still writes its body while this answer will close the connection; one that is too slow is not waited for."""
        if reply.status == 408 or (self.header(b"content-length") in (None, "0") and self.header(b"transfer-encoding") is None):
            return False
        if self.header(b"expect") is not None and not self._is_begun:
            return False  # it waits for a word from us before it writes
        return (self.header(b"connection") or "").lower() == "close" or (b"connection", b"close") in reply.headers

    async def _drain(self) -> None:
        """Read on for a moment and forget, so that the client sees the refusal instead of a connection that breaks while it writes."""
        drained = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_S):
                while drained < _DRAIN_BYTES and not self._is_whole:
                    drained += len((await self.receive()).get("body", b""))


def raw_path_of(scope: dict[str, Any] | Scope) -> str:
    """The undecoded path of a scope; servers that do not tell it get the decoded one encoded again."""
    raw = scope.get("raw_path")
    return str(raw, "latin-1") if raw is not None else quote(scope["path"], safe="/@+:!$&'()*,;=~")

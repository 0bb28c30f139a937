"""uvicorn's settings for this house, and a bound on the head of a request, which uvicorn and httptools leave open."""

import asyncio
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from postroom.web.settings import WebSettings

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def uvicorn_config(app: ASGIApp, settings: WebSettings, **more: Any) -> uvicorn.Config:
    """The configuration for `uvicorn.Server`; `more` are uvicorn's own, as host, port, fd and uds."""
    given: dict[str, Any] = {
        "http": bounded_protocol(settings),
        "ws": "none",
        "lifespan": "off",
        "proxy_headers": False,  # the guard reads X-Forwarded-For, from trusted proxies only
        "server_header": False,
        "access_log": False,
        "log_config": None,
        "backlog": 4096,
        "timeout_keep_alive": 75,
        "timeout_graceful_shutdown": 15,
    }
    return uvicorn.Config(app, **(given | more))


def bounded_protocol(settings: WebSettings) -> type[asyncio.Protocol]:
    """uvicorn's protocol with a bound on the bytes of a request's head and on the time it takes to arrive."""

    class Bounded(_BoundedProtocol):
        head_timeout_s = settings.head_timeout_s
        max_head_bytes = settings.max_head_bytes

    return cast(type[asyncio.Protocol], Bounded)


class _BoundedProtocol(HttpToolsProtocol):
    head_timeout_s: float
    max_head_bytes: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_head = True
        self._head_bytes = 0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._head_bytes = 0
        self._stop_timer()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            if self._head_bytes > self.max_head_bytes:
                self._refuse(_TOO_LARGE)
            self._start_timer()

    def _start_timer(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.head_timeout_s, self._refuse, _TOO_SLOW)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(answer)
            self.transport.close()

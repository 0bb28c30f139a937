"""The outermost layer: request ids, the client's address, headers that every answer carries, and no exception that gets out."""

import logging
import os
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from postroom.kernel.errors import AppError
from postroom.web.address import address_reader
from postroom.web.problem import Problem
from postroom.web.refusals import ClientLeft
from postroom.web.request import Reply, Request, raw_path_of
from postroom.web.settings import WebSettings

logger = logging.getLogger("postroom.web")
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")


class Guard:
    """Wraps the whole application. Answers lifespan itself: the composition root starts and stops the house."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._address_of = address_reader(settings.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        request_id = _request_id(scope)
        scope["postroom.request_id"] = request_id.decode()
        scope["postroom.address"] = self._address_of(scope)
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        outgoing = _Outgoing(send, request_id)
        try:
            await self._app(scope, receive, outgoing)
        except ClientLeft:
            return None
        except Exception:
            logger.exception("request failed", extra={"request_id": request_id.decode(), "path": raw_path_of(scope)[:200]})
            if outgoing.started:
                raise
            await Request(scope, receive, outgoing).answer(_failed(request_id.decode()))


class _Outgoing:
    """`send`, with what every answer carries."""

    __slots__ = ("_request_id", "_send", "started")

    def __init__(self, send: Send, request_id: bytes) -> None:
        self._send = send
        self._request_id = request_id
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = list(message.get("headers", ()))
            headers += [(b"x-request-id", self._request_id), (b"x-content-type-options", b"nosniff")]
            if not any(name == b"cache-control" for name, _ in headers):
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
        await self._send(message)


def _request_id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return bytes(value)
    return b"req_" + os.urandom(12).hex().encode()


def _failed(request_id: str) -> Reply:
    error = AppError("internal_error", "Something went wrong in this house; the request id finds it in the log.", retryable=True)
    return Problem.reply(500, error, request_id)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        else:
            await send({"type": "lifespan.shutdown.complete"})
            return

"""Asking an ASGI application without a socket."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass
class Told:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


Ask = Callable[..., Awaitable[Told]]


def scope_of(method: str, target: str, headers: Sequence[tuple[str, str]] = (), client: Any = ("192.0.2.1", 4000)) -> dict[str, Any]:
    path, _, query = target.partition("?")
    return {
        "type": "http",
        "method": method,
        "raw_path": path.encode(),
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "client": client,
        "scheme": "http",
    }


async def ask_app(app: Any, method: str, target: str, headers: Sequence[tuple[str, str]] = (), body: Any = b"", **more: Any) -> Told:
    """`body`: bytes, or a list of pieces."""
    pieces = list(body) if isinstance(body, list) else [body]
    sent: list[dict[str, Any]] = []
    over = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if pieces:
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope_of(method, target, headers, **more), receive, send)
    start = sent[0]
    told = [(name.decode(), value.decode("latin-1")) for name, value in start["headers"]]
    return Told(start["status"], told, b"".join(one.get("body", b"") for one in sent[1:]))


@pytest.fixture
def ask() -> Ask:
    return ask_app


@pytest.fixture
def scope() -> Callable[..., dict[str, Any]]:
    return scope_of

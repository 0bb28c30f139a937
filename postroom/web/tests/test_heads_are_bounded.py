import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from postroom.web import WebSettings, build_host, uvicorn_config


class Server(uvicorn.Server):
    """Leaves the signals of the test run alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def run(self) -> None:  # type: ignore[override]
        await self._serve()


@asynccontextmanager
async def listening(settings: WebSettings) -> AsyncIterator[int]:
    server = Server(uvicorn_config(build_host([], settings), settings, host="127.0.0.1", port=0, loop="none"))
    task = asyncio.create_task(server.run())
    await server.listening.wait()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def talk(port: int, *pieces: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_two_requests_on_one_connection_are_answered_as_ever() -> None:
    async with listening(WebSettings()) as port:
        one = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
        told = await talk(port, one[:10], one[10:], b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert told.count(b"HTTP/1.1 200 OK") == 2 and b"server:" not in told


async def test_a_head_without_an_end_is_cut_off() -> None:
    async with listening(WebSettings(max_head_bytes=4096)) as port:
        told = await talk(port, b"GET /health HTTP/1.1\r\nX: ", *[b"y" * 1000] * 20)
    assert b"200 OK" not in told


async def test_a_head_that_never_ends_is_given_up() -> None:
    async with listening(WebSettings(head_timeout_s=0.05)) as port:
        assert (await talk(port, b"GET /health HT")).startswith(b"HTTP/1.1 408")
        assert (await talk(port)).startswith(b"HTTP/1.1 408")

"""Scripted servers on loopback, and names that lead to them."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress

import pytest
import trustme

from postroom.main.engine.egress import EgressSettings, GuardedEgress

Handler = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Names:
    """A resolver with a written answer for each look-up of a name, the last one for ever; anything else does not exist."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    async def resolve(self, host: str) -> list[str]:
        self.asked.append(host)
        answers = self.answers.get(host)
        if not answers:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Servers:
    """Starts servers that read requests and hand each to a handler; keeps what was asked of them."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests: list[bytes] = []
        self.connections = 0

    async def start(self, handler: Handler | bytes, *, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> int:
        """Serve on `address`; the port. A handler that is bytes is the whole answer, after which it waits for the next."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            self._tasks.add(task)
            self.connections += 1
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while True:
                    request = await _read_request(reader)
                    self.requests.append(request)
                    if isinstance(handler, bytes):
                        writer.write(handler)
                        await writer.drain()
                    else:
                        await handler(request, writer)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

        server = await asyncio.start_server(serve, address, port, ssl=tls)
        self._stack.push_async_callback(self._stop, server)
        return server.sockets[0].getsockname()[1]

    async def start_raw(self, greeting: bytes) -> tuple[int, asyncio.Event]:
        """Say `greeting` and then nothing; the port, and an event set when the caller has hung up."""
        gone = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(greeting)
            with suppress(OSError):
                while await reader.read(65536):
                    pass
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            gone.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        self._stack.push_async_callback(self._stop, server)
        return server.sockets[0].getsockname()[1], gone

    async def _stop(self, server: asyncio.Server) -> None:
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await server.wait_closed()


@pytest.fixture
async def servers():
    async with AsyncExitStack() as stack:
        yield Servers(stack)


@pytest.fixture
def names():
    return Names()


@pytest.fixture
async def make_egress(servers, names):
    """Build an egress that may call 127.0.0.0/8 and knows the written names only; closed at the end of the test."""
    made: list[GuardedEgress] = []

    def make(**settings):
        settings.setdefault("allow_addresses", ("127.0.0.0/8",))
        made.append(GuardedEgress(EgressSettings(**settings), resolver=names))
        return made[-1]

    yield make
    for egress in made:
        await egress.aclose()


@pytest.fixture
def call(make_egress):
    """Call once with small defaults."""

    async def call(url, *, egress=None, method="GET", timeout_s=5.0, max_response_bytes=100_000, **rest):
        return await (egress or make_egress()).request(method, url, timeout_s=timeout_s, max_response_bytes=max_response_bytes, **rest)

    return call


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.partition(b":")[2]))
    return head

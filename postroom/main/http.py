"""The HTTP server: uvicorn inside our own loop, with our own signals."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Mapping
from typing import Any

import uvicorn

from postroom import __version__
from postroom.kernel.migrate import count_pending
from postroom.main.wiring import Wired, all_migrations
from postroom.web import WebSettings, build_host, uvicorn_config


class HttpServer:
    """Serves every wire of the manifests."""

    def __init__(self, wired: Wired, roles: frozenset[str]) -> None:
        self._wired = wired
        self._roles = roles
        self._server: _Quiet | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; returns when connections are taken. Raises OSError where the port is taken."""
        listener = _listen(*self._wired.listening.http)
        settings = self._wired.house.settings.of(WebSettings)
        config = uvicorn_config(self._app(settings), settings, loop="none")
        self._server = _Quiet(config)
        self._task = asyncio.create_task(self._server.serve([listener]), name="http")
        while not self._server.started:
            if self._task.done():
                await self._task
                raise OSError("the HTTP server ended at its start")
            await asyncio.sleep(0.005)
        self._wired.listening.http_port = listener.getsockname()[1]

    async def stop(self) -> None:
        """Take no new connections, let answers finish."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await self._task

    def _app(self, settings: WebSettings) -> Any:
        wired = self._wired
        builders = [build for manifest in wired.manifests for build in manifest.wires]
        wires = (
            [build(wired.dispatcher, wired.catalogue, settings, version=__version__) for build in builders] if "api" in self._roles else []
        )
        return build_host(wires, settings, ready=self._ready)

    async def _ready(self) -> tuple[bool, Mapping[str, Any]]:
        """Database, migrations and the SMTP listener (where this process runs one)."""
        checks = {"database": False, "migrations": False, "smtp": "smtp" not in self._roles or bool(self._wired.listening.smtp_port)}
        with contextlib.suppress(Exception):
            async with asyncio.timeout(5), self._wired.database.connection() as connection:
                checks["database"] = await connection.fetchval("SELECT 1") == 1
                checks["migrations"] = await count_pending(connection, all_migrations(self._wired.manifests)) == 0
        well = all(checks.values()) and self._wired.is_started
        return well, {"status": "ready" if well else "not_ready", "checks": checks}


def _listen(host: str, port: int) -> socket.socket:
    """Ours to open: where it cannot, uvicorn would end the process."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it every answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(4096)
    except OSError as error:
        listener.close()
        words = f"cannot listen on {host}:{port} ({error.strerror}); is another server there? Choose another with --http HOST:PORT."
        raise OSError(words) from error
    return listener


class _Quiet(uvicorn.Server):
    """Signals are ours: uvicorn neither catches nor repeats them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

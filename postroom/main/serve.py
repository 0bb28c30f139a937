"""`postroom serve`: start, say where, run until told to stop, stop in order."""

import asyncio
import contextlib
import gc
import logging
import resource
import signal
from collections.abc import Callable
from pathlib import Path

from postroom.features.accounts import ensure_operator
from postroom.kernel.errors import AppError
from postroom.kernel.settings import SettingsBook
from postroom.main.discover import discover
from postroom.main.engine.attach import DatabaseServer, open_database_server
from postroom.main.http import HttpServer
from postroom.main.settings import ServeSettings, split_address
from postroom.main.wiring import ALL_ROLES, Wired

logger = logging.getLogger("postroom")
_STOP_S = 20.0


class Running:
    """A started process: `wired`, its database server, its HTTP server, and the first admin key if it was made just now."""

    def __init__(self, wired: Wired, server: DatabaseServer, http: HttpServer, first_key: str | None) -> None:
        self.wired = wired
        self.server = server
        self.http = http
        self.first_key = first_key

    async def stop(self) -> None:
        """Stop accepting, finish what was accepted, stop the embedded server last; cut after 20 s."""
        self.wired.house.wakeups.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_S):
                await asyncio.gather(self.http.stop(), self.wired.stop_listening())
                await self.wired.stop()
        await self.server.stop()


async def start(settings: SettingsBook, *, log: Callable[[str], object] = logger.info) -> Running:
    """Database, migrations, components, HTTP, first key: in this order; a key that is set is there before the first request."""
    raise_file_limit()
    serve = settings.of(ServeSettings)
    for address, name in ((serve.http, "POSTROOM_HTTP"), (serve.smtp, "POSTROOM_SMTP")):
        split_address(address, name)  # refused before anything is started
    roles = ALL_ROLES if serve.role == "all" else frozenset({serve.role})
    async with contextlib.AsyncExitStack() as undo:  # a start that fails leaves nothing behind
        server = await open_database_server(serve.database_url, wired_data_dir(serve), may_attach=serve.role != "all", log=log)
        undo.push_async_callback(server.stop)
        wired = Wired(server.dsn, settings, discover())
        undo.push_async_callback(wired.stop)
        await wired.open()
        if serve.bootstrap_key:
            await ensure_operator(wired.house, serve.bootstrap_key)
        await wired.start(roles)
        http = HttpServer(wired, roles)
        await http.start()
        undo.push_async_callback(http.stop)
        # Last, so that a start that fails has not made a first key that nobody ever sees.
        first_key = await ensure_operator(wired.house, serve.bootstrap_key or None)
        undo.pop_all()
    wired.is_started = True
    server.watch()
    return Running(wired, server, http, first_key)


async def serve(settings: SettingsBook, announce: Callable[[Running], None]) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    running = await start(settings)
    announce(running)  # without a pause in between: who sees /ready finds the announcement written
    settle_memory()
    await stop.wait()
    logger.info("stopping")
    await running.stop()


def wired_data_dir(serve: ServeSettings) -> Path:
    """Where everything is kept, whole."""
    return Path(serve.data_dir).absolute()


def raise_file_limit() -> None:
    """Every parked wait is a socket: take all the files the system gives."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def settle_memory() -> None:
    """What was loaded at the start lives as long as the process: the collector need not look at it again, nor at every mail in work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def describe_failure(error: BaseException) -> str:
    """What a person reads when the start fails."""
    return error.detail if isinstance(error, AppError) else str(error)

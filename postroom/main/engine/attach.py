"""Which database this process uses: one of the operator's, or the embedded one, which exactly one process owns."""

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from postroom.kernel.clock import monotonic_s
from postroom.main.engine import embedded

_OWNER_STARTS_WITHIN_S = 30.0
logger = logging.getLogger("postroom.database")
_RESTART_PAUSE_S = 1.0


class DatabaseServer:
    """The embedded server as `serve` sees it, or nothing where a URL was given."""

    def __init__(self, dsn: str, server: embedded.EmbeddedServer | None) -> None:
        self.dsn = dsn
        self.server = server

    def watch(self) -> None:
        """Start the server again when it dies under us; connections come back by themselves."""
        server = self.server
        if server is not None and server.owner:
            server.watch(lambda: _restart(server))

    async def stop(self) -> None:
        """The owner stops the server; others leave it."""
        if self.server is not None and self.server.owner:
            await asyncio.to_thread(self.server.stop)


async def open_database_server(database_url: str, data_dir: Path, *, may_attach: bool, log: Callable[[str], object]) -> DatabaseServer:
    """Use the URL, start the embedded server, or (`may_attach`) use the one another process owns, also one that it is about to start.

    Raises embedded.EmbeddedServerError with words on the way out.
    """
    if database_url:
        return DatabaseServer(database_url, None)
    deadline = monotonic_s() + _OWNER_STARTS_WITHIN_S
    while True:
        server = await asyncio.to_thread(_start_or_attach, data_dir, may_attach, log, is_last=monotonic_s() >= deadline)
        if server is not None:
            return DatabaseServer(server.dsn, server)
        await asyncio.sleep(0.05)


def _start_or_attach(data_dir: Path, may_attach: bool, log: Callable[[str], object], *, is_last: bool) -> embedded.EmbeddedServer | None:
    """None where the owner has no server yet."""
    try:
        return embedded.start(data_dir, log=log)
    except embedded.DataDirectoryInUse:
        attached = embedded.attach(data_dir) if may_attach else None
        if attached is None and (is_last or not may_attach):
            raise
        return attached


def _restart(server: embedded.EmbeddedServer) -> None:
    """Until it runs: a full disk or a slow recovery passes, and nobody else would try."""
    logger.error("the embedded database died; it is started again")
    while not server.stopped:
        try:
            server.restart()
            return
        except Exception:
            logger.exception("the embedded database could not be started again; next try in %.0f s", _RESTART_PAUSE_S)
            time.sleep(_RESTART_PAUSE_S)

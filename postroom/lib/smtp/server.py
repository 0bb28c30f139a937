"""Listening, the one timer for all sessions, and the orderly end."""

import asyncio
import ssl

from postroom.lib.smtp.admission import Counters
from postroom.lib.smtp.backend import Backend
from postroom.lib.smtp.house import House
from postroom.lib.smtp.session import Session
from postroom.lib.smtp.settings import SmtpSettings

_BACKLOG = 1024
_CANCEL_S = 1.0


class SmtpServer:
    """An SMTP receiver. Make it inside a running event loop; `start` may be called for several addresses.

    `counters` may be read at any time, for metrics.
    """

    def __init__(self, backend: Backend, settings: SmtpSettings, tls_context: ssl.SSLContext | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._house = House(backend, settings, tls_context, self._loop)
        self._listeners: list[asyncio.Server] = []
        self._timer: asyncio.TimerHandle | None = None

    @property
    def counters(self) -> Counters:
        """The live counts; not a copy."""
        return self._house.admission.counters

    @property
    def is_listening(self) -> bool:
        """Whether new connections are taken."""
        return bool(self._listeners)

    def use_certificate(self, tls_context: ssl.SSLContext) -> None:
        """New handshakes use this context from now on (a renewed certificate)."""
        self._house.tls_context = tls_context

    async def start(self, host: str, port: int, *, reuse_port: bool = False) -> int:
        """Listens, and returns the bound port (for `port` 0 the one the system chose). Raises OSError."""
        listener = await self._loop.create_server(lambda: Session(self._house), host, port, reuse_port=reuse_port or None, backlog=_BACKLOG)
        self._listeners.append(listener)
        if self._timer is None:
            self._sweep()
        bound: int = listener.sockets[0].getsockname()[1]
        return bound

    def stop_accepting(self) -> None:
        """No new connections; the open ones go on."""
        for listener in self._listeners:
            listener.close()
        self._listeners.clear()

    async def drain(self, timeout_s: float) -> None:
        """Ends all sessions: idle ones get 421 at once, others after their message; all are cut at the limit."""
        self.stop_accepting()
        for session in list(self._house.sessions):
            session.wind_down()
        try:
            await asyncio.wait_for(self._until_empty(), timeout_s)
        except TimeoutError:
            await self._cut()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _cut(self) -> None:
        for session in list(self._house.sessions):
            session.abort()
        for pending in list(self._house.pending):
            pending.cancel()
        try:
            await asyncio.wait_for(self._until_empty(), _CANCEL_S)
        except TimeoutError:
            return

    async def _until_empty(self) -> None:
        if self._house.sessions or self._house.pending:
            self._house.empty.clear()
            await self._house.empty.wait()

    def _sweep(self) -> None:
        now = self._loop.time()
        for session in list(self._house.sessions):
            session.sweep(now)
        self._timer = self._loop.call_later(self._house.settings.sweep_interval_s, self._sweep)

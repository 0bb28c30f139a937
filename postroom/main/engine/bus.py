"""The bus port on LISTEN/NOTIFY: one dedicated connection hears, tells, and holds the lock that says this process lives."""

import asyncio
import contextlib
import json
import logging
import secrets
from typing import Any

from postroom.kernel.database import UNREACHABLE, Database
from postroom.kernel.ports.bus import PROCESS_LOCK, Heard

logger = logging.getLogger("postroom.bus")
_CHANNEL = "postroom"
_COALESCE_S = 0.001
# PostgreSQL refuses 8,000 bytes.
_MOST_BYTES = 7_500
_RECONNECT_S = 0.5


class PostgresBus:
    """Coalesces what is published to at most one NOTIFY a millisecond; reconnects, and tells subscribers of the gap."""

    def __init__(self, database: Database) -> None:
        self.process_number = secrets.randbits(31)
        self._database = database
        self._connection: Any = None
        self._pending: dict[str, dict[str, None]] = {}
        self._subscribers: dict[str, list[Heard]] = {}
        self._something = asyncio.Event()
        self._broken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Connect, then keep connected."""
        await self._connect()
        self._tasks = [asyncio.create_task(self._send(), name="bus-send"), asyncio.create_task(self._keep(), name="bus-keep")]

    async def stop(self) -> None:
        """Send what is pending, then end."""
        with contextlib.suppress(Exception):
            await self._flush()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._connection is not None:
            with contextlib.suppress(Exception):
                await self._connection.close(timeout=2)

    def publish(self, topic: str, item: str) -> None:
        """Tell the other processes soon."""
        self._pending.setdefault(topic, {})[item] = None
        self._something.set()

    def subscribe(self, topic: str, heard: Heard) -> None:
        """Call `heard(items)` for what others published, `heard(None)` after a gap."""
        self._subscribers.setdefault(topic, []).append(heard)

    async def _connect(self) -> None:
        connection = await self._database.dedicated()
        await connection.execute("SELECT pg_advisory_lock_shared($1, $2)", PROCESS_LOCK, self.process_number)
        await connection.add_listener(_CHANNEL, self._on_notify)
        connection.add_termination_listener(lambda _connection: self._broken.set())
        self._connection = connection

    async def _keep(self) -> None:
        while True:
            await self._broken.wait()
            self._broken.clear()
            self._connection = None
            while self._connection is None:
                try:
                    await self._connect()
                except UNREACHABLE:
                    await asyncio.sleep(_RECONNECT_S)
            logger.info("listening again; everybody looks anew")
            self._tell_gap()

    async def _send(self) -> None:
        while True:
            await self._something.wait()
            await asyncio.sleep(_COALESCE_S)
            self._something.clear()
            try:
                await self._flush()
            except UNREACHABLE:
                # Hints only: whoever missed one looks anew when its own listener reconnects.
                await asyncio.sleep(_RECONNECT_S)

    async def _flush(self) -> None:
        pending, self._pending = self._pending, {}
        if pending and self._connection is not None:
            await self._connection.execute("SELECT pg_notify($1, $2)", _CHANNEL, self._payload(pending))

    def _payload(self, pending: dict[str, dict[str, None]]) -> str:
        body = json.dumps([self.process_number, {topic: list(items) for topic, items in pending.items()}], separators=(",", ":"))
        return body if len(body) <= _MOST_BYTES else json.dumps([self.process_number, dict.fromkeys(pending)])

    def _on_notify(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        try:
            sender, topics = json.loads(payload)
            told = [(topic, items) for topic, items in topics.items() if items is None or isinstance(items, list)]
        except (ValueError, TypeError, AttributeError):
            return
        if sender != self.process_number:
            for topic, items in told:
                self._tell(topic, items)

    def _tell(self, topic: str, items: list[str] | None) -> None:
        for heard in self._subscribers.get(topic, ()):
            try:
                heard(items)
            except Exception:
                logger.exception("a subscriber of %s failed", topic)

    def _tell_gap(self) -> None:
        for topic in self._subscribers:
            self._tell(topic, None)

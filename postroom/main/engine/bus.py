"""The bus port on LISTEN/NOTIFY: one dedicated connection hears, tells, and holds the lock that says this process lives."""

import asyncio
import contextlib
import json
import logging
import secrets
from typing import Any

from postroom.kernel.database import UNREACHABLE, Database
from postroom.kernel.ports.bus import PROCESS_LOCK, Heard
from postroom.kernel.wakeups import until_set

logger = logging.getLogger("postroom.bus")
_CHANNEL = "postroom"
_COALESCE_S = 0.001
# PostgreSQL refuses 8,000 bytes.
_MOST_BYTES = 7_500
_RECONNECT_S = 0.5
# More items than this are told as "anything may have changed".
_MOST_ITEMS = 1_000
_HEARTBEAT_S = 15.0
_STOP_S = 2.0

# The items of each topic; None stands for "anything".
_Pending = dict[str, dict[str, None] | None]


class PostgresBus:
    """Coalesces what is published to at most one NOTIFY a millisecond; reconnects, and tells subscribers of the gap."""

    def __init__(self, database: Database, *, heartbeat_s: float = _HEARTBEAT_S) -> None:
        self.process_number = secrets.randbits(31)
        self._database = database
        self._heartbeat_s = heartbeat_s
        self._connection: Any = None
        self._speaking = asyncio.Lock()
        self._pending: _Pending = {}
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
            async with asyncio.timeout(_STOP_S):
                await self._flush()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._connection is not None:
            with contextlib.suppress(Exception):
                await self._connection.close(timeout=_STOP_S)

    def publish(self, topic: str, item: str) -> None:
        """Tell the other processes soon."""
        self._add(topic, {item: None})
        self._something.set()

    def subscribe(self, topic: str, heard: Heard) -> None:
        """Call `heard(items)` for what others published, `heard(None)` after a gap."""
        self._subscribers.setdefault(topic, []).append(heard)

    def _add(self, topic: str, items: dict[str, None] | None) -> None:
        known = self._pending.get(topic, {})
        both = None if known is None or items is None else known | items
        self._pending[topic] = both if both is None or len(both) <= _MOST_ITEMS else None

    async def _connect(self) -> None:
        # One event a connection: what becomes of an earlier one, and when, is no matter.
        connection, broken = await self._database.dedicated(), asyncio.Event()
        try:
            connection.add_termination_listener(lambda _connection: broken.set())
            await connection.execute("SELECT pg_advisory_lock_shared($1, $2)", PROCESS_LOCK, self.process_number)
            await connection.add_listener(_CHANNEL, self._on_notify)
        except BaseException:
            connection.terminate()
            raise
        self._connection, self._broken = connection, broken

    async def _keep(self) -> None:
        while True:
            await self._until_broken()
            self._connection = None
            while self._connection is None:
                try:
                    await self._connect()
                except Exception as error:
                    if not isinstance(error, UNREACHABLE):
                        logger.warning("cannot listen, tries again: %s", error)
                    await asyncio.sleep(_RECONNECT_S)
            logger.info("listening again; everybody looks anew")
            self._tell_gap()
            self._something.set()

    async def _until_broken(self) -> None:
        """A line that went silent (a lost peer, a firewall that forgot it) is broken too; only asking tells."""
        while not self._broken.is_set():
            await until_set(self._broken, self._heartbeat_s)
            if self._broken.is_set():
                return
            try:
                async with asyncio.timeout(self._heartbeat_s), self._speaking:
                    await self._connection.execute("SELECT 1")
            except Exception:
                self._connection.terminate()
                return

    async def _send(self) -> None:
        while True:
            await self._something.wait()
            await asyncio.sleep(_COALESCE_S)
            self._something.clear()
            try:
                await self._flush()
            except Exception as error:
                if not isinstance(error, UNREACHABLE):
                    logger.warning("cannot tell the other processes, tries again: %s", error)
                await asyncio.sleep(_RECONNECT_S)
                self._something.set()

    async def _flush(self) -> None:
        """Tell what is pending. What cannot be told now is kept: the others' own lines may be well, so they would miss it."""
        if self._connection is None or not self._pending:
            return
        pending, self._pending = self._pending, {}
        try:
            async with self._speaking:
                await self._connection.execute("SELECT pg_notify($1, $2)", _CHANNEL, self._payload(pending))
        except BaseException:
            for topic, items in pending.items():
                self._add(topic, items)
            raise

    def _payload(self, pending: _Pending) -> str:
        told = {topic: None if items is None else list(items) for topic, items in pending.items()}
        body = json.dumps([self.process_number, told], separators=(",", ":"))
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

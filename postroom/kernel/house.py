"""The house: the parts that the composition root put together, as contexts see them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast
from uuid import UUID

from postroom.kernel.clock import Clock
from postroom.kernel.context import Principal, Read, Tx
from postroom.kernel.database import Database
from postroom.kernel.events import Event, write_events
from postroom.kernel.gates import GateSet
from postroom.kernel.jobs import write_jobs
from postroom.kernel.ports.bus import Bus
from postroom.kernel.settings import SettingsBook
from postroom.kernel.wakeups import Wakeups

logger = logging.getLogger("postroom.house")
T = TypeVar("T")
WAKING = frozenset({"message.received", "message.authenticated"})


async def uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """Let work finish, however often the caller is cancelled meanwhile: a commit without its wake-ups is a mail nobody hears of."""
    task, cancelled = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    failed = task.exception()
    if cancelled or failed:
        raise cancelled or failed  # type: ignore[misc]


# What a reference to an object of the caller's organisation names, within reach; by the prefix of its native id.
Resolve = Callable[[Read, str], Awaitable[UUID]]


class House:
    """Ports, settings and wake-ups of one process."""

    def __init__(self, *, clock: Clock, database: Database, bus: Bus, settings: SettingsBook, gates: GateSet | None = None) -> None:
        self.clock = clock
        self.database = database
        self.bus = bus
        self.settings = settings
        self.gates = gates or GateSet()
        self.wakeups = Wakeups()
        self.jobs_due = asyncio.Event()
        # Held as an advisory lock by the bus's connection for as long as this process lives.
        self.process_number = bus.process_number
        self.references: dict[str, Resolve] = {}
        self._ports: dict[type, object] = {}
        self._heard: dict[str, list[Any]] = {}
        bus.subscribe("jobs", lambda _items: self.jobs_due.set())

    def provide(self, port: type[T], part: T) -> None:
        """Put a part in place for a port."""
        self._ports[port] = part

    def use(self, port: type[T]) -> T:
        """The part in place for a port; a missing one is a fault of wiring."""
        return cast(T, self._ports[port])

    def on_told(self, topic: str, heard: Any) -> None:
        """Call `heard(items | None)` for what a commit of any process, this one too, tells under a topic."""
        self._heard.setdefault(topic, []).append(heard)
        self.bus.subscribe(topic, heard)

    async def resolve(self, rd: Read, prefix: str, reference: str) -> UUID:
        """The id of the thing that an input names, by id or as its noun else allows; raises NotFound beyond the caller's reach."""
        return await self.references[prefix](rd, reference)

    @asynccontextmanager
    async def transaction(self, principal: Principal, *, reserved: bool = False) -> AsyncIterator[Tx]:
        """One transaction: events, then jobs, written last; wake-ups after the commit. `reserved`: on the connection kept for intake."""
        async with self.database.connection(reserved=reserved) as connection:
            transaction = connection.transaction()
            await transaction.start()
            try:
                tx = Tx(self, principal, connection)
                yield tx
                await write_jobs(connection, tx.jobs, tx.now)
                newest = await write_events(connection, tx.events, tx.now)
            except BaseException:
                await uninterrupted(transaction.rollback())
                raise
            await uninterrupted(self._commit(transaction, tx, newest))

    async def _commit(self, transaction: Any, tx: Tx, newest: dict[UUID, int]) -> None:
        await transaction.commit()
        self.committed(tx.events, newest, tx.after_commit, jobs=bool(tx.jobs))

    def committed(
        self,
        events: Sequence[Event],
        newest: dict[UUID, int],
        told: Sequence[tuple[str, str]] = (),
        *,
        jobs: bool = False,
    ) -> None:
        """Wake this process directly, then hint to the others."""
        if events:
            self.wakeups.wake({event.inbox_id for event in events if event.type in WAKING and event.inbox_id})
            self.wakeups.wake(newest)
        for org_id, seq in newest.items():
            self._tell("events", f"{org_id.hex}:{seq}")
        for topic, item in told:
            self._tell(topic, item)
        if jobs:
            self.jobs_due.set()
            self.bus.publish("jobs", "")

    def _tell(self, topic: str, item: str) -> None:
        for heard in self._heard.get(topic, ()):
            try:
                heard([item])
            except Exception:
                # What is committed has succeeded, whatever somebody makes of the news.
                logger.exception("a subscriber of %s failed", topic)
        self.bus.publish(topic, item)

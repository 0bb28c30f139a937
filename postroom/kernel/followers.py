"""Followers of the event log: each keeps a cursor per organisation and moves it in the transaction of its own work."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from postroom.kernel.clock import monotonic_s
from postroom.kernel.context import Tx, house_principal
from postroom.kernel.database import UNREACHABLE
from postroom.kernel.errors import Unavailable
from postroom.kernel.stragglers import forget, list_due, set_aside
from postroom.kernel.wakeups import until_set

if TYPE_CHECKING:
    from postroom.kernel.house import House

logger = logging.getLogger("postroom.followers")
_BATCH = 200
_SWEEP_S = 15.0
_AGAIN_S = 1.0
# After a wake, what else comes is gathered: a transaction for many events, and none between a sender and its 250.
LINGER_S = 0.1


class Fact(msgspec.Struct, frozen=True):
    """An event as it stands in the log."""

    seq: int
    id: UUID
    type: str
    mode: str
    inbox_id: UUID | None
    agent_id: UUID | None
    thread_id: UUID | None
    message_id: UUID | None
    data: dict[str, Any]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Follower:
    """`react(tx, facts)` handles a batch of one organisation's events of the given types, in order, at least once."""

    name: str
    types: frozenset[str]
    react: Callable[[Tx, Sequence[Fact]], Awaitable[None]]


class FollowerRunner:
    """Wakes on commits, reads from the cursor; sweeps at the start, after a gap, soon after a failure, and rarely otherwise."""

    def __init__(self, house: "House", followers: Iterable[Follower]) -> None:
        self._house = house
        self._followers = list(followers)
        self._due: set[UUID] = set()
        self._sweep_at = 0.0
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        house.on_told("events", self._heard)

    async def start(self) -> None:
        """Begin to follow."""
        self._task = asyncio.create_task(self._run(), name="followers")

    async def stop(self) -> None:
        """Stop; a batch that is cut off rolls back and is read again."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def _heard(self, items: Sequence[str] | None) -> None:
        if items is None:
            self._sweep_at = 0.0
        else:
            self._due.update(UUID(hex=item.partition(":")[0]) for item in items)
        self._woken.set()

    async def _run(self) -> None:
        while True:
            try:
                await self._round()
                await until_set(self._woken, max(0.0, self._sweep_at - monotonic_s()))
                await asyncio.sleep(LINGER_S)
            except Exception:
                logger.exception("the followers could not read; they read again from their cursors")
                self._sweep_at = 0.0
                await asyncio.sleep(_AGAIN_S)

    async def _round(self) -> None:
        self._woken.clear()
        due, self._due = self._due, set()
        sweep = self._sweep_at <= monotonic_s()
        if sweep:
            self._sweep_at = monotonic_s() + _SWEEP_S
        for org_id in due | (await self._lagging() if sweep else set()):
            await self._catch_up(org_id)
        if sweep:
            for follower in self._followers:
                await self._try_stragglers(follower)

    async def _catch_up(self, org_id: UUID) -> None:
        """Read all there is, for all followers in one transaction; where one of them fails each goes on alone."""
        try:
            while await self._advance(self._followers, org_id, _BATCH):
                pass
        except (Unavailable, *UNREACHABLE):
            raise
        except Exception as error:
            logger.warning("the followers go on one by one in organisation %s: %s", org_id, type(error).__name__)
            for follower in self._followers:
                await self._catch_up_alone(follower, org_id)

    async def _catch_up_alone(self, follower: Follower, org_id: UUID) -> None:
        """A batch that fails is read one by one; an event that fails alone is set aside."""
        most = _BATCH
        while True:
            try:
                if not await self._advance([follower], org_id, most):
                    return
            except (Unavailable, *UNREACHABLE):
                raise
            except Exception as error:
                logger.exception("follower %s failed in organisation %s at %d events", follower.name, org_id, most)
                if most == 1:
                    await self._leave_behind(follower, org_id, error)
                most = 1 if most > 1 else _BATCH

    async def _leave_behind(self, follower: Follower, org_id: UUID, error: Exception) -> None:
        """Set the event after the cursor aside, and move on."""
        async with self._house.transaction(house_principal(org_id)) as tx:
            if not await tx.fetch(_LOCK, [follower.name], org_id.hex):
                return
            for row in await tx.fetch(_NEXT, [follower.name], org_id, 1):
                await set_aside(tx.connection, follower.name, org_id, row["seq"], error, tx.now)
                await tx.execute(_MOVE, [follower.name], org_id, row["seq"])

    async def _try_stragglers(self, follower: Follower) -> None:
        async with self._house.database.connection() as connection:
            due = await list_due(connection, follower.name, self._house.clock.now())
        for org_id, seq in due:
            try:
                await self._try_again(follower, org_id, seq)
            except (Unavailable, *UNREACHABLE):
                raise
            except Exception as error:
                logger.warning("follower %s still fails at event %d of organisation %s: %s", follower.name, seq, org_id, error)
                async with self._house.database.connection() as connection:
                    await set_aside(connection, follower.name, org_id, seq, error, self._house.clock.now())

    async def _try_again(self, follower: Follower, org_id: UUID, seq: int) -> None:
        async with self._house.transaction(house_principal(org_id)) as tx:
            rows = await tx.fetch(_ONE, org_id, seq)
            await follower.react(tx, [_fact(row) for row in rows])
            await forget(tx.connection, follower.name, org_id, seq)

    async def _lagging(self) -> set[UUID]:
        async with self._house.database.connection() as connection:
            return {row["org_id"] for row in await connection.fetch(_LAGGING, [follower.name for follower in self._followers])}

    async def _advance(self, followers: Sequence[Follower], org_id: UUID, most: int) -> bool:
        """One batch; True when there may be more. What another process has in hand it does alone."""
        async with self._house.transaction(house_principal(org_id)) as tx:
            locked = [row["name"] for row in await tx.fetch(_LOCK, [follower.name for follower in followers], org_id.hex)]
            rows = await tx.fetch(_NEXT, locked, org_id, most) if locked else []
            if not rows:
                return False
            for follower in followers:
                facts = [_fact(row) for row in rows if row["type"] in follower.types and follower.name in row["unseen_by"]]
                if facts:
                    await follower.react(tx, facts)
            await tx.execute(_MOVE, rows[-1]["unseen_by"], org_id, rows[-1]["seq"])
        return len(rows) == most


def _fact(row: Any) -> Fact:
    return Fact(**{name: row[name] for name in Fact.__struct_fields__})


_LOCK = "SELECT name FROM unnest($1::text[]) AS f(name) WHERE pg_try_advisory_xact_lock(hashtext(name), hashtext($2))"

_LAGGING = """
SELECT DISTINCT h.org_id FROM event_heads h CROSS JOIN unnest($1::text[]) AS f(name)
LEFT JOIN event_cursors c ON c.org_id = h.org_id AND c.follower = f.name WHERE h.seq > coalesce(c.seq, 0)
"""

_COLUMNS = "seq, id, type, mode, inbox_id, agent_id, thread_id, message_id, data, occurred_at"

_ONE = f"SELECT {_COLUMNS} FROM events WHERE org_id = $1 AND seq = $2"

# Whoever is furthest behind decides where the batch begins.
_NEXT = f"""
WITH cursors AS MATERIALIZED (SELECT f.name, coalesce(c.seq, 0) AS seq FROM unnest($1::text[]) AS f(name)
    LEFT JOIN event_cursors c ON c.follower = f.name AND c.org_id = $2)
SELECT {_COLUMNS}, (SELECT array_agg(k.name) FROM cursors k WHERE k.seq < events.seq) AS unseen_by FROM events
WHERE org_id = $2 AND seq > (SELECT min(k.seq) FROM cursors k) ORDER BY seq LIMIT $3
"""

_MOVE = """
INSERT INTO event_cursors (follower, org_id, seq) SELECT f.name, $2, $3 FROM unnest($1::text[]) AS f(name)
ON CONFLICT (follower, org_id) DO UPDATE SET seq = excluded.seq
"""

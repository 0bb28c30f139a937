"""One event log per organisation, with a cursor that cannot skip (FOUNDATIONS §3).

A number taken during a transaction would commit out of order, and a reader would skip. So events are buffered and written as the last
statements before COMMIT: the head row is locked while `seq` grows, dense per organisation. `epoch` changes when a backup is restored.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from postroom.kernel.ids import new_id
from postroom.kernel.statements import unnested


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in the past tense. Subclasses set `type` and add fields, which become `data`."""

    type: ClassVar[str] = ""
    version: ClassVar[int] = 1

    org_id: UUID
    mode: str = "live"
    inbox_id: UUID | None = None
    agent_id: UUID | None = None
    thread_id: UUID | None = None
    message_id: UUID | None = None

    def data(self) -> dict[str, Any]:
        """What the event says beyond whom it concerns."""
        own = (name for name in self.__struct_fields__ if name not in Event.__struct_fields__)
        return {name: msgspec.to_builtins(getattr(self, name)) for name in own}


async def write_events(connection: Any, events: Sequence[Event], now: datetime) -> dict[UUID, int]:
    """Number and insert the events; the newest `seq` of each organisation. Must be the last statements before COMMIT."""
    if not events:
        return {}
    by_org: dict[UUID, list[Event]] = defaultdict(list)
    for event in events:
        by_org[event.org_id].append(event)
    organisations = sorted(by_org)
    ordered = [(place, event) for org in organisations for place, event in enumerate(by_org[org], start=1)]
    heads = await connection.fetch(_WRITE, organisations, [len(by_org[org]) for org in organisations], *_columns(ordered, now))
    return {row["org_id"]: row["seq"] for row in heads}


_ROWS = (
    "org_id uuid, place bigint, id uuid, type text, version smallint, mode text, inbox_id uuid, agent_id uuid, thread_id uuid,"
    " message_id uuid, data jsonb"
)
# The heads are locked in the order of org_id (the sub-select sorts and locks), so that two batches cannot deadlock.
_WRITE = f"""
WITH asked AS {unnested("org_id uuid, n bigint")},
locked AS (SELECT h.org_id FROM event_heads h JOIN asked USING (org_id) ORDER BY h.org_id FOR NO KEY UPDATE OF h),
heads AS (UPDATE event_heads h SET seq = h.seq + asked.n FROM asked, locked
    WHERE h.org_id = asked.org_id AND locked.org_id = h.org_id RETURNING h.org_id, h.seq, asked.n),
written AS (INSERT INTO events (org_id, seq, id, type, version, mode, inbox_id, agent_id, thread_id, message_id, data, occurred_at)
    SELECT e.org_id, heads.seq - heads.n + e.place, e.id, e.type, e.version, e.mode, e.inbox_id, e.agent_id, e.thread_id, e.message_id,
        e.data, $14::timestamptz
    FROM {unnested(_ROWS, 3)} AS e
    JOIN heads ON heads.org_id = e.org_id)
SELECT org_id, seq FROM heads
"""


def _columns(ordered: list[tuple[int, Event]], now: datetime) -> tuple[Any, ...]:
    rows = [
        (e.org_id, place, new_id(now), e.type, e.version, e.mode, e.inbox_id, e.agent_id, e.thread_id, e.message_id, e.data())
        for place, e in ordered
    ]
    return (*zip(*rows, strict=True), now)

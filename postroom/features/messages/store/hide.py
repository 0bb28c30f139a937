"""Hidden mail: counted apart from what everybody sees, and deleted when its time is over or when there is too much of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from postroom.features.messages.store import thread
from postroom.kernel.context import Read, Tx
from postroom.kernel.statements import Part

# The first look; it learns how long the organisation keeps what.
_FIRST_LOOK = timedelta(days=1)


async def turn(tx: Tx, row: Any, shown: int) -> datetime | None:
    """One message becomes visible (1) or hidden (-1): counted in its thread and its inbox. Since when it is hidden now."""
    if row["thread_id"] is not None:
        await thread.count_over(tx, row["thread_id"], shown, row["received_at"])
    await tx.execute(
        """
        UPDATE inbox_usage SET message_count = message_count + $3, size_bytes = size_bytes + $3 * $4,
            hidden_count = hidden_count - $3, hidden_bytes = hidden_bytes - $3 * $4 WHERE org_id = $1 AND inbox_id = $2
        """,
        tx.org_id,
        row["inbox_id"],
        shown,
        row["size_bytes"],
    )
    if shown > 0:
        return None
    await tx.execute(_WATCH, [tx.org_id], tx.now + _FIRST_LOOK)
    return tx.now


def watch_part(org_ids: Iterable[UUID], now: datetime) -> Part:
    """Organisations that have hidden mail now. Sorted, so that nobody deadlocks."""
    return Part("watched", _WATCH, (sorted(org_ids), now + _FIRST_LOOK))


async def next_purge(connection: Any) -> datetime | None:
    """When hidden mail is looked through next."""
    due: datetime | None = await connection.fetchval("SELECT min(due_at) FROM hidden_purges")
    return due


async def list_due(connection: Any, now: datetime, most: int) -> list[UUID]:
    """Organisations whose hidden mail is to be looked through."""
    rows = await connection.fetch("SELECT org_id FROM hidden_purges WHERE due_at <= $1 ORDER BY due_at LIMIT $2", now, most)
    return [row["org_id"] for row in rows]


async def take_due(tx: Tx) -> bool:
    """Whether it is ours to look through the organisation now; locked until the transaction ends."""
    sql = "SELECT true FROM hidden_purges WHERE org_id = $1 AND due_at <= $2 FOR UPDATE SKIP LOCKED"
    return bool(await tx.fetchval(sql, tx.org_id, tx.now))


async def look_again(tx: Tx, earliest: datetime, kept: timedelta) -> None:
    """Next when the oldest that is left has been kept long enough, but not before `earliest`."""
    await tx.execute(
        """
        UPDATE hidden_purges SET due_at = greatest($2, $3 + coalesce((SELECT s.hidden_at FROM message_state s
            WHERE s.org_id = $1 AND s.hidden_at IS NOT NULL ORDER BY s.hidden_at LIMIT 1), $4)) WHERE org_id = $1
        """,
        tx.org_id,
        earliest,
        kept,
        tx.now,
    )


async def look_soon(tx: Tx) -> None:
    """How long hidden mail is kept has changed."""
    await tx.execute("UPDATE hidden_purges SET due_at = $2 WHERE org_id = $1", tx.org_id, tx.now)


async def list_expired(tx: Tx, before: datetime, most: int) -> list[Any]:
    """Messages that were hidden before then, oldest first. What somebody has in hand is left out, so that nobody waits."""
    return await tx.fetch(f"{_OLDEST.format(where='s.hidden_at <= $2')} LIMIT $3 {_IN_HAND}", tx.org_id, before, most)


async def list_oldest(tx: Tx, inbox_id: UUID, most: int) -> list[Any]:
    """The hidden messages of an inbox, oldest first, likewise."""
    return await tx.fetch(
        f"{_OLDEST.format(where='s.hidden_at IS NOT NULL AND s.inbox_id = $2')} LIMIT $3 {_IN_HAND}", tx.org_id, inbox_id, most
    )


async def list_crowded(rd: Read, inbox_ids: Sequence[UUID], most_messages: int, most_bytes: int) -> list[Any]:
    """Those of the inboxes with more hidden mail than that."""
    return await rd.fetch(
        """
        SELECT inbox_id, hidden_count - $3 AS messages_over, hidden_bytes - $4 AS bytes_over FROM inbox_usage
        WHERE org_id = $1 AND inbox_id = ANY($2) AND (hidden_count > $3 OR hidden_bytes > $4)
        """,
        rd.org_id,
        list(inbox_ids),
        most_messages,
        most_bytes,
    )


async def find_policy(rd: Read) -> Any:
    """How long the organisation keeps hidden mail, or None."""
    return await rd.fetchrow("SELECT * FROM retention_policies WHERE org_id = $1", rd.org_id)


async def set_policy(tx: Tx, hidden_days: int | None) -> Any:
    """Keep it for so long; None: for as long as the house says."""
    if hidden_days is None:
        await tx.execute("DELETE FROM retention_policies WHERE org_id = $1", tx.org_id)
        return None
    return await tx.fetchrow(
        """
        INSERT INTO retention_policies (org_id, hidden_days, changed_at, changed_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (org_id) DO UPDATE SET hidden_days = excluded.hidden_days, changed_at = excluded.changed_at,
            changed_by = excluded.changed_by RETURNING *
        """,
        tx.org_id,
        hidden_days,
        tx.now,
        tx.principal.key_id,
    )


_WATCH = "INSERT INTO hidden_purges (org_id, due_at) SELECT o, $2 FROM unnest($1::uuid[]) AS o ON CONFLICT DO NOTHING"

_OLDEST = """
SELECT m.org_id, m.id, m.mode, m.inbox_id, m.agent_id, m.size_bytes, s.thread_id FROM message_state s
JOIN messages m ON m.org_id = s.org_id AND m.id = s.id WHERE s.org_id = $1 AND {where} ORDER BY s.hidden_at
"""

_IN_HAND = "FOR UPDATE OF m, s SKIP LOCKED"

"""Stragglers: events that a follower could not handle, set aside so that the log goes on, and tried again ever more rarely."""

from datetime import datetime
from typing import Any
from uuid import UUID

_LONGEST_PAUSE_S = 3600.0
_MOST_AT_ONCE = 100


async def set_aside(connection: Any, follower: str, org_id: UUID, seq: int, error: Exception, now: datetime) -> None:
    """Remember an event that failed alone; one that is there already waits twice as long."""
    await connection.execute(_SET_ASIDE, follower, org_id, seq, f"{type(error).__name__}: {error}"[:500], now, _LONGEST_PAUSE_S)


async def list_due(connection: Any, follower: str, now: datetime) -> list[tuple[UUID, int]]:
    """(organisation, number) of those whose pause is over."""
    rows = await connection.fetch(
        "SELECT org_id, seq FROM event_stragglers WHERE follower = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3",
        follower,
        now,
        _MOST_AT_ONCE,
    )
    return [(row["org_id"], row["seq"]) for row in rows]


async def forget(connection: Any, follower: str, org_id: UUID, seq: int) -> None:
    """It went through."""
    await connection.execute("DELETE FROM event_stragglers WHERE follower = $1 AND org_id = $2 AND seq = $3", follower, org_id, seq)


async def count_stragglers(connection: Any) -> int:
    """How many there are, for `doctor`."""
    count: int = await connection.fetchval("SELECT count(*) FROM event_stragglers")
    return count


_SET_ASIDE = """
INSERT INTO event_stragglers AS s (follower, org_id, seq, tries, due_at, last_error)
VALUES ($1, $2, $3, 1, $5::timestamptz + make_interval(secs => 1), $4)
ON CONFLICT (follower, org_id, seq) DO UPDATE SET tries = s.tries + 1, last_error = excluded.last_error,
    due_at = $5::timestamptz + make_interval(secs => least($6::float8, 2 ^ least(s.tries, 20)))
"""

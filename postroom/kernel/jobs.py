"""Jobs: orders written in the caller's transaction, done at least once by a worker (ADR 0003).

A job that is claimed carries a lease; a worker that dies loses it and another takes over. Handlers are therefore idempotent, or mark
what they are about to do before they do it (FOUNDATIONS §5).
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from postroom.kernel.ids import new_id
from postroom.kernel.statements import unnested

if TYPE_CHECKING:
    from postroom.kernel.context import Io

logger = logging.getLogger("postroom.jobs")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """An order. `args` are ids and small values only; `due_at` None means at once."""

    name: str
    org_id: UUID
    args: dict[str, Any] = {}
    mode: str = "live"
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in the hands of this worker."""

    id: UUID
    org_id: UUID
    mode: str
    name: str
    args: dict[str, Any]
    attempt: int


@dataclass(frozen=True, slots=True)
class JobHandler:
    """How a job is done: `run(io, job)`; `delays_s` between tries (after the last one the job is kept as failed)."""

    name: str
    run: Callable[["Io", Claimed], Awaitable[None]]
    delays_s: tuple[int, ...] = (1, 5, 30, 120, 600)
    # It waits for somebody outside: such jobs together leave a quarter of the places to the others.
    is_slow: bool = False
    # So many of this kind at once in a process, so that a flood of them leaves the places to all others.
    most: int | None = None


class Group(NamedTuple):
    """Names of jobs that share places, and for how many of them there is room now."""

    names: Sequence[str]
    room: int


class Later(Exception):
    """Raised by a handler that wants to be called again in `seconds`, without counting as a failure."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


async def write_jobs(connection: Any, jobs: Sequence[Job], now: datetime) -> None:
    """Insert jobs within the caller's transaction."""
    if jobs:
        rows = [(job.org_id, new_id(now), job.mode, job.name, job.args, job.due_at or now) for job in jobs]
        await connection.execute(_INSERT, *zip(*rows, strict=True), now)


async def claim_jobs(connection: Any, groups: Sequence[Group], now: datetime, lease: timedelta, most: int) -> list[Claimed]:
    """Take up to `most` due jobs, of each group no more than it has room for; others skip them until the lease ends."""
    names, rooms = [" ".join(group.names) for group in groups], [group.room for group in groups]
    rows = await connection.fetch(_CLAIM, names, rooms, now, now + lease, most)
    return [Claimed(row["id"], row["org_id"], row["mode"], row["name"], row["args"], row["attempts"]) for row in rows]


async def renew_jobs(connection: Any, jobs: Sequence[Claimed], lease_until: datetime) -> None:
    """Their worker lives and is still at it; a job that another worker took up meanwhile is no longer ours."""
    await connection.execute(_RENEW, [job.org_id for job in jobs], [job.id for job in jobs], [job.attempt for job in jobs], lease_until)


async def finish_job(connection: Any, job: Claimed) -> None:
    """The job is done. This and what follows leave a job alone that another worker took up after our lease had ended."""
    await connection.execute(f"DELETE FROM jobs WHERE {_OURS}", job.org_id, job.id, job.attempt)


async def retry_job(connection: Any, job: Claimed, due_at: datetime, word: str, *, counts: bool = True) -> None:
    """Try again at `due_at`; `counts` False gives the try back."""
    await connection.execute(
        f"UPDATE jobs SET state = 'ready', due_at = $4, lease_until = NULL, last_error = $5, attempts = attempts - $6 WHERE {_OURS}",
        *(job.org_id, job.id, job.attempt, due_at, word[:500], 0 if counts else 1),
    )


async def fail_job(connection: Any, job: Claimed, word: str) -> None:
    """No try is left: keep the job for people to see."""
    await connection.execute(
        f"UPDATE jobs SET state = 'failed', lease_until = NULL, last_error = $4 WHERE {_OURS}",
        *(job.org_id, job.id, job.attempt, word[:500]),
    )


async def next_due(connection: Any, names: Sequence[str]) -> datetime | None:
    """When the next job becomes due or its lease ends; None where nothing waits."""
    due: datetime | None = await connection.fetchval(_NEXT, list(names))
    return due


_OURS = "org_id = $1 AND id = $2 AND attempts = $3 AND state = 'running'"

_INSERT = f"""
INSERT INTO jobs (org_id, id, mode, name, args, due_at, created_at)
SELECT j.*, $7::timestamptz FROM {unnested("org_id uuid, id uuid, mode text, name text, args jsonb, due_at timestamptz")} AS j
"""

# Two halves, each in the order of its own index: a backlog of a million jobs is not sorted for every sixteen of them.
_CLAIM = """
WITH groups AS (SELECT string_to_array(g.names, ' ') AS names, g.room FROM unnest($1::text[], $2::integer[]) AS g(names, room)),
due AS MATERIALIZED (SELECT d.org_id, d.id FROM groups g CROSS JOIN LATERAL (
    SELECT * FROM (SELECT org_id, id FROM jobs WHERE state = 'running' AND lease_until <= $3 AND name = ANY(g.names)
        ORDER BY lease_until LIMIT g.room FOR UPDATE SKIP LOCKED) lapsed
    UNION ALL SELECT * FROM (SELECT org_id, id FROM jobs WHERE state = 'ready' AND due_at <= $3 AND name = ANY(g.names)
        ORDER BY due_at LIMIT g.room FOR UPDATE SKIP LOCKED) ready
    LIMIT g.room) d LIMIT $5)
UPDATE jobs j SET state = 'running', attempts = attempts + 1, lease_until = $4 FROM due
WHERE j.org_id = due.org_id AND j.id = due.id
RETURNING j.org_id, j.id, j.mode, j.name, j.args, j.attempts
"""

_RENEW = """
UPDATE jobs j SET lease_until = $4 FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS m(org_id, id, attempts)
WHERE j.org_id = m.org_id AND j.id = m.id AND j.attempts = m.attempts AND j.state = 'running'
"""

_NEXT = """
SELECT least(
    (SELECT min(due_at) FROM jobs WHERE state = 'ready' AND name = ANY($1)),
    (SELECT min(lease_until) FROM jobs WHERE state = 'running' AND name = ANY($1)))
"""

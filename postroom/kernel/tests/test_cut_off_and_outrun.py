"""Callers that leave in the midst of things, and two who believe that they hold the same."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from postroom.kernel import idempotency
from postroom.kernel.context import house_principal
from postroom.kernel.errors import Conflict
from postroom.kernel.house import uninterrupted
from postroom.kernel.idempotency import IdempotentCall
from postroom.kernel.jobs import Group, Job, claim_jobs, fail_job, finish_job, retry_job
from postroom.main.wiring import Wired

LEASE = timedelta(seconds=30)


async def test_a_caller_that_is_cancelled_twice_still_lets_the_commit_finish() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def commit() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    caller = asyncio.create_task(uninterrupted(commit()))
    await begun.wait()
    for _ in range(3):
        caller.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert not caller.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert ended.is_set()


async def test_a_fault_of_the_work_reaches_the_caller() -> None:
    async def commit() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await uninterrupted(commit())


async def test_a_commit_has_succeeded_whatever_a_subscriber_makes_of_the_news(wired: Wired, org_id: UUID) -> None:
    heard: list[Any] = []

    def fail(_items: Sequence[str] | None) -> None:
        raise LookupError

    wired.house.on_told("test.fails", fail)
    wired.house.on_told("test.fails", heard.append)
    async with wired.house.transaction(house_principal(org_id)) as tx:
        tx.tell("test.fails", "news")
    assert heard == [["news"]]


class Interleaved:
    """A connection on which somebody else gets in between the first statement and the second."""

    def __init__(self, connection: Any, other: Any, call: IdempotentCall) -> None:
        self._connection, self._other, self._call = connection, other, call

    async def fetchval(self, query: str, *args: Any) -> Any:
        value = await self._connection.fetchval(query, *args)
        await idempotency.release(self._other, self._call)
        return value

    async def fetchrow(self, query: str, *args: Any) -> Any:
        return await self._connection.fetchrow(query, *args)


async def test_a_claim_given_up_at_the_same_moment_is_not_taken_for_ones_own(wired: Wired, org_id: UUID) -> None:
    call = IdempotentCall(house_principal(org_id), "given up", "test.upload", b"body", False)
    async with wired.database.connection() as connection, wired.database.connection() as other:
        assert await idempotency.claim(other, call, wired.house.clock.now()) is None
        with pytest.raises(Conflict, match="still at work"):
            await idempotency.claim(Interleaved(connection, other, call), call, wired.house.clock.now())
        assert await idempotency.claim(connection, call, wired.house.clock.now()) is None


async def test_a_worker_that_lost_its_lease_leaves_the_job_to_its_successor(wired: Wired, org_id: UUID) -> None:
    async with wired.house.transaction(house_principal(org_id)) as tx:
        tx.enqueue(Job(name="test.outrun", org_id=org_id))
    now = wired.house.clock.now()
    async with wired.database.connection() as connection:
        (slow,) = await claim_jobs(connection, [Group(["test.outrun"], 1)], now, LEASE, 1)
        (successor,) = await claim_jobs(connection, [Group(["test.outrun"], 1)], now + LEASE * 2, LEASE, 1)
        await retry_job(connection, slow, now, "too late")
        await fail_job(connection, slow, "too late")
        await finish_job(connection, slow)
        row = await connection.fetchrow("SELECT state, last_error FROM jobs WHERE name = 'test.outrun'")
        assert tuple(row) == ("running", None)
        await finish_job(connection, successor)
        assert await connection.fetchval("SELECT count(*) FROM jobs WHERE name = 'test.outrun'") == 0

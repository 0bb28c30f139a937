"""Jobs: written with their transaction, leased, tried again, kept when nothing helps."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from postroom.kernel.context import Io, house_principal
from postroom.kernel.jobs import Claimed, Group, Job, JobHandler, Later, claim_jobs, finish_job, next_due, retry_job
from postroom.kernel.timers import Timer, TimerRunner
from postroom.kernel.worker import JobWorker
from postroom.main.wiring import Wired

LEASE = timedelta(seconds=60)


async def order(wired: Wired, name: str, org_id: UUID, count: int = 1, **values: Any) -> None:
    """Enqueue jobs in one transaction."""
    async with wired.house.transaction(house_principal(org_id)) as tx:
        for place in range(count):
            tx.enqueue(Job(name=name, org_id=org_id, args={"place": place}, **values))


async def rows_of(wired: Wired, name: str) -> list[Any]:
    async with wired.database.connection() as connection:
        rows: list[Any] = await connection.fetch("SELECT * FROM jobs WHERE name = $1", name)
    return rows


async def claim(wired: Wired, name: str, *, later: timedelta = timedelta(), most: int = 100) -> list[Claimed]:
    async with wired.database.connection() as connection:
        return await claim_jobs(connection, [Group([name], most)], wired.house.clock.now() + later, LEASE, most)


@asynccontextmanager
async def working(wired: Wired, handlers: Sequence[JobHandler], workers: int = 1) -> AsyncIterator[None]:
    running = [JobWorker(wired.house, handlers) for _ in range(workers)]
    for one in running:
        await one.start()
    try:
        yield
    finally:
        for one in running:
            await one.stop()


async def test_a_job_of_a_transaction_that_rolls_back_never_was(wired: Wired, org_id: UUID) -> None:
    try:
        async with wired.house.transaction(house_principal(org_id)) as tx:
            tx.enqueue(Job(name="test.rolled-back", org_id=org_id))
            raise LookupError
    except LookupError:
        pass
    assert await rows_of(wired, "test.rolled-back") == []


async def test_two_workers_do_every_job_exactly_once(wired: Wired, org_id: UUID) -> None:
    done: Counter[int] = Counter()
    all_done = asyncio.Event()

    async def run(_io: Io, job: Claimed) -> None:
        done[job.args["place"]] += 1
        await asyncio.sleep(0)
        if len(done) == 200:
            all_done.set()

    async with working(wired, [JobHandler("test.once", run)], workers=2):
        await order(wired, "test.once", org_id, 200)
        await asyncio.wait_for(all_done.wait(), 20)
    assert set(done.values()) == {1}
    assert await rows_of(wired, "test.once") == []


async def test_claims_made_at_the_same_moment_share_nothing(wired: Wired, org_id: UUID) -> None:
    await order(wired, "test.claims", org_id, 50)
    claims = await asyncio.gather(*(claim(wired, "test.claims", most=10) for _ in range(8)))
    ids = [job.id for some in claims for job in some]
    assert len(ids) == len(set(ids)) == 50


async def test_a_leased_job_is_taken_up_again_only_when_its_lease_is_over(wired: Wired, org_id: UUID) -> None:
    await order(wired, "test.lease", org_id)
    (first,) = await claim(wired, "test.lease")
    assert first.attempt == 1
    assert await claim(wired, "test.lease") == []
    assert await claim(wired, "test.lease", later=LEASE - timedelta(seconds=1)) == []
    (second,) = await claim(wired, "test.lease", later=LEASE + timedelta(seconds=1))
    assert (second.id, second.attempt) == (first.id, 2)


async def test_a_job_that_fails_is_tried_again_and_kept_with_its_error_after_the_last_try(wired: Wired, org_id: UUID) -> None:
    attempts: list[int] = []
    last = asyncio.Event()

    async def run(_io: Io, job: Claimed) -> None:
        attempts.append(job.attempt)
        if job.attempt == 3:
            last.set()
        raise LookupError("nothing helps")

    async with working(wired, [JobHandler("test.failing", run, delays_s=(0, 0))]):
        await order(wired, "test.failing", org_id)
        await asyncio.wait_for(last.wait(), 10)
    (row,) = await rows_of(wired, "test.failing")
    assert attempts == [1, 2, 3]
    assert (row["state"], row["lease_until"], row["last_error"]) == ("failed", None, "LookupError: nothing helps")
    assert await claim(wired, "test.failing", later=timedelta(days=1)) == []


async def test_later_comes_again_without_counting_as_a_try(wired: Wired, org_id: UUID) -> None:
    attempts: list[int] = []
    done = asyncio.Event()

    async def run(_io: Io, job: Claimed) -> None:
        attempts.append(job.attempt)
        if len(attempts) < 4:
            raise Later(0.001)
        done.set()

    async with working(wired, [JobHandler("test.later", run, delays_s=())]):
        await order(wired, "test.later", org_id)
        await asyncio.wait_for(done.wait(), 10)
    assert attempts == [1, 1, 1, 1]
    assert await rows_of(wired, "test.later") == []


async def test_a_job_for_later_waits_for_its_time(wired: Wired, org_id: UUID) -> None:
    due = wired.house.clock.now() + timedelta(hours=1)
    await order(wired, "test.due", org_id, due_at=due)
    assert await claim(wired, "test.due") == []
    async with wired.database.connection() as connection:
        assert await next_due(connection, ["test.due"]) == due
    assert len(await claim(wired, "test.due", later=timedelta(hours=2))) == 1


async def test_a_worker_leaves_jobs_alone_that_it_has_no_handler_for(wired: Wired, org_id: UUID) -> None:
    await order(wired, "test.foreign", org_id)
    assert await claim(wired, "test.other") == []
    assert len(await claim(wired, "test.foreign")) == 1


async def test_stopping_waits_for_the_job_at_hand(wired: Wired, org_id: UUID) -> None:
    began, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def run(_io: Io, _job: Claimed) -> None:
        began.set()
        await may_end.wait()
        ended.set()

    worker = JobWorker(wired.house, [JobHandler("test.stopping", run)])
    await worker.start()
    await order(wired, "test.stopping", org_id)
    await asyncio.wait_for(began.wait(), 10)
    stopping = asyncio.create_task(worker.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    may_end.set()
    await stopping
    assert ended.is_set()
    assert await rows_of(wired, "test.stopping") == []


async def test_a_retry_keeps_a_word_and_a_finished_job_is_gone(wired: Wired, org_id: UUID) -> None:
    await order(wired, "test.word", org_id)
    (job,) = await claim(wired, "test.word")
    async with wired.database.connection() as connection:
        await retry_job(connection, job, wired.house.clock.now(), "w" * 600)
        (row,) = await rows_of(wired, "test.word")
        assert (row["state"], row["attempts"], len(row["last_error"])) == ("ready", 1, 500)
        (again,) = await claim(wired, "test.word")
        await finish_job(connection, again)
    assert await rows_of(wired, "test.word") == []


async def test_a_timer_does_what_is_due_and_looks_again_when_it_is_told(wired: Wired) -> None:
    due: list[int] = []
    done = asyncio.Event()
    waiting = [1, 2]

    async def next_time(_connection: Any) -> Any:
        return wired.house.clock.now() if waiting else None

    async def run(_house: Any) -> None:
        due.append(waiting.pop(0))
        if not waiting:
            done.set()

    runner = TimerRunner(wired.house, [Timer("test.timer", next_time, run)])
    await runner.start()
    try:
        await asyncio.wait_for(done.wait(), 10)
        done.clear()
        waiting.append(3)
        async with wired.house.transaction(house_principal(UUID(int=0))) as tx:
            tx.tell("timers", "test.timer")
        await asyncio.wait_for(done.wait(), 10)
    finally:
        await runner.stop()
    assert due == [1, 2, 3]


async def test_a_timer_that_fails_tries_again(wired: Wired) -> None:
    tries: list[int] = []
    done = asyncio.Event()

    async def next_time(_connection: Any) -> Any:
        return None if done.is_set() else wired.house.clock.now()

    async def run(_house: Any) -> None:
        tries.append(1)
        if len(tries) < 2:
            raise LookupError
        done.set()

    runner = TimerRunner(wired.house, [Timer("test.failing", next_time, run)])
    await runner.start()
    try:
        await asyncio.wait_for(done.wait(), 10)
    finally:
        await runner.stop()
    assert len(tries) == 2


async def test_slow_jobs_leave_places_to_the_others(wired: Wired, org_id: UUID) -> None:
    """A relay that hangs must not hold up a purge."""
    may_end, quick_done, all_done = asyncio.Event(), asyncio.Event(), asyncio.Event()
    begun: list[int] = []

    async def hang(_io: Io, job: Claimed) -> None:
        begun.append(job.args["place"])
        await may_end.wait()
        if len(begun) == 40:
            all_done.set()

    async def run(_io: Io, _job: Claimed) -> None:
        quick_done.set()

    async with working(wired, [JobHandler("test.slow", hang, is_slow=True), JobHandler("test.quick", run)]):
        await order(wired, "test.slow", org_id, 40)
        await order(wired, "test.quick", org_id)
        await asyncio.wait_for(quick_done.wait(), 20)
        assert len(begun) <= 12
        may_end.set()
        await asyncio.wait_for(all_done.wait(), 20)
    assert await rows_of(wired, "test.slow") == []


async def test_jobs_of_a_kind_with_a_bound_leave_the_places_to_all_others(wired: Wired, org_id: UUID) -> None:
    at_once: list[int] = []
    begun, done, release, over = 0, Counter[str](), asyncio.Event(), asyncio.Event()

    async def bound(io: Io, job: Claimed) -> None:
        nonlocal begun
        begun += 1
        at_once.append(begun)
        let_go()
        await release.wait()
        begun -= 1
        done["bound"] += 1
        if done["bound"] == 40:
            over.set()

    async def short(io: Io, job: Claimed) -> None:
        done["short"] += 1
        let_go()

    def let_go() -> None:
        if done["short"] == 20 and begun == 2:
            release.set()

    await order(wired, "test.bound", org_id, 40)
    await order(wired, "test.short", org_id, 20)
    async with working(wired, [JobHandler("test.bound", bound, most=2), JobHandler("test.short", short)]):
        await asyncio.wait_for(over.wait(), 30)
    assert (done["short"], max(at_once)) == (20, 2)

"""The job worker: sleeps until a job is due or a commit wakes it; never polls."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import msgspec

from postroom.kernel.context import Io, house_principal
from postroom.kernel.jobs import Claimed, Group, JobHandler, Later, claim_jobs, fail_job, finish_job, next_due, renew_jobs, retry_job
from postroom.kernel.wakeups import until_set

if TYPE_CHECKING:
    from postroom.kernel.house import House

logger = logging.getLogger("postroom.jobs")

# A wake-up lost between processes costs at most this long.
_LONGEST_SLEEP_S = 15.0
_LONGEST_STOP_S = 10


class WorkerSettings(msgspec.Struct, frozen=True):
    """Carrying out jobs."""

    concurrency: Annotated[int, msgspec.Meta(ge=1, le=1000, description="Jobs at once in one process.")] = 16
    lease_s: Annotated[
        float, msgspec.Meta(ge=1, le=3600, description="The jobs of a worker that died are taken up after this time; a live one renews.")
    ] = 30


class JobWorker:
    """Runs the handlers of this process, some jobs at a time."""

    def __init__(self, house: "House", handlers: Iterable[JobHandler]) -> None:
        settings = house.settings.of(WorkerSettings)
        self._house = house
        self._handlers = {handler.name: handler for handler in handlers}
        self._lease = timedelta(seconds=settings.lease_s)
        self._concurrency = settings.concurrency
        self._groups = _groups(self._handlers.values(), settings.concurrency)
        # Whether a job may wait only because there was no place for it.
        self._may_be_left = False
        self._running: dict[asyncio.Task[None], Claimed] = {}
        self._loops: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to claim jobs."""
        self._loops = [asyncio.create_task(self._run(), name="job-worker"), asyncio.create_task(self._renew(), name="job-leases")]

    async def stop(self) -> None:
        """Claim nothing more and let running jobs finish; what is cut off is taken up again when its lease ends."""
        claiming, renewing = self._loops or (None, None)
        await _cancel(claiming)
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=_LONGEST_STOP_S)
            for task in late:
                task.cancel()
        await _cancel(renewing)

    async def _run(self) -> None:
        while True:
            self._house.jobs_due.clear()
            try:
                pause = await self._claim()
            except Exception:
                logger.exception("the job worker could not reach the database; it tries again")
                pause = 1.0
            await until_set(self._house.jobs_due, pause)

    async def _claim(self) -> float:
        """Take what there is room for; when to look again, unless a job that ends makes room before."""
        self._may_be_left, due = True, None
        if groups := self._groups_with_room():
            async with self._house.database.connection() as connection:
                now, free = self._house.clock.now(), self._concurrency - len(self._running)
                for job in await claim_jobs(connection, groups, now, self._lease, free):
                    self._begin(job)
                groups = self._groups_with_room()
                due = await next_due(connection, [name for group in groups for name in group.names])
        self._may_be_left = len(groups) < len(self._groups)
        return _LONGEST_SLEEP_S if due is None else min(_LONGEST_SLEEP_S, max(0.001, (due - self._house.clock.now()).total_seconds()))

    def _begin(self, job: Claimed) -> None:
        task = asyncio.create_task(self._do(job), name=f"job {job.name}")
        self._running[task] = job
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        del self._running[task]
        if self._may_be_left:
            self._house.jobs_due.set()  # for want of a place

    def _groups_with_room(self) -> list[Group]:
        """Of slow jobs three quarters of the places at most: a relay that hangs must not hold up a purge."""
        free = self._concurrency - len(self._running)
        busy = Counter(job.name for job in self._running.values())
        groups = [Group(names, min(free, most - sum(busy[name] for name in names))) for names, most in self._groups]
        return [group for group in groups if group.room > 0]

    async def _renew(self) -> None:
        """A job may take longer than its lease (a slow relay): while this process lives nobody else takes it up."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            jobs = list(self._running.values())
            try:
                if jobs:
                    async with self._house.database.connection() as connection:
                        await renew_jobs(connection, jobs, self._house.clock.now() + self._lease)
            except Exception:
                logger.exception("the leases of %d jobs could not be renewed", len(jobs))

    async def _do(self, job: Claimed) -> None:
        handler = self._handlers[job.name]
        try:
            await handler.run(Io(self._house, house_principal(job.org_id, mode=job.mode)), job)
        except Later as later:
            await self._again(job, later.seconds, "later", counts=False)
        except Exception as error:
            logger.exception("job %s failed at try %d", job.name, job.attempt)
            await self._failed(handler, job, f"{type(error).__name__}: {error}")
        else:
            async with self._house.database.connection() as connection:
                await finish_job(connection, job)

    async def _failed(self, handler: JobHandler, job: Claimed, word: str) -> None:
        if job.attempt <= len(handler.delays_s):
            await self._again(job, handler.delays_s[job.attempt - 1], word)
            return
        async with self._house.database.connection() as connection:
            await fail_job(connection, job, word)

    async def _again(self, job: Claimed, seconds: float, word: str, *, counts: bool = True) -> None:
        due = self._house.clock.now() + timedelta(seconds=seconds)
        async with self._house.database.connection() as connection:
            await retry_job(connection, job, due, word, counts=counts)
        self._house.jobs_due.set()


def _groups(handlers: Iterable[JobHandler], places: int) -> list[Group]:
    """Names that share places: the quick ones, the slow ones, and each that has a bound of its own."""
    shared = [handler for handler in handlers if handler.most is None]
    quick = Group([one.name for one in shared if not one.is_slow], places)
    slow = Group([one.name for one in shared if one.is_slow], max(1, places * 3 // 4))
    alone = [Group([handler.name], handler.most) for handler in handlers if handler.most is not None]
    return [group for group in (quick, slow, *alone) if group.names]


async def _cancel(task: "asyncio.Task[None] | None") -> None:
    if task is not None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

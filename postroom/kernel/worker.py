"""The job worker: sleeps until a job is due or a commit wakes it; never polls."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import msgspec

from postroom.kernel.context import Io, house_principal
from postroom.kernel.jobs import Claimed, JobHandler, Later, claim_jobs, fail_job, finish_job, next_due, renew_jobs, retry_job
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
                took = await self._claim()
                pause = 0.0 if took else await self._pause_s()
            except Exception:
                logger.exception("the job worker could not reach the database; it tries again")
                pause = 1.0
            if pause > 0:
                await until_set(self._house.jobs_due, pause)

    async def _claim(self) -> int:
        """Take what fits. Of slow jobs three quarters of the places at most: a relay that hangs must not hold up a purge."""
        if len(self._running) >= self._concurrency:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            return 1
        return sum([await self._claim_some(names, place) for place, names in enumerate(self._groups())])

    async def _claim_some(self, names: list[str], place: int) -> int:
        most = self._room(names, place)
        if not names or most <= 0:
            return 0
        async with self._house.database.connection() as connection:
            jobs = await claim_jobs(connection, names, self._house.clock.now(), self._lease, most)
        for job in jobs:
            task = asyncio.create_task(self._do(job), name=f"job {job.name}")
            self._running[task] = job
            task.add_done_callback(self._ended)
        return len(jobs)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        handler = self._handlers[self._running.pop(task).name]
        if handler.is_slow or handler.most is not None:
            self._house.jobs_due.set()  # another one may have been left for want of a place

    def _groups(self) -> list[list[str]]:
        """Names that share places: the quick ones, the slow ones, and each that has a bound of its own."""
        shared = [handler for handler in self._handlers.values() if handler.most is None]
        alone = [[handler.name] for handler in self._handlers.values() if handler.most is not None]
        return [[one.name for one in shared if one.is_slow == slow] for slow in (False, True)] + alone

    def _room(self, names: list[str], place: int) -> int:
        free = self._concurrency - len(self._running)
        if place == 0 or not names:
            return free
        running = sum(job.name in names for job in self._running.values())
        bound = self._handlers[names[0]].most
        return min(free, (max(1, self._concurrency * 3 // 4) if bound is None else bound) - running)

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

    async def _pause_s(self) -> float:
        async with self._house.database.connection() as connection:
            due = await next_due(
                connection, [name for place, names in enumerate(self._groups()) if self._room(names, place) > 0 for name in names]
            )
        if due is None:
            return _LONGEST_SLEEP_S
        return min(_LONGEST_SLEEP_S, max(0.001, (due - self._house.clock.now()).total_seconds()))

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


async def _cancel(task: "asyncio.Task[None] | None") -> None:
    if task is not None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

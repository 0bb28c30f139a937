"""A runner that is told to stop in the moment in which it is woken stops all the same."""

import asyncio
from typing import Any

import pytest

from postroom.kernel.followers import FollowerRunner
from postroom.kernel.jobs import JobHandler
from postroom.kernel.timers import Timer, TimerRunner
from postroom.kernel.worker import JobWorker
from postroom.main.wiring import Wired


async def never(_connection: Any) -> None: ...


async def nothing(*_: Any) -> None: ...


def runners(wired: Wired) -> dict[str, tuple[Any, asyncio.Event]]:
    followers = FollowerRunner(wired.house, [])
    timers = TimerRunner(wired.house, [Timer("test.never", never, nothing)])
    worker = JobWorker(wired.house, [JobHandler("test.nothing", nothing)])
    return {
        "followers": (followers, followers._woken),
        "timers": (timers, timers._poked["test.never"]),
        "worker": (worker, wired.house.jobs_due),
    }


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("name", ["followers", "timers", "worker"])
async def test_a_runner_that_is_woken_while_it_is_stopped_stops(wired: Wired, name: str, turns: int) -> None:
    runner, woken = runners(wired)[name]
    await runner.start()
    async with asyncio.timeout(10):
        while not woken._waiters:  # noqa: ASYNC110 - nobody tells when it has parked
            await asyncio.sleep(0.001)
    woken.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await runner.stop()

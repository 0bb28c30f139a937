"""Timers on due columns of our own tables: sleep until the earliest due row, do what is due, sleep again. No polling."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from postroom.kernel.wakeups import until_set

if TYPE_CHECKING:
    from postroom.kernel.house import House

logger = logging.getLogger("postroom.timers")
_LONGEST_SLEEP_S = 15.0


@dataclass(frozen=True, slots=True)
class Timer:
    """`next_due(connection)` says when something is due; `run(house)` does one batch of what is."""

    name: str
    next_due: Callable[[Any], Awaitable[datetime | None]]
    run: Callable[["House"], Awaitable[None]]


class TimerRunner:
    """One task per timer; a commit that tells ("timers", name) makes it look again."""

    def __init__(self, house: "House", timers: Iterable[Timer]) -> None:
        self._house = house
        self._timers = {timer.name: timer for timer in timers}
        self._poked = {name: asyncio.Event() for name in self._timers}
        self._tasks: list[asyncio.Task[None]] = []
        house.on_told("timers", self._poke)

    async def start(self) -> None:
        """Begin to watch."""
        self._tasks = [asyncio.create_task(self._watch(timer), name=f"timer {timer.name}") for timer in self._timers.values()]

    async def stop(self) -> None:
        """Stop watching; a batch that is cut off rolls back and is due again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _poke(self, names: Sequence[str] | None) -> None:
        for name in self._poked if names is None else names:
            if name in self._poked:
                self._poked[name].set()

    async def _watch(self, timer: Timer) -> None:
        poked = self._poked[timer.name]
        while True:
            poked.clear()
            try:
                pause = await self._step(timer)
            except Exception:
                logger.exception("timer %s failed; it tries again", timer.name)
                pause = 1.0
            if pause > 0:
                await until_set(poked, pause)

    async def _step(self, timer: Timer) -> float:
        async with self._house.database.connection() as connection:
            due = await timer.next_due(connection)
        if due is None:
            return _LONGEST_SLEEP_S
        pause = (due - self._house.clock.now()).total_seconds()
        if pause <= 0:
            await timer.run(self._house)
        return min(_LONGEST_SLEEP_S, max(0.0, pause))

"""Who is parked in this process, and on what: a commit wakes exactly those.

Order in a wait: register, query, park, query again on wake (FOUNDATIONS §4); so nothing that is committed in between is missed.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID


async def until_set(event: asyncio.Event, longest_s: float | None) -> None:
    """Until the event is set, at most so long. (asyncio.wait_for of Python 3.11 may swallow a cancellation that meets the event.)"""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(longest_s):
            await event.wait()


class Waiter:
    """One parked call. `wake` may come at any time after registering, also before `wait`."""

    __slots__ = ("_future", "_woken")

    def __init__(self) -> None:
        self._future: asyncio.Future[None] | None = None
        self._woken = False

    def wake(self) -> None:
        """Make the current or the next `wait` return at once."""
        self._woken = True
        if self._future is not None and not self._future.done():
            self._future.set_result(None)

    async def wait(self, timeout_s: float) -> bool:
        """Park until woken (True) or until the time is over (False)."""
        if not self._woken:
            loop = asyncio.get_running_loop()
            self._future = loop.create_future()
            timer = loop.call_later(timeout_s, self._expire, self._future)
            try:
                await self._future
            finally:
                timer.cancel()
                self._future = None
        woken, self._woken = self._woken, False
        return woken

    @staticmethod
    def _expire(future: "asyncio.Future[None]") -> None:
        if not future.done():
            future.set_result(None)


class Wakeups:
    """Waiters by topic; a topic is the id of an inbox, a key or an organisation."""

    def __init__(self) -> None:
        self._waiters: dict[UUID, set[Waiter]] = defaultdict(set)
        self.closing = False

    @contextmanager
    def listen(self, *topics: UUID) -> Iterator[Waiter]:
        """Register a waiter for as long as the block lasts."""
        waiter = Waiter()
        for topic in topics:
            self._waiters[topic].add(waiter)
        try:
            yield waiter
        finally:
            for topic in topics:
                self._forget(topic, waiter)

    def wake(self, topics: Iterable[UUID]) -> None:
        """Wake all who listen to one of the topics."""
        for topic in topics:
            for waiter in self._waiters.get(topic, ()):
                waiter.wake()

    def wake_all(self) -> None:
        """Wake everybody: after the listener was away, nobody knows what was missed."""
        for waiters in self._waiters.values():
            for waiter in waiters:
                waiter.wake()

    def listened(self, topic: UUID) -> bool:
        """Whether anybody is parked on the topic."""
        return topic in self._waiters

    def close(self) -> None:
        """The house is closing: everybody answers at once with `retry`."""
        self.closing = True
        self.wake_all()

    def __bool__(self) -> bool:
        return bool(self._waiters)

    def __len__(self) -> int:
        return sum(len(waiters) for waiters in self._waiters.values())

    def _forget(self, topic: UUID, waiter: Waiter) -> None:
        waiters = self._waiters[topic]
        waiters.discard(waiter)
        if not waiters:
            del self._waiters[topic]

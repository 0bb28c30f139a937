"""A client that leaves ends the work that was done for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.types import Receive

from postroom.web.refusals import ClientLeft

T = TypeVar("T")
# Most work is done before anybody can leave; only what takes longer than this is watched, so that a quick answer costs no second task.
_UNWATCHED_S = 0.02


async def while_connected(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """Await `work`, in this task; cancel it and raise ClientLeft when the client leaves. Other cancellations pass through."""
    watch = _Watch(receive)
    try:
        return await work
    except asyncio.CancelledError:
        if not watch.left:
            raise
        watch.task.uncancel()
        raise ClientLeft from None
    finally:
        watch.stop()


class _Watch:
    __slots__ = ("_receive", "_timer", "_watcher", "left", "task")

    def __init__(self, receive: Receive) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.task: asyncio.Task[Any] = task
        self.left = False
        self._receive = receive
        self._watcher: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(_UNWATCHED_S, self._begin)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()

    def _begin(self) -> None:
        self._timer = None
        self._watcher = asyncio.get_running_loop().create_task(self._until_left())

    async def _until_left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.left = True
        self.task.cancel()

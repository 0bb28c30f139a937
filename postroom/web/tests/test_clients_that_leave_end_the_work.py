import asyncio
from typing import Any

import pytest

from postroom.web import while_connected
from postroom.web.refusals import ClientLeft


class Line:
    """A connection: leave it, or say more."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.asked = 0

    async def receive(self) -> dict[str, Any]:
        self.asked += 1
        return await self.messages.get()


async def test_work_is_cancelled_when_the_client_leaves() -> None:
    line, cancelled = Line(), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    line.messages.put_nowait({"type": "http.request", "body": b""})
    line.messages.put_nowait({"type": "http.disconnect"})
    with pytest.raises(ClientLeft):
        await while_connected(line.receive, work())
    assert cancelled.is_set()
    task = asyncio.current_task()
    assert task is not None and task.cancelling() == 0


async def test_quick_work_is_answered_and_never_watched() -> None:
    line = Line()

    async def work() -> int:
        return 5

    assert await while_connected(line.receive, work()) == 5
    assert line.asked == 0


async def test_a_watch_ends_with_the_work() -> None:
    line, go = Line(), asyncio.Event()
    before = len(asyncio.all_tasks())

    async def receive() -> dict[str, Any]:
        go.set()
        return await line.receive()

    async def work() -> str:
        await go.wait()
        return "done"

    assert await while_connected(receive, work()) == "done"
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == before


async def test_another_cancellation_passes_through() -> None:
    started = asyncio.Event()

    async def work() -> None:
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(while_connected(Line().receive, work()))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_errors_of_the_work_pass_through() -> None:
    async def work() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await while_connected(Line().receive, work())

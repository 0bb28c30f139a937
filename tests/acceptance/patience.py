"""Waiting for what another process does in its own time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
_STEP_S = 0.05


async def until(look: Callable[[], Awaitable[T]], within_s: float = 30) -> T:
    """What `look()` gives as soon as it is true; TimeoutError after that time."""
    async with asyncio.timeout(within_s):
        while not (found := await look()):  # noqa: ASYNC110 - nothing in this process tells of it
            await asyncio.sleep(_STEP_S)
    return found

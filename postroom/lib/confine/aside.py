"""Work that would hold up the loop is done beside it: nobody else's connection waits more than 20 ms for it (FOUNDATIONS §6)."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# Compressing, hashing, composing a megabyte takes about ten milliseconds; below this a thread costs more than it saves.
_LARGE_BYTES = 512 * 1024


async def aside(size_bytes: int, work: Callable[..., T], *arguments: object, large_bytes: int = _LARGE_BYTES) -> T:
    """The result of `work(*arguments)`: done in a thread where there are `large_bytes` or more to go through, else here and at once."""
    if size_bytes < large_bytes:
        return work(*arguments)
    return await asyncio.to_thread(work, *arguments)

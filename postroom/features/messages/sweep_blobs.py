"""Blobs that no row names any more (a crash between two steps) are found and deleted, some time later."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import timedelta

from postroom.features.messages.store import change
from postroom.kernel.house import House
from postroom.kernel.ports.blobs import Blobs, BlobUnavailable

logger = logging.getLogger("postroom.blobs")
_EVERY_S = 6 * 3600.0
_BATCH = 500
# A blob is put before its row names it; the job that does so may be tried again for hours, and puts it anew each time.
_YOUNG = timedelta(hours=24)


class BlobSweeper:
    """Looks through the blob store a few times a day."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._task = asyncio.create_task(self._run(), name="blob-sweeper")

    async def stop(self) -> None:
        """Stop; the next process looks again."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                await sweep_blobs(self._house)
            except BlobUnavailable:
                logger.warning("the blob store does not answer; orphans are looked for later")
            except Exception:
                logger.exception("looking for orphaned blobs failed; it is tried again later")


async def sweep_blobs(house: House) -> int:
    """Delete blobs of mails that no row names and that are older than a day; how many."""
    before = house.clock.now() - _YOUNG
    gone, batch = 0, []
    async for entry in house.use(Blobs).list("raw/"):  # type: ignore[type-abstract]
        if entry.modified < before:
            batch.append(entry.key)
        if len(batch) >= _BATCH:
            gone += await _delete_orphans(house, batch)
            batch = []
    return gone + (await _delete_orphans(house, batch) if batch else 0)


async def _delete_orphans(house: House, keys: Sequence[str]) -> int:
    async with house.database.connection() as connection:
        known = await change.known_blobs(connection, keys)
    orphans = [key for key in keys if key not in known]
    for key in orphans:
        await house.use(Blobs).delete(key)  # type: ignore[type-abstract]
    return len(orphans)


async def start_blob_sweeper(house: House) -> BlobSweeper:
    """The component's factory."""
    return BlobSweeper(house)

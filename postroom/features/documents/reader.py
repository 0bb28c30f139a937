"""The processes that read files: limited in memory and time, killed where they do not end by themselves."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence

import msgspec

from postroom.features.documents.examine import Examined, File
from postroom.features.documents.settings import DocumentSettings
from postroom.kernel.house import House
from postroom.lib.confine import Confined, ConfinementError, OutOfMemory, TimedOut, TooBusy
from postroom.lib.documents import Document, has_ocr, is_picture
from postroom.lib.screening import Screening

logger = logging.getLogger("postroom.documents")
_READ = "postroom.features.documents.examine:read_and_examine"
_READ_ALL = "postroom.features.documents.examine:read_and_examine_all"
# The reader ends by itself at its limit; whoever does not within this is killed.
_GRACE_S = 2.0
_WAITING = 64


class Reader:
    """One a process. `ended` counts calls that gave no result, by how they ended."""

    def __init__(self, settings: DocumentSettings, grace_s: float = _GRACE_S) -> None:
        self._settings = settings
        self.ended: Counter[str] = Counter()
        self._files = Confined(settings.workers, settings.memory_bytes, settings.time_s + grace_s, waiting=_WAITING)
        self._pictures = Confined(1, settings.ocr_memory_bytes, settings.ocr_time_s + grace_s, waiting=_WAITING)

    async def read_all(self, files: Sequence[File]) -> list[Examined]:
        """The same of many files that are no pictures, in one call; where one of them ends that, each is read alone."""
        try:
            examined: list[Examined] = await self._files.run(_READ_ALL, files, self._settings.limits) if files else []
            return examined
        except TooBusy:
            raise
        except ConfinementError:
            return [await self.read(file) for file in files]

    async def read(self, file: File) -> Examined:
        """The text of a file, and what it tries. Total but for TooBusy, which is no fault of the file."""
        pool, limits = self._files, self._settings.limits
        if has_ocr() and is_picture(file.content):
            pool, limits = self._pictures, msgspec.structs.replace(limits, time_s=self._settings.ocr_time_s)
        try:
            examined: Examined = await pool.run(_READ, file, limits)
            return examined
        except TooBusy:
            raise
        except ConfinementError as error:
            self.ended[type(error).__name__] += 1
            logger.warning("a file of %d bytes ended its reader: %s (%d so far)", len(file.content), error, self.ended.total())
            return Examined(_given_up(error), Screening())

    async def stop(self) -> None:
        """End the processes."""
        await asyncio.gather(self._files.close(), self._pictures.close())


async def start_reader(house: House) -> Reader:
    """The component's factory."""
    reader = Reader(house.settings.of(DocumentSettings))
    house.provide(Reader, reader)
    return reader


def _given_up(error: ConfinementError) -> Document:
    if isinstance(error, TimedOut):
        return Document("unknown", "timed_out", notices=["Reading the file took too long."], is_truncated=True)
    if isinstance(error, OutOfMemory):
        return Document("unknown", "too_large", notices=["Reading the file took more memory than it may."], is_truncated=True)
    return Document("unknown", "unreadable", notices=["The file ended the program that read it."])

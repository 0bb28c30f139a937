"""Settings of documents."""

from typing import Annotated

import msgspec

from postroom.lib.documents import Limits


class DocumentSettings(msgspec.Struct, frozen=True):
    """Reading attachments as text."""

    background: Annotated[
        bool, msgspec.Meta(description="Read attachments soon after they arrive, so that search finds them; else when asked.")
    ] = True
    background_max_bytes: Annotated[int, msgspec.Meta(ge=0, description="Larger files are read only when asked for.")] = 10 * 1024 * 1024
    background_max_files: Annotated[int, msgspec.Meta(ge=1, le=1000, description="Files of one mail that are read unasked.")] = 20
    max_bytes: Annotated[int, msgspec.Meta(ge=1024, description="The largest file that is read at all.")] = 25 * 1024 * 1024
    max_chars: Annotated[int, msgspec.Meta(ge=1000, le=5_000_000, description="Characters kept of one file.")] = 500_000
    time_s: Annotated[float, msgspec.Meta(gt=0, le=120, description="Processor time for one file; what was read until then is kept.")] = 4.0
    memory_bytes: Annotated[int, msgspec.Meta(ge=128 * 1024 * 1024, description="Memory of a process that reads files.")] = (
        512 * 1024 * 1024
    )
    workers: Annotated[int, msgspec.Meta(ge=1, le=64, description="Processes that read files.")] = 2
    ocr_memory_bytes: Annotated[
        int, msgspec.Meta(ge=128 * 1024 * 1024, description="Memory of the process that reads pictures, where OCR is installed.")
    ] = 4 * 1024 * 1024 * 1024
    ocr_time_s: Annotated[float, msgspec.Meta(gt=0, le=600, description="Processor time for one picture.")] = 60.0

    @property
    def limits(self) -> Limits:
        """What the reader is told."""
        return Limits(input_bytes=self.max_bytes, chars=self.max_chars, time_s=self.time_s)

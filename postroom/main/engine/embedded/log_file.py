"""PostgreSQL's log: one file and its predecessor, a few megabytes at most, however long the server runs.

The server appends to a descriptor that we opened, so it needs no right on the folder and no collector process.
"""

import os
from pathlib import Path

from postroom.main.engine.embedded.files import open_private

LIMIT_BYTES = 4 * 1024 * 1024
TAIL_BYTES = 1500


def open_log(path: Path) -> int:
    """A descriptor for appending; an old log that is full makes room first."""
    trim(path)
    return open_private(path, os.O_WRONLY | os.O_APPEND)


def trim(path: Path) -> None:
    """Move a full log to `<path>.1` and empty it in place (whoever appends goes on at its beginning)."""
    try:
        size_bytes = path.lstat().st_size
    except FileNotFoundError:
        return
    if size_bytes <= LIMIT_BYTES:
        return
    older = path.with_name(path.name + ".1")
    older.unlink(missing_ok=True)
    descriptor = open_private(older, os.O_WRONLY | os.O_EXCL)
    with os.fdopen(descriptor, "wb") as kept:
        kept.write(tail(path, LIMIT_BYTES))
    os.truncate(path, 0)


def tail(path: Path, size_bytes: int = TAIL_BYTES) -> bytes:
    """The last bytes of the log, empty when there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - size_bytes))
            return file.read(size_bytes)
    except FileNotFoundError:
        return b""

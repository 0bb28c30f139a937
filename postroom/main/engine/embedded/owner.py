"""The owner file: whoever holds its lock, and nobody else, starts and stops the server."""

import fcntl
import json
import os
import weakref
from pathlib import Path
from typing import Any

from postroom.main.engine.embedded.errors import DataDirectoryInUse
from postroom.main.engine.embedded.files import open_private, read_small

OWNER_FILE = "postgres.owner"


class OwnerLock:
    """An exclusive `flock` on `<folder>/postgres.owner`; the kernel drops it when the process dies, however it dies."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        _held.add(self)

    @classmethod
    def take(cls, folder: Path, data_dir: Path) -> "OwnerLock":
        """Raises `DataDirectoryInUse` with the holder's pid when somebody else has it."""
        path = folder / OWNER_FILE
        descriptor = open_private(path, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise DataDirectoryInUse(data_dir, owner_pid(folder)) from error
        except OSError:  # a file system without locks
            os.close(descriptor)
            raise
        note = json.dumps({"pid": os.getpid()}).encode()
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, note, 0)
        return cls(descriptor)

    def release(self) -> None:
        """Give the data directory free. Calling it again does nothing."""
        self._forget()

    def _forget(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def owner_pid(folder: Path) -> int:
    """The pid that the last owner wrote, 0 when it cannot be read."""
    try:
        note: Any = json.loads(read_small(folder / OWNER_FILE) or "{}")
        return int(note["pid"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return 0


# A forked child inherits the descriptor and with it the lock; it would keep the data directory locked after our
# death. Closing the child's copy does not unlock ours.
_held: weakref.WeakSet[OwnerLock] = weakref.WeakSet()


def _close_in_child() -> None:
    for lock in list(_held):
        lock._forget()


os.register_at_fork(after_in_child=_close_in_child)

"""A write to the local disk that is there after a loss of power."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".tmp"  # beside the blobs, so that the rename stays on one file system; no key starts with a dot
_STALE_AFTER_S = 3600
_MOST_KNOWN = 10_000


class DurableFolder:
    """A folder of blobs. Used from several threads, and by several processes at once."""

    def __init__(self, root: Path) -> None:
        """Make the folder if it is not there and clear what a crash left behind. Raises OSError."""
        self.root = root
        # Folders whose own entry is known to be on the disk. Being there is not enough: another process may have made
        # one a moment ago and not synced it yet.
        self._known: set[Path] = {root}
        (root / TEMPORARY).mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(root)
        _sweep(root / TEMPORARY)

    def write(self, key: str, data: bytes) -> None:
        """Put `data` under `key`, durably. Raises OSError; NotADirectoryError or IsADirectoryError if a key is a folder."""
        target = self.root / key
        temporary = self._write_temporary(data)
        try:
            self._make(target.parent)
            self._move(temporary, target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)

    def is_there(self) -> bool:
        """True if this is still the folder we made, and not the empty place where its disk was mounted."""
        return (self.root / TEMPORARY).is_dir()

    def _write_temporary(self, data: bytes) -> Path:
        handle, name = tempfile.mkstemp(dir=self.root / TEMPORARY)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
        return Path(name)

    def _make(self, folder: Path) -> None:
        if folder in self._known:
            return
        self._make(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if not folder.is_dir():
            raise NotADirectoryError(str(folder))
        _sync_folder(folder.parent)
        if len(self._known) >= _MOST_KNOWN:
            self._known = {self.root}
        self._known.add(folder)

    def _move(self, temporary: Path, target: Path) -> None:
        try:
            temporary.replace(target)
        except FileNotFoundError:  # somebody tidied up empty folders
            self._known = {self.root}
            self._make(target.parent)
            temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove old temporary files, measured by the disk's own clock: it may be another machine's."""
    with tempfile.NamedTemporaryFile(dir=folder) as probe:
        now_s = os.fstat(probe.fileno()).st_mtime
        for entry in folder.iterdir():
            with suppress(OSError):  # another process may sweep as well
                if now_s - entry.stat().st_mtime > _STALE_AFTER_S:
                    entry.unlink()

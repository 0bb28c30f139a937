"""Files that are ours alone: created with a closed mode, replaced whole, never through a symbolic link."""

import os
from pathlib import Path

READ_LIMIT_BYTES = 64 * 1024


def open_private(path: Path, flags: int, mode: int = 0o600) -> int:
    """A file descriptor; a file that is new belongs to the owner of its folder, also when root makes it."""
    descriptor = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    if os.geteuid() == 0:
        folder = path.parent.stat()
        if os.fstat(descriptor).st_uid != folder.st_uid:
            os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor


def replace(path: Path, text: str, mode: int = 0o600) -> None:
    """Write `text` so that a crash leaves the old file or the new one, never half of it."""
    draft = path.with_name(path.name + ".draft")
    draft.unlink(missing_ok=True)
    descriptor = open_private(draft, os.O_WRONLY | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, mode)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename or a new entry in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_small(path: Path) -> str | None:
    """At most 64 kB of a plain file, or None when it is absent. A pipe or a link put there cannot stall us."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return os.read(descriptor, READ_LIMIT_BYTES).decode("utf-8", "replace")
    finally:
        os.close(descriptor)

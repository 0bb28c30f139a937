"""The short private folder of the server's Unix socket.

A socket's path holds 107 bytes at most (103 on macOS), so it cannot lie in the data directory. Its name is random, so
that no other user can be there first, and it is written down in the data directory, so that it stays the same over
restarts and every process finds it, whatever its environment says.
"""

import contextlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

from postroom.main.engine.embedded.account import Account
from postroom.main.engine.embedded.binaries import can_enter
from postroom.main.engine.embedded.errors import DataDirectoryUnusable
from postroom.main.engine.embedded.files import read_small, replace

RECORD_FILE = "postgres.socket"
PREFIX = "postroom-"
SOCKET_NAME = ".s.PGSQL.5432"
PATH_LIMIT_BYTES = 103
RANDOM_CHARACTERS = 8


def settle_socket_directory(data_dir: Path, account: Account) -> Path:
    """The recorded folder, made again if it is gone; a new one if there is none or somebody else sits there."""
    recorded = recorded_socket_directory(data_dir)
    if recorded and _is_usable(recorded, account):
        return recorded
    made = _make_anew(account)
    replace(data_dir / RECORD_FILE, json.dumps({"directory": str(made), "inode": data_dir.stat().st_ino}))
    return made


def recorded_socket_directory(data_dir: Path) -> Path | None:
    """What the record says, unless it was copied here with another data directory (the inode tells)."""
    try:
        record: Any = json.loads(read_small(data_dir / RECORD_FILE) or "{}")
        return Path(record["directory"]) if record["inode"] == data_dir.stat().st_ino else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def clear_sockets(folder: Path) -> None:
    """Remove what a dead server left in its folder."""
    for name in (SOCKET_NAME, SOCKET_NAME + ".lock"):
        (folder / name).unlink(missing_ok=True)


def remove_socket_directory(folder: Path) -> None:
    """Leave nothing behind in a shared folder; the name stays recorded. What cannot be removed does no harm."""
    with contextlib.suppress(OSError):
        clear_sockets(folder)
        folder.rmdir()


def _is_usable(folder: Path, account: Account) -> bool:
    """Ours, private and no link; or absent and then made."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return _make(folder, account)
    except (OSError, ValueError):
        return False
    private = stat.S_IMODE(found.st_mode) == 0o700
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and private


def _make(folder: Path, account: Account) -> bool:
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        return False
    _hand_over(folder, account)
    return True


def _make_anew(account: Account) -> Path:
    tried = []
    for parent in _candidates():
        length = len(os.fsencode(parent)) + len(f"/{PREFIX}/{SOCKET_NAME}") + RANDOM_CHARACTERS
        if length <= PATH_LIMIT_BYTES and os.access(parent, os.W_OK | os.X_OK) and can_enter(account, parent):
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
            _hand_over(folder, account)
            return folder
        tried.append(str(parent))
    raise DataDirectoryUnusable(f"No folder for the database's socket: tried {', '.join(tried)}. Make /tmp writable.")


def _candidates() -> list[Path]:
    """Folders where a socket may live, the most private first. Root's must let the server's user pass."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if os.geteuid() == 0:
        return [Path("/run"), Path("/tmp"), Path("/var/tmp")]  # noqa: S108  (a random private folder is made in it)
    return [*([Path(runtime)] if runtime else []), Path("/tmp"), Path(tempfile.gettempdir())]  # noqa: S108


def _hand_over(folder: Path, account: Account) -> None:
    """Through a descriptor: nobody can put a link in its place between the two calls."""
    if account.is_ours:
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fchown(descriptor, account.uid, account.gid)
    finally:
        os.close(descriptor)

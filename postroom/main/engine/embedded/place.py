"""Where the cluster of a data directory lies: inside it, or (root with a private folder) under the system's state.

Nothing outside the data directory is ever re-owned or opened up. When the unprivileged user cannot pass a private
parent such as `/root`, the cluster goes to `<state_dir>/<hash>` and `<data_dir>/postgres.location` points to it.
"""

import hashlib
import os
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from postroom.main.engine.embedded.account import Account
from postroom.main.engine.embedded.binaries import can_enter
from postroom.main.engine.embedded.errors import DataDirectoryUnusable
from postroom.main.engine.embedded.files import read_small, replace

STATE_DIR = Path("/var/lib/postroom")
POINTER_FILE = "postgres.location"
ENTER_ONLY = 0o711  # everybody passes through, and sees no names
PASS_ONLY = 0o710  # the server's group does


@dataclass(frozen=True, slots=True)
class Place:
    """The paths of one data directory. `area` holds the cluster; it is the data directory unless that is private."""

    data_dir: Path
    area: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory (PGDATA)."""
        return self.area / "postgres"

    @property
    def config(self) -> Path:
        """The settings, written anew at every start."""
        return self.area / "postgres.conf"

    @property
    def prepared(self) -> Path:
        """Says which roles and extensions the cluster already has."""
        return self.area / "postgres.prepared"

    @property
    def log(self) -> Path:
        """What PostgreSQL says; bounded by `log_file`."""
        return self.data_dir / "postgres.log"

    @property
    def is_elsewhere(self) -> bool:
        """True when a pointer file leads out of the data directory."""
        return self.area != self.data_dir

    def cluster_owner(self) -> int | None:
        """uid of an existing cluster."""
        try:
            return self.cluster.stat().st_uid
        except FileNotFoundError:
            return None


def make_data_dir(data_dir: Path) -> Path:
    """The absolute path of `data_dir`, made private when absent. One that exists keeps its mode."""
    if not data_dir.exists():
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        data_dir.mkdir(mode=0o700, exist_ok=True)
    return data_dir.resolve()


def find_place(data_dir: Path) -> Place:
    """The place as it is recorded. A pointer to a folder that is gone is an error: an empty start would hide a loss."""
    pointer = read_small(data_dir / POINTER_FILE)
    if pointer is None:
        return Place(data_dir, data_dir)
    area = Path(pointer.strip())
    if not area.is_absolute() or not area.is_dir():
        raise DataDirectoryUnusable(
            f"{data_dir / POINTER_FILE} says that the database is in {area}, which does not exist. "
            "Bring that folder back, or remove the file to begin with an empty database."
        )
    return Place(data_dir, area)


def settle(data_dir: Path, account: Account, state_dir: Path) -> Place:
    """`find_place`, and for a new cluster the choice of a place that `account` can reach."""
    place = find_place(data_dir)
    if not place.is_elsewhere:
        _let_through(data_dir, account)
    if can_enter(account, place.area):
        return place
    if place.is_elsewhere or place.cluster.exists():
        raise DataDirectoryUnusable(_unreachable(place.area, account))
    area = _state_folder(data_dir, account, state_dir)
    replace(data_dir / POINTER_FILE, f"{area}\n", 0o644)
    return Place(data_dir, area)


def remove_place(place: Place) -> None:
    """Delete the cluster's area when it is not the data directory itself."""
    if place.is_elsewhere:
        shutil.rmtree(place.area)
        (place.data_dir / POINTER_FILE).unlink(missing_ok=True)


def _let_through(data_dir: Path, account: Account) -> None:
    """Let the server's account pass (not list) a data directory that is root's alone (also a copy
    that lost its group); its parents stay as they are."""
    found = data_dir.stat()
    if account.is_ours or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) not in (0o700, PASS_ONLY):
        return
    if can_enter(account, data_dir.parent):
        os.chown(data_dir, -1, account.gid)
        data_dir.chmod(PASS_ONLY)


def _state_folder(data_dir: Path, account: Account, state_dir: Path) -> Path:
    area = state_dir / hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    if (area / "postgres").exists():  # of an earlier data directory of that name: not ours to use, nor to delete
        area = area.with_name(f"{area.name}-{secrets.token_hex(4)}")
    try:
        for folder in (state_dir, area):
            if not folder.exists():
                folder.mkdir(parents=folder is state_dir)
                folder.chmod(ENTER_ONLY)
    except OSError as error:
        raise DataDirectoryUnusable(f"{_unreachable(data_dir, account)} ({error})") from error
    if not can_enter(account, area):
        raise DataDirectoryUnusable(f"{_unreachable(data_dir, account)} (Nor can it pass through {area}.)")
    return area


def _unreachable(folder: Path, account: Account) -> str:
    return (
        f"The database runs as uid {account.uid}, which cannot pass through {folder} (a private folder on the way?). "
        "Choose a --data-dir that others may pass through, such as /srv/postroom, or start Postroom as a normal "
        "user; Postroom changes no permissions."
    )

"""Deleting a data directory's database, wherever it lies. For tests and for `make clean`-like ends; not undone."""

import shutil
from pathlib import Path

from postroom.main.engine.embedded.owner import OwnerLock
from postroom.main.engine.embedded.place import find_place, remove_place
from postroom.main.engine.embedded.postmaster import find_postmaster
from postroom.main.engine.embedded.socket_directory import recorded_socket_directory, remove_socket_directory


def remove(data_dir: Path) -> None:
    """Stop a leftover server, delete its cluster, its socket folder and the whole data directory.

    Raises `DataDirectoryInUse` when a process owns it.
    """
    data_dir = data_dir.resolve()
    lock = OwnerLock.take(data_dir, data_dir)
    try:
        place = find_place(data_dir)
        owner = place.cluster_owner()
        postmaster = find_postmaster(place.cluster, owner) if owner is not None else None
        if postmaster:
            postmaster.end(10)
        folder = recorded_socket_directory(data_dir)
        if folder:
            remove_socket_directory(folder)
        remove_place(place)
        shutil.rmtree(data_dir)
    finally:
        lock.release()

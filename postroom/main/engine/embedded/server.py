"""The embedded server as the rest of Postroom sees it: start or attach, watch, restart, stop."""

import atexit
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from postroom.main.engine.embedded.account import Account, choose_account
from postroom.main.engine.embedded.binaries import Binaries, find_binaries, reachable_binaries
from postroom.main.engine.embedded.cluster import ensure_cluster, reset_admin_password
from postroom.main.engine.embedded.config import config_text, is_current, write_config
from postroom.main.engine.embedded.describe import describe
from postroom.main.engine.embedded.errors import DataDirectoryUnusable, ServerDidNotStart
from postroom.main.engine.embedded.launch import Say, adopt, launch, wait_until_ready
from postroom.main.engine.embedded.log_file import trim
from postroom.main.engine.embedded.owner import OwnerLock
from postroom.main.engine.embedded.passwords import ADMIN, APPLICATION, DATABASE, dsn, ensure_password
from postroom.main.engine.embedded.patience import wait_until
from postroom.main.engine.embedded.place import STATE_DIR, Place, find_place, make_data_dir, settle
from postroom.main.engine.embedded.postmaster import Postmaster, find_postmaster
from postroom.main.engine.embedded.prepare import prepare
from postroom.main.engine.embedded.socket_directory import (
    recorded_socket_directory,
    remove_socket_directory,
    settle_socket_directory,
)

ATTACH_WITHIN_S = 60
WATCH_STEP_S = 1.0


def _silent(_: str) -> None:
    """Says nothing."""


def start(
    data_dir: Path,
    *,
    log: Say = _silent,
    run_as: str | int | None = None,
    state_dir: Path = STATE_DIR,
    settings: Mapping[str, str] | None = None,
) -> "EmbeddedServer":
    """Start the server of `data_dir` (making it the first time), or adopt one whose owner died; then own it.

    Blocks until it serves: about 10 ms warm, half a second the first time. `run_as` names the account when we are
    root (default: the owner of the cluster, else nobody). `settings` override the written PostgreSQL settings.
    Raises `DataDirectoryInUse`, `DataDirectoryUnusable`, `OtherMajorVersion`, `BinariesMissing`, `ServerDidNotStart`.
    """
    locks: list[OwnerLock] = []
    try:
        data_dir = make_data_dir(data_dir)
        locks.append(OwnerLock.take(data_dir, data_dir))
        found = find_place(data_dir)
        account = choose_account(found.cluster_owner(), run_as)
        place = settle(data_dir, account, state_dir)
        if place.is_elsewhere:  # a copy of the data directory points to the same cluster
            locks.append(OwnerLock.take(place.area, data_dir))
        binaries = reachable_binaries(find_binaries(), account, place.area)
        server = EmbeddedServer(place, binaries, account, settle_socket_directory(data_dir, account), locks, log)
        server._begin(settings or {})
    except BaseException as error:
        for lock in locks:
            lock.release()
        if isinstance(error, OSError):
            raise DataDirectoryUnusable(f"{data_dir}: {error}. Mend that, or choose another --data-dir.") from error
        raise
    return server


def attach(data_dir: Path, *, wait_s: float = ATTACH_WITHIN_S) -> "EmbeddedServer | None":
    """The server of `data_dir` that another process owns, None when none runs. One that starts is waited for."""
    if not data_dir.is_dir():
        return None
    data_dir = data_dir.resolve()
    place = find_place(data_dir)
    owner, socket_directory = place.cluster_owner(), recorded_socket_directory(data_dir)
    if owner is None or socket_directory is None:
        return None
    if os.geteuid() not in (0, owner):
        raise DataDirectoryUnusable(f"The database in {data_dir} belongs to uid {owner}; run this command as that user or as root.")
    postmaster = find_postmaster(place.cluster, owner)
    if postmaster is None:
        return None
    wait_until_ready(postmaster, place, _silent, wait_s)
    if not wait_until(place.prepared.exists, wait_s):
        raise ServerDidNotStart(f"The database in {data_dir} has no role for Postroom yet; its owner prepares it.")
    server = EmbeddedServer(place, find_binaries(), Account(owner, -1), socket_directory, [], _silent)
    server._postmaster = postmaster
    return server


class EmbeddedServer:
    """A running server. `dsn` is the application's (no superuser), `admin_dsn` the superuser's; neither holds a secret
    (it lies in a 0600 file that the DSN names). `owner` says whether this process must stop it.
    """

    def __init__(
        self,
        place: Place,
        binaries: Binaries,
        account: Account,
        socket_directory: Path,
        locks: list[OwnerLock],
        log: Say,
    ) -> None:
        self.owner = bool(locks)
        self.adopted = False
        self.data_dir = place.data_dir
        self.cluster = place.cluster
        self.log_path = place.log
        self.socket_directory = socket_directory
        self.bin = binaries.bin
        self.dsn = dsn(place.data_dir, socket_directory, APPLICATION)
        self.admin_dsn = dsn(place.data_dir, socket_directory, ADMIN, DATABASE)
        self._place, self._binaries, self._account = place, binaries, account
        self._locks, self._say = locks, log
        self._made_by_pid = os.getpid()
        self._postmaster: Postmaster | None = None
        self._changed = threading.Condition(threading.RLock())
        self._stopped = False

    @property
    def pid(self) -> int:
        """The postmaster's process id, 0 after `stop`."""
        return self._postmaster.pid if self._postmaster else 0

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called: then nobody starts it again."""
        return self._stopped

    def is_alive(self) -> bool:
        """Whether the postmaster lives."""
        return self._postmaster is not None and self._postmaster.is_alive()

    def watch(self, on_death: Callable[[], object]) -> None:
        """Call `on_death()` from a thread of its own whenever the server ends without `stop` (asyncio: pass a
        function that calls `loop.call_soon_threadsafe`); `restart` may be called from there, and its error ends the
        watch. Also keeps the log short.
        """
        threading.Thread(target=self._watch, args=(on_death,), name="postgres-watch", daemon=True).start()

    def restart(self, *, timeout_s: float = 10) -> None:
        """Start the server again under the same socket path: after a death, or to take in new settings."""
        with self._changed:
            if self._stopped or not self.owner:
                raise RuntimeError("only the owner restarts the server, and not after stop")
            self._end(timeout_s)
            settle_socket_directory(self.data_dir, self._account)
            self._launch()
            self._changed.notify_all()

    def stop(self, *, timeout_s: float = 10) -> None:
        """Fast shutdown; after `timeout_s` immediate shutdown, after that kill. Only the owner stops; the second call
        and everybody else's do nothing.
        """
        if not self.owner or self._stopped or os.getpid() != self._made_by_pid:
            return
        self._stopped = True  # from here on `_launch` gives up; ending what it waits for wakes it
        atexit.unregister(self.stop)
        self._end(timeout_s)
        with self._changed:
            self._end(timeout_s)
            remove_socket_directory(self.socket_directory)
            for lock in self._locks:
                lock.release()
            self._postmaster = None
            self._changed.notify_all()

    def describe(self) -> dict[str, str | int | bool]:
        """For `doctor`: version, places, size in bytes, durability settings, owner."""
        facts = describe(self._place, self._binaries, self.socket_directory)
        return {**facts, "uid": self._account.uid, "pid": self.pid, "owner": self.owner, "adopted": self.adopted}

    def __enter__(self) -> "EmbeddedServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _begin(self, settings: Mapping[str, str]) -> None:
        place, binaries, account = self._place, self._binaries, self._account
        lost_admin = ensure_password(self.data_dir, ADMIN)
        lost_any = ensure_password(self.data_dir, APPLICATION) or lost_admin
        made = ensure_cluster(place, binaries, account, sync=settings.get("fsync") != "off")
        text = config_text(place.cluster, binaries, self.socket_directory, settings)
        left = find_postmaster(place.cluster, account.uid)
        if left and not lost_any and is_current(place.config, text):
            self.adopted = adopt(left, place, binaries, self.socket_directory, self._say)
        elif left:
            left.end(10)
        write_config(place.config, text)
        if lost_any and not made:
            reset_admin_password(place, binaries, account)
        if left and self.adopted:
            self._postmaster = left
            prepare(place, binaries, self.socket_directory)
        else:
            self._launch()
        atexit.register(self.stop)

    def _end(self, timeout_s: float) -> None:
        if self._postmaster:
            self._postmaster.end(timeout_s)

    def _launch(self) -> None:
        self._postmaster = launch(self._place, self._binaries, self._account, self.socket_directory)
        try:
            if self._stopped:
                raise ServerDidNotStart("The server was stopped while it started.")
            wait_until_ready(self._postmaster, self._place, self._say)
            prepare(self._place, self._binaries, self.socket_directory)
        except BaseException:
            self._postmaster.end(10)
            raise

    def _watch(self, on_death: Callable[[], object]) -> None:
        while watched := self._postmaster:
            while not watched.wait(WATCH_STEP_S):
                trim(self.log_path)
            if self._stopped:
                return
            on_death()
            with self._changed:
                while self._postmaster is watched and not self._stopped:
                    self._changed.wait()

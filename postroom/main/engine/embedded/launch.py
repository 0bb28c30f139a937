"""Starting the postmaster, waiting until it serves, and taking over one that an earlier owner left behind."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from postroom.main.engine.embedded.account import Account
from postroom.main.engine.embedded.binaries import Binaries
from postroom.main.engine.embedded.cluster import system_identifier
from postroom.main.engine.embedded.config import cluster_name
from postroom.main.engine.embedded.errors import EmbeddedServerError, ServerDidNotStart
from postroom.main.engine.embedded.log_file import open_log, tail
from postroom.main.engine.embedded.patience import wait_until
from postroom.main.engine.embedded.place import Place
from postroom.main.engine.embedded.postmaster import PidFile, Postmaster, read_pid_file
from postroom.main.engine.embedded.processes import end_lingering
from postroom.main.engine.embedded.programs import ENVIRONMENT
from postroom.main.engine.embedded.psql import run_psql
from postroom.main.engine.embedded.socket_directory import SOCKET_NAME, clear_sockets

READY_WITHIN_S = 600  # crash recovery of a large database takes minutes
STOPPING_WITHIN_S = 30
WHO = "SELECT system_identifier, extract(epoch FROM pg_postmaster_start_time())::bigint FROM pg_control_system()"

Say = Callable[[str], object]


def launch(place: Place, binaries: Binaries, account: Account, socket_directory: Path) -> Postmaster:
    """A new postmaster, after whatever a dead one left is gone. It is not ready yet.

    It gets a session of its own, so that Ctrl-C reaches only us and the database ends last. It gets no parent-death
    signal: that would come when the *thread* that started it ends, is cleared by the change of user, and after our
    own kill -9 a server that lives on and is adopted serves the other roles without a gap.
    """
    clear_sockets(socket_directory)
    stale = _settle_stale(place.cluster, account)
    # PostgreSQL refuses to start while the noted pid lives, even as a stranger's; we know better, and say so in its
    # own words (pg_ctl does the same). Its check of the shared memory stays in force.
    environment = {**ENVIRONMENT, "LC_ALL": "C", **({"PG_GRANDPARENT_PID": str(stale)} if stale else {})}
    log = open_log(place.log)
    try:
        child = subprocess.Popen(  # noqa: S603  (a fixed program)
            [binaries.bin / "postgres", "-D", place.cluster, f"--config-file={place.config}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment,
            start_new_session=True,
            umask=0o077,
            **account.switch(),
        )
    finally:
        os.close(log)
    return Postmaster(child.pid, child)


def wait_until_ready(postmaster: Postmaster, place: Place, say: Say, timeout_s: float = READY_WITHIN_S) -> None:
    """Until it accepts connections, also when it recovers from a crash first. Raises `ServerDidNotStart`."""

    def is_settled() -> bool:
        noted = read_pid_file(place.cluster)
        return not postmaster.is_alive() or (noted is not None and noted.pid == postmaster.pid and _is_ready(noted.status))

    if not wait_until(is_settled, 5):
        say("The database recovers from a crash; waiting for it.")
        if not wait_until(is_settled, timeout_s, step_s=0.05):
            raise ServerDidNotStart(f"PostgreSQL was not ready after {timeout_s:.0f} s. {_last_words(place)}")
    if not postmaster.is_alive():
        raise ServerDidNotStart(f"PostgreSQL ended while it started. {_last_words(place)}")


def adopt(found: Postmaster, place: Place, binaries: Binaries, socket_directory: Path, say: Say) -> bool:
    """Take over a live postmaster that nobody owns. False when it was on its way out and is gone now.

    Its pid was checked by `find_postmaster`; here it must prove its start time and the cluster's identifier.
    """
    noted = read_pid_file(place.cluster)
    if noted and (noted.status == "stopping" or not _listens_in(socket_directory, noted)):
        found.end(STOPPING_WITHIN_S)
        return False
    wait_until_ready(found, place, say)
    noted = read_pid_file(place.cluster)
    answer = run_psql(binaries, place.data_dir, socket_directory, WHO).split("|")
    if noted is None or answer[0] != str(system_identifier(place.cluster)) or abs(int(answer[1]) - noted.started_s) > 1:
        raise EmbeddedServerError(
            f"Process {found.pid} calls itself PostgreSQL of {place.cluster}, but another cluster answers on its "
            f"socket {socket_directory}. Stop that process, then start again."
        )
    say(f"Adopted the database server {found.pid}, which an earlier Postroom left running.")
    return True


def _settle_stale(cluster: Path, account: Account) -> int:
    """Deal with the pid file of a postmaster that is dead; its pid, 0 when there is none."""
    path = cluster / "postmaster.pid"
    if not path.exists():
        return 0
    end_lingering(cluster_name(cluster), account.uid)
    noted = read_pid_file(cluster)
    if noted is None:  # cut short by a full disk; PostgreSQL would refuse it for ever
        path.unlink()
    return abs(noted.pid) if noted else 0


def _listens_in(socket_directory: Path, noted: PidFile) -> bool:
    """False when its folder was cleaned away or replaced: nobody can reach it any more."""
    return noted.socket_directory in ("", str(socket_directory)) and (
        noted.status == "starting" or (socket_directory / SOCKET_NAME).is_socket()
    )


def _is_ready(status: str) -> bool:
    return status in ("ready", "standby")


def _last_words(place: Place) -> str:
    return f"The end of {place.log}: " + tail(place.log).decode("utf-8", "replace").strip()

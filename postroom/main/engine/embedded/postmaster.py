"""One running postmaster: what its pid file says, whether it is alive, and how it is told to end."""

import os
import select
import signal
import subprocess
import weakref
from dataclasses import dataclass
from pathlib import Path

from postroom.main.engine.embedded.files import read_small
from postroom.main.engine.embedded.patience import wait_until
from postroom.main.engine.embedded.processes import find_process, find_running, is_postmaster_of

PID_LIMIT = 2**31 - 1


@dataclass(frozen=True, slots=True)
class PidFile:
    """`postmaster.pid`, whose lines are fixed (src/include/utils/pidfile.h)."""

    pid: int
    cluster: str
    started_s: int
    socket_directory: str
    status: str


def read_pid_file(cluster: Path) -> PidFile | None:
    """None when it is absent or not whole yet."""
    lines = (read_small(cluster / "postmaster.pid") or "").split("\n")
    lines += [""] * (9 - len(lines))
    try:
        if abs(int(lines[0])) > PID_LIMIT:
            return None
        return PidFile(int(lines[0]), lines[1], int(lines[2]), lines[4], lines[7].strip())
    except ValueError:
        return None


def find_postmaster(cluster: Path, uid: int) -> "Postmaster | None":
    """The live postmaster of `cluster`; never a stranger to whom the kernel gave the pid again.

    The process must run under `uid` and have been started as `postgres -D <cluster>`. One whose pid is not in the
    file (yet) is found in the process table: its parent may have died before it could write the file.
    """
    noted = read_pid_file(cluster)
    if noted and noted.pid > 1:
        postmaster = Postmaster(noted.pid)  # opens the pidfd first, so that what is checked is what is signalled
        process = find_process(noted.pid)
        if process and process.uid == uid and is_postmaster_of(process, cluster):
            return postmaster
    unnoted = find_running(cluster, uid)
    return Postmaster(unnoted.pid) if unnoted else None


class Postmaster:
    """A handle that cannot hit a stranger: a pidfd where the system has them."""

    def __init__(self, pid: int, child: "subprocess.Popen[bytes] | None" = None) -> None:
        self.pid = pid
        self._child = child
        self._descriptor = _open_pidfd(pid)
        if self._descriptor is not None:
            weakref.finalize(self, os.close, self._descriptor)

    def is_alive(self) -> bool:
        """False as soon as the process ended, reaped or not."""
        if self._child is not None:
            return self._child.poll() is None
        if self._descriptor is not None:
            return not _is_readable(self._descriptor, 0)
        return self.pid > 0 and find_process(self.pid) is not None

    def wait(self, timeout_s: float) -> bool:
        """True once the process ended; False after `timeout_s`."""
        if self._descriptor is not None and self.pid > 0:
            _is_readable(self._descriptor, timeout_s)
            return not self.is_alive()
        return wait_until(lambda: not self.is_alive(), timeout_s, step_s=0.05)

    def end(self, timeout_s: float) -> None:
        """Fast shutdown, then immediate shutdown, then the axe; the data is safe in all three (WAL)."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self._signal(number)
            if self.wait(timeout_s):
                return

    def _signal(self, number: signal.Signals) -> None:
        try:
            if self._child is not None:
                self._child.send_signal(number)
            elif self._descriptor is not None:
                signal.pidfd_send_signal(self._descriptor, number)
            else:
                os.kill(self.pid, number)
        except ProcessLookupError:
            return


def _open_pidfd(pid: int) -> int | None:
    """None on systems (or in sandboxes) without pidfd."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _is_readable(descriptor: int, timeout_s: float) -> bool:
    watcher = select.poll()
    watcher.register(descriptor, select.POLLIN)
    return bool(watcher.poll(timeout_s * 1000))

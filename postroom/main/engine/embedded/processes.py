"""What runs on this machine, as far as it concerns one cluster: its postmaster, and backends that outlived theirs.

Only what every user may read is used (`/proc/<pid>/cmdline`, not `cwd` or `exe`): root in a container often lacks the
capability to look deeper into another user's process.
"""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from postroom.main.engine.embedded.patience import wait_until
from postroom.main.engine.embedded.programs import run_program

PROC = Path("/proc")
HAS_PROC = (PROC / "self" / "cmdline").exists()


@dataclass(frozen=True, slots=True)
class Process:
    """A live process; `command` is its argument vector joined by spaces, or the title that it gave itself."""

    pid: int
    uid: int
    command: str


def find_process(pid: int) -> Process | None:
    """The process, None when there is none (a zombie has no command and counts as gone)."""
    if HAS_PROC:
        return _from_proc(pid)
    return next((process for process in _from_ps() if process.pid == pid), None)


def find_lingering(cluster_name: str, uid: int) -> list[Process]:
    """Backends by the title that PostgreSQL gives them: `postgres: <cluster_name>: …`."""
    title = f"postgres: {cluster_name}: "
    return [process for process in _all() if process.uid == uid and process.command.startswith(title)]


def find_running(cluster: Path, uid: int) -> Process | None:
    """A postmaster that was started on `cluster`, whatever its pid file says."""
    return next((process for process in _all() if process.uid == uid and is_postmaster_of(process, cluster)), None)


def is_postmaster_of(process: Process, cluster: Path) -> bool:
    """Its arguments say so: `launch` starts it as `postgres -D <cluster> …`."""
    return f"postgres -D {cluster} " in process.command + " "


def end_lingering(cluster_name: str, uid: int, patience_s: float = 1) -> None:
    """Backends of a killed postmaster leave by themselves, unless they are busy; those are ended.

    While one is alive it holds the shared memory and PostgreSQL refuses to start.
    """

    def are_gone() -> bool:
        return not find_lingering(cluster_name, uid)

    for number in (None, signal.SIGQUIT, signal.SIGKILL):
        for process in find_lingering(cluster_name, uid) if number else ():
            _signal(process.pid, number)
        if wait_until(are_gone, patience_s, step_s=0.02):
            return


def _signal(pid: int, number: int | None) -> None:
    try:
        os.kill(pid, number or 0)
    except ProcessLookupError:
        return


def _all() -> Iterator[Process]:
    if not HAS_PROC:
        yield from _from_ps()
        return
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            process = _from_proc(int(entry.name))
            if process:
                yield process


def _from_proc(pid: int) -> Process | None:
    folder = PROC / str(pid)
    try:
        command = (folder / "cmdline").read_bytes()[:8192].rstrip(b"\0").replace(b"\0", b" ")
        uid = folder.stat().st_uid
    except (OSError, ValueError):
        return None
    return Process(pid, uid, os.fsdecode(command)) if command else None


def _from_ps() -> Iterator[Process]:
    """macOS and other systems without /proc."""
    answer = run_program(["/bin/ps", "-axww", "-o", "pid=,uid=,command="])
    for line in answer.stdout.splitlines():
        pid, uid, command = (*line.split(None, 2), "", "", "")[:3]
        if pid.isdigit() and uid.isdigit() and command:
            yield Process(int(pid), int(uid), command)

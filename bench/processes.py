"""Processor time and memory of processes, from /proc (Linux)."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def family(pid: int) -> dict[int, str]:
    """A process and everything that descends from it: pid and name."""
    children: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (found := _stat(int(entry.name))):
            names[int(entry.name)] = found[0]
            children.setdefault(int(found[1][1]), []).append(int(entry.name))
    members, queue = {}, [pid]
    while queue:
        one = queue.pop()
        if one in names:
            members[one] = names[one]
            queue += children.get(one, [])
    return members


def cpu_s(pids: Iterable[int]) -> float:
    """Seconds on a processor, theirs and those of their children that have ended."""
    total = 0
    for pid in pids:
        if found := _stat(pid):
            total += sum(map(int, found[1][11:15]))
    return total / _TICKS


def cpu_exact_s(pids: Iterable[int]) -> float:
    """As `cpu_s`, but to the nanosecond and without children: what a single query takes, where the kernel counts it (Linux, mostly)."""
    return sum(_on_cpu_ns(pid) for pid in pids) / 1e9


def rss_kib(pid: int) -> int:
    """Resident memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def wait_until_quiet(pids: Callable[[], Iterable[int]], *, step_s: float = 0.15, share: float = 0.05, most_s: float = 30.0) -> None:
    """Until the processes take less than `share` of one processor."""
    deadline, before = time.monotonic() + most_s, cpu_s(pids())
    while time.monotonic() < deadline:
        time.sleep(step_s)
        now = cpu_s(pids())
        if now - before <= share * step_s + 0.001:
            return
        before = now


def wait_until(is_true: Callable[[], bool], what: str, most_s: float = 30.0) -> None:
    """Until it is so; raises TimeoutError with the words."""
    deadline = time.monotonic() + most_s
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {most_s:.0f} s")
        time.sleep(0.02)


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens there and says something."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            return bool(connection.recv(4))
    except OSError:
        return False


def end(process: "subprocess.Popen[bytes]", most_s: float = 25.0) -> None:
    """SIGTERM, and after a while SIGKILL."""
    process.terminate()
    try:
        process.wait(most_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _on_cpu_ns(pid: int) -> int:
    try:
        return sum(int(task.joinpath("schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return 0


def _stat(pid: int) -> tuple[str, list[str]] | None:
    """Name, then the fields from `state` on."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    head, _, tail = text.rpartition(")")
    return head.partition("(")[2], tail.split()

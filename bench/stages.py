"""Processor time per mail by stage: Postroom with a stopwatch inside, and PostgreSQL beside it."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import msgspec

from bench.load import Load, run_load
from bench.processes import cpu_s, wait_until
from bench.servers import Postroom
from bench.timed_server import DATABASE

_COMMAND = (sys.executable, "-m", "bench.timed_server")


class Stages(msgspec.Struct, frozen=True):
    """Microseconds a mail by stage, PostgreSQL's too; `statements` a mail."""

    size: str
    connections: int
    mails: int
    us: dict[str, float]
    postgres_us: float
    statements: float


def measure_stages(data_dir: Path, folder: Path, *, sizes: tuple[str, ...], connections: int, window_s: float) -> list[Stages]:
    """One load a size, many mails a connection, on a server of its own."""
    totals = folder / "stages.json"
    server = Postroom(data_dir, _COMMAND, BENCH_STAGES=str(totals))
    try:
        run_load(_load(server, sizes[0], connections, window_s / 2))
        return [_measure(server, totals, size, connections, window_s) for size in sizes]
    finally:
        server.stop()


def _measure(server: Postroom, totals: Path, size: str, connections: int, window_s: float) -> Stages:
    server.settle()
    before, postgres_before = _read(server, totals), cpu_s(server.pids()["PostgreSQL"])
    mails = run_load(_load(server, size, connections, window_s)).accepted
    server.settle()
    after, postgres_after = _read(server, totals), cpu_s(server.pids()["PostgreSQL"])
    us = {stage: (after["us"][stage] - before["us"].get(stage, 0)) / mails for stage in after["us"]}
    statements = (after["entered"].get(DATABASE, 0) - before["entered"].get(DATABASE, 0)) / mails
    return Stages(size, connections, mails, us, 1e6 * (postgres_after - postgres_before) / mails, statements)


def _load(server: Postroom, size: str, connections: int, window_s: float) -> Load:
    return Load(server.smtp_port, server.recipients, size, connections, per_connection=False, window_s=window_s)


def _read(server: Postroom, totals: Path) -> dict[str, Any]:
    totals.unlink(missing_ok=True)
    os.kill(server.pid, signal.SIGUSR1)
    wait_until(totals.exists, "the stopwatch's totals")
    read: dict[str, Any] = json.loads(totals.read_text())
    return read

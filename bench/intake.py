"""Mails a second, accepted and stored: the same loads for every server, the servers taking turns within each load."""

from collections.abc import Callable, Sequence
from statistics import median

import msgspec

from bench.load import Load, run_load
from bench.mails import SIZES
from bench.processes import cpu_s
from bench.servers import Server


class Cell(msgspec.Struct, frozen=True):
    """One load: how large the mails are, over how many connections, one mail a connection or many."""

    size: str
    connections: int
    per_connection: bool


class Measured(msgspec.Struct, frozen=True):
    """One server under one load, once. `cpu_us` is a mail's processor time by whose processes, work after the 250 included."""

    rate: float
    cpu_us: dict[str, float]
    accepted: int
    stored: int
    refusals: int
    last_refusal: str


CELLS = [Cell(size, connections, per) for size in SIZES for connections in (10, 100) for per in (True, False)]


def measure_intake(
    servers: Sequence[Server], *, rounds: int, window_s: float, warm_up_s: float, say: Callable[[str], None]
) -> dict[tuple[Cell, str], list[Measured]]:
    """Every cell with every server, `rounds` times."""
    found: dict[tuple[Cell, str], list[Measured]] = {}
    for number in range(1, rounds + 1):
        for cell in CELLS:
            say(f"intake, round {number} of {rounds}: {describe(cell)}")
            for server in servers:
                found.setdefault((cell, server.name), []).append(_measure(server, cell, window_s, warm_up_s))
    return found


def describe(cell: Cell) -> str:
    """As the table calls it."""
    return f"{cell.size}, {cell.connections} connections, {'one mail each' if cell.per_connection else 'many mails each'}"


def typical(measured: Sequence[Measured]) -> tuple[float, dict[str, float]]:
    """The medians over the rounds: rate, processor time by whose."""
    return median(one.rate for one in measured), {who: median(one.cpu_us[who] for one in measured) for who in measured[0].cpu_us}


def _measure(server: Server, cell: Cell, window_s: float, warm_up_s: float) -> Measured:
    server.clear()
    stored, cpu = server.stored(), _cpu(server)
    outcome = run_load(
        Load(
            port=server.smtp_port,
            recipients=server.recipients,
            size=cell.size,
            connections=cell.connections,
            per_connection=cell.per_connection,
            window_s=window_s,
            warm_up_s=warm_up_s,
        )
    )
    server.settle()
    spent = {who: 1e6 * (now - cpu[who]) / max(1, outcome.accepted) for who, now in _cpu(server).items()}
    rate = outcome.in_window / outcome.seconds
    return Measured(rate, spent, outcome.accepted, server.stored() - stored, outcome.refusals, outcome.last_refusal)


def _cpu(server: Server) -> dict[str, float]:
    return {who: cpu_s(pids) for who, pids in server.pids().items()}

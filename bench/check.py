"""`make bench-check`: what must hold on any machine, however slow: counters, and that work grows no faster than its input.

No time is asserted, only the ratio of two, with a wide margin. Each line says what was counted and what is allowed; exit 1 when one
is not kept.
"""

import asyncio
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import asyncpg
import uvloop

from bench.latency import Sender
from bench.mails import SIZES, raw_mail, wire_mail
from bench.timed_server import Stopwatch, install
from postroom.kernel.clock import SystemClock
from postroom.kernel.migrate import apply_migrations
from postroom.lib.reading import read_mail
from postroom.main.discover import discover
from postroom.main.serve import Running
from postroom.main.wiring import all_migrations
from postroom.testing.database import data_directory, open_test_server
from postroom.testing.running import Account, open_account, run_postroom

_COMMITTER = "intake-committer"
_TEMPLATE = "postroom_template"
_MAILS, _CONNECTIONS = 120, 30
_METHODS = ("fetch", "fetchrow", "fetchval", "execute", "executemany")


class Check:
    """The lines of the check, and whether all were kept."""

    def __init__(self) -> None:
        self.kept = True

    def at_most(self, what: str, found: float, allowed: float) -> None:
        """Print, and remember a breach."""
        self.kept &= found <= allowed
        print(f"{'ok  ' if found <= allowed else 'FAIL'}  {what}: {found:.2f} (at most {allowed:g})", flush=True)


def main() -> int:
    """Count, compare, say."""
    check = Check()
    check_growth(check)
    statements = count_statements()
    uvloop.run(_check_counters(check, statements))
    check.at_most("places of the stopwatch that have moved (bench/timed_server.py)", len(install(Stopwatch())), 0)
    return 0 if check.kept else 1


def check_growth(check: Check) -> None:
    """Four times the text takes four times as long, not sixteen times."""
    for size in SIZES:
        once, four = (_read_s(raw_mail(size, 48_291_377, repeats)) for repeats in (4, 16))
        check.at_most(f"reading a {size} mail with four times the text, times as long", four / once, 8)


def count_statements() -> "Counter[str]":
    """From now on statements are counted by the name of the task that asks."""
    counted: Counter[str] = Counter()
    connection: Any = asyncpg.Connection
    for name in _METHODS:
        setattr(connection, name, _counting(counted, getattr(connection, name)))
    return counted


async def _check_counters(check: Check, statements: "Counter[str]") -> None:
    async with open_test_server() as server:
        await server.make_template(_TEMPLATE, _migrate)
        with data_directory() as data_dir:
            data_dir.mkdir()
            async with run_postroom(await server.create(_TEMPLATE), data_dir) as running, open_account(running) as account:
                await _check_intake(check, statements, running, account)
                await _check_wait(check, statements, account)


async def _check_intake(check: Check, statements: "Counter[str]", running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    sender = await Sender.open(account.smtp_port)
    before = statements[_COMMITTER]
    await _send(sender, inbox["address"], 0)
    check.at_most("statements of the intake for one mail alone", statements[_COMMITTER] - before, 8)
    before = statements[_COMMITTER]
    await asyncio.gather(*(_send_many(account.smtp_port, inbox["address"], place) for place in range(_CONNECTIONS)))
    each = (statements[_COMMITTER] - before) / _MAILS
    check.at_most(f"statements of the intake a mail, {_MAILS} over {_CONNECTIONS} connections", each, 3)
    async with running.wired.database.connection() as connection:
        events = await connection.fetchval("SELECT count(*) FROM events WHERE inbox_id IS NOT NULL AND message_id IS NOT NULL")
    check.at_most("events a mail", events / (_MAILS + 1), 1)
    count = (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()["message_count"]
    check.at_most("mails with a 250 that are not there, or there twice", abs(count - _MAILS - 1), 0)


async def _check_wait(check: Check, statements: "Counter[str]", account: Account) -> None:
    """One wait, parked, then woken by a mail. Requests run in tasks without a name of their own."""
    inbox = await account.open_inbox()
    sender = await Sender.open(account.smtp_port)
    before = _of_requests(statements)
    waiting = asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 30}))
    await asyncio.sleep(0.2)
    check.at_most("statements to park a wait", _of_requests(statements) - before, 6)
    await _send(sender, inbox["address"], 1)
    answer = (await waiting).json()
    check.at_most("statements of a wait in all, its mail read included", _of_requests(statements) - before, 14)
    check.at_most("waits that missed their mail", 0 if answer["message"] else 1, 0)


async def _send(sender: Sender, address: str, number: int) -> None:
    await sender.announce(address)
    sender.send(wire_mail("2kB", 48_291_000 + number))
    await sender.accepted()


async def _send_many(port: int, address: str, place: int) -> None:
    sender = await Sender.open(port)
    for number in range(_MAILS // _CONNECTIONS):
        await _send(sender, address, 10 + place * 100 + number)
    sender.close()


def _of_requests(statements: "Counter[str]") -> int:
    return sum(count for name, count in statements.items() if name.startswith("Task-"))


def _counting(counted: "Counter[str]", method: Any) -> Any:
    async def counting(*values: Any, **keywords: Any) -> Any:
        task = asyncio.current_task()
        counted[task.get_name() if task else ""] += 1
        return await method(*values, **keywords)

    return counting


def _read_s(raw: bytes) -> float:
    """Processor time of one reading, the best of several."""
    now, times = datetime(2026, 2, 6, 9, 0, tzinfo=UTC), []
    for _ in range(7):
        began = time.thread_time()
        read_mail(raw, ["robin@bench.example"], now)
        times.append(time.thread_time() - began)
    return min(times)


async def _migrate(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await apply_migrations(connection, all_migrations(discover()), SystemClock().now())
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(main())

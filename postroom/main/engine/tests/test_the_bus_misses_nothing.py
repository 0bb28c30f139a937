"""Hints between processes: what is told while a line is broken arrives afterwards, and no fault ends the bus for good."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from postroom.kernel.database import Database
from postroom.main.engine.bus import PostgresBus
from postroom.testing.database import TestServer

TOPIC = "test"


class Ears:
    """What one process hears under the topic."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Sequence[str] | None] = asyncio.Queue()

    async def next(self) -> Sequence[str] | None:
        async with asyncio.timeout(20):
            return await self.heard.get()


class Watched(Database):
    """Lets a test see each try to connect."""

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self.tries = asyncio.Semaphore(0)

    async def dedicated(self) -> Any:
        self.tries.release()
        return await super().dedicated()


@pytest_asyncio.fixture
async def dsn(database_server: TestServer) -> AsyncIterator[str]:
    one = await database_server.create()
    yield one
    await database_server.drop(one)


@asynccontextmanager
async def bus_on(database: Database, **values: Any) -> AsyncIterator[tuple[PostgresBus, Ears]]:
    bus, ears = PostgresBus(database, **values), Ears()
    bus.subscribe(TOPIC, ears.heard.put_nowait)
    await bus.start()
    try:
        yield bus, ears
    finally:
        await bus.stop()


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


def pid_of(bus: PostgresBus) -> int:
    return int(bus._connection.get_server_pid())


async def test_others_hear_what_was_told_while_the_own_line_was_broken(dsn: str) -> None:
    async with bus_on(Database(dsn)) as (teller, _), bus_on(Database(dsn)) as (_, ears), connected(dsn) as admin:
        await admin.execute("SELECT pg_terminate_backend($1)", pid_of(teller))
        teller.publish(TOPIC, "a mail came")
        assert await ears.next() == ["a mail came"]


async def test_a_refusal_that_is_no_lost_connection_does_not_end_the_listening(database_server: TestServer, dsn: str) -> None:
    database, name = Watched(dsn), urlsplit(dsn).path.removeprefix("/")
    async with bus_on(database) as (bus, ears), connected(database_server.admin_dsn) as admin:
        await database.tries.acquire()
        await admin.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        await admin.execute("SELECT pg_terminate_backend($1)", pid_of(bus))
        async with asyncio.timeout(20):
            await database.tries.acquire()
            await database.tries.acquire()
        await admin.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')
        assert await ears.next() is None


async def test_a_line_that_went_silent_is_noticed_and_replaced(database_server: TestServer, dsn: str) -> None:
    if database_server.embedded is None:
        pytest.skip("an external server's processes cannot be halted from here")
    async with bus_on(Database(dsn), heartbeat_s=0.1) as (bus, ears):
        halted = pid_of(bus)
        os.kill(halted, signal.SIGSTOP)
        try:
            assert await ears.next() is None
            assert pid_of(bus) != halted
        finally:
            os.kill(halted, signal.SIGCONT)


async def test_more_than_one_message_can_carry_becomes_a_word_to_look_at_everything(dsn: str) -> None:
    async with bus_on(Database(dsn)) as (teller, _), bus_on(Database(dsn)) as (_, ears):
        for place in range(5_000):
            teller.publish(TOPIC, f"item {place}")
        assert await ears.next() is None

"""Fixtures for all tests: one database server and one running Postroom a session, a stranger's account a test."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from postroom.kernel.clock import SystemClock
from postroom.kernel.migrate import apply_migrations
from postroom.main.discover import discover
from postroom.main.serve import Running
from postroom.main.wiring import all_migrations
from postroom.testing.database import TestServer, open_test_server
from postroom.testing.running import Account, open_account, run_postroom

TEMPLATE = "postroom_template"
# No test asserts on time: a busy machine is no fault of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest_asyncio.fixture(scope="session")
async def database_server() -> AsyncIterator[TestServer]:
    """A PostgreSQL for the session: the embedded one, or what POSTROOM_TEST_DATABASE_URL names."""

    async def migrate(dsn: str) -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await apply_migrations(connection, all_migrations(discover()), SystemClock().now())
        finally:
            await connection.close()

    async with open_test_server() as server:
        await server.make_template(TEMPLATE, migrate)
        yield server


@pytest_asyncio.fixture(scope="session")
async def running(database_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """The whole house in this process."""
    dsn = await database_server.create(TEMPLATE)
    async with run_postroom(dsn, tmp_path_factory.mktemp("postroom")) as house:
        yield house


@pytest_asyncio.fixture
async def account(running: Running) -> AsyncIterator[Account]:
    """An organisation of its own."""
    async with open_account(running) as one:
        yield one


@pytest_asyncio.fixture
async def stranger(running: Running) -> AsyncIterator[Account]:
    """Another organisation, which must see nothing."""
    async with open_account(running, "stranger") as one:
        yield one


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpora beside the project; tests on them skip with a word where they are absent."""
    folder = Path(os.environ.get("POSTROOM_CORPUS", Path(__file__).parent.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip(f"corpus not found at {folder} (set POSTROOM_CORPUS)")
    return folder

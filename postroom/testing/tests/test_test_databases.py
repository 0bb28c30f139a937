"""The databases that tests get."""

import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from postroom.main.engine import embedded
from postroom.testing.database import TestServer, data_directory, open_test_server

SCRIPT = Path(__file__).resolve().parents[3] / "tests" / "on_distribution_postgres"


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def migrate(dsn: str) -> None:
    await ask(dsn, "CREATE TABLE letters AS SELECT 'hello' AS body")


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[TestServer]:
    async with open_test_server() as opened:
        await opened.make_template("migrated", migrate)
        yield opened


async def test_each_database_is_a_copy_of_the_template_and_knows_nothing_of_the_others(server: TestServer) -> None:
    one, two = await server.create("migrated"), await server.create("migrated")
    await ask(one, "UPDATE letters SET body = 'changed'")
    assert await ask(one, "SELECT body FROM letters") == "changed"
    assert await ask(two, "SELECT body FROM letters") == "hello"


async def test_tests_connect_as_a_role_without_superuser_rights_that_owns_the_database(server: TestServer) -> None:
    dsn = await server.create()
    assert await ask(dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert await ask(dsn, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()") == server.role
    await ask(dsn, "CREATE TABLE mine (id int)")


async def test_an_empty_database_has_the_extensions(server: TestServer) -> None:
    dsn = await server.create()
    assert await ask(dsn, "SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm', 'btree_gin')") == 2


async def test_a_database_is_dropped_under_a_connected_client(server: TestServer) -> None:
    dsn = await server.create("migrated")
    stays = await asyncpg.connect(dsn)
    await server.drop(dsn)
    await server.drop(dsn)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(dsn)
    stays.terminate()


async def test_an_external_server_is_left_as_it_was(server: TestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    inventory = "SELECT (SELECT count(*) FROM pg_database) || '/' || (SELECT count(*) FROM pg_roles)"
    before = await ask(server.admin_dsn, inventory)
    monkeypatch.setenv("POSTROOM_TEST_DATABASE_URL", server.admin_dsn)
    async with open_test_server() as external:
        assert external.embedded is None
        assert external.role != server.role
        await external.make_template("migrated", migrate)
        dsn = await external.create("migrated")
        assert await ask(dsn, "SELECT current_user || ' ' || body FROM letters") == f"{external.role} hello"
        assert await ask(dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert await ask(server.admin_dsn, inventory) != before
    assert await ask(server.admin_dsn, inventory) == before


def test_a_data_directory_and_its_server_are_gone_afterwards() -> None:
    with data_directory() as path:
        running = embedded.start(path, settings={"fsync": "off"})
        running.stop()
        folder = path.parent
    assert not folder.exists()


def test_the_script_hands_over_a_server_and_the_commands_status_and_cleans_up() -> None:
    command = 'echo "url=$POSTROOM_TEST_DATABASE_URL"; exit 7'
    environment = {name: value for name, value in os.environ.items() if name != "POSTROOM_TEST_DATABASE_URL"}
    done = subprocess.run([SCRIPT, "bash", "-c", command], capture_output=True, text=True, env=environment)
    if "SKIPPED" in done.stdout:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 7, done.stderr
    url = next(line for line in done.stdout.splitlines() if line.startswith("url="))
    assert not Path(url.rpartition("host=")[2]).exists()

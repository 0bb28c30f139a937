"""Migrations: in order, once, never changed, whoever starts at the same time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from postroom.kernel.errors import Unavailable
from postroom.kernel.migrate import Migration, apply_migrations, count_pending, read_migrations
from postroom.main.discover import discover
from postroom.main.wiring import all_migrations
from postroom.testing.database import TestServer

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = Migration("a", 1, "0001_first", "CREATE TABLE first (id integer PRIMARY KEY, word text)")
SECOND = Migration("b", 1, "0001_second", "CREATE TABLE second (id integer REFERENCES first (id))")
INDEX = Migration("b", 2, "0002_index", "-- no-transaction\nCREATE INDEX CONCURRENTLY first_word ON first (word)")


@pytest_asyncio.fixture
async def dsn(database_server: TestServer) -> AsyncIterator[str]:
    """An empty database."""
    made = await database_server.create()
    yield made
    await database_server.drop(made)


async def apply(dsn: str, migrations: list[Migration]) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return await apply_migrations(connection, migrations, NOW)
    finally:
        await connection.close()


async def fetch(dsn: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        rows: list[Any] = await connection.fetch(query)
        return rows
    finally:
        await connection.close()


async def test_each_is_applied_once_and_stands_in_the_ledger(dsn: str) -> None:
    assert await apply(dsn, [FIRST]) == 1
    assert await apply(dsn, [FIRST, SECOND, INDEX]) == 2
    assert await apply(dsn, [FIRST, SECOND, INDEX]) == 0
    rows = await fetch(dsn, "SELECT slice, number, name, sha256, applied_at FROM schema_migrations ORDER BY slice, number")
    assert [tuple(row) for row in rows] == [(one.slice, one.number, one.name, one.sha256, NOW) for one in (FIRST, SECOND, INDEX)]


async def test_a_changed_file_is_refused_and_nothing_is_applied(dsn: str) -> None:
    await apply(dsn, [FIRST])
    changed = Migration("a", 1, "0001_first", FIRST.sql + " -- edited")
    with pytest.raises(Unavailable) as refused:
        await apply(dsn, [changed, SECOND])
    assert refused.value.code == "migration_changed" and "a/0001_first" in refused.value.detail
    assert await fetch(dsn, "SELECT 1 FROM pg_tables WHERE tablename = 'second'") == []


async def test_one_that_fails_leaves_nothing_behind_and_the_lock_is_free(dsn: str) -> None:
    broken = Migration("b", 1, "0001_broken", "CREATE TABLE half (id integer); SELECT nothing_like_that()")
    with pytest.raises(asyncpg.UndefinedFunctionError):
        await apply(dsn, [FIRST, broken])
    assert await fetch(dsn, "SELECT 1 FROM pg_tables WHERE tablename = 'half'") == []
    assert await apply(dsn, [FIRST, SECOND]) == 1


async def test_many_starters_at_once_apply_each_once_also_what_cannot_run_in_a_transaction(dsn: str) -> None:
    async with asyncio.timeout(30):
        counts = await asyncio.gather(*(apply(dsn, [FIRST, SECOND, INDEX]) for _ in range(6)))
    assert sorted(counts) == [0, 0, 0, 0, 0, 3]
    assert len(await fetch(dsn, "SELECT 1 FROM pg_index WHERE indexrelid = 'first_word'::regclass AND indisvalid")) == 1


async def test_what_is_pending_is_counted_before_and_after(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        assert await count_pending(connection, [FIRST, SECOND]) == 2
        await apply_migrations(connection, [FIRST], NOW)
        assert await count_pending(connection, [FIRST, SECOND]) == 1
    finally:
        await connection.close()


def test_a_file_with_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_good.sql").write_text("SELECT 1")
    assert [one.name for one in read_migrations("x", tmp_path)] == ["0001_good"]
    (tmp_path / "2_bad.sql").write_text("SELECT 1")
    with pytest.raises(ValueError, match=r"2_bad\.sql"):
        read_migrations("x", tmp_path)


async def test_the_houses_own_migrations_run_on_an_empty_database(dsn: str) -> None:
    migrations = all_migrations(discover())
    assert await apply(dsn, migrations) == len(migrations)
    names = [(one.slice, one.number) for one in migrations]
    assert len(names) == len(set(names)) and names[0] == ("kernel", 1)

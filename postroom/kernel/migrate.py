"""Migrations: numbered SQL files per folder, applied once, forward only, in the order of (rank, number), under a lock.

A file that begins with `-- no-transaction` runs outside a transaction (concurrent indexes). Old code must run on the new schema for one
release, so a migration adds before a later one removes.
"""

import asyncio
import hashlib
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from postroom.kernel.errors import Unavailable

logger = logging.getLogger("postroom.migrations")

_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_LOCK = 0x706F7374_726F6F6D  # "postroom"
_ASK_AGAIN_S = 0.05
_LONGEST_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: which slice, which number, what it says."""

    slice: str
    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> bytes:
        """What the ledger remembers, so that a changed file is noticed."""
        return hashlib.sha256(self.sql.encode()).digest()


def read_migrations(slice_name: str, folder: Path) -> list[Migration]:
    """The migrations of one folder in order; a file with another name is refused."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.match(path.name)
        if match is None:
            raise ValueError(f"{path}: a migration is named 0001_what_it_does.sql")
        found.append(Migration(slice_name, int(match[1]), path.stem, path.read_text("utf-8")))
    return found


async def apply_migrations(connection: Any, migrations: list[Migration], now: datetime) -> int:
    """Apply what the ledger does not have yet; how many. `migrations` come in the order of their ranks."""
    await _lock(connection)
    try:
        await connection.execute(_LEDGER)
        rows = await connection.fetch("SELECT slice, number, sha256 FROM schema_migrations")
        applied = {(row["slice"], row["number"]): row["sha256"] for row in rows}
        pending = [one for one in migrations if (one.slice, one.number) not in applied]
        _refuse_changed(migrations, applied)
        for migration in pending:
            await _apply(connection, migration, now)
        return len(pending)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)


async def count_pending(connection: Any, migrations: list[Migration]) -> int:
    """How many are not applied yet, for `doctor` and readiness."""
    if not await connection.fetchval("SELECT to_regclass('schema_migrations') IS NOT NULL"):
        return len(migrations)
    rows = await connection.fetch("SELECT slice, number FROM schema_migrations")
    applied = {(row["slice"], row["number"]) for row in rows}
    return sum((one.slice, one.number) not in applied for one in migrations)


async def _lock(connection: Any) -> None:
    """By asking again and again: whoever waits inside a statement holds a snapshot, and CREATE INDEX CONCURRENTLY waits for those."""
    while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):  # noqa: ASYNC110 - other processes hold it
        await asyncio.sleep(_ASK_AGAIN_S)


_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    slice text NOT NULL, number integer NOT NULL, name text NOT NULL, sha256 bytea NOT NULL,
    applied_at timestamptz NOT NULL, PRIMARY KEY (slice, number))
"""


def _refuse_changed(migrations: list[Migration], applied: dict[tuple[str, int], bytes]) -> None:
    for one in migrations:
        if applied.get((one.slice, one.number), one.sha256) != one.sha256:
            raise Unavailable(
                "migration_changed",
                f"Migration {one.slice}/{one.name} differs from the one this database has. A migration is never edited: add a new one.",
            )


async def _apply(connection: Any, migration: Migration, now: datetime) -> None:
    record = "INSERT INTO schema_migrations (slice, number, name, sha256, applied_at) VALUES ($1, $2, $3, $4, $5)"
    values = (migration.slice, migration.number, migration.name, migration.sha256, now)
    if migration.sql.startswith("-- no-transaction"):
        await connection.execute(migration.sql, timeout=_LONGEST_S)
        await connection.execute(record, *values)
    else:
        async with connection.transaction():
            await connection.execute(migration.sql, timeout=_LONGEST_S)
            await connection.execute(record, *values)
    logger.info("migrated %s/%s", migration.slice, migration.name)

"""A plan that was made while the tables were empty is kept for a while: it must not read whole tables once they are large."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from postroom.features.inboxes.store import hold_open_part
from postroom.features.messages.store.received import next_received
from postroom.features.messages.store.thread import find_links_part
from postroom.kernel.context import Read, house_principal
from postroom.kernel.statements import Part
from postroom.main.serve import Running
from postroom.testing.database import TestServer

_ID = UUID(int=7)
_LOOK_UPS = {
    "thread_links": find_links_part([(_ID, _ID, b"x")]),
    "inboxes": hold_open_part([(_ID, _ID)], datetime(2026, 1, 1, tzinfo=UTC)),
}


@pytest.mark.parametrize("table", _LOOK_UPS)
async def test_a_look_up_of_a_batch_goes_by_the_primary_key(database_server: TestServer, table: str) -> None:
    dsn = await database_server.create("postroom_template")
    connection = await asyncpg.connect(dsn)
    try:
        plan = await _generic_plan(connection, _LOOK_UPS[table])
    finally:
        await connection.close()
        await database_server.drop(dsn)
    assert f"using {table}_pkey" in plan, plan
    assert f"Seq Scan on {table}" not in plan, plan


class Explained:
    """Explains what a wait asks."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self.plan = ""

    async def fetchrow(self, query: str, *arguments: Any) -> dict[str, Any]:
        self.plan = "\n".join(row[0] for row in await self._connection.fetch(f"EXPLAIN {query}", *arguments))
        return {"id": None, "looked": 0}


@pytest.mark.parametrize("view", [{"after": 0, "since": None}, {"after": None, "since": datetime(2026, 1, 1, tzinfo=UTC)}])
async def test_a_wait_reads_the_receipts_of_its_inbox_in_order_and_joins_no_whole_table(
    running: Running, database_server: TestServer, view: dict[str, Any]
) -> None:
    dsn = await database_server.create("postroom_template")
    connection = await asyncpg.connect(dsn)
    try:
        explained = Explained(connection)
        await next_received(Read(running.wired.house, house_principal(_ID), explained), _ID, view, {"from": "jo"})  # type: ignore[arg-type]
    finally:
        await connection.close()
        await database_server.drop(dsn)
    assert "using events_received" in explained.plan, explained.plan
    assert "Seq Scan" not in explained.plan and "Hash" not in explained.plan, explained.plan


async def _generic_plan(connection: asyncpg.Connection, part: Part) -> str:
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    await connection.execute(f"PREPARE look_up AS {part.sql}")
    nulls = ", ".join("NULL" for _ in part.arguments)
    return "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN EXECUTE look_up({nulls})"))

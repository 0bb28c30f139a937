"""A plan that was made while the tables were empty is kept for a while: it must not read whole tables once they are large."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from postroom.features.inboxes.store import hold_open_part
from postroom.features.messages.store.thread import find_links_part
from postroom.kernel.statements import Part
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


async def _generic_plan(connection: asyncpg.Connection, part: Part) -> str:
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    await connection.execute(f"PREPARE look_up AS {part.sql}")
    nulls = ", ".join("NULL" for _ in part.arguments)
    return "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN EXECUTE look_up({nulls})"))

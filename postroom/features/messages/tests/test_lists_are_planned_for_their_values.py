"""Lists and claims at size: planned for the values at hand, read in the order of an index, and none reads what it does not need."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from postroom.features.inboxes.store import list_inboxes
from postroom.features.messages.store.read import list_messages
from postroom.features.messages.store.thread import list_threads
from postroom.features.waits.store import list_touched_inboxes
from postroom.kernel.clock import SystemClock
from postroom.kernel.context import Read, house_principal
from postroom.kernel.jobs import Group, claim_jobs
from postroom.kernel.paging import window
from postroom.main.serve import Running
from postroom.testing.database import TestServer

_ID = UUID(int=7)
_LISTS: dict[str, Callable[[Read], Awaitable[list[Any]]]] = {
    "messages": lambda rd: list_messages(rd, window(50, None), [_ID], {"unread": True}),
    "threads": lambda rd: list_threads(rd, window(50, None), [_ID]),
    "inboxes": lambda rd: list_inboxes(rd, window(50, None), {}, {"team": "red"}),
}
_GENERIC = """
SELECT coalesce(sum(generic_plans), 0) FROM pg_prepared_statements
WHERE statement LIKE '%LIMIT $8 OFFSET $9%' AND statement NOT LIKE '%pg_prepared_statements%'
"""


@pytest.mark.parametrize("name", _LISTS)
async def test_a_list_that_is_asked_often_is_still_planned_for_its_values(running: Running, name: str) -> None:
    house = running.wired.house
    async with house.database.connection() as connection:
        before = await connection.fetchval(_GENERIC)
        for _ in range(12):
            await _LISTS[name](Read(house, house_principal(_ID), connection))
        assert await connection.fetchval(_GENERIC) == before


class Explained:
    """Explains what is asked, with the plan for any values."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.plan = ""

    async def fetch(self, query: str, *arguments: Any) -> list[Any]:
        await self._connection.execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_sort = off")
        self.plan = "\n".join(row[0] for row in await self._connection.fetch(f"EXPLAIN {query}", *arguments))
        return []

    def transaction(self) -> Any:
        return self._connection.transaction()

    async def execute(self, _query: str) -> None: ...


@pytest.fixture
async def explained(database_server: TestServer) -> Any:
    dsn = await database_server.create("postroom_template")
    connection = await asyncpg.connect(dsn)
    yield Explained(connection)
    await connection.close()
    await database_server.drop(dsn)


async def test_jobs_are_claimed_in_the_order_of_their_indexes_without_sorting_the_backlog(explained: Explained) -> None:
    await claim_jobs(explained, [Group(["x"], 16)], SystemClock().now(), timedelta(seconds=30), 16)
    assert "Sort" not in explained.plan, explained.plan
    assert "using jobs_ready" in explained.plan, explained.plan
    assert "using jobs_running" in explained.plan, explained.plan


async def test_a_hint_from_another_process_reads_only_what_is_newer(explained: Explained) -> None:
    await list_touched_inboxes(explained, {_ID: 5})
    assert "Index Cond: ((org_id = w.org_id) AND (seq > w.seq))" in explained.plan, explained.plan


async def test_the_threads_of_an_organisation_are_read_in_the_order_of_an_index(explained: Explained, running: Running) -> None:
    await list_threads(Read(running.wired.house, house_principal(_ID), explained), window(50, None), None)  # type: ignore[arg-type]
    assert "using threads_of_organisation" in explained.plan, explained.plan


async def test_a_list_of_messages_makes_no_table_of_all_inboxes(explained: Explained, running: Running) -> None:
    await list_messages(Read(running.wired.house, house_principal(_ID), explained), window(50, None), None, {})  # type: ignore[arg-type]
    assert "hashed" not in explained.plan, explained.plan

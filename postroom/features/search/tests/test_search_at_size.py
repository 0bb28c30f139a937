"""At size: pages come out of small spans of time, are in the exact order of lists, and say so when they did not look at everything."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from msgspec.structs import replace

from postroom.features.messages import find
from postroom.features.messages.marks import SPAN, Marks
from postroom.features.search.pairs import PAIR_NAME, pair_spans
from postroom.features.search.store.index import Entry, write_search
from postroom.kernel.context import Io, Read, Tx, house_principal
from postroom.kernel.jobs import Claimed
from postroom.lib.search import Words
from postroom.main.serve import Running

_START = datetime(2026, 1, 1, tzinfo=UTC)
_COUNT = 40_000


class Counted:
    """A connection that notes what was looked at; `is_slow`: what looks at everything is cut off, as by the time limit."""

    def __init__(self, connection: Any, *, is_slow: bool) -> None:
        self._connection = connection
        self._is_slow = is_slow
        self.windows: list[str] = []

    async def fetch(self, query: str, *arguments: Any) -> list[Any]:
        if "FROM message_search" in query and "LATERAL" in query:
            self.windows.append("span" if "f.received_at >" in query else "all")
            if self._is_slow and self.windows[-1] == "all":
                raise asyncpg.QueryCanceledError
        return list(await self._connection.fetch(query, *arguments))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.fixture(scope="module")
def org_id() -> UUID:
    return UUID(int=0x5EA7C4)


@pytest.fixture(scope="module")
async def filled(running: Running, org_id: UUID) -> None:
    """Every second message says common, every 5,000th rare, the oldest once; they did not arrive in the order of indexing."""
    async with running.wired.house.transaction(house_principal(org_id)) as tx:
        await tx.execute(_MESSAGES, org_id, _COUNT, _START)
        for first in range(0, _COUNT, 2_000):
            await write_search(tx, [_entry(org_id, number) for number in range(first, first + 2_000)], Marks(org_id))
    async with running.wired.house.database.connection() as connection:
        await connection.execute("VACUUM ANALYZE message_search")
    await _pair(running, org_id)


async def _pair(running: Running, org_id: UUID) -> None:
    await pair_spans(Io(running.wired.house, house_principal(org_id)), Claimed(UUID(int=1), org_id, "live", PAIR_NAME, {}, 1))


def _entry(org_id: UUID, number: int) -> Entry:
    said = ["common"] * (number % 2 == 0) + ["rare"] * (number % 5_000 == 7) + ["once"] * (number == 0) + ["every"]
    words, marks = Words(), Marks(org_id)
    words.add(" ".join(said), "C")
    facts = {"mode": "live", "inbox_id": None, "direction": "inbound", "category": "personal"}
    row = {**facts, "code_count": 0, "link_count": 0, "attachment_count": 0}
    return Entry(UUID(int=number), _arrival(number), marks.vector(words), marks.of_message({}, row), "", "", "")


def _arrival(number: int) -> datetime:
    return _START + timedelta(seconds=number ^ 3)


async def _search(running: Running, org_id: UUID, q: str, *, is_slow: bool = False, **wish: Any) -> tuple[list[int], list[str], find.Found]:
    async with running.wired.house.database.connection() as connection:
        counted = Counted(connection, is_slow=is_slow)
        rd = Read(running.wired.house, house_principal(org_id), counted)  # type: ignore[arg-type]
        found = await find.find(rd, find.Wish(21, **wish), {}, find.parse(q))
    return [row["id"].int for row in found.rows], counted.windows, found


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("q", "matches", "windows"),
    [
        ("common", lambda number: number % 2 == 0, 1),
        ("every -common", lambda number: number % 2 == 1, 1),
        ("com*", lambda number: number % 2 == 0, 1),
        ("rare", lambda number: number % 5_000 == 7, 3),
        ("once common", lambda number: number == 0, 3),
        ('"common every"', lambda number: number % 10_000 == 0 or (number % 2 == 0 and number % 5_000 != 7 and number != 0), 1),
        ("absent", lambda number: False, 3),
        ('"rare every"', lambda number: number % 5_000 == 7, 2),
        ('"every rare"', lambda number: False, 2),
        ('"common once every"', lambda number: number == 0, 2),
        ('"common once" every', lambda number: number == 0, 2),
        ("common.once.eve", lambda number: number == 0, 2),
        ("onc*", lambda number: number == 0, 3),
        ("rare eve*", lambda number: number % 5_000 == 7, 3),
        ("eve* -com*", lambda number: number % 2 == 1, 1),
        ("absent OR onc*", lambda number: number == 0, 3),
        ("label:paid", lambda number: number % 100 == 3, 1),
        ("label:paid every", lambda number: number % 100 == 3, 1),
        ("label:paid common", lambda number: False, 2),
        ("is:starred", lambda number: number % 20_000 == 9, 1),
        ("is:starred label:paid", lambda number: False, 1),
        ("in:done every", lambda number: number % 20_000 == 9, 1),
    ],
)
async def test_the_newest_are_found_out_of_as_little_as_needed(running: Running, org_id: UUID, q: str, matches: Any, windows: int) -> None:
    wanted = sorted((number for number in range(_COUNT) if matches(number)), key=lambda number: -_arrival(number).timestamp())
    numbers, looked, found = await _search(running, org_id, q)
    assert numbers == wanted[:21]
    assert len(looked) <= windows and found.looked_back_to is None


@pytest.mark.usefixtures("filled")
async def test_a_page_far_back_begins_at_its_own_place(running: Running, org_id: UUID) -> None:
    before = (_START + timedelta(seconds=10_000), UUID(int=0))
    numbers, windows, _ = await _search(running, org_id, "common", before=before)
    wanted = sorted(
        (one for one in range(_COUNT) if one % 2 == 0 and _arrival(one) < before[0]), key=lambda one: -_arrival(one).timestamp()
    )
    assert numbers == wanted[:21] and windows == ["span"]


@pytest.mark.usefixtures("filled")
async def test_what_takes_too_long_says_how_far_back_it_looked(running: Running, org_id: UUID) -> None:
    numbers, _, found = await _search(running, org_id, "rare", is_slow=True)
    assert found.looked_back_to is not None
    assert numbers == [one for one in (35_007, 30_007, 25_007, 20_007, 15_007, 10_007, 5_007, 7) if _arrival(one) > found.looked_back_to]
    page = find.found_page(found, find.Window(limit=20))
    assert page.has_more and page.next_cursor is not None


@pytest.mark.usefixtures("filled")
async def test_a_message_keeps_its_place_when_it_is_indexed_again(running: Running, org_id: UUID) -> None:
    async with running.wired.house.transaction(house_principal(org_id)) as tx:
        before = await _place(tx, 5_000)
        await write_search(tx, [_entry(org_id, 5_000)], Marks(org_id))
        assert await _place(tx, 5_000) == before
        spans = await tx.fetch("SELECT span, message_count FROM search_spans WHERE org_id = $1 ORDER BY span", org_id)
        assert sum(row["message_count"] for row in spans) == _COUNT
        assert all(row["message_count"] == SPAN for row in spans[:-1])


async def test_words_in_a_row_are_found_in_what_was_indexed_anew(running: Running, org_id: UUID, filled: None) -> None:
    asked = '"quite sudden"'
    assert (await _search(running, org_id, asked))[0] == []
    words = Words()
    words.add("quite sudden", "C")
    async with running.wired.house.transaction(house_principal(org_id)) as tx:
        changed = replace(_entry(org_id, 3_000), words=Marks(org_id).vector(words))
        await write_search(tx, [changed], Marks(org_id))
    assert (await _search(running, org_id, asked))[0] == [3_000]
    await _pair(running, org_id)
    assert (await _search(running, org_id, asked))[0] == [3_000]
    async with running.wired.house.transaction(house_principal(org_id)) as tx:
        await write_search(tx, [_entry(org_id, 3_000)], Marks(org_id))
        assert not await tx.fetchval("SELECT paired = revision FROM search_spans WHERE org_id = $1 AND span = $2", org_id, 3_000 // SPAN)


async def _place(tx: Tx, number: int) -> int:
    return int(await tx.fetchval("SELECT place FROM message_search WHERE org_id = $1 AND id = $2", tx.org_id, UUID(int=number)))


_MESSAGES = """
WITH numbers AS (SELECT n, ('00000000-0000-0000-0000-' || lpad(to_hex(n), 12, '0'))::uuid AS id FROM generate_series(0, $2::integer - 1) n),
bodies AS (INSERT INTO message_bodies (org_id, id, body, segments) SELECT $1, id, '', '[]' FROM numbers),
states AS (INSERT INTO message_state (org_id, id, state, changed_at, labels, is_starred, folder)
    SELECT $1, id, 'received', $3, CASE WHEN n % 100 = 3 THEN '{paid}' ELSE '{}' END::text[], n % 20000 = 9,
        CASE WHEN n % 20000 = 9 THEN 'done' ELSE 'inbox' END FROM numbers)
INSERT INTO messages (org_id, id, mode, channel, direction, received_at, from_address, from_name, subject, category, code_count, link_count,
    attachment_count, is_ambiguous, size_bytes)
SELECT $1, id, 'live', 'email', 'inbound', $3 + make_interval(secs => n # 3), '', '', '', 'personal', 0, 0, 0, false, 0 FROM numbers
"""

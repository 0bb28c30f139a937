"""Finding messages, newest first, at any size: windows of time that grow until a page is full (docs/adr/0010).

A word that is in every second mail fills a page out of the newest thousand; a rare one is looked up whole, because then there is little to
look at. In between each window is as large as the one before says that it must be. What is looked for are keys; the few messages of a page
are read when they are known.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from postroom.features.messages.marks import Marks
from postroom.features.messages.store.keys import Wish, keys_statement
from postroom.features.messages.store.match import Match
from postroom.features.messages.store.read import list_summaries
from postroom.features.messages.store.windows import (
    FIRST_SPANS,
    Window,
    first_of_present_form,
    named_window,
    newest_span,
    next_count,
    posted_window,
    span_window,
    spans_with,
)
from postroom.kernel.clock import monotonic_s
from postroom.kernel.context import Read

# After which events the index is filled; the rest of the log is not waited for.
INDEXED = ("message.received", "message.blocked", "message.imported", "message.queued", "message.attachments_read")
MOST_RANKED = 500
# What cannot be found in this time is not waited for: the answer says how far back it looked.
_PATIENCE_S, _PATIENCE_NEAR_S = 1.0, 5.0
_MOST_INBOX_MARKS = 500
_NEAR_SPANS = 32
# A search for words in a row goes through so many spans by name, and at first through so many of them.
_MOST_NAMED, _FIRST_NAMED = 512, 16
# So many messages with a rare label are looked at for all else that is asked, before time is gone through.
_POSTED = (300, 3_000)
# A word that may go on is common where so many of the newest two thousand messages have it.
_COMMON = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Rows, newest first. `looked_back_to`: older messages were not looked at; the next page begins there."""

    rows: list[Any]
    looked_back_to: datetime | None = None


async def find_messages(rd: Read, marks: Marks, match: Match, wish: Wish) -> Found:
    """A page of what matches, within reach. `match.arguments` begins empty, or with what the clauses given to it need."""
    await _narrow(rd, marks, match, wish)
    looking = await _look(rd, marks, match, wish)
    rows = await list_summaries(rd, looking.ids)
    if len(rows) < len(looking.ids):  # one was deleted meanwhile, and a short page would be taken for the last one
        looking = await _look(rd, marks, match, wish)
        rows = await list_summaries(rd, looking.ids)
    return Found(rows, looking.low)


async def count_frequent(connection: Any) -> dict[int, float]:
    """The shares of messages that the most frequent pieces have, as the database last counted."""
    row = await connection.fetchrow(
        "SELECT most_common_elems::text::integer[] AS pieces, most_common_elem_freqs AS shares FROM pg_stats"
        " WHERE schemaname = current_schema() AND tablename = 'message_search' AND attname = 'grams'"
    )
    # What follows the shares of the pieces are the least, the greatest, and that of null.
    return {} if row is None or row["pieces"] is None else dict(zip(row["pieces"], row["shares"], strict=False))


async def state_of_search(rd: Read, follower: str, types: Sequence[str]) -> Any:
    """How many events the follower has not read (`behind`), and since when a message waits to be indexed (`since`, or null)."""
    return await rd.fetchrow(
        """
        SELECT h.seq - coalesce(c.seq, 0) AS behind, (SELECT v.occurred_at FROM events v WHERE v.org_id = h.org_id
            AND v.seq > coalesce(c.seq, 0) AND v.type = ANY($3) ORDER BY v.seq LIMIT 1) AS since
        FROM event_heads h LEFT JOIN event_cursors c ON c.org_id = h.org_id AND c.follower = $2 WHERE h.org_id = $1
        """,
        rd.org_id,
        follower,
        list(types),
    )


async def _narrow(rd: Read, marks: Marks, match: Match, wish: Wish) -> None:
    """What is within reach, as far as the index knows it; the rows themselves are asked again."""
    inbox_ids = wish.inbox_ids
    if inbox_ids is None and rd.principal.agent_id is not None:
        inbox_ids = await _inboxes_of_agent(rd)
    if inbox_ids is not None and len(inbox_ids) <= _MOST_INBOX_MARKS:
        match.found.append(f"f.grams && ${match.give([marks.fact('inbox', one) for one in inbox_ids])}::integer[]")
    if rd.principal.mode != "live":
        match.found.append(f"f.grams @> ${match.give([marks.fact('mode', rd.principal.mode)])}::integer[]")
    if match.after is not None:
        match.found.append(f"f.received_at >= ${match.give(match.after)}")
    if match.before is not None:
        match.found.append(f"f.received_at < ${match.give(match.before)}")
    if wish.before is not None:
        key = f"(${match.give(wish.before[0])}, ${match.give(wish.before[1])})"
        match.found.append(f"(f.received_at, f.id) < {key}")
        if wish.with_fresh:
            match.kept.append(f"(m.received_at, m.id) < {key}")


async def _inboxes_of_agent(rd: Read) -> list[UUID]:
    rows = await rd.fetch(
        "SELECT id FROM inboxes WHERE org_id = $1 AND agent_id = $2 LIMIT $3", rd.org_id, rd.principal.agent_id, _MOST_INBOX_MARKS + 1
    )
    return [row["id"] for row in rows]


async def _look(rd: Read, marks: Marks, match: Match, wish: Wish) -> "_Looking":
    looking = _Looking(rd, marks, match, wish)
    with contextlib.suppress(asyncpg.QueryCanceledError):
        await looking.look()
    return looking


# Only the index of words and pieces is of use here; a plan made for one word would read a whole table for another. The memory is for what a
# common beginning of words finds.
_SETTINGS = """
SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL work_mem = '16MB'; SET LOCAL statement_timeout = {patience_ms}
"""


@dataclass(slots=True)
class _Looking:
    """One search: the best keys so far, and how far back they are all there is."""

    rd: Read
    marks: Marks
    match: Match
    wish: Wish
    ids: list[UUID] = field(default_factory=list)
    low: datetime | None = None
    matched: int = 0
    # Which of the words that may go on are asked of the index.
    indexed: frozenset[str] = frozenset()
    is_settled: bool = False
    # Where words may stand in a row, once that was asked.
    spans: list[int] | None = None

    async def look(self) -> None:
        """Until the page is full, or nothing is left. Raises QueryCanceledError when it takes too long."""
        self.low = self.rd.now
        connection: Any = self.rd.connection
        until_s = monotonic_s() + (_PATIENCE_S if self.wish.near is None else _PATIENCE_NEAR_S)
        async with connection.transaction():
            await connection.execute(_SETTINGS.format(patience_ms=_left_ms(until_s)))
            async for window in self._windows():
                rows = await self._run(window)
                self.ids, self.low = [row["id"] for row in rows], window.low
                self.matched = len(rows) if not self._is_ranked else rows[0]["matched"] if rows else 0
                if self._is_enough(window):
                    break
                await connection.execute(f"SET LOCAL statement_timeout = {_left_ms(until_s)}")
        self.low = None

    @property
    def _is_ranked(self) -> bool:
        return self.wish.is_ranked and self.match.words is not None

    @property
    def _wanted(self) -> int:
        return MOST_RANKED if self._is_ranked else self.wish.most

    def _is_enough(self, window: Window) -> bool:
        if self.matched >= self._wanted or self.wish.near is not None:
            return True
        return window.low is not None and self.match.after is not None and window.low < self.match.after

    async def _windows(self) -> AsyncIterator[Window]:
        before = min((one for one in (self.match.before, self.wish.before and self.wish.before[0]) if one is not None), default=None)
        for most in _POSTED if self.match.postings else ():
            yield (window := await posted_window(self.rd, self.match.postings, self.match.after, before, most))
            if window.low is None:
                return
        newest = await newest_span(self.rd, before)
        if newest is None:
            if self.wish.with_fresh:
                yield Window(marks=[])
            return
        count = FIRST_SPANS if self.wish.near is None else _NEAR_SPANS
        formed = await first_of_present_form(self.rd) if self.match.shorts else 0
        while 2 * count <= newest:
            yield (window := await span_window(self.rd, self.marks, newest, count, formed))
            if window.low is None:
                return
            if not self.is_settled:
                await self._settle(newest)
            count = next_count(count, self.matched, self._wanted)
            if self.spans is None and self.match.pairs:
                self.spans = await spans_with(self.rd, self.match.pairs, newest)
                if len(self.spans) <= _MOST_NAMED:
                    async for window in self._named_windows(self.spans):
                        yield window
                    return
        is_narrowed = bool(self.indexed or self.match.is_driven) and newest >= FIRST_SPANS
        yield Window(marks=None if is_narrowed else self.marks.spans(newest, newest + 1)[1], is_present_form=not formed)

    async def _named_windows(self, spans: Sequence[int]) -> AsyncIterator[Window]:
        """Those spans alone in which words may stand in a row."""
        count = _FIRST_NAMED
        while count < len(spans):
            yield await named_window(self.rd, self.marks, spans, count)
            count = next_count(count, self.matched, self._wanted)
        if spans:
            yield await named_window(self.rd, self.marks, spans, len(spans))

    async def _settle(self, newest: int) -> None:
        """Whether a word that may go on is rare enough to be looked up."""
        asked = self.match.open
        if self.match.is_driven and self.wish.near is None:
            marks = self.marks.spans(newest, FIRST_SPANS)[1]
            asked = [one for one in asked if await self.rd.fetchval(_COUNT, marks, one, _COMMON) < _COMMON]
        self.indexed, self.is_settled = frozenset(asked), True

    async def _run(self, window: Window) -> list[Any]:
        statement, arguments = keys_statement(self.rd, self.match, self.wish, window, self.indexed, self._wanted)
        return list(await self.rd.fetch(statement, *arguments))


def _left_ms(until_s: float) -> int:
    return max(1, round(1000 * (until_s - monotonic_s())))


_COUNT = """
SELECT count(*) FROM (SELECT FROM message_search f WHERE f.grams && $1::integer[] AND (f.words @@ $2::text::tsquery) IS TRUE LIMIT $3) x
"""

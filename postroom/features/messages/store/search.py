"""Finding messages, newest first, at any size: windows of time that grow until a page is full (docs/adr/0010).

A word that is in every second mail fills a page out of the newest thousand; a rare one is looked up whole, because then there is little to
look at. In between each window is sixteen times the one before, so that what was looked at in vain is little beside what is looked at last.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from postroom.features.messages.marks import LEVELS, Marks, first_span
from postroom.features.messages.store.match import Match
from postroom.features.messages.store.read import SEEN, SHOWN, SUMMARY
from postroom.kernel.context import Read

# Who fills the index, and after which events; the rest of the log is not waited for.
FOLLOWER = "search.index"
INDEXED = ("message.received", "message.blocked", "message.imported", "message.queued", "message.attachments_read")
MOST_RANKED = 500
# What cannot be found in this time is not waited for: the answer says how far back it looked.
_PATIENCE_MS, _PATIENCE_NEAR_MS = 1_000, 5_000
_MOST_INBOX_MARKS = 500
_NEAR_LEVEL, _MOST_NEAR = 1, 300


@dataclass(frozen=True, slots=True)
class Found:
    """Rows, newest first. `looked_back_to`: older messages were not looked at; the next page begins there."""

    rows: list[Any]
    looked_back_to: datetime | None = None


class Near(msgspec.Struct, frozen=True):
    """A place in the space of a model: what is nearest comes first, of the newest spans that hold at least 16,384 messages."""

    model: str
    vector: str


class Wish(msgspec.Struct, frozen=True):
    """What page is wanted: at most `most` rows before a key, within inboxes.

    `is_ranked`: the newest 500 matches by relevance, `skip` of them left out. `with_fresh`: also what is not indexed yet; then whatever
    must hold is among the match's `kept`.
    """

    most: int
    before: tuple[datetime, UUID] | None = None
    inbox_ids: Sequence[UUID] | None = None
    is_ranked: bool = False
    skip: int = 0
    with_fresh: bool = False
    include_hidden: bool = False
    near: Near | None = None


async def find_messages(rd: Read, marks: Marks, match: Match, wish: Wish) -> Found:
    """A page of what matches, within reach. `match.arguments` begins empty, or with what the clauses given to it need."""
    await _narrow(rd, marks, match, wish)
    best = Found([], rd.now)
    connection: Any = rd.connection
    try:
        async with connection.transaction():
            await connection.execute(_SETTINGS.format(patience_ms=_PATIENCE_MS if wish.near is None else _PATIENCE_NEAR_MS))
            async for low, window in _windows(rd, marks, match, wish):
                best = Found(await _run(rd, match, wish, low, window), low)
                if _is_enough(best, wish) or (low is not None and match.after is not None and low < match.after):
                    break
    except asyncpg.QueryCanceledError:
        return best
    return Found(best.rows)


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


def _is_enough(found: Found, wish: Wish) -> bool:
    if wish.is_ranked:
        return bool(found.rows) and found.rows[0].get("matched", wish.most) >= MOST_RANKED
    return len(found.rows) >= wish.most or wish.near is not None


# Only the index of words and pieces is of use here; a plan made for one word would read a whole table for another.
_SETTINGS = """
SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off; SET LOCAL statement_timeout = {patience_ms}
"""


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


async def _windows(rd: Read, marks: Marks, match: Match, wish: Wish) -> AsyncIterator[tuple[datetime | None, list[int] | None]]:
    """(all newer than this, the marks of the spans that hold it) for windows that grow; the last is (None, None), everything."""
    bounds = [one for one in (match.before, wish.before and wish.before[0]) if one is not None]
    newest = await rd.fetchval(_NEWEST_SPAN, rd.org_id, min(bounds, default=None))
    if newest is not None:
        firsts = [first_span(level, newest) for level in range(LEVELS)]
        lows = await rd.fetch(_LOWS, rd.org_id, firsts)
        for level, row in enumerate(lows):
            if row["low"] is None:
                break
            if wish.near is None or level == _NEAR_LEVEL:
                yield row["low"], marks.window(level, newest)
    yield None, None


_NEWEST_SPAN = """
SELECT span FROM search_spans WHERE org_id = $1 AND ($2::timestamptz IS NULL OR oldest <= $2) ORDER BY span DESC LIMIT 1
"""

_LOWS = """
SELECT (SELECT max(p.newest) FROM search_spans p WHERE p.org_id = $1 AND p.span < w.first) AS low
FROM unnest($2::integer[]) WITH ORDINALITY AS w(first, place) ORDER BY w.place
"""


async def _run(rd: Read, match: Match, wish: Wish, low: datetime | None, window: list[int] | None) -> list[Any]:
    """One window."""
    arguments = [*match.arguments, rd.org_id, rd.principal.mode, rd.now, rd.principal.agent_id]
    org, mode, now, agent = (f"${number}" for number in range(len(match.arguments) + 1, len(arguments) + 1))
    # Not `=`: the primary key begins with the organisation, and would be taken for a way to find all of it.
    found = [f"f.org_id IS NOT DISTINCT FROM {org}", *match.found]
    fresh = _FRESH.format(org=org, follower=FOLLOWER)
    if window is not None:
        arguments += [low, window]
        found += [f"f.received_at > ${len(arguments) - 1}", f"f.grams && ${len(arguments)}::integer[]"]
        fresh += f" AND m.received_at > ${len(arguments) - 1}"
    is_ranked = wish.is_ranked and match.words is not None
    limit, order = _limit(arguments, match, wish, is_ranked)
    distance, joined, inner = "NULL", "", "received_at DESC, id DESC"
    if wish.near is not None:
        arguments += [wish.near.model, wish.near.vector]
        distance = f"v.embedding <=> ${len(arguments)}::text::vector"
        joined = (
            f"JOIN message_vectors v ON v.org_id = f.org_id AND v.id = f.id AND v.embedding IS NOT NULL AND v.model = ${len(arguments) - 1}"
        )
        inner, limit, order = "distance", f"LIMIT {_MOST_NEAR}", order.replace("f.received_at", "f.distance, f.received_at", 1)
    reach = ""
    if wish.inbox_ids is not None:
        arguments.append(list(wish.inbox_ids))
        reach = f" AND m.inbox_id = ANY(${len(arguments)}::uuid[])"
    seen = SEEN.format(now=now, agent=agent) + ("" if wish.include_hidden else f" AND {SHOWN}")
    kept = "".join(f" AND {clause}" for clause in match.kept)
    return await rd.fetch(
        f"""
        SELECT x.*{", count(*) OVER () AS matched" if is_ranked else ""} FROM (
            SELECT f.received_at, f.id, f.words, f.grams, f.sender, f.recipients, f.subject, {distance} AS distance
            FROM message_search f {joined}
            WHERE {" AND ".join(found)} {fresh if wish.with_fresh else ""}
            ORDER BY {inner} {limit} OFFSET 0) f
        CROSS JOIN LATERAL (
            {SUMMARY} WHERE m.org_id = {org} AND m.id = f.id AND m.mode = {mode} AND {seen}{reach}{kept} LIMIT 1) x
        ORDER BY {order}
        """,
        *arguments,
    )


def _limit(arguments: list[Any], match: Match, wish: Wish, is_ranked: bool) -> tuple[str, str]:
    """What bounds the inner part, and the order of the whole with its own bound."""
    if not is_ranked:
        arguments.append(wish.most)
        return "", f"f.received_at DESC, f.id DESC LIMIT ${len(arguments)}"
    arguments += [MOST_RANKED, wish.most, wish.skip]
    inner, most, skip = (f"${number}" for number in range(len(arguments) - 2, len(arguments) + 1))
    return f"LIMIT {inner}", f"ts_rank(f.words, {match.words}) DESC, f.received_at DESC, f.id DESC LIMIT {most} OFFSET {skip}"


# What the follower has not indexed yet: few, and read as they are.
_FRESH = """
UNION ALL SELECT m.received_at, m.id, NULL, NULL, NULL, NULL, NULL, NULL FROM events v
JOIN messages m ON m.org_id = v.org_id AND m.id = v.message_id
WHERE v.org_id = {org} AND v.seq > coalesce((SELECT c.seq FROM event_cursors c WHERE c.follower = '{follower}' AND c.org_id = {org}), 0)
    AND v.type IN ('message.received', 'message.blocked', 'message.imported', 'message.queued')
"""

"""The statement that finds the keys of what matches in one window, the best first; the messages themselves are read by their keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.messages.store.match import Match
from postroom.features.messages.store.read import SEEN, SHOWN
from postroom.features.messages.store.windows import Window
from postroom.kernel.context import Read

# Who fills the index.
FOLLOWER = "search.index"
_MOST_NEAR = 300


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


def keys_statement(rd: Read, match: Match, wish: Wish, window: Window, indexed: frozenset[str], most: int) -> tuple[str, list[Any]]:
    """At most `most` keys; ranked, a page of those by relevance, with how many were `matched`."""
    arguments = [*match.arguments, rd.org_id]
    give = _Giver(arguments)
    org = f"${len(arguments)}"
    found, joined, distance, order, fresh = _found(give, org, match, window, indexed), "", "NULL::float8", _NEWEST, ""
    if wish.with_fresh:
        fresh = _FRESH.format(org=org, low="" if window.low is None else f" AND m.received_at > {give(window.low)}")
    if wish.near is not None:
        distance, joined, order = (
            f"v.embedding <=> {give(wish.near.vector)}::text::vector",
            _NEAR.format(model=give(wish.near.model)),
            _NEAREST,
        )
    inner = f"""
        SELECT f.received_at, f.id, {distance} AS distance FROM message_search f {joined} WHERE {" AND ".join(found)} {fresh}
        ORDER BY {order} {f"LIMIT {_MOST_NEAR}" if wish.near is not None else ""} OFFSET 0"""
    kept = _kept(give, rd, match, wish)
    again = f"JOIN message_search f ON f.org_id = {org} AND f.id = k.id" if "f." in kept else ""
    keys = f"""
        SELECT k.received_at, k.id FROM ({inner}) k {again}
        CROSS JOIN LATERAL (SELECT FROM messages m JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
            WHERE m.org_id = {org} AND m.id = k.id AND {kept} LIMIT 1) x
        ORDER BY {order} LIMIT {give(most)}"""
    if not (wish.is_ranked and match.words is not None):
        return keys, arguments
    rank = f"ts_rank(f.words, {give(match.words)}::text::tsquery)"
    return (
        f"""
        SELECT k.id, count(*) OVER () AS matched FROM ({keys}) k JOIN message_search f ON f.org_id = {org} AND f.id = k.id
        ORDER BY {rank} DESC, k.received_at DESC, k.id DESC LIMIT {give(wish.most)} OFFSET {give(wish.skip)}
        """,
        arguments,
    )


class _Giver:
    """Adds a parameter and gives its name."""

    def __init__(self, arguments: list[Any]) -> None:
        self._arguments = arguments

    def __call__(self, value: Any) -> str:
        self._arguments.append(value)
        return f"${len(self._arguments)}"


def _found(give: _Giver, org: str, match: Match, window: Window, indexed: frozenset[str]) -> list[str]:
    """What is asked of the rows of search, with the window."""
    found = list(match.found)
    for one in match.open:
        asked = f"f.words @@ {give(one)}::text::tsquery"
        found.append(asked if one in indexed else f"({asked}) IS TRUE")
    if window.ids is not None:
        found += [f"f.org_id = {org}", f"f.id = ANY({give(list(window.ids))}::uuid[])"]
    else:
        # Not `=`: the primary key begins with the organisation, and would be taken for a way to find all of it.
        found.append(f"f.org_id IS NOT DISTINCT FROM {org}")
    if window.marks is not None:
        found.append(f"f.grams && {give(list(window.marks))}::integer[]")
    if window.is_present_form:
        found += [f"f.grams && {give(pieces)}::integer[]" for pieces in match.shorts]
    if window.low is not None:
        found.append(f"f.received_at > {give(window.low)}")
    return found


def _kept(give: _Giver, rd: Read, match: Match, wish: Wish) -> str:
    """What is asked of the messages that were found."""
    seen = SEEN.format(now=give(rd.now), agent=give(rd.principal.agent_id))
    clauses = [f"m.mode = {give(rd.principal.mode)}", seen, *match.kept]
    if not wish.include_hidden:
        clauses.append(SHOWN)
    if wish.inbox_ids is not None:
        clauses.append(f"m.inbox_id = ANY({give(list(wish.inbox_ids))}::uuid[])")
    return " AND ".join(clauses)


_NEWEST = "received_at DESC, id DESC"
_NEAREST = f"distance, {_NEWEST}"
_NEAR = "JOIN message_vectors v ON v.org_id = f.org_id AND v.id = f.id AND v.embedding IS NOT NULL AND v.model = {model}"

# What the follower has not indexed yet: few, and read as they are. One that was released has two receipts, or one beside its row.
_FRESH = (
    """
UNION SELECT m.received_at, m.id, NULL::float8 FROM events v JOIN messages m ON m.org_id = v.org_id AND m.id = v.message_id
WHERE v.org_id = {org} AND v.seq > coalesce((SELECT c.seq FROM event_cursors c WHERE c.follower = '"""
    + FOLLOWER
    + """' AND c.org_id = {org}), 0)
    AND v.type IN ('message.received', 'message.blocked', 'message.imported', 'message.queued'){low}
"""
)

"""Finding messages by what is in them: the query language over the index, for lists and for search."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.messages.frequent import Frequent
from postroom.features.messages.marks import PRESENT_FORM, SPAN, Marks
from postroom.features.messages.shape import summary_shape
from postroom.features.messages.store import keys, read, search
from postroom.features.messages.store.keys import Near, Wish
from postroom.features.messages.store.match import Match, add_part, compile_query
from postroom.features.messages.store.search import MOST_RANKED, Found
from postroom.kernel.context import Read
from postroom.kernel.errors import invalid_field
from postroom.kernel.paging import Page, Window, make_cursor, page
from postroom.lib.search import Node, QueryError, fold_line, parse_query

__all__ = [
    "FOLLOWER",
    "INDEXED",
    "LAST_ID",
    "MOST_RANKED",
    "PRESENT_FORM",
    "SPAN",
    "Found",
    "Marks",
    "Near",
    "Wish",
    "find",
    "found_page",
    "helps",
    "parse",
    "state_of_search",
    "summary_shape",
]
FOLLOWER, INDEXED = keys.FOLLOWER, search.INDEXED
LAST_ID = UUID(int=(1 << 128) - 1)


class SearchState(msgspec.Struct, frozen=True):
    """Whether everything that has arrived can be found, and for how long the oldest message that cannot has waited."""

    is_ready: bool
    lag_s: float


def parse(text: str) -> Node:
    """The tree of `q`; what is not understood is refused by name."""
    try:
        return parse_query(text)
    except QueryError as error:
        raise invalid_field("query.q", str(error), code="invalid_query") from error


async def find(rd: Read, wish: Wish, filters: Mapping[str, Any], tree: Node | None) -> Found:
    """Messages that match a query and the filters of a list; without a query also those that are not indexed yet."""
    frequent = rd.house.use(Frequent)
    await frequent.refresh(rd.connection)
    marks, match = Marks(rd.org_id), Match([], include_hidden=wish.include_hidden, choose=frequent.choose)
    for name, value in filters.items():
        if value is not None:
            match.kept.append(read.filter_clause(match.arguments, name, value))
            if name in ("from", "subject"):
                add_part(match, marks, name, fold_line(value))
    match.after, match.before = filters.get("received_after"), filters.get("received_before")
    if tree is not None:
        compile_query(match, marks, tree)
    return await search.find_messages(rd, marks, match, msgspec.structs.replace(wish, with_fresh=tree is None and wish.near is None))


def helps(filters: Mapping[str, Any]) -> bool:
    """Whether the index narrows a list with these filters."""
    return any(len(fold_line(filters.get(name) or "")) >= read.SHORTEST_PART for name in ("from", "subject"))


def found_page(found: Found, view: Window, shape: Any = summary_shape) -> Page[Any]:
    """The page of a list; where time ran out the next one begins where this one stopped looking."""
    answer = page(found.rows, view, shape, lambda row: (row["received_at"], row["id"]))
    if found.looked_back_to is None or answer.has_more:
        return answer
    return msgspec.structs.replace(answer, has_more=True, next_cursor=make_cursor(found.looked_back_to, LAST_ID))


async def state_of_search(rd: Read) -> SearchState:
    """Of the caller's organisation."""
    row = await search.state_of_search(rd, FOLLOWER, search.INDEXED)
    since: datetime | None = row["since"] if row is not None else None
    return SearchState(since is None, 0.0 if since is None else max(0.0, round((rd.now - since).total_seconds(), 3)))

"""Searching."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from postroom.features.inboxes import InboxRef, load_inbox
from postroom.features.messages import find, hidden, model
from postroom.features.search.highlight import shape_hits
from postroom.features.search.meaning import find_by_meaning, vector_of
from postroom.features.search.model import SearchAnswer
from postroom.features.search.store import index as store
from postroom.kernel.context import Io, Read
from postroom.kernel.errors import invalid_field
from postroom.kernel.operations import Listing, operation
from postroom.kernel.paging import Page, Window, page, window
from postroom.lib.confine import aside
from postroom.lib.search import Node


class SearchQuery(Listing, frozen=True, kw_only=True):
    """What to find, and where."""

    q: Annotated[str, msgspec.Meta(max_length=500, description="What to find; the description of the operation has the language.")]
    inbox_id: InboxRef | None = None
    order: Annotated[
        Literal["newest", "relevance"], msgspec.Meta(description="relevance: the newest 500 matches, the best of them first.")
    ] = "newest"
    include_hidden: model.IncludeHidden = False
    mode: Annotated[
        Literal["keyword", "semantic", "hybrid"],
        msgspec.Meta(
            description="semantic: the nearest in meaning, among the newest messages; hybrid: both. Needs an endpoint for embeddings."
        ),
    ] = "keyword"


@operation("search.messages", rest="GET /v1/search", scope="messages:read", agent_tool=True)
async def search(io: Io, query: SearchQuery) -> SearchAnswer:
    """Find messages by their words, and by everything else that is known of them; what was quoted in an answer is not looked into.

    Words must all be there (`crates total`), in any script, whatever their case and accents; the last one may go on.
    `"due next week"`: words in a row. `invo*`: the beginning of a word. `-word`, `NOT word`: without it. `pdf OR docx`, parentheses.
    `from:` `to:` `subject:` part of an address, a name, a subject; in quotes with blanks. `has:code` `has:link` `has:attachment`.
    `is:unread` `is:read` `is:starred` `is:sent` `is:received`. `label:paid` `in:archive` `category:financial`.
    `before:2026-01-31` `after:2026-01` (UTC, after includes the day) or RFC 3339 instants.

    A new message is found within two seconds; `search_ready` says whether all that have arrived can be. With `mode=semantic` or `hybrid`
    there is one page.
    """
    tree, view = find.parse(query.q), window(query.limit, query.cursor)
    if query.mode != "keyword" and query.cursor is not None:
        raise invalid_field("query.cursor", "is of no use: an answer by meaning has one page.")
    near = None if query.mode == "keyword" else await vector_of(io, query.q, tree)
    async with io.read() as rd:
        include_hidden = hidden.asks_for_hidden(rd.principal, query.include_hidden)
        wish = find.Wish(view.fetch, view.after, await _inboxes(rd, query.inbox_id), include_hidden=include_hidden)
        state = await find.state_of_search(rd)
        if near is not None:
            found = await find_by_meaning(rd, wish, tree, near, with_words=query.mode == "hybrid")
            answer: Page[model.MessageSummary] = Page([find.summary_shape(row) for row in found.rows[: view.limit]])
        else:
            found, answer = await (_ranked if query.order == "relevance" else _newest)(rd, tree, view, wish)
        ids = [row["id"] for row in found.rows[: view.limit]]
        texts = {row["id"]: row for row in await store.list_texts(rd, ids)}
    size = sum(len(text["body"]) for text in texts.values())
    hits = await aside(size, shape_hits, tree, answer.data, [texts.get(one) for one in ids], large_bytes=100_000)
    return SearchAnswer(hits, answer.next_cursor, answer.has_more, state.is_ready, state.lag_s, found.looked_back_to)


async def _newest(rd: Read, tree: Node, view: Window, wish: find.Wish) -> tuple[find.Found, Page[model.MessageSummary]]:
    found = await find.find(rd, wish, {}, tree)
    return found, find.found_page(found, view)


async def _ranked(rd: Read, tree: Node, view: Window, wish: find.Wish) -> tuple[find.Found, Page[model.MessageSummary]]:
    """What comes later does not move the pages: all of them rank what had arrived when the first was asked for."""
    until, skip = view.after or (rd.now, UUID(int=0))
    skipped = min(skip.int, find.MOST_RANKED)
    ranked = msgspec.structs.replace(wish, before=(until, find.LAST_ID), is_ranked=True, skip=skipped)
    found = await find.find(rd, ranked, {}, tree)
    key = (until, UUID(int=skipped + view.limit))
    return found, page(found.rows, view, find.summary_shape, lambda _row: key)


async def _inboxes(rd: Read, reference: str | None) -> Sequence[UUID] | None:
    if reference is not None:
        return [(await load_inbox(rd, reference))["id"]]
    return None if rd.principal.inbox_ids is None else list(rd.principal.inbox_ids)

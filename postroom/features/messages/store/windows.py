"""Where in time to look: spans of messages, the newest first, ever more of them until a page is full (docs/adr/0010)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from postroom.features.messages.marks import PRESENT_FORM, Marks
from postroom.kernel.context import Read

# Of two thousand messages every one can be looked at in two milliseconds, whatever is asked.
FIRST_SPANS = 2
_MOST_TIMES = 16
_MOST_PAIRS = 12


class Window(msgspec.Struct, frozen=True):
    """What is looked at: messages newer than `low` (None: all), in spans with these marks (None: any), or those with these ids alone.

    `is_present_form`: all of them were indexed as it is done now.
    """

    low: datetime | None = None
    marks: Sequence[int] | None = None
    ids: Sequence[UUID] | None = None
    is_present_form: bool = False


def next_count(count: int, found: int, wanted: int) -> int:
    """How many spans to look at, when so many had `found` of what is wanted."""
    most = _MOST_TIMES * count
    return min(most, max(2 * count, -(-5 * wanted * count // (4 * found)))) if found else most


async def newest_span(rd: Read, before: datetime | None) -> int | None:
    """The last span that holds a message from before an instant."""
    number: int | None = await rd.fetchval(
        "SELECT span FROM search_spans WHERE org_id = $1 AND ($2::timestamptz IS NULL OR oldest <= $2) ORDER BY span DESC LIMIT 1",
        rd.org_id,
        before,
    )
    return number


async def span_window(rd: Read, marks: Marks, newest: int, count: int, formed: int) -> Window:
    """At least `count` spans up to `newest`; without `low` where nothing older is left. Those from `formed` on are of the present form."""
    first, numbers = marks.spans(newest, count)
    low = await rd.fetchval(_NEWEST_BEFORE, rd.org_id, first)
    return Window(low, numbers, is_present_form=first >= formed)


async def first_of_present_form(rd: Read) -> int:
    """From this span on messages were indexed as it is done now."""
    number: int | None = await rd.fetchval("SELECT max(span) FROM search_spans WHERE org_id = $1 AND form < $2", rd.org_id, PRESENT_FORM)
    return 0 if number is None else number + 1


async def spans_with(rd: Read, pairs: Sequence[tuple[int, int]], newest: int) -> list[int]:
    """The spans up to `newest`, the newest first, that may hold all pairs of words: those that are known not to are left out."""
    slices, bits = zip(*pairs[:_MOST_PAIRS], strict=True)
    gone = set(await rd.fetchval(_WITHOUT, rd.org_id, slices, bits))
    return [span for span in range(newest, -1, -1) if span not in gone]


async def named_window(rd: Read, marks: Marks, spans: Sequence[int], count: int) -> Window:
    """The first `count` of some spans; without `low` where these are all."""
    low = None if count >= len(spans) else await rd.fetchval(_NEWEST_BEFORE, rd.org_id, spans[count - 1])
    return Window(low, [mark for span in spans[:count] for mark in marks.spans(span, 1)[1]])


# Where a message was indexed anew since, its span may hold any pair.
_WITHOUT = """
SELECT coalesce(array_agg(s.span), '{}') FROM search_spans s WHERE s.org_id = $1 AND s.paired = s.revision AND s.span IN (
    SELECT p.span FROM unnest($2::integer[], $3::bigint[]) AS w(slice, bit) JOIN search_pairs p ON p.slice = w.slice
    WHERE p.org_id = $1 AND get_bit(p.bits, w.bit) = 0)
"""

_NEWEST_BEFORE = "SELECT max(newest) FROM search_spans WHERE org_id = $1 AND span < $2"


async def posted_window(rd: Read, postings: Sequence[str], after: datetime | None, before: datetime | None, most: int) -> Window:
    """The newest `most` messages of the rarest of the postings, between two instants; `low` where it has more."""
    rarest: list[tuple[datetime, UUID]] | None = None
    for posting in postings:
        rows = await rd.fetch(_POSTED, rd.org_id, posting, after, before, most + 1)
        if rarest is None or len(rows) < len(rarest):
            rarest = [(row["received_at"], row["id"]) for row in rows]
    found = rarest or []
    return Window(found[most - 1][0] if len(found) > most else None, ids=[one for _, one in found[:most]])


_POSTED = """
SELECT received_at, id FROM message_postings WHERE org_id = $1 AND posting = $2 AND ($3::timestamptz IS NULL OR received_at >= $3)
    AND ($4::timestamptz IS NULL OR received_at <= $4) ORDER BY received_at DESC, id DESC LIMIT $5
"""

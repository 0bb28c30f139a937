"""All SQL of search but the asking, which lists share: rows of `message_search`, and the spans that tell where in time they lie."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.messages import find
from postroom.kernel.context import Read, Tx
from postroom.kernel.statements import unnested


class Entry(msgspec.Struct, frozen=True):
    """A message as search sees it; `words` is a tsvector, `grams` without the marks of its place."""

    id: UUID
    received_at: datetime
    words: str
    grams: set[int]
    subject: str
    sender: str
    recipients: str


async def list_searchable(tx: Tx, ids: Sequence[UUID]) -> list[Any]:
    """What search sees of messages; at most 256 kB of text each, and as much of what their files hold."""
    return await tx.fetch(
        """
        SELECT m.org_id, m.id, m.mode, m.inbox_id, m.received_at, m.direction, m.category, m.code_count, m.link_count,
            m.attachment_count, m.subject, m.from_name, m.from_address, left(b.body, 262144) AS body, b.segments,
            e.to_addresses, e.cc_addresses, e.bcc_addresses,
            CASE WHEN m.attachment_count > 0 THEN (
                SELECT array_agg(left(array_to_string(d.texts, ' '), 262144 / m.attachment_count) ORDER BY d.attachment_id)
                FROM attachment_documents d WHERE d.org_id = m.org_id AND d.message_id = m.id) END AS texts
        FROM messages m JOIN message_bodies b ON b.org_id = m.org_id AND b.id = m.id
        LEFT JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id
        WHERE m.org_id = $1 AND m.id = ANY($2) ORDER BY m.received_at, m.id
        """,
        tx.org_id,
        list(ids),
    )


async def list_texts(rd: Read, message_ids: Sequence[UUID]) -> list[Any]:
    """What is looked into for highlights: body, segments, and the text of files, of messages that were found."""
    return await rd.fetch(
        """
        SELECT b.id, left(b.body, 65536) AS body, b.segments, (SELECT array_agg(left(array_to_string(d.texts, ' '), 65536))
            FROM attachment_documents d WHERE d.org_id = b.org_id AND d.message_id = b.id) AS texts
        FROM message_bodies b WHERE b.org_id = $1 AND b.id = ANY($2)
        """,
        rd.org_id,
        list(message_ids),
    )


async def write_search(tx: Tx, entries: Sequence[Entry], marks: find.Marks) -> bool:
    """Insert or replace; a message keeps its place, a new one gets the next. Whether a span began."""
    if not entries:
        return False
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('messages.places'), hashtext($1))", tx.org_id.hex)
    places = await _places(tx, [entry.id for entry in entries])
    fresh = [entry for entry in entries if entry.id not in places]
    if places:
        await tx.execute(_REVISE, tx.org_id, list({place // find.SPAN for place in places.values()}))
    following = 0 if not fresh else await tx.fetchval(_FOLLOWING, tx.org_id, find.SPAN)
    places.update({entry.id: following + count for count, entry in enumerate(fresh)})
    rows = [_row(entry, places[entry.id], marks) for entry in entries]
    await tx.execute(_WRITE, tx.org_id, *zip(*rows, strict=True))
    if fresh:
        spans, arrivals = [places[entry.id] // find.SPAN for entry in fresh], [entry.received_at for entry in fresh]
        await tx.execute(_COUNT, tx.org_id, spans, arrivals, find.PRESENT_FORM)
    return any(places[entry.id] % find.SPAN == 0 for entry in fresh)


async def _places(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = await tx.fetch("SELECT id, place FROM message_search WHERE org_id = $1 AND id = ANY($2)", tx.org_id, list(ids))
    return {row["id"]: row["place"] for row in rows}


def _row(entry: Entry, place: int, marks: find.Marks) -> tuple[Any, ...]:
    grams = "{" + ",".join(map(str, entry.grams | marks.of_place(place))) + "}"
    return entry.id, entry.received_at, place, entry.words, grams, entry.sender, entry.recipients, entry.subject


_FOLLOWING = """
SELECT coalesce((SELECT span * $2::integer + message_count FROM search_spans WHERE org_id = $1 ORDER BY span DESC LIMIT 1), 0)
"""

_COLUMNS = "id uuid, received_at timestamptz, place integer, words text, grams text, sender text, recipients text, subject text"
# An array within an array would be a further dimension, so that vectors and numbers travel as text.
_WRITE = f"""
INSERT INTO message_search (org_id, id, received_at, place, words, grams, sender, recipients, subject)
SELECT $1, r.id, r.received_at, r.place, r.words::tsvector, r.grams::integer[], r.sender, r.recipients, r.subject
FROM {unnested(_COLUMNS, 2)} AS r
CROSS JOIN LATERAL (SELECT FROM messages WHERE org_id = $1 AND id = r.id LIMIT 1) m
ON CONFLICT (org_id, id) DO UPDATE SET received_at = excluded.received_at, words = excluded.words, grams = excluded.grams,
    sender = excluded.sender, recipients = excluded.recipients, subject = excluded.subject
"""

_REVISE = "UPDATE search_spans SET revision = revision + 1 WHERE org_id = $1 AND span = ANY($2)"

_COUNT = """
INSERT INTO search_spans (org_id, span, message_count, oldest, newest, form)
SELECT $1, r.span, count(*), min(r.received_at), max(r.received_at), $4
FROM unnest($2::integer[], $3::timestamptz[]) AS r(span, received_at)
GROUP BY r.span
ON CONFLICT (org_id, span) DO UPDATE SET message_count = search_spans.message_count + excluded.message_count,
    oldest = least(search_spans.oldest, excluded.oldest), newest = greatest(search_spans.newest, excluded.newest)
"""

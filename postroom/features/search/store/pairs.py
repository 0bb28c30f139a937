"""Pairs of words that stand side by side in the messages of a span, for searches of words in a row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.features.messages import find
from postroom.kernel.context import Read, Tx

# The last spans still grow, or have files that are read soon after their mails.
_LEFT_OPEN = 2


async def list_unpaired_organisations(connection: Any) -> list[UUID]:
    """Those with a span whose pairs are missing."""
    rows = await connection.fetch(
        """
        SELECT DISTINCT s.org_id FROM search_spans s WHERE s.paired IS DISTINCT FROM s.revision
            AND s.span <= (SELECT max(p.span) FROM search_spans p WHERE p.org_id = s.org_id) - $1::integer
        """,
        _LEFT_OPEN,
    )
    return [row["org_id"] for row in rows]


async def next_unpaired(rd: Read) -> Any:
    """The newest full span whose pairs are missing, with its revision; None where there is none."""
    return await rd.fetchrow(
        """
        SELECT span, revision FROM search_spans WHERE org_id = $1 AND paired IS DISTINCT FROM revision
            AND span <= (SELECT max(p.span) FROM search_spans p WHERE p.org_id = $1) - $2::integer
        ORDER BY span DESC LIMIT 1
        """,
        rd.org_id,
        _LEFT_OPEN,
    )


async def list_ids(rd: Read, span: int) -> list[UUID]:
    """The messages of a span."""
    marks = find.Marks(rd.org_id).spans(span, 1)[1]
    rows = await rd.fetch(
        "SELECT id FROM message_search WHERE org_id IS NOT DISTINCT FROM $1 AND grams && $2::integer[] AND place / $3::integer = $4",
        rd.org_id,
        marks,
        find.SPAN,
        span,
    )
    return [row["id"] for row in rows]


async def list_vectors(rd: Read, ids: Sequence[UUID]) -> list[str]:
    """The words of messages with their places, as text."""
    rows = await rd.fetch("SELECT words::text AS words FROM message_search WHERE org_id = $1 AND id = ANY($2)", rd.org_id, list(ids))
    return [row["words"] for row in rows]


async def write_pairs(tx: Tx, span: int, revision: int, slices: Sequence[bytes]) -> None:
    """Keep the pairs of a span, as it was at a revision."""
    await tx.execute(
        """
        INSERT INTO search_pairs (org_id, slice, span, bits)
        SELECT $1, s.slice - 1, $2, s.bits FROM unnest($3::bytea[]) WITH ORDINALITY AS s(bits, slice)
        ON CONFLICT (org_id, slice, span) DO UPDATE SET bits = excluded.bits
        """,
        tx.org_id,
        span,
        list(slices),
    )
    await tx.execute("UPDATE search_spans SET paired = $3 WHERE org_id = $1 AND span = $2", tx.org_id, span, revision)

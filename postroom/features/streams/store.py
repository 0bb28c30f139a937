"""All SQL of streams."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read


async def list_events(rd: Read, after: int, types: Sequence[str], inbox_ids: Sequence[UUID] | None, most: int) -> tuple[Any, list[Any]]:
    """The head of the log (epoch, seq) and the events after a place in it, oldest first, from one snapshot."""
    rows = await rd.fetch(
        """
        WITH found AS (
            SELECT * FROM events WHERE org_id = $1 AND mode = $2 AND seq > $3 AND (cardinality($4::text[]) = 0 OR type = ANY($4))
                AND ($5::uuid[] IS NULL OR inbox_id = ANY($5)) AND ($6::uuid IS NULL OR agent_id = $6)
            ORDER BY seq LIMIT $7)
        SELECT h.epoch, h.seq AS head, found.* FROM event_heads h LEFT JOIN found ON true WHERE h.org_id = $1 ORDER BY found.seq
        """,
        rd.org_id,
        rd.principal.mode,
        after,
        list(types),
        None if inbox_ids is None else list(inbox_ids),
        rd.principal.agent_id,
        most + 1,
    )
    return rows[0], [row for row in rows if row["id"] is not None]

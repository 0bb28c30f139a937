"""All SQL of streams."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read


async def list_events(rd: Read, after: int, types: Sequence[str], inbox_ids: Sequence[UUID] | None, most: int) -> tuple[Any, list[Any]]:
    """The head of the log (epoch, seq) and the events after a place in it, oldest first, from one snapshot.

    What was said of the mail of an inbox that ended is invisible like the mail itself (FOUNDATIONS §6).
    """
    rows = await rd.fetch(
        """
        WITH found AS (
            SELECT * FROM events v WHERE org_id = $1 AND mode = $2 AND seq > $3 AND (cardinality($4::text[]) = 0 OR type = ANY($4))
                AND ($5::uuid[] IS NULL OR inbox_id = ANY($5)) AND ($6::uuid IS NULL OR agent_id = $6)
                AND (v.type NOT LIKE 'message.%' OR v.inbox_id IS NULL OR EXISTS (
                    SELECT FROM inboxes i WHERE i.org_id = v.org_id AND i.id = v.inbox_id
                        AND i.status IN ('active', 'paused') AND (i.expires_at IS NULL OR i.expires_at > $8)))
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
        rd.now,
    )
    return rows[0], [row for row in rows if row["id"] is not None]

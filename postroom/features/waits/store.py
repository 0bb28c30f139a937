"""All SQL of waits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID


async def list_touched_inboxes(connection: Any, since: Mapping[UUID, int]) -> set[UUID]:
    """The inboxes that received something, or learned whom it is from, after the given places in the logs."""
    rows = await connection.fetch(
        """
        SELECT DISTINCT v.inbox_id FROM unnest($1::uuid[], $2::bigint[]) AS w(org_id, seq) CROSS JOIN LATERAL (
            SELECT inbox_id FROM events WHERE org_id = w.org_id AND seq > w.seq
                AND type IN ('message.received', 'message.authenticated') ORDER BY seq) v
        """,
        list(since),
        list(since.values()),
    )
    return {row["inbox_id"] for row in rows}

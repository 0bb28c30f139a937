"""All SQL of routing rules."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window


async def insert_rule(tx: Tx, rule_id: UUID, values: Mapping[str, Any]) -> Any:
    """A new rule."""
    names = ", ".join(values)
    places = ", ".join(f"${place}" for place in range(5, 5 + len(values)))
    return await tx.fetchrow(
        f"INSERT INTO routing_rules (org_id, id, mode, created_at, updated_at, {names}) VALUES ($1, $2, $3, $4, $4, {places}) RETURNING *",
        tx.org_id,
        rule_id,
        tx.principal.mode,
        tx.now,
        *values.values(),
    )


async def find_rule(rd: Read, rule_id: UUID) -> Any:
    """A rule of the organisation and the caller's mode, or None."""
    return await rd.fetchrow(
        "SELECT * FROM routing_rules WHERE org_id = $1 AND id = $2 AND mode = $3", rd.org_id, rule_id, rd.principal.mode
    )


async def count_rules(rd: Read) -> int:
    """How many the organisation has."""
    count: int = await rd.fetchval("SELECT count(*) FROM routing_rules WHERE org_id = $1", rd.org_id)
    return count


async def list_rules(rd: Read, view: Window, status: str | None) -> list[Any]:
    """Newest first."""
    return await rd.fetch(
        """
        SELECT * FROM routing_rules WHERE org_id = $1 AND mode = $2 AND ($3::text IS NULL OR status = $3)
            AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5))
        ORDER BY created_at DESC, id DESC LIMIT $6 OFFSET $7
        """,
        rd.org_id,
        rd.principal.mode,
        status,
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
    )


async def update_rule(tx: Tx, rule_id: UUID, changes: Mapping[str, Any]) -> Any:
    """Set the given columns."""
    columns = "".join(f", {name} = ${place}" for place, name in enumerate(changes, start=4))
    return await tx.fetchrow(
        f"UPDATE routing_rules SET updated_at = $3{columns} WHERE org_id = $1 AND id = $2 RETURNING *",
        tx.org_id,
        rule_id,
        tx.now,
        *changes.values(),
    )


async def delete_rule(tx: Tx, rule_id: UUID) -> None:
    """Gone for good."""
    await tx.execute("DELETE FROM routing_rules WHERE org_id = $1 AND id = $2", tx.org_id, rule_id)


async def list_active(connection: Any, org_id: UUID) -> list[Any]:
    """What intake asks of an organisation: its active rules, in the order in which they are tried, with targets that are there."""
    rows: list[Any] = await connection.fetch(
        """
        SELECT r.*, i.address AS target_address,
            CASE WHEN EXISTS (SELECT FROM agents a WHERE a.org_id = r.org_id AND a.id = r.target_agent_id AND a.status <> 'deleted')
                THEN r.target_agent_id END AS live_agent_id
        FROM routing_rules r LEFT JOIN inboxes i ON i.org_id = r.org_id AND i.id = r.target_inbox_id AND i.status IN ('active', 'paused')
        WHERE r.org_id = $1 AND r.status = 'active' ORDER BY r.priority DESC, r.id
        """,
        org_id,
    )
    return rows

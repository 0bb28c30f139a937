"""All SQL of contact rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window
from postroom.kernel.statements import fetch_planned

# Within reach, and not of an inbox that has ended: rules vanish with it at once.
_SEEN = """CASE WHEN r.inbox_id IS NULL THEN $4::uuid[] IS NULL AND ($5::uuid IS NULL OR r.agent_id IS NOT DISTINCT FROM $5)
    ELSE ($4::uuid[] IS NULL OR r.inbox_id = ANY($4)) AND coalesce((SELECT i.status IN ('active', 'paused')
        AND (i.expires_at IS NULL OR i.expires_at > $3) AND ($5::uuid IS NULL OR i.agent_id IS NOT DISTINCT FROM $5)
        FROM inboxes i WHERE i.org_id = r.org_id AND i.id = r.inbox_id), false) END"""


async def lock_head(tx: Tx) -> int:
    """How many rules the organisation has; nobody else changes them until this transaction ends."""
    count: int = await tx.fetchval(
        """
        INSERT INTO contact_rule_heads AS h (org_id, version, rule_count) VALUES ($1, 0, 0)
        ON CONFLICT (org_id) DO UPDATE SET version = h.version RETURNING rule_count
        """,
        tx.org_id,
    )
    return count


async def changed(tx: Tx, org_id: UUID, more: int = 0) -> None:
    """The organisation's rules are others now, and so many more."""
    await tx.execute("UPDATE contact_rule_heads SET version = version + 1, rule_count = rule_count + $2 WHERE org_id = $1", org_id, more)


async def insert_rule(tx: Tx, rule_id: UUID, values: Mapping[str, Any]) -> Any:
    """A new rule. The caller has locked the head and looked for one like it."""
    return await tx.fetchrow(
        """
        INSERT INTO contact_rules (org_id, id, mode, inbox_id, agent_id, action, match_type, match_target, direction,
            requires_authentication, status, note, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) RETURNING *
        """,
        tx.org_id,
        rule_id,
        tx.principal.mode,
        values["inbox_id"],
        values["agent_id"],
        values["action"],
        values["match_type"],
        values["match_target"],
        values["direction"],
        values["requires_authentication"],
        values["status"],
        values["note"],
        tx.now,
    )


async def find_same(rd: Read, values: Mapping[str, Any], but: UUID | None = None) -> UUID | None:
    """The rule of the same inbox, agent or organisation with the same target whose direction overlaps, if there is one."""
    found: UUID | None = await rd.fetchval(
        """
        SELECT id FROM contact_rules WHERE org_id = $1 AND mode = $2 AND coalesce(inbox_id, agent_id, org_id) = coalesce($3, $4, $1)
            AND match_type = $5 AND match_target = $6 AND (direction = $7 OR direction = 'both' OR $7 = 'both')
            AND id IS DISTINCT FROM $8 ORDER BY id LIMIT 1
        """,
        rd.org_id,
        rd.principal.mode,
        values["inbox_id"],
        values["agent_id"],
        values["match_type"],
        values["match_target"],
        values["direction"],
        but,
    )
    return found


async def find_rule(rd: Read, rule_id: UUID) -> Any:
    """A rule within reach, or None."""
    return await rd.fetchrow(
        f"SELECT r.* FROM contact_rules r WHERE r.org_id = $1 AND r.mode = $2 AND {_SEEN} AND r.id = $6", *_reach(rd), rule_id
    )


async def list_rules(rd: Read, view: Window, filters: Mapping[str, Any], scope: str | None) -> list[Any]:
    """Rules within reach, newest first."""
    arguments = [*_reach(rd), *(view.after or (None, None)), view.fetch, view.offset]
    clauses = [_equals(arguments, name, value) for name, value in filters.items() if value is not None]
    clauses += [_SCOPES[scope]] if scope else []
    return await fetch_planned(
        rd.connection,
        f"""
        SELECT r.* FROM contact_rules r WHERE r.org_id = $1 AND r.mode = $2 AND {_SEEN}
            AND ($6::timestamptz IS NULL OR (r.created_at, r.id) < ($6, $7)) {"".join(f" AND {clause}" for clause in clauses)}
        ORDER BY r.created_at DESC, r.id DESC LIMIT $8 OFFSET $9
        """,
        *arguments,
    )


async def update_rule(tx: Tx, rule_id: UUID, changes: Mapping[str, Any]) -> Any:
    """Set the given columns."""
    columns = "".join(f", {name} = ${place}" for place, name in enumerate(changes, start=4))
    return await tx.fetchrow(
        f"UPDATE contact_rules SET updated_at = $3{columns} WHERE org_id = $1 AND id = $2 RETURNING *",
        tx.org_id,
        rule_id,
        tx.now,
        *changes.values(),
    )


async def delete_rule(tx: Tx, rule_id: UUID) -> None:
    """The rule is gone."""
    await tx.execute("DELETE FROM contact_rules WHERE org_id = $1 AND id = $2", tx.org_id, rule_id)


async def delete_of_inboxes(tx: Tx, inbox_ids: Sequence[UUID]) -> list[UUID]:
    """The rules of inboxes are gone; the organisations whose rules they were. Their heads are locked in the order of their ids."""
    theirs = "SELECT org_id FROM contact_rules WHERE inbox_id = ANY($1)"
    await tx.execute(f"SELECT FROM contact_rule_heads WHERE org_id IN ({theirs}) ORDER BY org_id FOR UPDATE", list(inbox_ids))
    rows = await tx.fetch("DELETE FROM contact_rules WHERE inbox_id = ANY($1) RETURNING org_id", list(inbox_ids))
    counts = Counter(row["org_id"] for row in rows)
    for org_id in sorted(counts):
        await changed(tx, org_id, -counts[org_id])
    return list(counts)


async def find_version(connection: Any, org_id: UUID) -> int:
    """What changes with every change of the organisation's rules; 0 where there never was one."""
    version: int | None = await connection.fetchval("SELECT version FROM contact_rule_heads WHERE org_id = $1", org_id)
    return version or 0


async def list_active(connection: Any, org_id: UUID) -> list[Any]:
    """Every rule that is in force."""
    rows: list[Any] = await connection.fetch(
        """
        SELECT id, mode, inbox_id, agent_id, action, match_type, match_target, direction, requires_authentication
        FROM contact_rules WHERE org_id = $1 AND status = 'active'
        """,
        org_id,
    )
    return rows


_SCOPES = {
    "organisation": "r.inbox_id IS NULL AND r.agent_id IS NULL",
    "agent": "r.agent_id IS NOT NULL",
    "inbox": "r.inbox_id IS NOT NULL",
}


def _reach(rd: Read) -> list[Any]:
    listed = rd.principal.inbox_ids
    return [rd.org_id, rd.principal.mode, rd.now, None if listed is None else list(listed), rd.principal.agent_id]


def _equals(arguments: list[Any], column: str, value: Any) -> str:
    arguments.append(value)
    return f"r.{column} = ${len(arguments)}"

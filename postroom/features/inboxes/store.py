"""All SQL of inboxes."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window
from postroom.kernel.statements import Part, fetch_planned, unnested

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?\Z")
# An inbox that can be seen: neither ended nor past its time. Invisible at once, whatever the timer has done (FOUNDATIONS §6).
_SEEN = "i.status IN ('active', 'paused') AND (i.expires_at IS NULL OR i.expires_at > {now})"
_WITH_USAGE = """
SELECT i.*, coalesce(u.message_count, 0) AS message_count, coalesce(u.size_bytes, 0) AS size_bytes
FROM inboxes i LEFT JOIN inbox_usage u ON u.org_id = i.org_id AND u.inbox_id = i.id
"""


async def take_address(tx: Tx, address: str, inbox_id: UUID) -> bool:
    """Bind an address to an inbox: free, or released by this organisation. False where it is taken."""
    taken = await tx.fetchval(
        """
        INSERT INTO addresses AS a (address, org_id, inbox_id) VALUES ($1, $2, $3)
        ON CONFLICT (address) DO UPDATE SET inbox_id = excluded.inbox_id, released_at = NULL
        WHERE a.org_id = $2 AND a.inbox_id IS NULL RETURNING true
        """,
        address,
        tx.org_id,
        inbox_id,
    )
    return bool(taken)


async def release_addresses(tx: Tx, inbox_ids: Sequence[UUID], *, reserve: bool) -> None:
    """The inboxes have ended: their addresses stay reserved to the organisation, or become free."""
    if reserve:
        await tx.execute("UPDATE addresses SET inbox_id = NULL, released_at = $2 WHERE inbox_id = ANY($1)", list(inbox_ids), tx.now)
    else:
        await tx.execute("DELETE FROM addresses WHERE inbox_id = ANY($1)", list(inbox_ids))


async def insert_inbox(tx: Tx, inbox_id: UUID, address: str, values: Mapping[str, Any]) -> Any:
    """A new inbox."""
    row = await tx.fetchrow(
        """
        INSERT INTO inboxes (org_id, id, mode, address, label, metadata, session_id, agent_id, expires_at, created_at, updated_at,
            filter_mode, outbound_filter_mode)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12) RETURNING *, 0 AS message_count, 0 AS size_bytes
        """,
        tx.org_id,
        inbox_id,
        tx.principal.mode,
        address,
        values["label"],
        values["metadata"],
        values["session_id"],
        values["agent_id"],
        values["expires_at"],
        tx.now,
        values["filter_mode"],
        values["outbound_filter_mode"],
    )
    await tx.execute("INSERT INTO inbox_usage (org_id, inbox_id) VALUES ($1, $2)", tx.org_id, inbox_id)
    return row


async def find_inbox(rd: Read, inbox_id: UUID | None, address: str | None) -> Any:
    """A visible inbox of the organisation and the caller's mode, by id or by address, or None."""
    if inbox_id is None:
        inbox_id = await rd.fetchval("SELECT inbox_id FROM addresses WHERE address = $1 AND org_id = $2", address, rd.org_id)
    return await rd.fetchrow(
        f"{_WITH_USAGE} WHERE i.org_id = $1 AND i.id = $2 AND i.mode = $3 AND {_SEEN.format(now='$4')}",
        rd.org_id,
        inbox_id,
        rd.principal.mode,
        rd.now,
    )


async def list_inboxes(rd: Read, view: Window, filters: Mapping[str, Any], metadata: Mapping[str, str]) -> list[Any]:
    """Visible inboxes within reach, newest first."""
    arguments: list[Any] = [
        rd.org_id,
        rd.principal.mode,
        rd.now,
        rd.principal.agent_id,
        _listed(rd),
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
    ]
    clauses = [_equals(arguments, f"i.{name}", value) for name, value in filters.items() if value is not None]
    clauses += [_contains(arguments, key, value) for key, value in metadata.items()]
    return await fetch_planned(
        rd.connection,
        f"""
        {_WITH_USAGE} WHERE i.org_id = $1 AND i.mode = $2 AND {_SEEN.format(now="$3")}
            AND ($4::uuid IS NULL OR i.agent_id = $4) AND ($5::uuid[] IS NULL OR i.id = ANY($5))
            AND ($6::timestamptz IS NULL OR (i.created_at, i.id) < ($6, $7)) {"".join(f" AND {clause}" for clause in clauses)}
        ORDER BY i.created_at DESC, i.id DESC LIMIT $8 OFFSET $9
        """,
        *arguments,
    )


async def update_inbox(tx: Tx, inbox_id: UUID, changes: Mapping[str, Any]) -> bool:
    """Set the given columns; False where the inbox has ended meanwhile: what is over does not begin again."""
    columns = "".join(f", {name} = ${place}" for place, name in enumerate(changes, start=4))
    updated = await tx.fetchval(
        f"UPDATE inboxes SET updated_at = $3{columns} WHERE org_id = $1 AND id = $2 AND status IN ('active', 'paused') RETURNING true",
        tx.org_id,
        inbox_id,
        tx.now,
        *changes.values(),
    )
    return bool(updated)


async def end_inbox(tx: Tx, inbox_id: UUID) -> bool:
    """The inbox is deleted; False where it had ended before."""
    ended = await tx.fetchval(
        "UPDATE inboxes SET status = 'deleted', ended_at = $3, updated_at = $3"
        " WHERE org_id = $1 AND id = $2 AND status IN ('active', 'paused') RETURNING true",
        tx.org_id,
        inbox_id,
        tx.now,
    )
    return bool(ended)


async def next_expiry(connection: Any) -> datetime | None:
    """When the next inbox ends."""
    due: datetime | None = await connection.fetchval(
        "SELECT min(expires_at) FROM inboxes WHERE status IN ('active', 'paused') AND expires_at IS NOT NULL"
    )
    return due


async def expire_due(tx: Tx, most: int) -> list[Any]:
    """End inboxes of all organisations whose time is over; others working at the same are skipped."""
    return await tx.fetch(
        """
        UPDATE inboxes i SET status = 'expired', ended_at = $1, updated_at = $1
        FROM (SELECT org_id, id FROM inboxes WHERE status IN ('active', 'paused') AND expires_at <= $1
              ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED) due
        WHERE i.org_id = due.org_id AND i.id = due.id RETURNING i.org_id, i.id, i.address, i.mode, i.agent_id
        """,
        tx.now,
        most,
    )


async def find_bound(connection: Any, addresses: Sequence[str]) -> list[Any]:
    """The inboxes bound to any of the addresses, of all organisations."""
    rows: list[Any] = await connection.fetch(
        """
        SELECT a.address AS bound_address, i.*, coalesce(u.message_count, 0) AS message_count, coalesce(u.size_bytes, 0) AS size_bytes
        FROM addresses a JOIN inboxes i ON i.org_id = a.org_id AND i.id = a.inbox_id
        LEFT JOIN inbox_usage u ON u.org_id = i.org_id AND u.inbox_id = i.id WHERE a.address = ANY($1)
        """,
        list(addresses),
    )
    return rows


async def find_by_ids(connection: Any, org_ids: Sequence[UUID], inbox_ids: Sequence[UUID]) -> list[Any]:
    """Inboxes by (organisation, id)."""
    rows: list[Any] = await connection.fetch(
        f"{_WITH_USAGE} JOIN unnest($1::uuid[], $2::uuid[]) AS w(org_id, id) ON w.org_id = i.org_id AND w.id = i.id",
        list(org_ids),
        list(inbox_ids),
    )
    return rows


def hold_open_part(inboxes: Sequence[tuple[UUID, UUID]], now: datetime) -> Part:
    """Rows (id, agent, filter mode) of those (organisation, inbox) that are there, locked against their end until ours (FOUNDATIONS §6).

    Paused ones too: senders are told to come again at RCPT, and what was accepted there is kept.
    """
    ordered = sorted(inboxes, key=lambda one: one[1])  # all lock in the same order
    return Part("held", _HOLD_OPEN, ([org_id for org_id, _ in ordered], [inbox_id for _, inbox_id in ordered], now), rows=True)


def add_usage_part(usage: Mapping[tuple[UUID, UUID], Sequence[int]]) -> Part:
    """Count (messages, bytes, hidden messages, hidden bytes) into inboxes; rows are locked in the order of their ids."""
    organisations, inboxes = [org_id for org_id, _ in usage], [inbox_id for _, inbox_id in usage]
    return Part("counted", _ADD_USAGE, (organisations, inboxes, *([counts[place] for counts in usage.values()] for place in range(4))))


# An inbox ends by an UPDATE of its status, which FOR KEY SHARE would let pass: the purge would be over before our mail is there.
# LATERAL, and what is asked of the row outside of it: by the primary key, whatever was known of the table when the plan was made.
_HOLD_OPEN = f"""
SELECT i.id, i.agent_id, i.filter_mode FROM {unnested("org_id uuid, id uuid")} AS w
CROSS JOIN LATERAL (SELECT * FROM inboxes WHERE org_id = w.org_id AND id = w.id LIMIT 1 FOR SHARE) i
WHERE i.status IN ('active', 'paused') AND (i.expires_at IS NULL OR i.expires_at > $3)
"""

_ADD_USAGE = f"""
WITH more AS {unnested("org_id uuid, inbox_id uuid, n bigint, bytes bigint, hidden bigint, hidden_bytes bigint")},
locked AS (SELECT u.org_id, u.inbox_id FROM inbox_usage u JOIN more USING (org_id, inbox_id) ORDER BY u.inbox_id FOR NO KEY UPDATE OF u)
UPDATE inbox_usage u SET message_count = u.message_count + more.n, size_bytes = u.size_bytes + more.bytes,
    hidden_count = u.hidden_count + more.hidden, hidden_bytes = u.hidden_bytes + more.hidden_bytes
FROM more, locked WHERE u.org_id = more.org_id AND u.inbox_id = more.inbox_id
    AND locked.org_id = u.org_id AND locked.inbox_id = u.inbox_id
"""


def _listed(rd: Read) -> list[UUID] | None:
    return None if rd.principal.inbox_ids is None else list(rd.principal.inbox_ids)


def _equals(arguments: list[Any], column: str, value: Any) -> str:
    arguments.append(value)
    return f"{column} = ${len(arguments)}"


def _contains(arguments: list[Any], key: str, value: str) -> str:
    """A query's values are text; a metadata value may be text, a number or a boolean. Each form can use the index."""
    forms: list[Any] = [value]
    if value in ("true", "false"):
        forms.append(value == "true")
    if _NUMBER.match(value):
        forms.append(float(value) if "." in value else int(value))
    arguments.extend({key: form} for form in forms)
    first = len(arguments) - len(forms) + 1
    return "(" + " OR ".join(f"i.metadata @> ${place}::jsonb" for place in range(first, len(arguments) + 1)) + ")"

"""All SQL of accounts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window


async def insert_organisation(tx: Tx, org_id: UUID, name: str, *, is_operator: bool) -> Any:
    """A new organisation with its event head."""
    row = await tx.fetchrow(
        "INSERT INTO organisations (id, name, is_operator, created_at) VALUES ($1, $2, $3, $4) RETURNING *",
        org_id,
        name,
        is_operator,
        tx.now,
    )
    await tx.execute("INSERT INTO event_heads (org_id) VALUES ($1)", org_id)
    return row


async def get_organisation(rd: Read) -> Any:
    """The caller's organisation."""
    return await rd.fetchrow("SELECT * FROM organisations WHERE id = $1", rd.org_id)


async def find_operator(connection: Any) -> UUID | None:
    """The organisation that runs this house."""
    found: UUID | None = await connection.fetchval("SELECT id FROM organisations WHERE is_operator")
    return found


async def insert_key(tx: Tx, values: Mapping[str, Any]) -> Any:
    """A new key and its hash. Returns None where another key has the same secret."""
    names = list(values)
    marks = ", ".join(f"${place}" for place in range(1, len(names) + 1))
    row = await tx.fetchrow(f"INSERT INTO keys ({', '.join(names)}) VALUES ({marks}) RETURNING *", *values.values())
    taken = await tx.fetchval(
        "INSERT INTO key_hashes (sha256, org_id, key_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true",
        values["secret_sha256"],
        values["org_id"],
        values["id"],
    )
    return row if taken else None


async def find_key_by_hash(connection: Any, sha256: bytes) -> Any:
    """The key behind a secret with its organisation's state; of whichever organisation."""
    return await connection.fetchrow(
        """
        SELECT k.*, o.status AS org_status, o.is_operator FROM key_hashes h
        JOIN keys k ON k.org_id = h.org_id AND k.id = h.key_id JOIN organisations o ON o.id = k.org_id
        WHERE h.sha256 = $1
        """,
        sha256,
    )


async def get_key_state(rd: Read, key_id: UUID) -> Any:
    """What may have changed since a key was cached."""
    return await rd.fetchrow(
        """
        SELECT k.revoked_at, k.expires_at, o.status AS org_status FROM keys k JOIN organisations o ON o.id = k.org_id
        WHERE k.org_id = $1 AND k.id = $2
        """,
        rd.org_id,
        key_id,
    )


async def find_key(rd: Read, key_id: UUID) -> Any:
    """A key of the organisation, or None; a test key sees test keys only."""
    return await rd.fetchrow(
        "SELECT * FROM keys WHERE org_id = $1 AND id = $2 AND $3 IN ('live', mode)", rd.org_id, key_id, rd.principal.mode
    )


async def list_keys(rd: Read, view: Window) -> list[Any]:
    """Newest first; a test key sees test keys only."""
    return await rd.fetch(
        """
        SELECT * FROM keys WHERE org_id = $1 AND $2 IN ('live', mode) AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
        ORDER BY created_at DESC, id DESC LIMIT $5 OFFSET $6
        """,
        rd.org_id,
        rd.principal.mode,
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
    )


async def revoke_key(tx: Tx, key_id: UUID) -> Any:
    """The key is no longer good; the first revocation counts."""
    return await tx.fetchrow(
        "UPDATE keys SET revoked_at = coalesce(revoked_at, $3) WHERE org_id = $1 AND id = $2 RETURNING *", tx.org_id, key_id, tx.now
    )


async def revoke_keys_of_agent(tx: Tx, agent_id: UUID) -> list[UUID]:
    """The keys narrowed to an agent are no longer good; which they were."""
    rows = await tx.fetch(
        "UPDATE keys SET revoked_at = $3 WHERE org_id = $1 AND agent_id = $2 AND revoked_at IS NULL RETURNING id",
        tx.org_id,
        agent_id,
        tx.now,
    )
    return [row["id"] for row in rows]


async def expire_key(tx: Tx, key_id: UUID, at: datetime) -> Any:
    """The key ends at `at`, or earlier if it would anyway."""
    return await tx.fetchrow(
        "UPDATE keys SET expires_at = least(expires_at, $3) WHERE org_id = $1 AND id = $2 RETURNING *", tx.org_id, key_id, at
    )


async def write_last_used(connection: Any, used: Mapping[tuple[UUID, UUID], datetime]) -> None:
    """When keys were last used, many at once."""
    await connection.execute(
        """
        UPDATE keys k SET last_used_at = u.at FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS u(org_id, id, at)
        WHERE k.org_id = u.org_id AND k.id = u.id
        """,
        [org_id for org_id, _ in used],
        [key_id for _, key_id in used],
        list(used.values()),
    )

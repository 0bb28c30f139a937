"""All SQL of domains."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window
from postroom.kernel.statements import Part


async def insert_domain(tx: Tx, domain_id: UUID, domain: str, token: str, *, subdomains: bool, status: str) -> Any:
    """A new domain, or None where this organisation has it already."""
    return await tx.fetchrow(
        """
        INSERT INTO domains (org_id, id, mode, domain, status, verification_token, subdomains, created_at, verified_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $5 = 'verified' THEN $8::timestamptz END)
        ON CONFLICT (org_id, domain) DO NOTHING RETURNING *
        """,
        tx.org_id,
        domain_id,
        tx.principal.mode,
        domain,
        status,
        token,
        subdomains,
        tx.now,
    )


async def find_domain(rd: Read, domain_id: UUID | None, name: str | None) -> Any:
    """A domain of the organisation by id or by name, or None."""
    return await rd.fetchrow(
        "SELECT * FROM domains WHERE org_id = $1 AND mode = $4 AND (id = $2 OR domain = $3)", rd.org_id, domain_id, name, rd.principal.mode
    )


async def list_domains(rd: Read, view: Window) -> list[Any]:
    """Newest first."""
    return await rd.fetch(
        """
        SELECT * FROM domains WHERE org_id = $1 AND mode = $2 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
        ORDER BY created_at DESC, id DESC LIMIT $5 OFFSET $6
        """,
        rd.org_id,
        rd.principal.mode,
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
    )


async def is_owned_elsewhere(rd: Read, names: Sequence[str]) -> bool:
    """Whether another organisation has proven one of the names."""
    taken: bool = await rd.fetchval(
        "SELECT EXISTS (SELECT FROM domains WHERE domain = ANY($1) AND status = 'verified' AND org_id <> $2)", list(names), rd.org_id
    )
    return taken


async def update_domain(tx: Tx, domain_id: UUID, changes: Mapping[str, Any]) -> Any:
    """Set the given columns."""
    columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(changes, start=3))
    return await tx.fetchrow(
        f"UPDATE domains SET {columns} WHERE org_id = $1 AND id = $2 RETURNING *", tx.org_id, domain_id, *changes.values()
    )


async def prove_domain(tx: Tx, domain_id: UUID) -> Any:
    """The domain is proven; None where it was given up or proven elsewhere a moment ago (then the transaction cannot go on)."""
    try:
        return await update_domain(tx, domain_id, {"status": "verified", "verified_at": tx.now})
    except asyncpg.UniqueViolationError:
        return None


async def delete_domain(tx: Tx, domain_id: UUID) -> None:
    """The organisation no longer claims the name."""
    await tx.execute("DELETE FROM domains WHERE org_id = $1 AND id = $2", tx.org_id, domain_id)


def own_domains_part(org_ids: Sequence[UUID]) -> Part:
    """Rows (organisation, domain) of the domains that organisations have proven, fifty of each at most."""
    return Part("own_domains", _OWN_DOMAINS, (list(org_ids),), rows=True)


async def find_verified(connection: Any, names: Sequence[str]) -> list[Any]:
    """The verified domains among the names, of whichever organisation: how a recipient finds its owner."""
    rows: list[Any] = await connection.fetch(
        "SELECT org_id, domain, mode, subdomains, catch_all_inbox_id FROM domains WHERE domain = ANY($1) AND status = 'verified'",
        list(names),
    )
    return rows


_OWN_DOMAINS = """
SELECT w.id, d.domain FROM unnest($1::uuid[]) AS w(id)
CROSS JOIN LATERAL (SELECT domain FROM domains WHERE org_id = w.id AND status = 'verified' LIMIT 50) d
"""

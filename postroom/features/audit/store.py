"""All SQL of the audit log."""

from typing import Any

from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window


async def insert_entry(tx: Tx, operation: str, outcome: str, subject: str, wire: str, address: str, request_id: str) -> None:
    """One line."""
    await tx.execute(
        """
        INSERT INTO audit_entries (org_id, id, occurred_at, key_id, operation, outcome, subject, wire, address, request_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        tx.org_id,
        tx.new_id(),
        tx.now,
        tx.principal.key_id,
        operation,
        outcome,
        subject,
        wire,
        address,
        request_id,
    )


async def list_entries(rd: Read, view: Window, operation: str | None, outcome: str | None) -> list[Any]:
    """Newest first; a test key sees what test keys did."""
    return await rd.fetch(
        """
        SELECT * FROM audit_entries a WHERE org_id = $1 AND ($2::text IS NULL OR operation = $2) AND ($3::text IS NULL OR outcome = $3)
            AND ($8 = 'live' OR EXISTS (SELECT FROM keys k WHERE k.org_id = a.org_id AND k.id = a.key_id AND k.mode = 'test'))
            AND ($4::timestamptz IS NULL OR (occurred_at, id) < ($4, $5))
        ORDER BY occurred_at DESC, id DESC LIMIT $6 OFFSET $7
        """,
        rd.org_id,
        operation,
        outcome,
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
        rd.principal.mode,
    )

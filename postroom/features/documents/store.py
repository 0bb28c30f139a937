"""All SQL of documents."""

from typing import Any
from uuid import UUID

from postroom.kernel.context import Read, Tx


async def find_document(rd: Read, attachment_id: UUID) -> Any:
    """What was read of a file, or None."""
    return await rd.fetchrow("SELECT * FROM attachment_documents WHERE org_id = $1 AND attachment_id = $2", rd.org_id, attachment_id)


async def list_read(rd: Read, message_id: UUID) -> list[UUID]:
    """The files of a message that were read already."""
    rows = await rd.fetch("SELECT attachment_id FROM attachment_documents WHERE org_id = $1 AND message_id = $2", rd.org_id, message_id)
    return [row["attachment_id"] for row in rows]


async def insert_document(tx: Tx, message_id: UUID, attachment_id: UUID, values: dict[str, Any]) -> bool:
    """Keep what was read of a file; False where the message is gone or somebody was quicker."""
    return (
        await tx.fetchval(
            """
            INSERT INTO attachment_documents (org_id, attachment_id, message_id, read_at, type, status, labels, texts, notices,
                is_truncated, token_count, hidden_text, screening, screening_verdict)
            SELECT $1, $3, m.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM messages m WHERE m.org_id = $1 AND m.id = $2
                FOR KEY SHARE
            ON CONFLICT (org_id, attachment_id) DO NOTHING RETURNING true
            """,
            tx.org_id,
            message_id,
            attachment_id,
            tx.now,
            *values.values(),
        )
        is True
    )


async def list_with_attachments(tx: Tx, message_ids: list[UUID]) -> list[Any]:
    """(id, mode) of those of the messages that have files."""
    return await tx.fetch(
        "SELECT id, mode FROM messages WHERE org_id = $1 AND id = ANY($2) AND attachment_count > 0 ORDER BY id", tx.org_id, message_ids
    )

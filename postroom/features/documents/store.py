"""All SQL of documents."""

from collections.abc import Sequence
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


async def insert_documents(tx: Tx, rows: Sequence[Sequence[Any]]) -> list[UUID]:
    """Keep what was read of files: (message, attachment, type, status, …). The attachments whose message is there and that are new."""
    kept = await tx.fetchmany(
        """
        INSERT INTO attachment_documents (org_id, attachment_id, message_id, read_at, type, status, labels, texts, notices,
            is_truncated, token_count, hidden_text, screening, screening_verdict)
        SELECT $1, $4, m.id, $2, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM messages m WHERE m.org_id = $1 AND m.id = $3
            FOR KEY SHARE
        ON CONFLICT (org_id, attachment_id) DO NOTHING RETURNING attachment_id
        """,
        [(tx.org_id, tx.now, *row) for row in rows],
    )
    return [row["attachment_id"] for row in kept]


async def list_readable(tx: Tx, message_ids: Sequence[UUID], most_bytes: int) -> list[Any]:
    """(id, mode, size in bytes) of those of the messages that have a file of at most so many bytes that may give text, by mode."""
    return await tx.fetch(
        """
        SELECT m.id, m.mode, m.size_bytes FROM messages m WHERE m.org_id = $1 AND m.id = ANY($2) AND m.attachment_count > 0
            AND EXISTS (SELECT FROM attachments a WHERE a.org_id = $1 AND a.message_id = m.id AND a.may_have_text AND a.size_bytes <= $3)
        ORDER BY m.mode, m.id
        """,
        tx.org_id,
        list(message_ids),
        most_bytes,
    )


async def list_unread(rd: Read, message_ids: Sequence[UUID], most_bytes: int) -> list[Any]:
    """The files that may give text and were not read, each with what is needed of its message. Of inboxes that have ended none."""
    return await rd.fetch(
        """
        SELECT m.*, s.thread_id, b.screening, a.id AS attachment_id, a.path, a.filename, a.content_type
        FROM attachments a JOIN messages m ON m.org_id = a.org_id AND m.id = a.message_id
        JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id JOIN message_bodies b ON b.org_id = m.org_id AND b.id = m.id
        LEFT JOIN inboxes i ON i.org_id = m.org_id AND i.id = m.inbox_id
        WHERE a.org_id = $1 AND a.message_id = ANY($2) AND a.may_have_text AND a.size_bytes <= $3
            AND (m.inbox_id IS NULL OR i.status IN ('active', 'paused'))
            AND NOT EXISTS (SELECT FROM attachment_documents d WHERE d.org_id = a.org_id AND d.attachment_id = a.id)
        ORDER BY m.id, a.place
        """,
        rd.org_id,
        list(message_ids),
        most_bytes,
    )

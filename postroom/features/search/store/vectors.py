"""Vectors of messages: a table of its own, made only where semantic search is on and the server has the extension `vector`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read, Tx

# How many of the newest messages are kept embedded at least; asking looks at the newest spans, which hold no more than twice that.
NEWEST = 32_768


async def make_table(connection: Any) -> str | None:
    """Make sure of extension and table; why not, where that cannot be."""
    available = await connection.fetchval("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
    present = await connection.fetchval("SELECT count(*) FROM pg_extension WHERE extname = 'vector'")
    if not present and not available:
        return "this PostgreSQL has no extension vector (pgvector)"
    if not present:
        try:
            await connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        except Exception as error:  # whatever the server says: who may, and how, differs between providers
            return f"an administrator has to run CREATE EXTENSION vector in this database ({type(error).__name__})"
    # The dimension is a setting; rows of another model are made anew. What is deleted from search takes its vector along.
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('message_vectors'))")
        await connection.execute(_TABLE)
    return None


_TABLE = """
        CREATE TABLE IF NOT EXISTS message_vectors (
            org_id uuid NOT NULL, id uuid NOT NULL, model text NOT NULL, embedding vector, PRIMARY KEY (org_id, id),
            FOREIGN KEY (org_id, id) REFERENCES message_search (org_id, id) ON DELETE CASCADE)
"""


async def list_organisations(connection: Any) -> list[UUID]:
    """All that have a log."""
    return [row["org_id"] for row in await connection.fetch("SELECT org_id FROM event_heads WHERE seq > 0")]


async def list_missing(rd: Read, model: str, most: int, chars: int) -> list[Any]:
    """The newest messages that have no vector of the model: id, and what of them is embedded."""
    return await rd.fetch(
        """
        SELECT m.id, m.subject, left(b.body, $4::integer * 4) AS body, b.segments FROM (
            SELECT org_id, id, subject, received_at FROM messages WHERE org_id = $1 ORDER BY received_at DESC, id DESC LIMIT $5) m
        JOIN message_search f ON f.org_id = m.org_id AND f.id = m.id
        JOIN message_bodies b ON b.org_id = m.org_id AND b.id = m.id
        WHERE NOT EXISTS (SELECT FROM message_vectors v WHERE v.org_id = m.org_id AND v.id = m.id AND v.model = $2)
        ORDER BY m.received_at DESC, m.id DESC LIMIT $3
        """,
        rd.org_id,
        model,
        most,
        chars,
        NEWEST,
    )


async def write_vectors(tx: Tx, model: str, ids: Sequence[UUID], vectors: Sequence[str | None]) -> None:
    """Keep vectors; None for a message that the endpoint refuses. Messages that are gone meanwhile are left out."""
    await tx.execute(
        """
        INSERT INTO message_vectors (org_id, id, model, embedding) SELECT $1, r.id, $2, r.embedding::vector
        FROM unnest($3::uuid[], $4::text[]) AS r(id, embedding)
        JOIN message_search f ON f.org_id = $1 AND f.id = r.id
        ON CONFLICT (org_id, id) DO UPDATE SET model = excluded.model, embedding = excluded.embedding
        """,
        tx.org_id,
        model,
        list(ids),
        list(vectors),
    )

"""Merging and splitting threads, and taking it back: what is moved is written down first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.features.messages.store.read import SHOWN
from postroom.kernel.context import Read, Tx


async def lock_threads(tx: Tx, thread_ids: Sequence[UUID]) -> list[Any]:
    """The threads, locked in the order of their ids, so that nobody deadlocks."""
    return await tx.fetch(
        "SELECT * FROM threads WHERE org_id = $1 AND mode = $2 AND id = ANY($3) ORDER BY id FOR UPDATE",
        tx.org_id,
        tx.principal.mode,
        list(thread_ids),
    )


async def list_message_ids(rd: Read, thread_ids: Sequence[UUID], most: int) -> list[Any]:
    """Messages of threads with their Message-IDs, and whether everybody may see them."""
    return await rd.fetch(
        f"""
        SELECT s.id, s.thread_id, e.message_id, {SHOWN} AS is_shown
        FROM message_state s LEFT JOIN email_messages e ON e.org_id = s.org_id AND e.id = s.id
        WHERE s.org_id = $1 AND s.thread_id = ANY($2) ORDER BY s.id LIMIT $3
        """,
        rd.org_id,
        list(thread_ids),
        most,
    )


async def insert_thread_like(tx: Tx, thread_id: UUID, model: Any) -> None:
    """A thread without messages beside another one."""
    await tx.execute(
        """
        INSERT INTO threads (org_id, id, mode, inbox_id, subject, message_count, hidden_count, created_at, last_message_at)
        VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $6)
        """,
        tx.org_id,
        thread_id,
        model["mode"],
        model["inbox_id"],
        model["subject"],
        tx.now,
    )


async def insert_change(tx: Tx, change_id: UUID, kind: str, thread_id: UUID) -> Any:
    """A change that is about to be made."""
    return await tx.fetchrow(
        "INSERT INTO thread_changes (org_id, id, kind, thread_id, made_at) VALUES ($1, $2, $3, $4, $5) RETURNING *",
        tx.org_id,
        change_id,
        kind,
        thread_id,
        tx.now,
    )


async def move_messages(tx: Tx, change_id: UUID, message_ids: Sequence[UUID], target: UUID) -> None:
    """Put messages into a thread; where they were is written down."""
    await tx.execute(
        """
        INSERT INTO thread_change_messages (org_id, change_id, message_id, from_thread_id, to_thread_id)
        SELECT org_id, $3, id, thread_id, $4 FROM message_state WHERE org_id = $1 AND id = ANY($2)
        """,
        tx.org_id,
        list(message_ids),
        change_id,
        target,
    )
    await tx.execute("UPDATE message_state SET thread_id = $3 WHERE org_id = $1 AND id = ANY($2)", tx.org_id, list(message_ids), target)


async def move_links(tx: Tx, change_id: UUID, sources: Sequence[UUID], hashes: Sequence[bytes] | None, target: UUID) -> None:
    """Let later answers follow: all links of the sources, or those of the given Message-IDs."""
    chosen = "org_id = $1 AND thread_id = ANY($2) AND ($3::bytea[] IS NULL OR message_id_sha256 = ANY($3))"
    wanted = (tx.org_id, list(sources), None if hashes is None else list(hashes))
    await tx.execute(
        f"""
        INSERT INTO thread_change_links (org_id, change_id, inbox_id, message_id_sha256, from_thread_id, to_thread_id)
        SELECT org_id, $4, inbox_id, message_id_sha256, thread_id, $5 FROM thread_links WHERE {chosen}
        """,
        *wanted,
        change_id,
        target,
    )
    await tx.execute(f"UPDATE thread_links SET thread_id = $4 WHERE {chosen}", *wanted, target)


async def take_back(tx: Tx, change_id: UUID) -> list[UUID]:
    """Messages and links that still are where the change put them go back; the threads that are touched."""
    rows = await tx.fetch(
        """
        UPDATE message_state s SET thread_id = c.from_thread_id FROM thread_change_messages c
        WHERE c.org_id = $1 AND c.change_id = $2 AND s.org_id = $1 AND s.id = c.message_id AND s.thread_id = c.to_thread_id
        RETURNING c.from_thread_id, c.to_thread_id
        """,
        tx.org_id,
        change_id,
    )
    await tx.execute(
        """
        UPDATE thread_links l SET thread_id = c.from_thread_id FROM thread_change_links c
        WHERE c.org_id = $1 AND c.change_id = $2 AND l.org_id = $1 AND l.inbox_id = c.inbox_id
            AND l.message_id_sha256 = c.message_id_sha256 AND l.thread_id = c.to_thread_id
        """,
        tx.org_id,
        change_id,
    )
    await tx.execute("UPDATE thread_changes SET undone_at = $3 WHERE org_id = $1 AND id = $2", tx.org_id, change_id, tx.now)
    return list({thread_id for row in rows for thread_id in row})


async def list_changed_threads(rd: Read, change_id: UUID) -> list[UUID]:
    """Every thread that a change took messages from or put them into."""
    rows = await rd.fetch(
        """
        SELECT unnest(ARRAY[from_thread_id, to_thread_id]) AS id FROM thread_change_messages WHERE org_id = $1 AND change_id = $2
        UNION SELECT thread_id FROM thread_changes WHERE org_id = $1 AND id = $2
        """,
        rd.org_id,
        change_id,
    )
    return [row["id"] for row in rows]


async def recount(tx: Tx, thread_ids: Sequence[UUID]) -> None:
    """Counts and newest instants of threads from their messages."""
    await tx.execute(
        f"""
        UPDATE threads t SET message_count = n.shown, hidden_count = n.hidden, last_message_at = coalesce(n.newest, t.last_message_at)
        FROM (SELECT w.id, count(s.id) FILTER (WHERE {SHOWN}) AS shown, count(s.id) FILTER (WHERE NOT ({SHOWN})) AS hidden,
                max(m.received_at) FILTER (WHERE {SHOWN}) AS newest
              FROM unnest($2::uuid[]) AS w(id) LEFT JOIN message_state s ON s.org_id = $1 AND s.thread_id = w.id
              LEFT JOIN messages m ON m.org_id = s.org_id AND m.id = s.id GROUP BY w.id) n
        WHERE t.org_id = $1 AND t.id = n.id
        """,
        tx.org_id,
        list(thread_ids),
    )


async def set_merged_into(tx: Tx, thread_ids: Sequence[UUID], target: UUID | None) -> None:
    """Threads without messages lead to another one; None: they stand for themselves again."""
    await tx.execute("UPDATE threads SET merged_into = $3 WHERE org_id = $1 AND id = ANY($2)", tx.org_id, list(thread_ids), target)


async def find_change(tx: Tx, thread_id: UUID, change_id: UUID | None, *, include_hidden: bool) -> Any:
    """The change named, or the newest of a thread that can be undone; locked. Without hidden mail: of those that moved visible mail."""
    return await tx.fetchrow(
        f"""
        SELECT * FROM thread_changes c WHERE org_id = $1 AND thread_id = $2 AND ($3::uuid IS NULL OR id = $3)
            AND ($3::uuid IS NOT NULL OR undone_at IS NULL) AND ($4 OR EXISTS (SELECT {_MOVED} AND {_SHOWN_NOW}))
        ORDER BY id DESC LIMIT 1 FOR UPDATE
        """,
        tx.org_id,
        thread_id,
        change_id,
        include_hidden,
    )


async def list_changes(rd: Read, thread_id: UUID, most: int, *, include_hidden: bool) -> list[Any]:
    """What was done to a thread, newest first, with the messages that were moved. Without hidden mail: what moved visible mail."""
    return await rd.fetch(
        f"""
        SELECT c.*, n.message_ids,
            (SELECT min(m.to_thread_id::text) FROM thread_change_messages m
                WHERE m.org_id = c.org_id AND m.change_id = c.id)::uuid AS target
        FROM thread_changes c CROSS JOIN LATERAL (
            SELECT array(SELECT m.message_id {_MOVED} AND ($4 OR {_SHOWN_NOW}) ORDER BY m.message_id LIMIT 1000) AS message_ids) n
        WHERE c.org_id = $1 AND c.thread_id = $2 AND ($4 OR cardinality(n.message_ids) > 0) ORDER BY c.id DESC LIMIT $3
        """,
        rd.org_id,
        thread_id,
        most,
        include_hidden,
    )


# What the change `c` moved; what of it everybody may see now.
_MOVED = "FROM thread_change_messages m WHERE m.org_id = c.org_id AND m.change_id = c.id"
_SHOWN_NOW = f"EXISTS (SELECT FROM message_state s WHERE s.org_id = m.org_id AND s.id = m.message_id AND {SHOWN})"

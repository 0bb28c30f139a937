"""Changing and removing messages: marks touch `message_state` alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.features.messages.store import thread
from postroom.kernel.context import Tx
from postroom.kernel.statements import run_parts


async def mark(tx: Tx, message_id: UUID, changes: Mapping[str, Any]) -> None:
    """Set columns of the state."""
    columns = "".join(f", {name} = ${place}" for place, name in enumerate(changes, start=4))
    await tx.execute(
        f"UPDATE message_state SET changed_at = $3{columns} WHERE org_id = $1 AND id = $2", tx.org_id, message_id, tx.now, *changes.values()
    )


async def write_screening(tx: Tx, message_id: UUID, screening: Mapping[str, Any]) -> None:
    """What screening found, when more was found later."""
    await tx.execute("UPDATE message_bodies SET screening = $3 WHERE org_id = $1 AND id = $2", tx.org_id, message_id, dict(screening))


async def lock_state(tx: Tx, message_id: UUID) -> Any:
    """The state of a message, locked until the transaction ends; None where the message is gone."""
    return await tx.fetchrow("SELECT * FROM message_state WHERE org_id = $1 AND id = $2 FOR UPDATE", tx.org_id, message_id)


async def assign(tx: Tx, assignments: Sequence[tuple[UUID, UUID, UUID, str, UUID, datetime]]) -> list[Any]:
    """Agents for threads, as `thread.assign_part` has it: the rows (org, thread, agent, role) that are new."""
    return (await run_parts(tx.connection, [thread.assign_part(assignments)]))["assigned"]


async def delete_messages(tx: Tx, message_ids: Sequence[UUID]) -> list[str]:
    """Remove messages from every table; the keys of blobs that nobody needs any more."""
    ids = list(message_ids)
    states = await tx.fetch("DELETE FROM message_state WHERE org_id = $1 AND id = ANY($2) RETURNING id, thread_id, folder", tx.org_id, ids)
    gone = await tx.fetch(
        "DELETE FROM messages WHERE org_id = $1 AND id = ANY($2) RETURNING id, inbox_id, raw_id, size_bytes", tx.org_id, ids
    )
    for table in ("message_bodies", "email_messages", "message_search"):
        await tx.execute(f"DELETE FROM {table} WHERE org_id = $1 AND id = ANY($2)", tx.org_id, ids)
    for table in ("extractions", "attachments"):
        await tx.execute(f"DELETE FROM {table} WHERE org_id = $1 AND message_id = ANY($2)", tx.org_id, ids)
    await thread.count_out(tx, [row for row in states if row["thread_id"]])
    hidden = {row["id"] for row in states if row["folder"] in HIDDEN_FOLDERS}
    await _count_out_of_inboxes(tx, gone, hidden)
    return await _delete_raw(tx, [row["raw_id"] for row in gone if row["raw_id"]])


async def list_ids_of_inbox(tx: Tx, inbox_id: UUID, most: int) -> list[UUID]:
    """Some messages of an inbox that has ended."""
    rows = await tx.fetch("SELECT id FROM messages WHERE org_id = $1 AND inbox_id = $2 LIMIT $3", tx.org_id, inbox_id, most)
    return [row["id"] for row in rows]


async def forget_inbox(tx: Tx, inbox_id: UUID) -> None:
    """The threads, links and counters of an inbox whose messages are gone; its own row stays as a tombstone."""
    for table in ("thread_links", "threads", "inbox_usage"):
        await tx.execute(f"DELETE FROM {table} WHERE org_id = $1 AND inbox_id = $2", tx.org_id, inbox_id)


async def list_large_raw(tx: Tx, raw_ids: Sequence[UUID]) -> list[Any]:
    """Raw rows that still hold their bytes, locked."""
    return await tx.fetch(
        "SELECT id, compressed FROM message_raw WHERE org_id = $1 AND id = ANY($2) AND compressed IS NOT NULL", tx.org_id, list(raw_ids)
    )


async def move_to_blob(tx: Tx, raw_id: UUID, blob_key: str) -> None:
    """The bytes are safe in the blob store: clear the column."""
    await tx.execute("UPDATE message_raw SET blob_key = $3, compressed = NULL WHERE org_id = $1 AND id = $2", tx.org_id, raw_id, blob_key)


async def known_blobs(connection: Any, blob_keys: Sequence[str]) -> set[str]:
    """Those of the blobs that a row still names."""
    rows = await connection.fetch("SELECT blob_key FROM message_raw WHERE blob_key = ANY($1)", list(blob_keys))
    return {row["blob_key"] for row in rows}


async def _count_out_of_inboxes(tx: Tx, gone: Sequence[Any], hidden: Collection[UUID]) -> None:
    await tx.execute(
        """
        UPDATE inbox_usage u SET message_count = u.message_count - g.n, size_bytes = u.size_bytes - g.bytes,
            hidden_count = u.hidden_count - g.hidden, hidden_bytes = u.hidden_bytes - g.hidden_bytes
        FROM (SELECT inbox_id, count(*) FILTER (WHERE NOT is_hidden) AS n, coalesce(sum(bytes) FILTER (WHERE NOT is_hidden), 0) AS bytes,
                  count(*) FILTER (WHERE is_hidden) AS hidden, coalesce(sum(bytes) FILTER (WHERE is_hidden), 0) AS hidden_bytes
              FROM unnest($2::uuid[], $3::bigint[], $4::boolean[]) AS r(inbox_id, bytes, is_hidden) GROUP BY inbox_id) g
        WHERE u.org_id = $1 AND u.inbox_id = g.inbox_id
        """,
        tx.org_id,
        [row["inbox_id"] for row in gone],
        [row["size_bytes"] for row in gone],
        [row["id"] in hidden for row in gone],
    )


async def _delete_raw(tx: Tx, raw_ids: Sequence[UUID]) -> list[str]:
    # Two who delete the last two messages of one mail would each see the other's, and leave its bytes to nobody.
    lock = "SELECT FROM message_raw WHERE org_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE"
    await tx.execute(lock, tx.org_id, list(set(raw_ids)))
    rows = await tx.fetch(
        """
        DELETE FROM message_raw r WHERE r.org_id = $1 AND r.id = ANY($2)
            AND NOT EXISTS (SELECT FROM messages m WHERE m.org_id = $1 AND m.raw_id = r.id) RETURNING r.blob_key
        """,
        tx.org_id,
        list(set(raw_ids)),
    )
    return [row["blob_key"] for row in rows if row["blob_key"]]

"""Threads: links from Message-IDs, and the rows of conversations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window
from postroom.kernel.statements import Part, fetch_planned

# One Message-ID within one inbox.
LinkKey = tuple[UUID, UUID, bytes]


def find_links_part(keys: Sequence[LinkKey]) -> Part:
    """Rows (org, inbox, hash, thread) of the Message-IDs that are known."""
    return Part("links", _FIND_LINKS, _columns(keys), rows=True)


def take_links_part(wanted: dict[LinkKey, UUID]) -> Part:
    """Bind Message-IDs to threads; rows with the thread of whoever was first. Sorted, so that nobody deadlocks."""
    keys = sorted(wanted)
    return Part("taken", _TAKE_LINKS, (*_columns(keys), [wanted[key] for key in keys]), rows=True)


def add_to_threads_part(threads: Sequence[tuple[UUID, UUID, str, UUID | None, str, int, int, datetime]]) -> Part:
    """Create threads or count messages into them: (org, id, mode, inbox, subject, count, hidden, newest)."""
    ordered = sorted(threads, key=lambda one: (one[0], one[1]))
    return Part("threaded", _ADD, tuple([one[place] for one in ordered] for place in range(8)))


async def find_thread(rd: Read, thread_id: UUID) -> Any:
    """A thread of the organisation and the caller's mode, or None."""
    return await rd.fetchrow("SELECT * FROM threads WHERE org_id = $1 AND id = $2 AND mode = $3", rd.org_id, thread_id, rd.principal.mode)


async def list_threads(rd: Read, view: Window, inbox_ids: Sequence[UUID] | None, *, include_hidden: bool = False) -> list[Any]:
    """Threads with visible inboxes and something to see, the most recently written first."""
    return await fetch_planned(
        rd.connection,
        """
        SELECT t.* FROM threads t JOIN inboxes i ON i.org_id = t.org_id AND i.id = t.inbox_id
        WHERE t.org_id = $1 AND t.mode = $2 AND i.status IN ('active', 'paused') AND (i.expires_at IS NULL OR i.expires_at > $3)
            AND ($4::uuid[] IS NULL OR t.inbox_id = ANY($4)) AND ($5::uuid IS NULL OR i.agent_id = $5)
            AND ($6::timestamptz IS NULL OR (t.last_message_at, t.id) < ($6, $7)) AND (t.message_count > 0 OR $10)
        ORDER BY t.last_message_at DESC, t.id DESC LIMIT $8 OFFSET $9
        """,
        rd.org_id,
        rd.principal.mode,
        rd.now,
        None if inbox_ids is None else list(inbox_ids),
        rd.principal.agent_id,
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
        include_hidden,
    )


async def count_over(tx: Tx, thread_id: UUID, shown: int, written_at: datetime) -> None:
    """One message became visible (1) or hidden (-1)."""
    await tx.execute(
        """
        UPDATE threads SET message_count = message_count + $3, hidden_count = hidden_count - $3,
            last_message_at = CASE WHEN $3 > 0 THEN greatest(last_message_at, $4) ELSE last_message_at END
        WHERE org_id = $1 AND id = $2
        """,
        tx.org_id,
        thread_id,
        shown,
        written_at,
    )


async def count_out(tx: Tx, gone: Sequence[Any]) -> None:
    """Messages are deleted (rows with thread_id, folder): a thread without any goes too."""
    ids = [row["thread_id"] for row in gone]
    await tx.execute(
        """
        UPDATE threads t SET message_count = t.message_count - g.shown, hidden_count = t.hidden_count - g.hidden
        FROM (SELECT id, count(*) FILTER (WHERE NOT hidden) AS shown, count(*) FILTER (WHERE hidden) AS hidden
              FROM unnest($2::uuid[], $3::boolean[]) AS u(id, hidden) GROUP BY id) g WHERE t.org_id = $1 AND t.id = g.id
        """,
        tx.org_id,
        ids,
        [row["folder"] in HIDDEN_FOLDERS for row in gone],
    )
    await tx.execute("DELETE FROM threads WHERE org_id = $1 AND id = ANY($2) AND message_count <= 0 AND hidden_count <= 0", tx.org_id, ids)


def _columns(keys: Sequence[LinkKey]) -> tuple[list[Any], ...]:
    return [key[0] for key in keys], [key[1] for key in keys], [key[2] for key in keys]


# LATERAL with LIMIT: by the index, one by one, also where the plan was made while the table was empty. A join would read the whole table.
_FIND_LINKS = """
SELECT w.org_id, w.inbox_id, w.sha256, l.thread_id FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS w(org_id, inbox_id, sha256)
CROSS JOIN LATERAL (SELECT thread_id FROM thread_links
    WHERE org_id = w.org_id AND inbox_id = w.inbox_id AND message_id_sha256 = w.sha256 LIMIT 1) l
"""

_TAKE_LINKS = """
INSERT INTO thread_links AS l (org_id, inbox_id, message_id_sha256, thread_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[])
ON CONFLICT (org_id, inbox_id, message_id_sha256) DO UPDATE SET thread_id = l.thread_id
RETURNING org_id, inbox_id, message_id_sha256, thread_id
"""

# What hidden mail says of a thread is seen by nobody else: its subject gives way to the first visible one, its time does not count.
_ADD = """
INSERT INTO threads AS t (org_id, id, mode, inbox_id, subject, message_count, hidden_count, created_at, last_message_at)
SELECT org_id, id, mode, inbox_id, subject, n, hidden, newest, newest
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::integer[], $7::integer[], $8::timestamptz[])
    AS n(org_id, id, mode, inbox_id, subject, n, hidden, newest)
ON CONFLICT (org_id, id) DO UPDATE SET message_count = t.message_count + excluded.message_count,
    hidden_count = t.hidden_count + excluded.hidden_count,
    subject = CASE WHEN t.message_count = 0 AND excluded.message_count > 0 THEN excluded.subject ELSE t.subject END,
    last_message_at = CASE WHEN excluded.message_count > 0 THEN greatest(t.last_message_at, excluded.last_message_at)
        ELSE t.last_message_at END
"""

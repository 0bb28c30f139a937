"""Threads: links from Message-IDs, and the rows of conversations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read
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


def add_to_threads_part(threads: Sequence[tuple[UUID, UUID, str, UUID | None, str, int, datetime]]) -> Part:
    """Create threads or count messages into them: (org, id, mode, inbox, subject, count, newest)."""
    ordered = sorted(threads, key=lambda one: (one[0], one[1]))
    return Part("threaded", _ADD, tuple([one[place] for one in ordered] for place in range(7)))


async def find_thread(rd: Read, thread_id: UUID) -> Any:
    """A thread of the organisation and the caller's mode, or None."""
    return await rd.fetchrow("SELECT * FROM threads WHERE org_id = $1 AND id = $2 AND mode = $3", rd.org_id, thread_id, rd.principal.mode)


async def list_threads(rd: Read, view: Window, inbox_ids: Sequence[UUID] | None) -> list[Any]:
    """Threads with visible inboxes, the most recently written first."""
    return await fetch_planned(
        rd.connection,
        """
        SELECT t.* FROM threads t JOIN inboxes i ON i.org_id = t.org_id AND i.id = t.inbox_id
        WHERE t.org_id = $1 AND t.mode = $2 AND i.status IN ('active', 'paused') AND (i.expires_at IS NULL OR i.expires_at > $3)
            AND ($4::uuid[] IS NULL OR t.inbox_id = ANY($4)) AND ($5::uuid IS NULL OR i.agent_id = $5)
            AND ($6::timestamptz IS NULL OR (t.last_message_at, t.id) < ($6, $7))
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
    )


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

_ADD = """
INSERT INTO threads AS t (org_id, id, mode, inbox_id, subject, message_count, created_at, last_message_at)
SELECT org_id, id, mode, inbox_id, subject, n, newest, newest
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::integer[], $7::timestamptz[])
    AS n(org_id, id, mode, inbox_id, subject, n, newest)
ON CONFLICT (org_id, id) DO UPDATE SET message_count = t.message_count + excluded.message_count,
    last_message_at = greatest(t.last_message_at, excluded.last_message_at)
"""

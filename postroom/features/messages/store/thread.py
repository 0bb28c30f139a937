"""Threads: links from Message-IDs, and the rows of conversations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.features.messages.store.read import SHOWN
from postroom.kernel.context import Read, Tx
from postroom.kernel.paging import Window
from postroom.kernel.statements import Part, fetch_planned, unnested

# What the messages of a thread `t` say together; its agents.
_WITH_MESSAGES = """t.*, n.unread_count, n.folders, n.all_labels,
    (SELECT jsonb_build_object('address', m.from_address, 'name', m.from_name, 'category', m.category) FROM messages m
        WHERE m.org_id = t.org_id AND m.id = n.newest) AS last_from,
    (SELECT jsonb_agg(jsonb_build_object('agent_id', a.agent_id, 'role', a.role, 'assigned_at', a.assigned_at, 'rule_id', a.rule_id)
        ORDER BY a.assigned_at) FROM thread_agents a WHERE a.org_id = t.org_id AND a.thread_id = t.id) AS agents"""
_MESSAGES_OF = """CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE NOT s.is_read) AS unread_count,
    array_agg(DISTINCT s.folder ORDER BY s.folder) AS folders, max(s.id::text)::uuid AS newest,
    (SELECT array_agg(DISTINCT l ORDER BY l) FROM message_state s CROSS JOIN unnest(s.labels) AS l
        WHERE s.org_id = t.org_id AND s.thread_id = t.id AND {shown}) AS all_labels
    FROM message_state s WHERE s.org_id = t.org_id AND s.thread_id = t.id AND {shown}) n"""

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


def find_strangers_part(rows: Sequence[tuple[int, UUID, UUID, bytes, str]]) -> Part:
    """Rows (place) of those whose sender has no part in the thread: (place, org, inbox, hash of an id, address in small letters)."""
    return Part("strangers", _FIND_STRANGERS, tuple([row[place] for row in rows] for place in range(5)), rows=True)


async def find_thread(rd: Read, thread_id: UUID) -> Any:
    """A thread of the organisation and the caller's mode, or None; one that was merged leads to where its messages are."""
    return await rd.fetchrow(
        f"""
        SELECT {_WITH_MESSAGES} FROM threads o
        JOIN threads t ON t.org_id = o.org_id
            AND t.id = CASE WHEN o.message_count + o.hidden_count = 0 THEN coalesce(o.merged_into, o.id) ELSE o.id END
        {_MESSAGES_OF.format(shown=SHOWN)} WHERE o.org_id = $1 AND o.id = $2 AND o.mode = $3
        """,
        rd.org_id,
        thread_id,
        rd.principal.mode,
    )


async def list_threads(
    rd: Read, view: Window, inbox_ids: Sequence[UUID] | None, *, include_hidden: bool = False, filters: Mapping[str, Any] = {}
) -> list[Any]:
    """Threads with visible inboxes and something to see, the most recently written first.

    `filters`: folder and label of one of their messages, an agent_id that is assigned.
    """
    shown = "true" if include_hidden else SHOWN
    return await fetch_planned(
        rd.connection,
        f"""
        SELECT {_WITH_MESSAGES} FROM (
            SELECT t.* FROM threads t JOIN inboxes i ON i.org_id = t.org_id AND i.id = t.inbox_id
            WHERE t.org_id = $1 AND t.mode = $2 AND i.status IN ('active', 'paused') AND (i.expires_at IS NULL OR i.expires_at > $3)
                AND ($4::uuid[] IS NULL OR t.inbox_id = ANY($4)) AND ($5::uuid IS NULL OR i.agent_id = $5)
                AND ($6::timestamptz IS NULL OR (t.last_message_at, t.id) < ($6, $7))
                AND (t.message_count > 0 OR ($10 AND t.hidden_count > 0))
                AND (($11::text IS NULL AND $12::text IS NULL) OR EXISTS (SELECT FROM message_state s WHERE s.org_id = t.org_id
                    AND s.thread_id = t.id AND {shown} AND ($11 IS NULL OR s.folder = $11) AND ($12 IS NULL OR s.labels @> ARRAY[$12])))
                AND ($13::uuid IS NULL OR EXISTS (SELECT FROM thread_agents a
                    WHERE a.org_id = t.org_id AND a.agent_id = $13 AND a.thread_id = t.id))
            ORDER BY t.last_message_at DESC, t.id DESC LIMIT $8 OFFSET $9) t
        {_MESSAGES_OF.format(shown=shown)} ORDER BY t.last_message_at DESC, t.id DESC
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
        *(filters.get(name) for name in ("folder", "label", "agent_id")),
    )


async def change_messages(tx: Tx, thread_id: UUID, change: Mapping[str, Any]) -> int:
    """Move, label and mark the visible messages of a thread: `folder`, `labels_added`, `labels_removed`, `is_read`; how many there are."""
    done = await tx.execute(
        f"""
        UPDATE message_state s SET changed_at = $3, folder = coalesce($4, s.folder), is_read = coalesce($7, s.is_read),
            labels = array(SELECT DISTINCT l FROM unnest(s.labels || $5::text[]) AS l WHERE l <> ALL($6::text[]) ORDER BY l)
        WHERE s.org_id = $1 AND s.thread_id = $2 AND {SHOWN}
        """,
        tx.org_id,
        thread_id,
        tx.now,
        change["folder"],
        change["labels_added"],
        change["labels_removed"],
        change["is_read"],
    )
    return int(done.rpartition(" ")[2])


async def assign(tx: Tx, thread_id: UUID, agent_id: UUID, role: str, rule_id: UUID | None = None) -> Any:
    """Assign an agent or change its role. A thread has one owner: an earlier one becomes a participant."""
    if role == "owner":
        await tx.execute(
            "UPDATE thread_agents SET role = 'participant' WHERE org_id = $1 AND thread_id = $2 AND role = 'owner' AND agent_id <> $3",
            tx.org_id,
            thread_id,
            agent_id,
        )
    return await tx.fetchrow(
        """
        INSERT INTO thread_agents (org_id, thread_id, agent_id, role, rule_id, assigned_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (org_id, thread_id, agent_id) DO UPDATE SET role = excluded.role, rule_id = excluded.rule_id RETURNING *
        """,
        tx.org_id,
        thread_id,
        agent_id,
        role,
        rule_id,
        tx.now,
    )


def assign_part(rows: Sequence[tuple[UUID, UUID, UUID, str, UUID, datetime]]) -> Part:
    """Agents for threads: (org, thread, agent, role, rule, now). Who is there stays as he is; beside an owner a new one is a participant.

    Gives the rows (org, thread, agent, role) that are new.
    """
    distinct = list({row[:3]: row for row in rows}.values())
    return Part("assigned", _ASSIGN, tuple([row[place] for row in distinct] for place in range(6)), rows=True)


async def unassign(tx: Tx, thread_id: UUID, agent_id: UUID) -> bool:
    """Whether the agent was assigned."""
    done = await tx.execute(
        "DELETE FROM thread_agents WHERE org_id = $1 AND thread_id = $2 AND agent_id = $3", tx.org_id, thread_id, agent_id
    )
    return done != "DELETE 0"


async def list_folders(rd: Read, inbox_id: UUID, *, include_hidden: bool) -> list[Any]:
    """(folder, message_count, unread_count) of an inbox."""
    shown = "true" if include_hidden else SHOWN
    return await rd.fetch(
        f"""
        SELECT s.folder, count(*) AS message_count, count(*) FILTER (WHERE NOT s.is_read) AS unread_count
        FROM messages m JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
        WHERE m.org_id = $1 AND m.inbox_id = $2 AND m.mode = $3 AND {shown} GROUP BY s.folder ORDER BY s.folder
        """,
        rd.org_id,
        inbox_id,
        rd.principal.mode,
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
_FIND_LINKS = f"""
SELECT w.org_id, w.inbox_id, w.sha256, l.thread_id FROM {unnested("org_id uuid, inbox_id uuid, sha256 bytea")} AS w
CROSS JOIN LATERAL (SELECT thread_id FROM thread_links
    WHERE org_id = w.org_id AND inbox_id = w.inbox_id AND message_id_sha256 = w.sha256 LIMIT 1) l
"""

_ASSIGN = f"""
INSERT INTO thread_agents (org_id, thread_id, agent_id, role, rule_id, assigned_at)
SELECT n.org_id, n.thread_id, n.agent_id, CASE WHEN n.role = 'owner' AND EXISTS (SELECT FROM thread_agents a
    WHERE a.org_id = n.org_id AND a.thread_id = n.thread_id AND a.role = 'owner') THEN 'participant' ELSE n.role END, n.rule_id, n.at
FROM {unnested("org_id uuid, thread_id uuid, agent_id uuid, role text, rule_id uuid, at timestamptz")} AS n
ON CONFLICT (org_id, thread_id, agent_id) DO NOTHING RETURNING org_id, thread_id, agent_id, role
"""

# A hundred messages of a thread are enough to know its people by. NULL where a thread has none yet.
_FIND_STRANGERS = f"""
SELECT w.place FROM {unnested("place integer, org_id uuid, inbox_id uuid, sha256 bytea, sender text")} AS w
CROSS JOIN LATERAL (SELECT thread_id FROM thread_links
    WHERE org_id = w.org_id AND inbox_id = w.inbox_id AND message_id_sha256 = w.sha256 LIMIT 1) l
CROSS JOIN LATERAL (SELECT bool_or(lower(m.from_address) = w.sender
        OR strpos(lower(concat(e.to_addresses::text, e.cc_addresses::text, e.reply_to::text)), '"' || w.sender || '"') > 0) AS is_known
    FROM (SELECT id FROM message_state s WHERE org_id = w.org_id AND thread_id = l.thread_id AND {SHOWN} LIMIT 100) s
    CROSS JOIN LATERAL (SELECT from_address FROM messages WHERE org_id = w.org_id AND id = s.id LIMIT 1) m
    CROSS JOIN LATERAL (SELECT to_addresses, cc_addresses, reply_to FROM email_messages WHERE org_id = w.org_id AND id = s.id LIMIT 1) e) p
GROUP BY w.place HAVING NOT bool_or(p.is_known)
"""

_TAKE_LINKS = f"""
INSERT INTO thread_links AS l (org_id, inbox_id, message_id_sha256, thread_id)
SELECT * FROM {unnested("org_id uuid, inbox_id uuid, message_id_sha256 bytea, thread_id uuid")} AS w
ON CONFLICT (org_id, inbox_id, message_id_sha256) DO UPDATE SET thread_id = l.thread_id
RETURNING org_id, inbox_id, message_id_sha256, thread_id
"""

# What hidden mail says of a thread is seen by nobody else: its subject gives way to the first visible one, its time does not count.
_ADD = f"""
INSERT INTO threads AS t (org_id, id, mode, inbox_id, subject, message_count, hidden_count, created_at, last_message_at)
SELECT org_id, id, mode, inbox_id, subject, n, hidden, newest, newest
FROM {unnested("org_id uuid, id uuid, mode text, inbox_id uuid, subject text, n integer, hidden integer, newest timestamptz")} AS n
ON CONFLICT (org_id, id) DO UPDATE SET message_count = t.message_count + excluded.message_count,
    hidden_count = t.hidden_count + excluded.hidden_count,
    subject = CASE WHEN t.message_count = 0 AND excluded.message_count > 0 THEN excluded.subject ELSE t.subject END,
    last_message_at = CASE WHEN excluded.message_count > 0 THEN greatest(t.last_message_at, excluded.last_message_at)
        ELSE t.last_message_at END
"""

"""Reading messages: every statement is bound to the organisation, the mode, and to inboxes that can be seen."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.kernel.context import Read
from postroom.kernel.paging import Window
from postroom.kernel.statements import fetch_planned

# A part of a text that is shorter is not looked up in the index.
SHORTEST_PART = 3
# Mail of an inbox that ended is invisible at once (FOUNDATIONS §6); messages without an inbox are seen by the whole organisation.
# A scalar: EXISTS would be answered from a table of all the inboxes that the organisation has, made anew for every list.
SEEN = """CASE WHEN m.inbox_id IS NULL THEN true ELSE coalesce((SELECT i.status IN ('active', 'paused')
    AND (i.expires_at IS NULL OR i.expires_at > {now}) AND ({agent}::uuid IS NULL OR i.agent_id IS NOT DISTINCT FROM {agent})
    FROM inboxes i WHERE i.org_id = m.org_id AND i.id = m.inbox_id), false) END"""

# What everybody may see who reaches it; put it into every statement that reads messages unless hidden ones are asked for.
SHOWN = f"s.folder NOT IN ({', '.join(repr(folder) for folder in HIDDEN_FOLDERS)})"

SUMMARY = """
SELECT m.*, s.state, s.is_read, s.is_starred, s.labels, s.folder, s.thread_id, s.screening_verdict, s.authentication_verdict,
    e.to_addresses, left(b.body, 600) AS preview,
    CASE WHEN m.code_count > 0 AND NOT m.is_ambiguous THEN (SELECT x.value FROM extractions x
        WHERE x.org_id = m.org_id AND x.message_id = m.id AND x.sort = 'code' ORDER BY x.place LIMIT 1) END AS code
FROM messages m JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
JOIN message_bodies b ON b.org_id = m.org_id AND b.id = m.id LEFT JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id
"""

_WHOLE = """
SELECT m.*, s.state, s.is_read, s.is_starred, s.labels, s.folder, s.thread_id, s.notice, s.hidden_reason, s.hidden_rule_id,
    s.authentication_verdict, s.screening_verdict, b.body, b.segments, b.html, b.summary, b.screening, b.rivals, e.authentication,
    e.delivery_report, e.invitation,
    e.envelope_from, e.recipient, e.tag, e.message_id, e.in_reply_to, e.reference_ids, e.reply_to, e.to_addresses, e.cc_addresses,
    e.bcc_addresses, e.headers,
    CASE WHEN m.code_count + m.link_count > 0 THEN (SELECT jsonb_agg(jsonb_build_object('sort', x.sort, 'value', x.value, 'kind', x.kind,
        'confidence', x.confidence, 'span_start', x.span_start, 'span_end', x.span_end, 'source', x.source, 'rule', x.rule,
        'anchor', x.anchor, 'host', x.host, 'target', x.target) ORDER BY x.place)
        FROM extractions x WHERE x.org_id = m.org_id AND x.message_id = m.id) END AS extractions,
    CASE WHEN m.attachment_count > 0 THEN (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'filename', a.filename,
        'content_type', a.content_type, 'size_bytes', a.size_bytes, 'is_inline', a.is_inline, 'content_id', a.content_id,
        'sha256', encode(a.sha256, 'hex')) ORDER BY a.place)
        FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id) END AS attachments
FROM messages m JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id
JOIN message_bodies b ON b.org_id = m.org_id AND b.id = m.id LEFT JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id
"""


async def find_message(rd: Read, message_id: UUID) -> Any:
    """The whole message with its evidence and files, or None.

    Reach by agent is in the statement, reach by inboxes is the caller's to check.
    """
    return await rd.fetchrow(
        f"{_WHOLE} WHERE m.org_id = $1 AND m.id = $2 AND m.mode = $3 AND {SEEN.format(now='$4', agent='$5')}",
        rd.org_id,
        message_id,
        rd.principal.mode,
        rd.now,
        rd.principal.agent_id,
    )


async def list_unproven(rd: Read, message_ids: Sequence[UUID]) -> list[Any]:
    """Those of the messages, of any mode, that are blocked as unauthenticated, with what decides about them now."""
    return await rd.fetch(
        """
        SELECT m.*, s.thread_id, s.labels, s.authentication_verdict, s.screening_verdict,
            e.envelope_from, i.agent_id AS agent_now, i.filter_mode FROM messages m
        JOIN message_state s ON s.org_id = m.org_id AND s.id = m.id JOIN inboxes i ON i.org_id = m.org_id AND i.id = m.inbox_id
        LEFT JOIN email_messages e ON e.org_id = m.org_id AND e.id = m.id
        WHERE m.org_id = $1 AND m.id = ANY($2) AND s.folder = 'blocked' AND s.hidden_reason = 'unauthenticated'
        """,
        rd.org_id,
        list(message_ids),
    )


async def list_attachments(rd: Read, message_id: UUID) -> list[Any]:
    """The files of a message in their order."""
    return await rd.fetch("SELECT * FROM attachments WHERE org_id = $1 AND message_id = $2 ORDER BY place", rd.org_id, message_id)


async def find_raw(rd: Read, raw_id: UUID) -> Any:
    """The compressed bytes or the key of the blob that holds them."""
    return await rd.fetchrow(
        "SELECT compressed, blob_key, size_bytes, sha256 FROM message_raw WHERE org_id = $1 AND id = $2", rd.org_id, raw_id
    )


async def list_messages(
    rd: Read, view: Window, inbox_ids: Sequence[UUID] | None, filters: Mapping[str, Any], *, include_hidden: bool = False
) -> list[Any]:
    """Summaries, newest first. `inbox_ids` None: all within the organisation."""
    arguments: list[Any] = [
        rd.org_id,
        rd.principal.mode,
        rd.now,
        rd.principal.agent_id,
        None if inbox_ids is None else list(inbox_ids),
        *(view.after or (None, None)),
        view.fetch,
        view.offset,
    ]
    clauses = [filter_clause(arguments, name, value) for name, value in filters.items() if value is not None]
    clauses += () if include_hidden else (SHOWN,)
    narrow = "($5::uuid[] IS NULL OR m.inbox_id = ANY($5))" if inbox_ids is None or len(inbox_ids) != 1 else "m.inbox_id = ($5::uuid[])[1]"
    return await fetch_planned(
        rd.connection,
        f"""
        {SUMMARY} WHERE m.org_id = $1 AND m.mode = $2 AND {SEEN.format(now="$3", agent="$4")} AND {narrow}
            AND ($6::timestamptz IS NULL OR (m.received_at, m.id) < ($6, $7)) {"".join(f" AND {clause}" for clause in clauses)}
        ORDER BY m.received_at DESC, m.id DESC LIMIT $8 OFFSET $9
        """,
        *arguments,
    )


async def list_summaries(rd: Read, ids: Sequence[UUID]) -> list[Any]:
    """Summaries of messages that the caller may see, in the order of their ids; those that are gone are left out."""
    # Said of every table, so that no plan made before they were analysed joins all of one with all of another.
    wanted = "m.org_id = $1 AND m.id = ANY($2) AND s.id = ANY($2) AND b.id = ANY($2)"
    rows = {row["id"]: row for row in await rd.fetch(f"{SUMMARY} WHERE {wanted}", rd.org_id, list(ids))}
    return [rows[one] for one in ids if one in rows]


async def list_of_thread(rd: Read, thread_id: UUID, most: int, *, include_hidden: bool = False) -> list[Any]:
    """The newest `most` summaries of a thread, newest first."""
    shown = "" if include_hidden else f" AND {SHOWN}"
    return await rd.fetch(
        f"{SUMMARY} WHERE s.org_id = $1 AND s.thread_id = $2 AND m.mode = $3{shown} ORDER BY m.received_at DESC, m.id DESC LIMIT $4",
        rd.org_id,
        thread_id,
        rd.principal.mode,
        most,
    )


_FLAGS = {"code": "m.code_count > 0", "link": "m.link_count > 0", "attachment": "m.attachment_count > 0"}


def filter_clause(arguments: list[Any], name: str, value: Any) -> str:
    """One filter as SQL; values always travel as parameters."""
    if name == "has":
        return _FLAGS[value]
    if name == "unread":
        return "NOT s.is_read" if value else "s.is_read"
    return _compared(arguments, name, value)


def _compared(arguments: list[Any], name: str, value: Any) -> str:
    comparisons = {
        "from": "(m.from_address ILIKE ${n} OR m.from_name ILIKE ${n})",
        "subject": "m.subject ILIKE ${n}",
        "category": "m.category = ${n}",
        "from_domain": "lower(m.from_address) LIKE ANY(${n}::text[])",
        "authenticated": "(s.authentication_verdict = 'authenticated' OR NOT ${n})",
        "screening": "s.screening_verdict = ${n}",
        "label": "s.labels @> ARRAY[${n}::text]",
        "folder": "s.folder = ${n}",
        "state": "s.state = ${n}",
        "direction": "m.direction = ${n}",
        "thread_id": "s.thread_id = ${n}",
        "starred": "s.is_starred = ${n}",
        "authentication": "s.authentication_verdict = ${n}",
        "flag": "${n}::text = ANY(string_to_array(m.flags, ' '))",
        "received_after": "m.received_at >= ${n}",
        "received_before": "m.received_at < ${n}",
    }
    arguments.append(filter_value(name, value))
    return comparisons[name].replace("${n}", f"${len(arguments)}")


def filter_value(name: str, value: Any) -> Any:
    """The parameter of a filter."""
    if name == "from_domain":  # the domain itself, and all below it
        return [f"%@{dots}{_literal(one)}" for one in value for dots in ("", "%.")]
    return like_pattern(value) if name in ("from", "subject") else value


def like_pattern(text: str) -> str:
    """`text` anywhere, its wildcards taken literally."""
    return f"%{_literal(text)}%"


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

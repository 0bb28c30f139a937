"""Writing many messages with one statement a table: `unnest` beats COPY and executemany here (measured, see docs/adr/0004)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from postroom.features.messages.model import NewMessage

_encode_json = msgspec.json.Encoder().encode


async def insert_messages(connection: Any, batch: Sequence[NewMessage]) -> None:
    """All rows of all messages but their threads. Runs inside the caller's transaction."""
    await _insert_raw(connection, batch)
    await connection.execute(_MESSAGES, *_message_columns(batch))
    await connection.execute(_BODIES_AND_STATE, *_body_columns(batch))
    await connection.execute(_EMAIL, *_email_columns(batch))
    await _insert_extractions(connection, batch)
    await _insert_attachments(connection, batch)


async def _insert_raw(connection: Any, batch: Sequence[NewMessage]) -> None:
    """One row per organisation and mail, however many of its inboxes got it."""
    rows = list({(message.org_id, message.raw.id): message.raw for message in batch}.items())
    await connection.execute(
        _RAW,
        [org_id for (org_id, _), _ in rows],
        [raw.id for _, raw in rows],
        [raw.compressed for _, raw in rows],
        [raw.size_bytes for _, raw in rows],
        [raw.sha256 for _, raw in rows],
    )


def _json(values: Any) -> str:
    """Lists travel as text: asyncpg would take a list within an array for a further dimension."""
    return _encode_json(values).decode()


def _message_columns(batch: Sequence[NewMessage]) -> tuple[list[Any], ...]:
    return (
        [one.org_id for one in batch],
        [one.id for one in batch],
        [one.mode for one in batch],
        [one.inbox_id for one in batch],
        [one.agent_id for one in batch],
        [one.channel for one in batch],
        [one.direction for one in batch],
        [one.received_at for one in batch],
        [one.sent_at for one in batch],
        [one.from_.address for one in batch],
        [one.from_.name for one in batch],
        [one.subject for one in batch],
        [one.category for one in batch],
        [one.count("code") for one in batch],
        [one.count("link") for one in batch],
        [min(len(one.attachments), 32_767) for one in batch],
        [one.codes_expire_at for one in batch],
        [one.is_ambiguous for one in batch],
        [one.size_bytes for one in batch],
        [one.raw.id for one in batch],
        [one.parse_error for one in batch],
    )


def _body_columns(batch: Sequence[NewMessage]) -> tuple[list[Any], ...]:
    return (
        [one.org_id for one in batch],
        [one.id for one in batch],
        [one.body for one in batch],
        [_json(one.segments) for one in batch],
        [one.html for one in batch],
        [one.inbox_id for one in batch],
        [one.thread_id for one in batch],
        [one.state for one in batch],
        [one.is_read for one in batch],
        [one.folder for one in batch],
        [one.notice for one in batch],
        [one.received_at for one in batch],
    )


def _email_columns(batch: Sequence[NewMessage]) -> tuple[list[Any], ...]:
    return (
        [one.org_id for one in batch],
        [one.id for one in batch],
        [one.envelope_from for one in batch],
        [one.recipient for one in batch],
        [one.tag for one in batch],
        [one.message_id for one in batch],
        [" ".join(one.in_reply_to) for one in batch],
        [" ".join(one.references) for one in batch],
        [_json(one.reply_to) for one in batch],
        [_json(one.to) for one in batch],
        [_json(one.cc) for one in batch],
        [_json(one.bcc) for one in batch],
        [_json(one.headers) for one in batch],
        [one.remote_address for one in batch],
    )


async def _insert_extractions(connection: Any, batch: Sequence[NewMessage]) -> None:
    rows = [(message, place, one) for message in batch for place, one in enumerate(message.extractions)]
    if rows:
        await connection.execute(
            _EXTRACTIONS,
            [message.org_id for message, _, _ in rows],
            [message.id for message, _, _ in rows],
            [place for _, place, _ in rows],
            [one.sort for _, _, one in rows],
            [one.value for _, _, one in rows],
            [one.kind for _, _, one in rows],
            [one.confidence for _, _, one in rows],
            [one.span[0] for _, _, one in rows],
            [one.span[1] for _, _, one in rows],
            [one.source for _, _, one in rows],
            [one.rule for _, _, one in rows],
            [one.anchor for _, _, one in rows],
            [one.host for _, _, one in rows],
            [one.target for _, _, one in rows],
        )


async def _insert_attachments(connection: Any, batch: Sequence[NewMessage]) -> None:
    rows = [(message, place, one) for message in batch for place, one in enumerate(message.attachments)]
    if rows:
        await connection.execute(
            _ATTACHMENTS,
            [message.org_id for message, _, _ in rows],
            [_attachment_id(message, place) for message, place, _ in rows],
            [message.id for message, _, _ in rows],
            [place for _, place, _ in rows],
            [one.path for _, _, one in rows],
            [one.filename for _, _, one in rows],
            [one.content_type for _, _, one in rows],
            [one.content_id for _, _, one in rows],
            [one.is_inline for _, _, one in rows],
            [one.size_bytes for _, _, one in rows],
            [one.sha256 for _, _, one in rows],
        )


def _attachment_id(message: NewMessage, place: int) -> Any:
    """The message's id with the place mixed into its random part: sortable, and stable when a batch is tried again."""
    return type(message.id)(int=message.id.int ^ ((place + 1) << 24))


_RAW = """
INSERT INTO message_raw (org_id, id, compressed, size_bytes, sha256)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bigint[], $5::bytea[])
"""

_MESSAGES = """
INSERT INTO messages (org_id, id, mode, inbox_id, agent_id, channel, direction, received_at, sent_at, from_address, from_name, subject,
    category, code_count, link_count, attachment_count, code_expires_at, is_ambiguous, size_bytes, raw_id, parse_error)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[],
    $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[], $14::smallint[], $15::smallint[], $16::smallint[],
    $17::timestamptz[], $18::boolean[], $19::bigint[], $20::uuid[], $21::text[])
"""

# Two tables in one statement: one round trip less for every batch.
_BODIES_AND_STATE = """
WITH rows AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::text[],
        $9::boolean[], $10::text[], $11::text[], $12::timestamptz[])
    AS r(org_id, id, body, segments, html, inbox_id, thread_id, state, is_read, folder, notice, changed_at)),
bodies AS (INSERT INTO message_bodies (org_id, id, body, segments, html) SELECT org_id, id, body, segments::jsonb, html FROM rows)
INSERT INTO message_state (org_id, id, inbox_id, thread_id, state, is_read, folder, notice, changed_at)
SELECT org_id, id, inbox_id, thread_id, state, is_read, folder, notice, changed_at FROM rows
"""

_EMAIL = """
INSERT INTO email_messages (org_id, id, envelope_from, recipient, tag, message_id, in_reply_to, reference_ids, reply_to,
    to_addresses, cc_addresses, bcc_addresses, headers, remote_address)
SELECT org_id, id, envelope_from, recipient, tag, message_id, in_reply_to, reference_ids, reply_to::jsonb,
    to_addresses::jsonb, cc_addresses::jsonb, bcc_addresses::jsonb, headers::jsonb, remote_address
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
    AS r(org_id, id, envelope_from, recipient, tag, message_id, in_reply_to, reference_ids, reply_to,
        to_addresses, cc_addresses, bcc_addresses, headers, remote_address)
"""

_EXTRACTIONS = """
INSERT INTO extractions (org_id, message_id, place, sort, value, kind, confidence, span_start, span_end, source, rule, anchor, host, target)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::real[], $8::integer[], $9::integer[],
    $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
"""

_ATTACHMENTS = """
INSERT INTO attachments (org_id, id, message_id, place, path, filename, content_type, content_id, is_inline, size_bytes, sha256)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[],
    $10::bigint[], $11::bytea[])
"""

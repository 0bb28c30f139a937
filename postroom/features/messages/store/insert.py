"""The rows of many messages: one part a table, all of them run in one round trip by the caller."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.messages.model import NewMessage
from postroom.kernel.statements import Part, Table, array_literal

_encode_json = msgspec.json.Encoder().encode
_MOST_COUNTED = 32_767

_RAW = Table("message_raw", "org_id uuid, id uuid, compressed bytea, size_bytes bigint, sha256 bytea")
_MESSAGES = Table(
    "messages",
    "org_id uuid, id uuid, mode text, inbox_id uuid, agent_id uuid, channel text, direction text, received_at timestamptz,"
    " sent_at timestamptz, from_address text, from_name text, subject text, category text, code_count smallint, link_count smallint,"
    " attachment_count smallint, code_expires_at timestamptz, is_ambiguous boolean, size_bytes bigint, raw_id uuid, parse_error text,"
    " category_rule text, flags text",
)
_STATE = Table(
    "message_state",
    "org_id uuid, id uuid, inbox_id uuid, thread_id uuid, state text, is_read boolean, folder text, labels text[], notice text,"
    " changed_at timestamptz, authentication_verdict text, screening_verdict text, hidden_reason text, hidden_rule_id uuid,"
    " hidden_at timestamptz",
)
_BODIES = Table("message_bodies", "org_id uuid, id uuid, body text, segments jsonb, html text, summary text, screening jsonb, rivals jsonb")
_EMAIL = Table(
    "email_messages",
    "org_id uuid, id uuid, envelope_from text, recipient text, tag text, message_id text, in_reply_to text, reference_ids text,"
    " reply_to jsonb, to_addresses jsonb, cc_addresses jsonb, bcc_addresses jsonb, headers jsonb, remote_address text,"
    " authentication jsonb, delivery_report jsonb, invitation jsonb",
)
_EXTRACTIONS = Table(
    "extractions",
    "org_id uuid, message_id uuid, place smallint, sort text, value text, kind text, confidence real, span_start integer,"
    " span_end integer, source text, rule text, anchor text, host text, target text",
)
_ATTACHMENTS = Table(
    "attachments",
    "org_id uuid, id uuid, message_id uuid, place smallint, path text, filename text, content_type text, content_id text,"
    " is_inline boolean, size_bytes bigint, sha256 bytea, may_have_text boolean",
)


def message_parts(batch: Sequence[NewMessage]) -> list[Part]:
    """The parts that insert everything of the messages but their threads."""
    parts = [
        _RAW.insert(_raw_rows(batch)),
        _MESSAGES.insert([_message_row(one) for one in batch]),
        _STATE.insert([_state_row(one) for one in batch]),
        _BODIES.insert([_body_row(one) for one in batch]),
        _EMAIL.insert([_email_row(one) for one in batch]),
    ]
    extractions = [_extraction_row(one, place) for one in batch for place in range(len(one.extractions))]
    attachments = [_attachment_row(one, place) for one in batch for place in range(len(one.attachments))]
    return [*parts, *_some(_EXTRACTIONS, extractions), *_some(_ATTACHMENTS, attachments)]


def _some(table: Table, rows: Sequence[Sequence[Any]]) -> list[Part]:
    return [table.insert(rows)] if rows else []


def _raw_rows(batch: Sequence[NewMessage]) -> list[tuple[Any, ...]]:
    """One row per organisation and mail, however many of its inboxes got it."""
    raws = {(one.org_id, one.raw.id): one.raw for one in batch}
    return [(org_id, raw.id, raw.compressed, raw.size_bytes, raw.sha256) for (org_id, _), raw in raws.items()]


def _message_row(one: NewMessage) -> tuple[Any, ...]:
    return (
        one.org_id,
        one.id,
        one.mode,
        one.inbox_id,
        one.agent_id,
        one.channel,
        one.direction,
        one.received_at,
        one.sent_at,
        one.from_.address,
        one.from_.name,
        one.subject,
        one.category,
        one.count("code"),
        one.count("link"),
        min(len(one.attachments), _MOST_COUNTED),
        one.codes_expire_at,
        one.is_ambiguous,
        one.size_bytes,
        one.raw.id,
        one.parse_error,
        one.category_rule,
        " ".join(one.flags),
    )


def _state_row(one: NewMessage) -> tuple[Any, ...]:
    state = (one.state, one.is_read, one.folder, array_literal(one.labels), one.notice, one.received_at)
    verdicts = (one.authentication_verdict, one.screening_verdict, one.hidden_reason, one.hidden_rule_id)
    return one.org_id, one.id, one.inbox_id, one.thread_id, *state, *verdicts, one.received_at if one.is_hidden else None


def _body_row(one: NewMessage) -> tuple[Any, ...]:
    return (
        one.org_id,
        one.id,
        one.body,
        _json(one.segments),
        one.html,
        one.summary,
        _json_or_null(one.screening),
        _json_or_null(one.rivals or None),
    )


def _email_row(one: NewMessage) -> tuple[Any, ...]:
    return (
        one.org_id,
        one.id,
        one.envelope_from,
        one.recipient,
        one.tag,
        one.message_id,
        " ".join(one.in_reply_to),
        " ".join(one.references),
        _json(one.reply_to),
        _json(one.to),
        _json(one.cc),
        _json(one.bcc),
        _json(one.headers),
        one.remote_address,
        _json_or_null(one.authentication),
        _json_or_null(one.delivery_report),
        _json_or_null(one.invitation),
    )


def _extraction_row(message: NewMessage, place: int) -> tuple[Any, ...]:
    one = message.extractions[place]
    evidence = (one.sort, one.value, one.kind, one.confidence, *one.span, one.source, one.rule)
    return message.org_id, message.id, place, *evidence, one.anchor, one.host, one.target


def _attachment_row(message: NewMessage, place: int) -> tuple[Any, ...]:
    one = message.attachments[place]
    about = (one.path, one.filename, one.content_type, one.content_id, one.is_inline, one.size_bytes, one.sha256, one.may_have_text)
    return message.org_id, _attachment_id(message, place), message.id, place, *about


def _attachment_id(message: NewMessage, place: int) -> UUID:
    """The message's id with the place mixed into its random part: sortable, and stable when a batch is tried again."""
    return UUID(int=message.id.int ^ ((place + 1) << 24))


def _json_or_null(value: Any) -> str | None:
    return None if value is None else _encode_json(value).decode()


def _json(values: Any) -> str:
    return "[]" if not values else _encode_json(values).decode()

"""From raw bytes and recipients to messages ready to be stored."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import zstandard

from postroom.channels.email.correspondents import flags_of
from postroom.features.inboxes import Recipient
from postroom.features.messages import model, to_storable
from postroom.kernel.ids import new_id
from postroom.lib.bounces import Report
from postroom.lib.calendar import Invitation
from postroom.lib.mailauth import Authentication, Method, authserv_id
from postroom.lib.mime import Address
from postroom.lib.reading import Reading

_SHORT = 998
_LONG = 1_048_576
_HEADERS = 262_144
_CUT_NOTICE = "The text is longer than what is shown; the raw mail is whole."
_compressors = threading.local()


class InboundMail(msgspec.Struct, frozen=True):
    """A mail for inboxes of this house, wherever it came from. `raw` is never changed."""

    mail_from: str
    recipients: Sequence[tuple[str, Recipient]]
    raw: bytes
    remote_address: str = ""
    # How it came, and what an SMTP client called itself: what SPF asks about.
    method: Method = "upload"
    helo: str = ""
    is_silent: bool = False
    # Whether the sender can still hear our answer; None where a repeat cannot happen.
    is_open: Callable[[], bool] | None = None


def prepare(
    mail: InboundMail,
    reading: Reading | None,
    parse_error: str | None,
    now: datetime,
    authentication: Authentication | None = None,
    own_id: str = "",
) -> list[model.NewMessage]:
    """One message per inbox; the inboxes of one organisation share the raw bytes."""
    compressed, digest = compress(mail.raw), hashlib.sha256(mail.raw).digest()
    raws: dict[UUID, model.NewRaw] = {}
    for _, recipient in mail.recipients:
        if recipient.org_id not in raws:
            raws[recipient.org_id] = model.NewRaw(new_id(now), compressed, len(mail.raw), digest)
    values = _values(reading, mail.mail_from, own_id) if reading is not None else {}
    sender = values["from_"].address if values else to_storable(mail.mail_from, _SHORT)
    return [
        model.NewMessage(
            id=new_id(now),
            org_id=recipient.org_id,
            mode=recipient.mode,
            inbox_id=recipient.inbox_id,
            agent_id=recipient.agent_id,
            direction="inbound",
            state="received",
            received_at=now,
            raw=raws[recipient.org_id],
            size_bytes=len(mail.raw),
            parse_error=parse_error,
            envelope_from=to_storable(mail.mail_from, _SHORT),
            recipient=to_storable(address, _SHORT),
            tag=recipient.tag,
            sender=sender,
            remote_address=mail.remote_address,
            authentication=authentication,
            authentication_verdict=None if authentication is None else authentication.verdict,
            **values,
        )
        for address, recipient in mail.recipients
    ]


def bare(message: model.NewMessage, parse_error: str) -> model.NewMessage:
    """The same message with its raw bytes only: what is left when its parts could not be stored."""
    return model.NewMessage(
        id=message.id,
        org_id=message.org_id,
        mode=message.mode,
        inbox_id=message.inbox_id,
        agent_id=message.agent_id,
        direction=message.direction,
        state=message.state,
        received_at=message.received_at,
        raw=message.raw,
        size_bytes=message.size_bytes,
        parse_error=parse_error,
        recipient=message.recipient if message.recipient.isascii() else "",
        sender=message.sender,
        copied_from=message.copied_from,
        is_released=message.is_released,
        authentication_verdict=message.authentication_verdict,
        folder=message.folder,
        labels=message.labels,
        hidden_reason=message.hidden_reason,
        hidden_rule_id=message.hidden_rule_id,
    )


def compress(raw: bytes) -> bytes:
    """zstd level 1; the compressor is kept, one a thread."""
    compressor = getattr(_compressors, "zstd", None)
    if compressor is None:
        compressor = _compressors.zstd = zstandard.ZstdCompressor(level=1)
    compressed: bytes = compressor.compress(raw)
    return compressed


def _values(reading: Reading, mail_from: str, own_id: str) -> dict[str, Any]:
    """The columns of a mail. One without a From header is from whom the envelope says."""
    sender = stored_address(reading.from_ or Address("", mail_from))
    reply_to = [stored_address(one) for one in reading.reply_to]
    return {
        "flags": flags_of(sender, reply_to),
        "invitation": None if reading.invitation is None else _invitation(reading.invitation),
        "delivery_report": None if reading.report is None else _report(reading.report),
        "notice": _CUT_NOTICE if {"text_cut", "html_cut"} & set(reading.defects) else None,
        "sent_at": model.to_storable_instant(reading.date),
        "from_": sender,
        "subject": to_storable(reading.subject, _SHORT),
        "category": reading.category,
        "category_rule": reading.category_rule,
        "summary": to_storable(reading.summary, _SHORT),
        "codes_expire_at": model.to_storable_instant(reading.code_expires_at),
        "is_ambiguous": reading.is_ambiguous,
        "rivals": [_rival(one) for one in reading.rivals],
        "body": to_storable(reading.body, _LONG),
        "screening": model.StoredScreening.of(reading.screening, reading.spam),
        "segments": [(one.kind, one.start, one.end) for one in reading.segments],
        "html": None if reading.html is None else to_storable(reading.html, _LONG),
        "extractions": [*map(_code, reading.codes), *map(_link, reading.links)],
        "attachments": [_attachment(part) for part in reading.parts],
        "message_id": None if reading.message_id is None else to_storable(reading.message_id, _SHORT),
        "in_reply_to": [to_storable(one, _SHORT) for one in reading.in_reply_to],
        "references": [to_storable(one, _SHORT) for one in reading.references],
        "reply_to": reply_to,
        "to": [stored_address(one) for one in reading.to],
        "cc": [stored_address(one) for one in reading.cc],
        "bcc": [stored_address(one) for one in reading.bcc],
        "headers": [
            (to_storable(name, _SHORT), to_storable(value, _HEADERS))
            for name, value in reading.headers
            if not _is_forged_result(name, value, own_id)
        ],
    }


def _is_forged_result(name: str, value: str, own_id: str) -> bool:
    """An Authentication-Results field in our name that somebody else wrote (RFC 8601 §5): only the raw bytes keep it."""
    return len(name) == 22 and name.lower() == "authentication-results" and authserv_id(value) == own_id


def _report(report: Report) -> Report:
    recipients = [
        msgspec.structs.replace(
            one,
            recipient=to_storable(one.recipient, _SHORT),
            original_recipient=_storable_or_none(one.original_recipient),
            reported_as=_storable_or_none(one.reported_as),
            diagnostic=_storable_or_none(one.diagnostic),
            remote_mta=_storable_or_none(one.remote_mta),
        )
        for one in report.recipients
    ]
    return msgspec.structs.replace(
        report,
        recipients=recipients,
        reporting_mta=_storable_or_none(report.reporting_mta),
        original_message_id=_storable_or_none(report.original_message_id),
        feedback_type=_storable_or_none(report.feedback_type),
    )


def _invitation(invitation: Invitation) -> Invitation:
    """Every text within it fit to be stored."""
    return msgspec.convert(_all_storable(msgspec.to_builtins(invitation)), Invitation)


def _all_storable(value: Any) -> Any:
    if isinstance(value, str):
        return to_storable(value, _LONG)
    if isinstance(value, list):
        return [_all_storable(one) for one in value]
    if isinstance(value, dict):
        return {name: _all_storable(one) for name, one in value.items()}
    return value


def _storable_or_none(value: str | None) -> str | None:
    return None if value is None else to_storable(value, _SHORT)


def stored_address(address: Address) -> model.StoredAddress:
    """Name and address, fit to be stored."""
    return model.StoredAddress(to_storable(address.address, _SHORT), to_storable(address.name, _SHORT))


def _code(code: Any) -> model.NewExtraction:
    typed = "".join(code.value.split())  # what a person would type: `482 913` without the blank
    return model.NewExtraction("code", to_storable(typed, 200), code.kind, code.confidence, code.span, code.source, code.rule)


def _rival(rival: Any) -> model.Rival:
    return model.Rival(to_storable(rival.value, 200), rival.confidence, rival.span, rival.source, rival.reason)


def _link(link: Any) -> model.NewExtraction:
    return model.NewExtraction(
        sort="link",
        value=to_storable(link.url, 8192),
        kind=link.kind,
        confidence=link.confidence,
        span=link.span,
        source=link.source,
        rule=link.rule,
        anchor=to_storable(link.text, 500),
        host=to_storable(link.host, 253),
        target=None if link.target is None else to_storable(link.target, 8192),
    )


def _attachment(part: Any) -> model.NewAttachment:
    return model.NewAttachment(
        path=part.path,
        filename=None if part.filename is None else to_storable(part.filename, 255),
        content_type=to_storable(part.content_type, 255),
        content_id=None if part.content_id is None else to_storable(part.content_id, _SHORT),
        is_inline=part.inline,
        size_bytes=part.size_bytes,
        sha256=part.sha256,
        may_have_text=part.may_have_text,
    )

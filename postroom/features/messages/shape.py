"""Rows to what an agent reads."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.messages.model import (
    AttachmentInfo,
    Code,
    Hidden,
    Link,
    Message,
    MessageSummary,
    Rival,
    StoredAddress,
    with_rivals,
)
from postroom.features.messages.screened import screening_shape
from postroom.kernel.ids import encode_id
from postroom.lib.bounces import Report
from postroom.lib.calendar import Invitation
from postroom.lib.confine import aside
from postroom.lib.documents import is_readable
from postroom.lib.extraction import note_of
from postroom.lib.html import drop_hidden
from postroom.lib.mailauth import Authentication
from postroom.lib.preview import Places, safe_fragment

_PREVIEW = 200
_SUMMARY = 140
_LONG_HTML = 64 * 1024


def summary_shape(row: Any) -> MessageSummary:
    """A message in a list."""
    return MessageSummary(
        id=encode_id("msg", row["id"]),
        inbox_id=row["inbox_id"] and encode_id("inb", row["inbox_id"]),
        thread_id=row["thread_id"] and encode_id("thr", row["thread_id"]),
        direction=row["direction"],
        state=row["state"],
        mode=row["mode"],
        from_=StoredAddress(row["from_address"], row["from_name"]),
        to=_addresses(row["to_addresses"]),
        subject=row["subject"],
        received_at=row["received_at"],
        preview=" ".join(row["preview"].split())[:_PREVIEW],
        category=row["category"],
        labels=row["labels"],
        folder=row["folder"],
        read=row["is_read"],
        starred=row["is_starred"],
        code=row["code"],
        has_code=row["code_count"] > 0,
        has_link=row["link_count"] > 0,
        has_attachment=row["attachment_count"] > 0,
        size_bytes=row["size_bytes"],
        parse_error=row["parse_error"],
        flags=row["flags"].split(),
        authentication_verdict=row["authentication_verdict"],
        screening_verdict=row["screening_verdict"],
    )


async def shape_message(row: Any) -> Message:
    """The whole message; long HTML is sanitised beside the loop."""
    return await aside(len(row["html"] or ""), message_shape, row, large_bytes=_LONG_HTML)


def message_shape(row: Any) -> Message:
    """The whole message."""
    found = row["extractions"] or []
    rivals = msgspec.convert(row["rivals"] or [], list[Rival])
    body, segments = row["body"] or "", row["segments"] or []
    # A mail that only forwards says nothing new of its own: then the whole is what there is to read.
    text = "".join(_parts(body, segments, "new")).strip() or body
    return Message(
        id=encode_id("msg", row["id"]),
        inbox_id=row["inbox_id"] and encode_id("inb", row["inbox_id"]),
        thread_id=row["thread_id"] and encode_id("thr", row["thread_id"]),
        direction=row["direction"],
        state=row["state"],
        mode=row["mode"],
        channel=row["channel"],
        from_=StoredAddress(row["from_address"], row["from_name"]),
        to=_addresses(row["to_addresses"]),
        cc=_addresses(row["cc_addresses"]),
        bcc=_addresses(row["bcc_addresses"]),
        reply_to=_addresses(row["reply_to"]),
        recipient=row["recipient"] or "",
        tag=row["tag"],
        subject=row["subject"],
        received_at=row["received_at"],
        sent_at=row["sent_at"],
        internet_message_id=row["message_id"],
        in_reply_to=(row["in_reply_to"] or "").split(),
        references=(row["reference_ids"] or "").split(),
        text=text,
        text_full=body,
        safe_text=None,
        html_safe=safe_html(row),
        quoted=_parts(body, segments, "quoted", "forwarded"),
        forwarded=_parts(body, segments, "forwarded"),
        signature="\n".join(part.strip() for part in _parts(body, segments, "signature")) or None,
        disclaimer="\n".join(part.strip() for part in _parts(body, segments, "disclaimer")) or None,
        labels=row["labels"],
        folder=row["folder"],
        hidden=_hidden(row),
        read=row["is_read"],
        starred=row["is_starred"],
        category=row["category"],
        category_rule=row["category_rule"],
        summary=row["summary"] or _summary(row["subject"], text),
        codes=with_rivals([code_shape(one) for one in found if one["sort"] == "code"], rivals),
        links=[_link(one) for one in found if one["sort"] == "link"],
        code_expires_at=row["code_expires_at"],
        ambiguous=row["is_ambiguous"],
        rivals=rivals,
        delivery_report=row["delivery_report"] and msgspec.convert(row["delivery_report"], Report),
        invitation=row["invitation"] and msgspec.convert(row["invitation"], Invitation),
        authentication=row["authentication"] and msgspec.convert(row["authentication"], Authentication),
        screening=screening_shape(row),
        flags=row["flags"].split(),
        attachments=[_attachment(one) for one in row["attachments"] or []],
        headers=_headers(row["headers"] or []),
        size_bytes=row["size_bytes"],
        raw_available=row["raw_id"] is not None,
        parse_error=row["parse_error"],
        delivery="sink" if row["state"] == "captured" else None,
        notice=row["notice"],
    )


def code_shape(row: Any) -> Code:
    """A code with its evidence."""
    return Code(row["value"], row["kind"], round(row["confidence"], 3), (row["span_start"], row["span_end"]), row["source"], row["rule"])


def safe_html(row: Any) -> str | None:
    """Sanitised: no scripts, style sheets, forms or frames; images only from within the mail; no words that nobody would see."""
    if row["html"] is None:
        return None
    return safe_fragment(drop_hidden(row["html"]), Places(files=files_by_content_id(row), has_labels=False))


def files_by_content_id(row: Any) -> dict[str, str]:
    """Where the files that a mail's HTML shows are to be had."""
    base = f"/v1/messages/{encode_id('msg', row['id'])}/attachments/"
    return {one["content_id"]: base + encode_id("att", UUID(one["id"])) for one in row["attachments"] or [] if one["content_id"]}


def _addresses(values: Any) -> list[StoredAddress]:
    return [StoredAddress(one["address"], one.get("name", "")) for one in values or ()]


def _parts(body: str, segments: Iterable[Any], *kinds: str) -> list[str]:
    return [body[start:end] for kind, start, end in segments if kind in kinds]


def _headers(pairs: Iterable[Any]) -> dict[str, str]:
    """By name as first written; repeated ones joined by a newline."""
    named: dict[str, str] = {}
    spelling: dict[str, str] = {}
    for name, value in pairs:
        key = spelling.setdefault(name.lower(), name)
        named[key] = f"{named[key]}\n{value}" if key in named else value
    return named


def _summary(subject: str, text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    joined = f"{subject}: {first}" if subject and first else subject or first
    return joined if len(joined) <= _SUMMARY else joined[: _SUMMARY - 1] + "…"


def _hidden(row: Any) -> Hidden | None:
    if row["hidden_reason"] is None:
        return None
    return Hidden(row["hidden_reason"], row["hidden_rule_id"] and encode_id("rul", row["hidden_rule_id"]))


def _link(row: Any) -> Link:
    return Link(
        value=row["value"],
        url=row["value"],
        kind=row["kind"],
        confidence=round(row["confidence"], 3),
        span=(row["span_start"], row["span_end"]),
        source=row["source"],
        rule=row["rule"],
        text=row["anchor"],
        host=row["host"],
        target=row["target"],
        note=note_of(row["anchor"], row["host"]) if row["source"] == "html" else None,
    )


def _attachment(row: Any) -> AttachmentInfo:
    return AttachmentInfo(
        id=encode_id("att", UUID(row["id"])),
        filename=row["filename"],
        content_type=row["content_type"],
        size_bytes=row["size_bytes"],
        inline=row["is_inline"],
        content_id=row["content_id"],
        sha256=row["sha256"],
        text_available=is_readable(row["filename"], row["content_type"]),
    )

"""An outgoing mail as bytes (RFC 5322, RFC 2045 to 2049): CRLF, 7-bit unless an address needs SMTPUTF8."""

import hashlib
import re
from datetime import datetime
from email.utils import format_datetime

import msgspec

from postroom.lib.mime.encode import (
    address_header,
    base64_lines,
    checked,
    checked_id,
    id_header,
    parameter,
    text_body,
    text_header,
)
from postroom.lib.mime.model import Address
from postroom.lib.mime.parameters import media_type

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,76}")
_OURS = frozenset(["from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version"])


class OutgoingAttachment(msgspec.Struct, frozen=True):
    """A file. With a `content_id` (no brackets) it is shown inside the HTML, where that names it as `cid:`."""

    filename: str
    content_type: str
    content: bytes
    content_id: str | None = None


class OutgoingCalendar(msgspec.Struct, frozen=True):
    """A calendar as one more way to read the mail (RFC 6047 §2.4). `method` as in the calendar itself."""

    method: str
    text: str


class OutgoingMail(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent. Blind copies travel in the envelope only. `date` is aware; ids are without brackets."""

    from_: Address
    to: list[Address] = []
    cc: list[Address] = []
    reply_to: list[Address] = []
    subject: str = ""
    text: str | None = None
    html: str | None = None
    attachments: list[OutgoingAttachment] = []
    message_id: str
    date: datetime
    in_reply_to: str | None = None
    references: list[str] = []
    headers: list[tuple[str, str]] = []
    calendar: OutgoingCalendar | None = None


class _Entity(msgspec.Struct):
    headers: list[str]
    body: bytes

    def written(self) -> bytes:
        return "\r\n".join((*self.headers, "\r\n")).encode() + self.body


def compose(mail: OutgoingMail) -> bytes:
    """The message, lines of at most 998 bytes. `ValueError` names the field that cannot be written as it is."""
    if mail.date.tzinfo is None:
        raise ValueError("date: a time zone is missing")
    content = _content(mail)
    content.headers = [*_headers(mail), *content.headers]
    return content.written()


def needs_smtputf8(mail: OutgoingMail) -> bool:
    """Whether an address or id in the headers is not ASCII, so that the message needs RFC 6531 on its way."""
    addresses = (mail.from_, *mail.to, *mail.cc, *mail.reply_to)
    ids = (mail.message_id, mail.in_reply_to or "", *mail.references)
    return not all(text.isascii() for text in (*(a.address for a in addresses), *ids))


def _headers(mail: OutgoingMail) -> list[str]:
    lines = [f"From: {address_header('from', [mail.from_])}"]
    for name, addresses in (("Reply-To", mail.reply_to), ("To", mail.to), ("Cc", mail.cc)):
        if addresses:
            lines.append(f"{name}: {address_header(name.lower().replace('-', '_'), addresses)}")
    lines += [
        f"Subject: {text_header('subject', mail.subject)}",
        f"Date: {format_datetime(mail.date)}",
        f"Message-ID: {id_header('message_id', [mail.message_id])}",
    ]
    if mail.in_reply_to:
        lines.append(f"In-Reply-To: {id_header('in_reply_to', [mail.in_reply_to])}")
    if mail.references:
        lines.append(f"References: {id_header('references', mail.references)}")
    return [*lines, *(_extra(name, value) for name, value in mail.headers), "MIME-Version: 1.0"]


def _extra(name: str, value: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"headers: {name[:80]!r} is no header name")
    if name.lower() in _OURS or name.lower().startswith("content-"):
        raise ValueError(f"headers: {name} is set by its own field, never here")
    return f"{name}: {text_header(f'headers.{name}', value)}"


def _content(mail: OutgoingMail) -> _Entity:
    inline = [file for file in mail.attachments if file.content_id and mail.html is not None]
    files = [file for file in mail.attachments if file not in inline]
    bodies = [_text("text", "plain", mail.text or "")] if mail.text is not None or mail.html is None else []
    if mail.html is not None:
        html = _text("html", "html", mail.html)
        bodies.append(_multipart("related", [html, *map(_file, inline)]) if inline else html)
    if mail.calendar is not None:
        bodies.append(_calendar(mail.calendar))
    body = bodies[0] if len(bodies) == 1 else _multipart("alternative", bodies)
    return _multipart("mixed", [body, *map(_file, files)]) if files else body


def _text(field: str, subtype: str, text: str) -> _Entity:
    encoding, body = text_body(field, text)
    return _Entity([f"Content-Type: text/{subtype}; charset=utf-8", f"Content-Transfer-Encoding: {encoding}"], body)


def _calendar(calendar: OutgoingCalendar) -> _Entity:
    kind = f"Content-Type: text/calendar; charset=utf-8; method={calendar.method}"
    return _Entity([kind, "Content-Transfer-Encoding: base64"], base64_lines(calendar.text.encode()))


def _file(file: OutgoingAttachment) -> _Entity:
    kind = checked("attachments.content_type", file.content_type).lower()
    if media_type(kind, "") != kind or kind.startswith("multipart/"):
        raise ValueError(f"attachments.content_type: {file.content_type[:80]!r} is no media type of a file")
    name = checked("attachments.filename", file.filename)
    disposition = "inline" if file.content_id else "attachment"
    headers = [
        f"Content-Type: {kind}{parameter('name', name) if name.isascii() and name else ''}",
        f"Content-Disposition: {disposition}{parameter('filename', name) if name else ''}",
        "Content-Transfer-Encoding: base64",
    ]
    if file.content_id:
        headers.append(f"Content-ID: <{checked_id('attachments.content_id', file.content_id)}>")
    return _Entity(headers, base64_lines(file.content))


def _multipart(subtype: str, entities: list[_Entity]) -> _Entity:
    """The boundary is a hash of what it separates, so that no part can contain it."""
    parts = [entity.written() for entity in entities]
    boundary = f"=_{hashlib.sha256(b''.join(parts)).hexdigest()[:40]}"
    opening = f"--{boundary}\r\n".encode()
    body = opening + (b"\r\n" + opening).join(parts) + f"\r\n--{boundary}--\r\n".encode()
    return _Entity([f'Content-Type: multipart/{subtype}; boundary="{boundary}"'], body)

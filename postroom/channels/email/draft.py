"""An outgoing mail from what was asked to what is sent: addresses, headers, files, the composed bytes. Pure but for the context's clock."""

import base64
import binascii
import hashlib
import re
import secrets
from typing import Annotated, Any
from uuid import UUID

import msgspec

from postroom.channels.email.prepare import compress, stored_address
from postroom.channels.email.settings import EmailSettings
from postroom.features.messages import model, to_storable
from postroom.kernel.context import Tx
from postroom.kernel.errors import TooLarge, invalid_field
from postroom.kernel.operations import Input
from postroom.lib.addresses import normalise_address
from postroom.lib.extraction import extract
from postroom.lib.html import render
from postroom.lib.mime import Address, OutgoingAttachment, OutgoingCalendar, OutgoingMail, compose, parse
from postroom.lib.quoting import split_text

_HEADER_NAME = re.compile(r"(?:X-[A-Za-z0-9-]{1,60}|Auto-Submitted|List-Unsubscribe|List-Unsubscribe-Post|List-Id|Importance|Priority)\Z")
_MOST_TEXT = 1_048_576

AddressText = Annotated[str, msgspec.Meta(min_length=3, max_length=400, description="`jo@example.com` or `Jo Doe <jo@example.com>`.")]


class AddressObject(Input, frozen=True):
    """An address in two parts, as messages show it."""

    address: Annotated[str, msgspec.Meta(min_length=3, max_length=320)]
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""


AddressList = Annotated[list[AddressText | AddressObject], msgspec.Meta(max_length=1000)] | AddressText | AddressObject
Text = Annotated[str, msgspec.Meta(max_length=10_000_000)]


class NewAttachment(Input, frozen=True):
    """A file to send; `content` is base64."""

    filename: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    content: Annotated[str, msgspec.Meta(description="The bytes as base64.")]
    content_type: Annotated[str, msgspec.Meta(max_length=255)] = "application/octet-stream"
    content_id: Annotated[str, msgspec.Meta(max_length=255, description="For images that the HTML names as cid:…")] | None = None


class Content(Input, frozen=True, kw_only=True):
    """What a mail says; `dry_run` says what would happen, and does nothing."""

    cc: AddressList = []
    bcc: AddressList = []
    text: Text | None = None
    html: Text | None = None
    attachments: Annotated[list[NewAttachment], msgspec.Meta(max_length=100)] = []
    headers: Annotated[dict[str, str], msgspec.Meta(max_length=30, description="Extra headers, X-… mostly.")] = {}
    dry_run: Annotated[bool, msgspec.Meta(description="Say what would happen, and do nothing.")] = False


class Draft(msgspec.Struct, frozen=True):
    """Everything that was decided about a mail before it is composed."""

    inbox: Any
    to: list[Address]
    cc: list[Address]
    bcc: list[Address]
    subject: str
    command: Content
    reply_to: list[Address] = []
    in_reply_to: str | None = None
    references: list[str] = []
    thread_id: UUID | None = None
    calendar: OutgoingCalendar | None = None

    @property
    def size_bytes(self) -> int:
        """About how much there is to compose."""
        said = len(self.command.text or "") + len(self.command.html or "")
        return said + sum(len(one.content) for one in self.command.attachments)


def read_addresses(field: str, given: AddressList) -> list[Address]:
    several = given if isinstance(given, list) else [given]
    return [_of_object(field, one) if isinstance(one, AddressObject) else _address(f"body.{field}", one) for one in several]


def _of_object(field: str, given: AddressObject) -> Address:
    plain = _address(f"body.{field}", given.address)
    return Address(given.name, plain.address)


def _address(path: str, text: str) -> Address:
    name, bracket, rest = text.rpartition("<")
    spelled = rest.removesuffix(">").strip() if bracket else text.strip()
    normal = normalise_address(spelled)
    if normal is None or (bracket and not rest.rstrip().endswith(">")):
        raise invalid_field(path, f"{text[:80]!r} is no address; write jo@example.com or Jo Doe <jo@example.com>.")
    local = spelled.rpartition("@")[0]
    return Address(name.strip().strip('"').strip(), f"{local}@{normal.domain}")


def envelope(tx: Tx, draft: Draft) -> list[str]:
    recipients = list(dict.fromkeys(one.address for one in (*draft.to, *draft.cc, *draft.bcc)))
    most = tx.house.settings.of(EmailSettings).max_recipients
    if not recipients:
        raise invalid_field("body.to", "names nobody; give at least one of to, cc and bcc.")
    if len(recipients) > most:
        raise invalid_field("body.to", f"{len(recipients)} recipients are more than the {most} of one mail; send several.")
    if draft.command.text is None and draft.command.html is None:
        raise invalid_field("body.text", "is missing; give text, html or both.")
    return recipients


def compose_draft(tx: Tx, draft: Draft) -> tuple[OutgoingMail, bytes]:
    command = draft.command
    mail = OutgoingMail(
        from_=Address(draft.inbox["label"], draft.inbox["address"]),
        to=draft.to,
        cc=draft.cc,
        reply_to=draft.reply_to,
        subject=draft.subject,
        text=command.text if command.text is not None else render(command.html or "").text,
        html=command.html,
        attachments=[_attachment(place, one) for place, one in enumerate(command.attachments)],
        message_id=f"{tx.now:%Y%m%d%H%M%S}.{secrets.token_hex(12)}@{draft.inbox['address'].rpartition('@')[2]}",
        date=tx.now,
        in_reply_to=draft.in_reply_to,
        references=draft.references,
        headers=_headers(command.headers),
        calendar=draft.calendar,
    )
    try:
        content = compose(mail)
    except ValueError as error:
        field, _, words = str(error).partition(":")
        raise invalid_field(f"body.{field}", words.strip() or "cannot be written in a mail.") from error
    most = tx.house.settings.of(EmailSettings).max_message_bytes
    if len(content) > most:
        raise TooLarge("message_too_large", f"The mail is {len(content)} bytes; {most} are allowed.")
    return mail, content


def _attachment(place: int, given: NewAttachment) -> OutgoingAttachment:
    try:
        content = base64.b64decode(given.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid_field(f"body.attachments[{place}].content", "is not base64.") from error
    return OutgoingAttachment(given.filename, given.content_type, content, given.content_id)


def _headers(given: dict[str, str]) -> list[tuple[str, str]]:
    for name in given:
        if not _HEADER_NAME.match(name):
            raise invalid_field(f"body.headers.{name[:60]}", "cannot be set; X-… headers, Auto-Submitted and List-… can.")
    return list(given.items())


def outgoing_message(tx: Tx, draft: Draft, mail: OutgoingMail, content: bytes, state: str, notice: str | None) -> model.NewMessage:
    body = mail.text or ""
    found = extract(subject=mail.subject, text=body, html=None, from_address=None, received_at=tx.now)
    return model.NewMessage(
        id=tx.new_id(),
        org_id=tx.org_id,
        mode=tx.principal.mode,
        inbox_id=draft.inbox["id"],
        agent_id=draft.inbox["agent_id"],
        direction="outbound",
        state=state,
        received_at=tx.now,
        sent_at=tx.now,
        raw=model.NewRaw(tx.new_id(), compress(content), len(content), hashlib.sha256(content).digest()),
        size_bytes=len(content),
        from_=stored_address(mail.from_),
        subject=to_storable(mail.subject, 998),
        category=found.category,
        body=to_storable(body, _MOST_TEXT),
        segments=[(one.kind, one.start, one.end) for one in split_text(to_storable(body, _MOST_TEXT)).segments],
        html=None if mail.html is None else to_storable(mail.html, _MOST_TEXT),
        attachments=_files(content),
        envelope_from=draft.inbox["address"],
        message_id=mail.message_id,
        in_reply_to=[mail.in_reply_to] if mail.in_reply_to else [],
        references=mail.references,
        reply_to=[stored_address(one) for one in mail.reply_to],
        to=[stored_address(one) for one in mail.to],
        cc=[stored_address(one) for one in mail.cc],
        bcc=[stored_address(one) for one in draft.bcc],
        is_read=True,
        folder="sent",
        notice=notice,
        thread_id=draft.thread_id,
    )


def _files(content: bytes) -> list[model.NewAttachment]:
    """The files as the composed mail carries them, with their paths in it."""
    return [
        model.NewAttachment(
            path=one.path,
            filename=None if one.filename is None else to_storable(one.filename, 255),
            content_type=one.content_type,
            content_id=one.content_id,
            is_inline=one.inline,
            size_bytes=one.size_bytes,
            sha256=one.sha256,
        )
        for one in parse(content).attachments
    ]

"""Finding the inboxes of a mail, and what may be asked about mail that comes in by other ways than SMTP."""

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from postroom.channels.email.commit import Promise, Stored
from postroom.channels.email.intake import Intake
from postroom.channels.email.prepare import InboundMail
from postroom.channels.email.settings import EmailSettings
from postroom.features.inboxes import Recipient, Recipients, load_inbox
from postroom.kernel.context import Io
from postroom.kernel.errors import Conflict, NotFound, invalid_field
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Input, Upload, operation
from postroom.lib.mime import MimeError, parse


class InboundRaw(Input, frozen=True, rename={"from_": "from"}):
    """A raw mail (message/rfc822) as the body."""

    content: Upload
    to: Annotated[
        list[str], msgspec.Meta(max_length=100, description="Inboxes, by address or id; else those of Delivered-To, To and Cc.")
    ] = []
    from_: Annotated[str, msgspec.Meta(max_length=320, description="The envelope's sender.")] = ""
    silent: Annotated[bool, msgspec.Meta(description="Store only: no event, no wake-up.")] = False


class InboundMessage(msgspec.Struct, frozen=True):
    """One message that was stored."""

    id: str
    inbox_id: str
    address: str
    folder: str
    parse_error: str | None


class InboundAnswer(msgspec.Struct, frozen=True):
    """What was stored, one message for each inbox."""

    queue_id: str
    messages: list[InboundMessage]


@operation("inbound.raw", rest="POST /v1/inbound/raw", scope="messages:write", status="created")
async def inbound_raw(io: Io, command: InboundRaw) -> InboundAnswer:
    """Put a raw mail into your inboxes, as if it had come by SMTP. The bytes are kept as they are.

    Answers after the commit. Without `to` the inboxes are taken from the mail's own Delivered-To, X-Original-To, To and Cc.
    """
    raw = await command.content.read(io.house.settings.of(EmailSettings).max_message_bytes)
    if not raw:
        raise invalid_field("body", "is empty; send the mail as message/rfc822.")
    named = await _named(io, command.to) if command.to else await _addressed(io, raw)
    recipients = [one for one in named if one[1].status == "active"]
    if not recipients:
        raise Conflict("inbox_closed", "The inboxes are paused; resume them first.")
    _require_room(recipients)
    promise = None if io.repeat is None else Promise(io.repeat, _answer)
    stored = await io.use(Intake).accept(InboundMail(command.from_, recipients, raw, is_silent=command.silent), promise)
    if not stored.messages:
        raise Conflict("inbox_closed", "The inboxes were closed meanwhile.")
    return _answer(stored)


async def _named(io: Io, references: Iterable[str]) -> list[tuple[str, Recipient]]:
    async with io.read() as rd:
        return [_own(io, await load_inbox(rd, reference)) for reference in dict.fromkeys(references)]


async def _addressed(io: Io, raw: bytes) -> list[tuple[str, Recipient]]:
    """The caller's own inboxes among the addresses that the mail names."""
    found: dict[Any, tuple[str, Recipient]] = {}
    for address in _addresses_of(raw)[:100]:
        recipient = await io.use(Recipients).find(address)
        if recipient is None or recipient.org_id != io.principal.org_id or recipient.inbox_id in found:
            continue
        async with io.read() as rd:
            try:
                await load_inbox(rd, encode_id("inb", recipient.inbox_id))
            except NotFound:
                continue
        found[recipient.inbox_id] = (address, recipient)
    if not found:
        raise NotFound("inbox_not_found", "The mail names no inbox within reach of this key; name one with ?to=<address or id>.")
    return list(found.values())


def _own(io: Io, row: Any) -> tuple[str, Recipient]:
    return row["address"], io.use(Recipients).of_row(row)


def _require_room(recipients: Iterable[tuple[str, Recipient]]) -> None:
    full = next((address for address, recipient in recipients if recipient.is_full), None)
    if full is not None:
        raise Conflict(
            "inbox_full", f"{full} is full; delete messages, or raise POSTROOM_INBOXES_MAX_MESSAGES or …_MAX_BYTES.", retryable=True
        )


def _addresses_of(raw: bytes) -> list[str]:
    try:
        mail = parse(raw)
    except MimeError:
        return []
    named = [value for name, value in mail.headers if name.lower() in ("delivered-to", "x-original-to")]
    return list(dict.fromkeys([*(one.strip().strip("<>") for one in named), *(one.address for one in (*mail.to, *mail.cc, *mail.bcc))]))


def _answer(stored: Stored) -> InboundAnswer:
    return InboundAnswer(stored.queue_id, [_shape(message) for message in stored.messages])


def _shape(message: Any) -> InboundMessage:
    inbox_id = encode_id("inb", message.inbox_id)
    return InboundMessage(encode_id("msg", message.id), inbox_id, message.recipient, message.folder, message.parse_error)

"""Sending and replying: composed, permitted, queued with its event and its job in one transaction."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

import msgspec

from postroom.channels.email import store
from postroom.channels.email.correspondents import acquaint
from postroom.channels.email.draft import AddressList, Content, Draft, compose_draft, envelope, outgoing_message, read_addresses
from postroom.channels.email.port import Drivers
from postroom.channels.email.prepare import stored_address
from postroom.channels.email.settings import EmailSettings
from postroom.features.inboxes import InboxRef, load_inbox
from postroom.features.messages import events, load_message, model, record
from postroom.kernel.context import Tx
from postroom.kernel.errors import invalid_field
from postroom.kernel.gates import Effect
from postroom.kernel.ids import encode_id
from postroom.kernel.jobs import Job
from postroom.kernel.operations import operation
from postroom.lib.addresses import normalise_address
from postroom.lib.confine import aside
from postroom.lib.mime import Address, OutgoingMail
from postroom.lib.threading import base_subject, reply_headers

DELIVER = "email.deliver"
SINK_NOTICE = "No relay is set up, so this mail did not leave the house: the sink captured it. Set POSTROOM_RELAY_HOST to send for real."
TEST_NOTICE = "Sent with a test key: the sink captured this mail, nothing left the house."


class SendMessage(Content, frozen=True, kw_only=True):
    """A mail to send from an inbox."""

    inbox_id: InboxRef
    to: AddressList = []
    reply_to: AddressList = []
    subject: Annotated[str, msgspec.Meta(max_length=998)] = ""


class ReplyMessage(Content, frozen=True, kw_only=True):
    """A reply to a message; goes to its Reply-To or From unless `to` says otherwise."""

    message_id: str
    to: AddressList = []
    subject: Annotated[str, msgspec.Meta(max_length=998, description="`Re: …` by default.")] | None = None
    reply_all: Annotated[bool, msgspec.Meta(description="Also to everybody the message was sent to.")] = False


class SentMessage(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """A mail on its way. `state` is queued at first; `delivery` says by what it will go: `sink` means that it stays here."""

    id: str | None
    inbox_id: str
    thread_id: str | None
    state: str
    from_: model.StoredAddress
    to: list[model.StoredAddress]
    cc: list[model.StoredAddress]
    bcc: list[model.StoredAddress]
    subject: str
    internet_message_id: str
    in_reply_to: str | None
    references: list[str]
    delivery: str
    notice: str | None
    dry_run: bool
    deduplicated: bool


@operation("messages.send", rest="POST /v1/inboxes/{inbox_id}/messages", scope="messages:write", status="accepted", agent_tool=True)
async def send(tx: Tx, command: SendMessage) -> SentMessage:
    """Send a mail from an inbox. It is queued in this transaction and carried out at once.

    Without an `Idempotency-Key` the same content sent again by the same key within a minute is the same mail.
    """
    inbox = await load_inbox(tx, command.inbox_id)
    draft = Draft(
        inbox=inbox,
        to=read_addresses("to", command.to),
        cc=read_addresses("cc", command.cc),
        bcc=read_addresses("bcc", command.bcc),
        reply_to=read_addresses("reply_to", command.reply_to),
        subject=command.subject,
        command=command,
    )
    return await queue_draft(tx, draft)


@operation("messages.reply", rest="POST /v1/messages/{message_id}/reply", scope="messages:write", status="accepted", agent_tool=True)
async def reply(tx: Tx, command: ReplyMessage) -> SentMessage:
    """Reply to a message, in its thread, with the headers that keep it there (RFC 5322 §3.6.4)."""
    parent = await load_message(tx, command.message_id)
    if parent["inbox_id"] is None:
        raise invalid_field("path.message_id", "this message belongs to no inbox, so there is no address to reply from.")
    inbox = await load_inbox(tx, encode_id("inb", parent["inbox_id"]))
    in_reply_to, references = reply_headers(
        parent["message_id"], (parent["reference_ids"] or "").split(), (parent["in_reply_to"] or "").split()
    )
    to, cc = _reply_recipients(parent, inbox["address"], command)
    draft = Draft(
        inbox=inbox,
        to=to,
        cc=cc,
        bcc=read_addresses("bcc", command.bcc),
        subject=command.subject if command.subject is not None else f"Re: {base_subject(parent['subject'])}".strip(),
        command=command,
        in_reply_to=in_reply_to,
        references=references,
        thread_id=parent["thread_id"],
    )
    return await queue_draft(tx, draft)


async def queue_draft(tx: Tx, draft: Draft) -> SentMessage:
    """Ask the gates, then write the mail with its job and its event; or say what would happen."""
    recipients = envelope(tx, draft)
    size_bytes = draft.size_bytes
    mail, content = await aside(size_bytes, compose_draft, tx, draft)
    digest = await aside(size_bytes, _content_digest, tx, draft, recipients)
    carrier, notice = _carrier(tx)
    content_sha256 = (await aside(size_bytes, hashlib.sha256, content)).digest()
    effect = Effect("email.send", tuple(recipients), draft.inbox["id"], content_sha256, facts={"subject": draft.subject})
    verdict = await tx.permit(effect)
    earlier = None if draft.command.dry_run else await _earlier(tx, digest)
    if draft.command.dry_run or earlier is not None:
        return _shape(draft, mail, earlier, "would_be_queued" if earlier is None else earlier["state"], carrier, notice)
    state = "queued" if verdict.outcome == "allow" else "held"
    message = await aside(size_bytes, outgoing_message, tx, draft, mail, content, state, notice)
    await record(tx.connection, [message])
    await store.insert_recipients(tx, message.id, recipients)
    await acquaint(tx, draft.inbox["id"], recipients)
    await store.remember_send(tx, digest, message.id)
    if verdict.outcome == "allow":
        tx.enqueue(Job(name=DELIVER, org_id=tx.org_id, mode=message.mode, args={"message_id": message.id.hex}))
        tx.emit(events.MessageQueued(**events.about(message)))
    return _shape(draft, mail, {"id": message.id, "thread_id": message.thread_id}, message.state, carrier, notice)


def _reply_recipients(parent: Any, own: str, command: ReplyMessage) -> tuple[list[Address], list[Address]]:
    """RFC 5322 §3.6.2: Reply-To before From; a reply to what one sent oneself goes to its recipients again."""
    to, cc = read_addresses("to", command.to), read_addresses("cc", command.cc)
    if not to:
        outbound = parent["direction"] == "outbound"
        source = (
            parent["to_addresses"] if outbound else parent["reply_to"] or [{"address": parent["from_address"], "name": parent["from_name"]}]
        )
        to = _stored(source)
    if command.reply_all:
        known = {one.address.lower() for one in (*to, *cc)} | {own, (parent["recipient"] or "").lower()}
        others = [*_stored(parent["to_addresses"] or []), *_stored(parent["cc_addresses"] or [])]
        cc += {one.address.lower(): one for one in others if one.address.lower() not in known}.values()
    return to, cc


def _stored(values: Sequence[Any]) -> list[Address]:
    return [Address(one.get("name", ""), one["address"]) for one in values if normalise_address(one["address"])]


def _content_digest(tx: Tx, draft: Draft, recipients: list[str]) -> bytes:
    """The same key sending the same again; with an Idempotency-Key of its own every send is another."""
    given = msgspec.json.encode(draft.command)
    facts = [tx.principal.key_id.hex, draft.inbox["id"].hex, (tx.idempotency_key or ""), *recipients]
    return hashlib.sha256("\n".join(facts).encode() + given).digest()


async def _earlier(tx: Tx, digest: bytes) -> Any:
    window = timedelta(seconds=tx.house.settings.of(EmailSettings).repeat_window_s)
    message_id = await store.find_recent_send(tx, digest, tx.now - window)
    return None if message_id is None else await store.get_outgoing(tx, message_id)


def _carrier(tx: Tx) -> tuple[str, str | None]:
    if tx.principal.mode == "test":
        return "sink", TEST_NOTICE
    carrier = tx.house.use(Drivers).carrier
    return carrier, SINK_NOTICE if carrier == "sink" else None


def _shape(draft: Draft, mail: OutgoingMail, stored: Any, state: str, carrier: str, notice: str | None) -> SentMessage:
    deduplicated = stored is not None and "state" in stored
    return SentMessage(
        id=None if stored is None else encode_id("msg", stored["id"]),
        inbox_id=encode_id("inb", draft.inbox["id"]),
        thread_id=None if stored is None or stored["thread_id"] is None else encode_id("thr", stored["thread_id"]),
        state=state,
        from_=stored_address(mail.from_),
        to=[stored_address(one) for one in mail.to],
        cc=[stored_address(one) for one in mail.cc],
        bcc=[stored_address(one) for one in draft.bcc],
        subject=mail.subject,
        internet_message_id=stored["message_id"] if deduplicated else mail.message_id,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        delivery=carrier,
        notice=notice,
        dry_run=draft.command.dry_run,
        deduplicated=deduplicated,
    )

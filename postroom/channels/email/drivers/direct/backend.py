"""What the SMTP server asks of the house: who receives, and is it stored."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from postroom.channels.email import InboundMail, Intake
from postroom.features.inboxes import Recipient, Recipients
from postroom.kernel.errors import Unavailable
from postroom.lib.smtp import Delivery, Envelope, Peer, RecipientAccepted, Reply

_UNKNOWN = Reply(550, "5.1.1", "No such inbox here")
_PAUSED = Reply(450, "4.2.1", "This inbox is paused; try again later")
_FULL = Reply(452, "4.2.2", "This inbox is full; try again later")
_NOT_STORED = Reply(451, "4.3.0", "Not stored; try again later")


@dataclass(slots=True)
class Receipt:
    """What we answered 250 for, until the client goes on."""

    receipts: list[UUID] = field(default_factory=list)


class InboxBackend:
    """The backend of the SMTP server."""

    def __init__(self, recipients: Recipients, intake: Intake, domain: str) -> None:
        self._recipients = recipients
        self._domain = domain
        self._intake = intake

    def recipient(self, _peer: Peer, _mail_from: str, address: str) -> "RecipientAccepted | Reply | Awaitable[RecipientAccepted | Reply]":
        """At once where the inbox is known, else after asking the database."""
        if "@" not in address:
            address = f"{address}@{self._domain}"  # only <postmaster> comes without a domain (RFC 5321 §4.5.1)
        known = self._recipients.cached(address)
        return _answer(known) if known is not None else self._ask(address)

    async def deliver(self, envelope: Envelope) -> Delivery:
        """250 after the commit, and only then."""
        recipients = _distinct(envelope)
        mail = InboundMail(
            mail_from=envelope.mail_from,
            recipients=recipients,
            raw=await _read(envelope),
            remote_address=envelope.peer.address,
            method="smtp",
            helo=envelope.peer.helo,
            is_open=envelope.is_open,
        )
        try:
            stored = await self._intake.accept(mail)
        except Unavailable:
            return Delivery(_NOT_STORED)
        if not stored.messages and not stored.repeated:
            return Delivery(_UNKNOWN)
        return Delivery(Reply(250, "2.0.0", f"Stored as {stored.queue_id}"), Receipt(stored.receipts))

    def confirmed(self, token: object) -> None:
        """The client went on: equal mails from now on are meant."""
        if isinstance(token, Receipt):
            self._intake.confirmed(token.receipts)

    def unconfirmed(self, token: object) -> None:
        """The client may not have seen our 250."""
        if isinstance(token, Receipt):
            self._intake.lost(token.receipts)

    async def _ask(self, address: str) -> RecipientAccepted | Reply:
        return _answer(await self._recipients.find(address))


async def _read(envelope: Envelope) -> bytes:
    """A spooled mail lies on the disk: read it without holding up the others."""
    return await asyncio.to_thread(envelope.data.read) if envelope.data.is_spooled else envelope.data.read()


def _answer(recipient: Recipient | None) -> RecipientAccepted | Reply:
    if recipient is None:
        return _UNKNOWN
    if recipient.status != "active":
        return _PAUSED
    return _FULL if recipient.is_full else RecipientAccepted(recipient)


def _distinct(envelope: Envelope) -> list[tuple[str, Recipient]]:
    """One message an inbox, however many of its addresses were named."""
    found: dict[Any, tuple[str, Recipient]] = {}
    for one in envelope.recipients:
        if isinstance(one.target, Recipient):
            found.setdefault(one.target.inbox_id, (one.address, one.target))
    return list(found.values())

"""Repeats: a sender that may not have seen its 250 sends again, and the mail is stored once (FOUNDATIONS §6).

Each accepted mail leaves a receipt in its own transaction. When the sender goes on it is deleted, when the connection ends without a
further word it is marked lost; both travel with the next batch. A receipt that is lost, or whose process is gone, makes an equal mail
(inbox, MAIL FROM, SHA-256) within 15 minutes a repeat: it gets 250 with the same queue id. Two equal mails sent on purpose are two.

A sender may leave while its mail still waits for a name server, and its retry be stored before: then what it left is the repeat.

Where the first went through another process, only that one knows whether its sender went on: an equal mail waits a moment for its word.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from postroom.channels.email import store
from postroom.features.messages import model
from postroom.kernel.house import House
from postroom.kernel.statements import Part
from postroom.kernel.timers import Timer

WINDOW = timedelta(minutes=15)


def repeat_key(message: model.NewMessage) -> bytes:
    """What makes two mails equal."""
    inbox = message.inbox_id.bytes if message.inbox_id else b""
    return hashlib.sha256(inbox + message.raw.sha256 + message.envelope_from.encode()).digest()


@dataclass(slots=True)
class KnownReceipts:
    """What is known of mails that are equal to those of a batch, by key."""

    repeats: dict[bytes, tuple[str, UUID]] = field(default_factory=dict)
    doubtful: set[bytes] = field(default_factory=set)
    twins: dict[bytes, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[bytes, str, UUID, int, str]]) -> "KnownReceipts":
        """From the rows of `receipts`."""
        known = cls()
        for key, queue_id, receipt, twin, state in rows:
            known.twins[key] = max(twin, known.twins.get(key, -1))
            if state == "lost":
                known.repeats[key] = queue_id, receipt
            elif state == "elsewhere":
                known.doubtful.add(key)
        return known

    def number(self, key: bytes) -> int:
        """The number of one more receipt."""
        self.twins[key] = self.twins.get(key, -1) + 1
        return self.twins[key]


@dataclass(slots=True)
class ReceiptChanges:
    """What became known about receipts since the last batch."""

    confirmed: set[UUID] = field(default_factory=set)
    lost: set[UUID] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.confirmed or self.lost)

    def take(self) -> "ReceiptChanges":
        """Hand over what is there, and begin anew."""
        taken = ReceiptChanges(self.confirmed, self.lost)
        self.confirmed, self.lost = set(), set()
        return taken

    def parts(self) -> list[Part]:
        """The statements that write them. Who missed one 250 and heard the next has heard it."""
        return store.change_receipts_parts(self.confirmed, self.lost - self.confirmed)

    def give_back(self, other: "ReceiptChanges") -> None:
        """A batch failed: its changes are still to be written."""
        self.confirmed |= other.confirmed
        self.lost |= other.lost


async def _purge(house: House) -> None:
    async with house.database.connection() as connection:
        await store.purge_receipts(connection, house.clock.now() - WINDOW)


RECEIPT_TIMER = Timer("email.receipts", store.next_purge, _purge)

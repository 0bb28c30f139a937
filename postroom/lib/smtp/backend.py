"""What the receiver asks of whoever stores the mail, and the values that travel between the two."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from postroom.lib.smtp.body import Body

TlsParameters = tuple[str, str]  # ("TLSv1.3", "TLS_AES_256_GCM_SHA384")


class Reply(NamedTuple):
    """An SMTP answer: `Reply(550, "5.1.1", "No such inbox")`. Newlines in `text` make it a multi-line reply.

    Characters outside printable ASCII are shown as `?`. A reply with code 421 ends the session.
    """

    code: int
    enhanced: str
    text: str


class Peer(NamedTuple):
    """Who is speaking: IP address, port, what it called itself, whether by EHLO, and (TLS version, cipher) or None."""

    address: str
    port: int
    helo: str = ""
    esmtp: bool = False
    tls: TlsParameters | None = None


class RecipientAccepted(NamedTuple):
    """The recipient is taken. `target` is opaque here and comes back in `Recipient.target`."""

    target: object = None


@dataclass(slots=True)
class Recipient:
    """One accepted recipient. `address` is unquoted and its case untouched: split it at the last `@`."""

    address: str
    parameters: dict[str, str]
    target: object


@dataclass(slots=True)
class Envelope:
    """One complete message with its envelope; `mail_from` is "" for the null sender.

    `parameters` holds what MAIL declared, in capitals: `{"SIZE": "1234", "BODY": "8BITMIME", "SMTPUTF8": ""}`.
    `data` is closed as soon as `deliver` has ended: read it before. `is_open()` is False once the client is gone or
    has closed its side, so that an answer may not reach it.
    """

    peer: Peer
    mail_from: str
    recipients: list[Recipient]
    parameters: dict[str, str]
    data: Body
    session_id: str
    is_open: Callable[[], bool] = field(default=lambda: True)


class Delivery(NamedTuple):
    """How a delivery ended. With a `token`, exactly one of `confirmed(token)` and `unconfirmed(token)` follows."""

    reply: Reply
    token: object | None = None


class Backend(Protocol):
    """The party behind the receiver. An exception from any method is logged and answered 451 4.3.0."""

    def recipient(self, peer: Peer, mail_from: str, address: str) -> RecipientAccepted | Reply | Awaitable[RecipientAccepted | Reply]:
        """Takes or refuses one recipient. A plain answer costs no task; an awaitable holds up only this session."""

    def deliver(self, envelope: Envelope) -> Awaitable[Delivery]:
        """Resolves when the message is stored, or refused for good. May take long; goes on if the client leaves."""

    def confirmed(self, token: object) -> None:
        """The client spoke again after our answer, so the answer reached it."""

    def unconfirmed(self, token: object) -> None:
        """The connection ended without a further command: the client may not have seen our answer."""

"""What may follow a command: an answer in bytes, or something the session must do."""

from collections.abc import Awaitable
from enum import Enum
from typing import NamedTuple

from postroom.lib.smtp.backend import RecipientAccepted, Reply
from postroom.lib.smtp.data import ChunkCollector


class Step(Enum):
    """What the session does next, when it is more than writing an answer."""

    COLLECT = "collect"  # 354 and the data phase
    DELIVER = "deliver"  # the message is complete
    UPGRADE = "upgrade"  # 220 and the TLS handshake


class Goodbye(NamedTuple):
    """Last words; then the connection is closed."""

    reply: bytes


class Ask(NamedTuple):
    """The backend needs a moment for this recipient."""

    pending: Awaitable[RecipientAccepted | Reply]
    address: str


Answer = bytes | Step | Goodbye | Ask | ChunkCollector

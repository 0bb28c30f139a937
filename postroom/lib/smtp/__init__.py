"""An SMTP receiver: RFC 5321 with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING, STARTTLS, LIMITS.

It speaks the wire and knows nothing of what the mail is for: a `Backend` answers for recipients and stores messages.
"""

from postroom.lib.smtp.address import quote_address
from postroom.lib.smtp.admission import Counters
from postroom.lib.smtp.backend import Backend, Delivery, Envelope, Peer, Recipient, RecipientAccepted, Reply
from postroom.lib.smtp.body import Body
from postroom.lib.smtp.server import SmtpServer
from postroom.lib.smtp.settings import SmtpSettings

__all__ = [
    "Backend",
    "Body",
    "Counters",
    "Delivery",
    "Envelope",
    "Peer",
    "Recipient",
    "RecipientAccepted",
    "Reply",
    "SmtpServer",
    "SmtpSettings",
    "quote_address",
]

"""An SMTP receiver: RFC 5321 with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING, STARTTLS, LIMITS.

It speaks the wire and knows nothing of what the mail is for: a `Backend` answers for recipients and stores messages.

Decided for safety:
- Only CRLF.CRLF ends a message; every other mix of CR, LF, NUL and dots is data, kept byte for byte (`bare_newline`).
- A command line ending in a bare LF is refused, with all that follows up to the next CRLF.
- A BDAT that cannot be parsed ends the session, because its octets cannot be told from commands.
- Anything sent in plain text behind STARTTLS ends the session.
- A command counts as proof that our 250 arrived unless the client had closed its side before the 250 was written;
  a client that pipelines its next command behind the message is taken at its word.
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

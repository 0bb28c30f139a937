"""Conversations bent out of shape."""

import random

from tests.acceptance.hostile import hostile_mails
from tests.acceptance.smtp_client import stuffed

_TOKENS = (
    b"\r\n",
    b"\r\n.\r\n",
    b"\n.\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"STARTTLS\r\n",
    b"RSET\r\n",
    b"DATA\r\n",
    b"BDAT 0 LAST\r\n",
    b"BDAT 99999999999999999999\r\n",
    b"BDAT 10\r\n",
    b"MAIL FROM:<>\r\n",
    b"MAIL FROM:<a@b> SIZE=99999999999\r\n",
    b"RCPT TO:<" + b"a" * 3_000 + b">\r\n",
    b"EHLO " + b"x" * 600 + b"\r\n",
    b"QUIT\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"=?utf-8?b?" + b"/" * 500 + b"?=",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
)


class Mutator:
    """An endless supply, the same for the same seed."""

    def __init__(self, seed: int, recipient: str, key: str) -> None:
        self.seed = seed
        self._chance = random.Random(seed)
        self._mails = list(hostile_mails(recipient).values())
        self._recipient = recipient.encode()
        self._key = key.encode()

    def smtp(self) -> list[bytes]:
        """What a client sends, in the pieces in which it sends it."""
        chance = self._chance
        mail = chance.choice(self._mails)[: chance.choice((300, 5_000, 300_000))]
        head = b"EHLO x\r\nMAIL FROM:<jo@sender.example>\r\nRCPT TO:<" + self._recipient + b">\r\n"
        if chance.random() < 0.3:
            talk = head + b"BDAT %d LAST\r\n" % (len(mail) + chance.choice((0, 0, 1, -1))) + mail
        else:
            talk = head + b"DATA\r\n" + stuffed(mail)
        return self._pieces(self._bent(talk * chance.choice((1, 1, 2))))

    def http(self) -> list[bytes]:
        """Likewise over HTTP."""
        chance = self._chance
        path = chance.choice((b"/v1/inboxes", b"/v1/messages?limit=9&q=a", b"/v1/inboxes/x/wait?timeout=0", b"/health", b"/\xff%00"))
        body = chance.choice((b"{}", b'{"label": "\\ud800"}', b'{"metadata": ' + b"[" * 5_000, b"\x00" * 50, b'{"ttl_seconds": 1e999}'))
        verb = chance.choice((b"GET", b"POST", b"PATCH", b"DELETE"))
        head = verb + b" " + path + b" HTTP/1.1\r\nHost: x\r\nX-API-Key: " + self._key + b"\r\nContent-Type: application/json\r\n"
        return self._pieces(self._bent(head + b"Content-Length: %d\r\n\r\n" % len(body) + body))

    def _bent(self, talk: bytes) -> bytes:
        """A few bytes changed, left out, doubled, or something put in."""
        chance, bent = self._chance, bytearray(talk)
        for _ in range(chance.choice((0, 1, 1, 2, 5, 20))):
            at = chance.randrange(len(bent) + 1)
            kind = chance.randrange(4)
            if kind == 0:
                bent[at:at] = chance.choice(_TOKENS)
            elif kind == 1:
                bent[at : at + 1] = chance.randbytes(1)
            elif kind == 2:
                del bent[at : at + chance.randrange(1, 50)]
            else:
                bent[at:at] = bent[at : at + chance.randrange(1, 200)]
        return bytes(bent)

    def _pieces(self, talk: bytes) -> list[bytes]:
        chance, pieces = self._chance, []
        while talk:
            cut = chance.choice((1, 7, 100, 5_000, len(talk)))
            pieces.append(talk[:cut])
            talk = talk[cut:]
            if len(pieces) == 20:
                return [*pieces, talk]
        return pieces

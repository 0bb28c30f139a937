"""One mail from MAIL to the end of its data: RCPT, DATA, BDAT (RFC 5321 §3.3, RFC 3030)."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass

from postroom.lib.smtp import extensions, reply
from postroom.lib.smtp.address import parse_path
from postroom.lib.smtp.admission import Allowance
from postroom.lib.smtp.answer import Answer, Ask, Goodbye, Step
from postroom.lib.smtp.backend import Backend, Envelope, Peer, Recipient, RecipientAccepted, Reply
from postroom.lib.smtp.body import Body
from postroom.lib.smtp.command import parse_chunk
from postroom.lib.smtp.data import ChunkCollector, DotCollector
from postroom.lib.smtp.patience import Patience
from postroom.lib.smtp.settings import SmtpSettings
from postroom.lib.smtp.spool import Spool

_log = logging.getLogger("postroom.smtp")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every transaction of one session works with."""

    backend: Backend
    settings: SmtpSettings
    allowance: Allowance
    patience: Patience
    session_id: str


class Transaction:
    """`is_over` once the message is complete, refused or given up."""

    __slots__ = ("_around", "_body", "_in_chunks", "_mail_from", "_parameters", "_peer", "_recipients", "_spool", "is_over")

    def __init__(self, around: Surroundings, peer: Peer, mail_from: str, parameters: dict[str, str]) -> None:
        self._around = around
        self._peer = peer
        self._mail_from = mail_from
        self._parameters = parameters
        self._recipients: list[Recipient] = []
        self._spool: Spool | None = None
        self._body: Body | None = None
        self._in_chunks = False
        self.is_over = False

    def rcpt(self, argument: str) -> Answer:
        """RCPT TO:<path>; no parameters are offered."""
        error = self._around.patience.error
        if self._in_chunks:
            return error(reply.BDAT_BEGUN)
        if argument[:3].upper() != "TO:":
            return error(reply.BAD_RCPT)
        path = parse_path(argument[3:])
        if path is None or not path.address:
            return error(reply.BAD_RECIPIENT_ADDRESS)
        if path.rest:
            return error(reply.UNKNOWN_PARAMETER)
        if not path.address.isascii() and "SMTPUTF8" not in self._parameters:
            return error(reply.NEEDS_SMTPUTF8)
        if len(self._recipients) >= self._around.settings.max_recipients:
            return reply.TOO_MANY_RECIPIENTS
        return self._ask(path.address)

    def answered(self, address: str, outcome: object) -> Answer:
        """The backend's word on one recipient."""
        if isinstance(outcome, RecipientAccepted):
            self._recipients.append(Recipient(address, {}, outcome.target))
            return reply.RECIPIENT_TAKEN
        if not isinstance(outcome, Reply) or not 400 <= outcome.code < 600:
            return reply.FAILED
        answer = self._around.patience.refused_recipient(reply.render(outcome))
        return Goodbye(answer) if outcome.code == 421 and isinstance(answer, bytes) else answer

    def data(self) -> Answer:
        """DATA: room is reserved before 354 is said."""
        if self._in_chunks:
            return self._around.patience.error(reply.BDAT_BEGUN)
        if not self._recipients:
            return self._around.patience.idle(reply.NO_RECIPIENTS)  # who pipelines cannot know yet: not an error
        refusal = self._open_spool().refusal
        if refusal is None:
            return Step.COLLECT
        self.close()
        return refusal

    def collector(self) -> DotCollector:
        """What gathers the data after 354."""
        assert self._spool is not None
        return DotCollector(self._spool)

    def bdat(self, argument: str) -> Answer:
        """BDAT: its octets are always taken in, also when they are thrown away (RFC 3030 §2)."""
        parsed = parse_chunk(argument)
        if parsed is None:
            return Goodbye(reply.BAD_BDAT)
        size_bytes, is_last = parsed
        settings = self._around.settings
        if not self._recipients:
            return unwanted_chunk(argument, reply.NO_RECIPIENTS, settings)
        self._in_chunks = True
        spool = self._spool or self._open_spool()
        if spool.size_bytes + size_bytes > settings.max_swallowed_bytes:
            return Goodbye(reply.TOO_LARGE)
        if spool.size_bytes + size_bytes > settings.max_message_bytes and spool.refusal is None:
            spool.refuse(reply.TOO_LARGE)
        return ChunkCollector(spool, size_bytes, is_last=is_last)

    def end_chunk(self, chunk: ChunkCollector) -> Answer:
        """Each chunk has its answer; a failed one fails all that follow."""
        if chunk.spool is None:
            if chunk.is_last:
                self.close()
            return self._around.patience.idle(reply.NO_RECIPIENTS)
        if chunk.is_last:
            return self.end_data(chunk.spool.finish())
        return chunk.spool.refusal or b"250 2.0.0 %d octets taken\r\n" % chunk.spool.size_bytes

    def end_data(self, body: Body | None) -> Answer:
        """After the data phase: deliver, or the answer that refuses the message."""
        if body is not None:
            self._body = body
            return Step.DELIVER
        refusal = self._spool.refusal if self._spool is not None else None
        self.close()
        return refusal or reply.FAILED

    def hand_over(self) -> tuple[Envelope, Spool]:
        """The complete message. Whoever takes it closes the spool, which holds the message's room."""
        assert self._spool is not None and self._body is not None
        body, spool = self._body, self._spool
        self.is_over = True
        self._body = self._spool = None
        around = self._around
        envelope = Envelope(self._peer, self._mail_from, self._recipients, self._parameters, body, around.session_id)
        return envelope, spool

    def close(self) -> None:
        """Gives up the message and all it held."""
        self.is_over = True
        if self._spool is not None:
            self._spool.close()
        if self._body is not None:
            self._body.close()

    def _ask(self, address: str) -> Answer:
        try:
            outcome = self._around.backend.recipient(self._peer, self._mail_from, address)
        except Exception:
            _log.exception("session %s: the backend failed on a recipient", self._around.session_id)
            return reply.FAILED
        if not isinstance(outcome, RecipientAccepted | Reply) and isinstance(outcome, Awaitable):
            return Ask(outcome, address)
        return self.answered(address, outcome)

    def _open_spool(self) -> Spool:
        around = self._around
        has_room = around.allowance.has_room(extensions.declared_size_bytes(self._parameters))
        self._spool = Spool(around.settings, around.allowance)
        if not has_room and self._spool.refusal is None:
            self._spool.refuse(reply.NO_ROOM)
        return self._spool


def unwanted_chunk(argument: str, refusal: bytes, settings: SmtpSettings) -> Answer:
    """A chunk nobody waits for: its octets must still be told from commands, so they are read and thrown away."""
    parsed = parse_chunk(argument)
    if parsed is None:
        return Goodbye(reply.BAD_BDAT)
    size_bytes, is_last = parsed
    if size_bytes > settings.max_swallowed_bytes:
        return Goodbye(refusal)
    return ChunkCollector(None, size_bytes, is_last=is_last)

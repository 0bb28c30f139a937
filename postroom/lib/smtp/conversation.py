"""The dialogue without its socket: a command line in, an answer or a next step out (RFC 5321 §4)."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from postroom.lib.smtp import extensions, reply
from postroom.lib.smtp.address import parse_path
from postroom.lib.smtp.admission import Allowance, Counters
from postroom.lib.smtp.backend import Backend, Envelope, Peer, Recipient, RecipientAccepted, Reply
from postroom.lib.smtp.body import Body
from postroom.lib.smtp.command import parse_chunk, parse_line, parse_parameters
from postroom.lib.smtp.data import ChunkCollector
from postroom.lib.smtp.settings import SmtpSettings
from postroom.lib.smtp.spool import Spool

_log = logging.getLogger("postroom.smtp")
_HTTP_VERBS = frozenset(("GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "DELETE", "PATCH"))


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


@dataclass(slots=True)
class _Transaction:
    mail_from: str
    parameters: dict[str, str]
    recipients: list[Recipient] = field(default_factory=list)
    spool: Spool | None = None
    in_chunks: bool = False
    body: Body | None = None


class Conversation:
    """State of one dialogue. Knows no transport and no clock; never raises on any input."""

    __slots__ = (
        "_allowance",
        "_backend",
        "_counters",
        "_errors",
        "_idle_commands",
        "_mails",
        "_offers",
        "_refused_recipients",
        "_settings",
        "_starttls",
        "_transaction",
        "peer",
        "session_id",
    )

    def __init__(
        self,
        backend: Backend,
        settings: SmtpSettings,
        counters: Counters,
        allowance: Allowance,
        peer: Peer,
        session_id: str,
        *,
        starttls: bool,
    ) -> None:
        self.peer = peer
        self.session_id = session_id
        self._backend = backend
        self._settings = settings
        self._counters = counters
        self._allowance = allowance
        self._starttls = starttls
        self._transaction: _Transaction | None = None
        self._errors = 0
        self._idle_commands = 0
        self._refused_recipients = 0
        self._mails = 0

    @property
    def in_transaction(self) -> bool:
        """Whether MAIL was accepted and the message is neither complete nor given up."""
        return self._transaction is not None

    def answer(self, line: bytes) -> Answer:
        """The answer to one command line without its CRLF."""
        parsed = parse_line(line)
        if parsed is None:
            return self.reject_line(line, reply.BAD_LINE)
        verb, argument = parsed
        command = _COMMANDS.get(verb)
        if command is not None:
            return command(self, argument)
        return Goodbye(reply.NOT_HTTP) if verb in _HTTP_VERBS else self.error(reply.UNKNOWN_COMMAND)

    def reject_line(self, line: bytes, answer: bytes) -> Answer:
        """Refuses a malformed line. After a malformed BDAT nobody can tell chunk from commands: the end."""
        return Goodbye(reply.BAD_BDAT) if line[:4].upper() == b"BDAT" else self.error(answer)

    def error(self, answer: bytes) -> Answer:
        """Counts a protocol error; too many end the session."""
        self._errors += 1
        self._counters.errors += 1
        return Goodbye(reply.TOO_MANY_ERRORS) if self._errors >= self._settings.max_errors else answer

    def begin_data(self) -> Spool:
        """The spool for the message that follows 354."""
        transaction = self._transaction
        assert transaction is not None and transaction.spool is not None
        return transaction.spool

    def end_data(self, body: Body | None) -> Answer:
        """After the data phase: deliver, or the answer that refuses the message."""
        transaction = self._transaction
        assert transaction is not None and transaction.spool is not None
        if body is not None:
            transaction.body = body
            return Step.DELIVER
        refusal = transaction.spool.refusal or reply.FAILED
        self.reset()
        self._counters.refused += 1
        return refusal

    def end_chunk(self, chunk: ChunkCollector) -> Answer:
        """After the octets of a BDAT. Each chunk has its answer; a failed one fails all that follow (RFC 3030 §2)."""
        spool = chunk.spool
        if spool is None:
            if chunk.is_last and self._transaction is not None:
                self.reset()
            is_idle = chunk.refusal is reply.NO_RECIPIENTS
            return self._idle(reply.NO_RECIPIENTS) if is_idle else self.error(reply.MAIL_FIRST)
        if chunk.is_last:
            return self.end_data(spool.finish())
        return spool.refusal or b"250 2.0.0 %d octets taken\r\n" % spool.size_bytes

    def take_envelope(self) -> tuple[Envelope, Spool]:
        """The complete message; the transaction is over. The spool's allowance is held until it is closed."""
        transaction, self._transaction = self._transaction, None
        assert transaction is not None and transaction.spool is not None and transaction.body is not None
        envelope = Envelope(
            self.peer,
            transaction.mail_from,
            transaction.recipients,
            transaction.parameters,
            transaction.body,
            self.session_id,
        )
        return envelope, transaction.spool

    def delivered(self, answer: Reply) -> bytes:
        """Counts the end of a delivery and renders its answer."""
        if 200 <= answer.code < 300:
            self._counters.accepted += 1
            self._errors = self._idle_commands = 0
        else:
            self._counters.refused += 1
        return reply.render(answer)

    def recipient_answered(self, address: str, outcome: object) -> Answer:
        """The backend's word on one recipient."""
        if isinstance(outcome, RecipientAccepted):
            if self._transaction is not None:
                self._transaction.recipients.append(Recipient(address, {}, outcome.target))
            return reply.RECIPIENT_TAKEN
        if not isinstance(outcome, Reply) or not 400 <= outcome.code < 600:
            _log.error("session %s: the backend answered RCPT with %r", self.session_id, type(outcome))
            return reply.FAILED
        self._counters.recipients_refused += 1
        self._refused_recipients += 1
        if outcome.code == 421:
            return Goodbye(reply.render(outcome))
        if self._refused_recipients > self._settings.max_refused_recipients:
            return Goodbye(reply.TOO_MANY_REFUSED)
        return reply.render(outcome)

    def upgraded(self, tls: tuple[str, str]) -> None:
        """TLS is up: everything learned before is forgotten (RFC 3207 §4.2)."""
        self.reset()
        self._starttls = False
        self.peer = Peer(self.peer.address, self.peer.port, "", False, tls)

    def reset(self) -> None:
        """Gives up the transaction and all it held."""
        transaction, self._transaction = self._transaction, None
        if transaction is None:
            return
        if transaction.spool is not None:
            transaction.spool.close()
        if transaction.body is not None:
            transaction.body.close()

    def _helo(self, argument: str) -> Answer:
        if not _names_a_host(argument):
            return self.error(reply.BAD_HELO)
        self._greeted(argument, esmtp=False)
        return self._idle(f"250 {self._settings.hostname}\r\n".encode())

    def _ehlo(self, argument: str) -> Answer:
        if not _names_a_host(argument):
            return self.error(reply.BAD_HELO)
        self._greeted(argument, esmtp=True)
        greeting = f"250-{self._settings.hostname} greets {argument}\r\n".encode()
        return self._idle(greeting + extensions.offered(self._settings, starttls=self._starttls))

    def _greeted(self, argument: str, *, esmtp: bool) -> None:
        self.reset()
        self.peer = self.peer._replace(helo=argument, esmtp=esmtp)

    def _mail(self, argument: str) -> Answer:
        if not self.peer.helo:
            return self.error(reply.HELO_FIRST)
        if self._transaction is not None:
            return self.error(reply.NESTED_MAIL)
        if argument[:5].upper() != "FROM:":
            return self.error(reply.BAD_MAIL)
        path = parse_path(argument[5:])
        if path is None:
            return self.error(reply.BAD_SENDER_ADDRESS)
        parameters = parse_parameters(path.rest) if path.rest else {}
        if parameters is None:
            return self.error(reply.BAD_PARAMETER)
        return self._begin(path.address, parameters)

    def _begin(self, mail_from: str, parameters: dict[str, str]) -> Answer:
        settings = self._settings
        if parameters and not self.peer.esmtp:
            return self.error(reply.UNKNOWN_PARAMETER)
        if (refusal := extensions.objection_to_mail(parameters, settings)) is not None:
            return refusal if refusal is reply.TOO_LARGE else self.error(refusal)
        if not mail_from.isascii() and "SMTPUTF8" not in parameters:
            return self.error(reply.NEEDS_SMTPUTF8)
        if 0 < settings.max_mails <= self._mails:
            return Goodbye(reply.TOO_MANY_MAILS)
        if not self._allowance.has_room(extensions.declared_size_bytes(parameters)):
            return reply.NO_ROOM
        self._mails += 1
        self._transaction = _Transaction(mail_from, parameters)
        return reply.SENDER_TAKEN

    def _rcpt(self, argument: str) -> Answer:
        transaction = self._transaction
        if transaction is None:
            return self.error(reply.MAIL_FIRST if self.peer.helo else reply.HELO_FIRST)
        if transaction.in_chunks:
            return self.error(reply.BDAT_BEGUN)
        if argument[:3].upper() != "TO:":
            return self.error(reply.BAD_RCPT)
        path = parse_path(argument[3:])
        if path is None or not path.address:
            return self.error(reply.BAD_RECIPIENT_ADDRESS)
        if path.rest.strip(" "):
            return self.error(reply.UNKNOWN_PARAMETER)
        if not path.address.isascii() and "SMTPUTF8" not in transaction.parameters:
            return self.error(reply.NEEDS_SMTPUTF8)
        if len(transaction.recipients) >= self._settings.max_recipients:
            return reply.TOO_MANY_RECIPIENTS
        return self._ask(transaction.mail_from, path.address)

    def _ask(self, mail_from: str, address: str) -> Answer:
        try:
            outcome = self._backend.recipient(self.peer, mail_from, address)
        except Exception:
            _log.exception("session %s: the backend failed on a recipient", self.session_id)
            return reply.FAILED
        if not isinstance(outcome, RecipientAccepted | Reply) and isinstance(outcome, Awaitable):
            return Ask(outcome, address)
        return self.recipient_answered(address, outcome)

    def _data(self, argument: str) -> Answer:
        if argument:
            return self.error(reply.NO_ARGUMENT_TAKEN)
        transaction = self._transaction
        if transaction is None:
            return self.error(reply.MAIL_FIRST if self.peer.helo else reply.HELO_FIRST)
        if transaction.in_chunks:
            return self.error(reply.BDAT_BEGUN)
        if not transaction.recipients:
            return self._idle(reply.NO_RECIPIENTS)  # no error of a client that pipelines: it may not know yet
        spool = self._new_spool(transaction)
        if spool.refusal is not None:
            self.reset()
            return spool.refusal
        return Step.COLLECT

    def _bdat(self, argument: str) -> Answer:
        parsed = parse_chunk(argument)
        if parsed is None:
            return Goodbye(reply.BAD_BDAT)
        size_bytes, is_last = parsed
        if size_bytes > self._settings.max_swallowed_bytes:
            return Goodbye(reply.TOO_LARGE)
        transaction = self._transaction
        if transaction is None:
            return ChunkCollector(None, size_bytes, is_last=is_last, refusal=reply.MAIL_FIRST)
        if not transaction.recipients:
            return ChunkCollector(None, size_bytes, is_last=is_last, refusal=reply.NO_RECIPIENTS)
        transaction.in_chunks = True
        spool = transaction.spool or self._new_spool(transaction)
        if spool.size_bytes + size_bytes > self._settings.max_swallowed_bytes:
            return Goodbye(reply.TOO_LARGE)
        if spool.size_bytes + size_bytes > self._settings.max_message_bytes and spool.refusal is None:
            spool.refuse(reply.TOO_LARGE)  # RFC 3030 §2: its octets are still taken in, and thrown away
        return ChunkCollector(spool, size_bytes, is_last=is_last)

    def _new_spool(self, transaction: _Transaction) -> Spool:
        transaction.spool = Spool(self._settings, self._allowance)
        if transaction.spool.refusal is None and not self._allowance.has_room(extensions.declared_size_bytes(transaction.parameters)):
            transaction.spool.refuse(reply.NO_ROOM)
        return transaction.spool

    def _starttls_command(self, argument: str) -> Answer:
        if argument:
            return self.error(reply.NO_ARGUMENT_TAKEN)
        if self.peer.tls is not None:
            return self.error(reply.TLS_ACTIVE)
        return Step.UPGRADE if self._starttls else self.error(reply.NOT_IMPLEMENTED)

    def _rset(self, argument: str) -> Answer:
        if argument:
            return self.error(reply.NO_ARGUMENT_TAKEN)
        self.reset()
        return self._idle(reply.RESET)

    def _noop(self, _argument: str) -> Answer:
        return self._idle(reply.NOTHING_DONE)

    def _help(self, _argument: str) -> Answer:
        return self._idle(reply.HELP)

    def _vrfy(self, argument: str) -> Answer:
        return self._idle(reply.CANNOT_VERIFY) if argument else self.error(reply.ARGUMENT_MISSING)

    def _not_implemented(self, _argument: str) -> Answer:
        return self.error(reply.NOT_IMPLEMENTED)

    def _quit(self, argument: str) -> Answer:
        if argument:
            return self.error(reply.NO_ARGUMENT_TAKEN)
        self.reset()
        return Goodbye(reply.BYE)

    def _idle(self, answer: bytes) -> bytes | Goodbye:
        self._idle_commands += 1
        if self._idle_commands > self._settings.max_idle_commands:
            return Goodbye(reply.TOO_MANY_IDLE_COMMANDS)
        return answer


def _names_a_host(argument: str) -> bool:
    # Real clients say odd names, so only what could confuse a log or a header is refused.
    return 0 < len(argument) <= 255 and argument.isascii() and " " not in argument


_COMMANDS: dict[str, Callable[[Conversation, str], Answer]] = {
    "MAIL": Conversation._mail,
    "RCPT": Conversation._rcpt,
    "DATA": Conversation._data,
    "BDAT": Conversation._bdat,
    "EHLO": Conversation._ehlo,
    "HELO": Conversation._helo,
    "RSET": Conversation._rset,
    "NOOP": Conversation._noop,
    "QUIT": Conversation._quit,
    "VRFY": Conversation._vrfy,
    "HELP": Conversation._help,
    "STARTTLS": Conversation._starttls_command,
    "EXPN": Conversation._not_implemented,
    "AUTH": Conversation._not_implemented,
    "TURN": Conversation._not_implemented,
    "ETRN": Conversation._not_implemented,
    "SEND": Conversation._not_implemented,
    "SOML": Conversation._not_implemented,
    "SAML": Conversation._not_implemented,
}

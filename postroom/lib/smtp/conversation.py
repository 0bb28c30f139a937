"""The dialogue without its socket: a command line in, an answer or a next step out (RFC 5321 §4)."""

from collections.abc import Callable

from postroom.lib.smtp import extensions, reply
from postroom.lib.smtp.address import parse_path
from postroom.lib.smtp.admission import Allowance, Counters
from postroom.lib.smtp.answer import Answer, Goodbye, Step
from postroom.lib.smtp.backend import Backend, Envelope, Peer, Reply
from postroom.lib.smtp.body import Body
from postroom.lib.smtp.command import parse_line, parse_parameters
from postroom.lib.smtp.data import ChunkCollector, DotCollector
from postroom.lib.smtp.patience import Patience
from postroom.lib.smtp.settings import SmtpSettings
from postroom.lib.smtp.spool import Spool
from postroom.lib.smtp.transaction import Surroundings, Transaction, unwanted_chunk

_HTTP_VERBS = frozenset(("GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "DELETE", "PATCH"))


class Conversation:
    """State of one dialogue. Knows no transport and no clock; never raises on any input."""

    __slots__ = ("_around", "_counters", "_mails", "_patience", "_settings", "_starttls", "_transaction", "peer")

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
        self._settings = settings
        self._counters = counters
        self._starttls = starttls
        self._patience = Patience(settings, counters)
        self._around = Surroundings(backend, settings, allowance, self._patience, session_id)
        self._transaction: Transaction | None = None
        self._mails = 0

    @property
    def session_id(self) -> str:
        """Names this session in logs and in `Envelope.session_id`."""
        return self._around.session_id

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
        return Goodbye(reply.NOT_HTTP) if verb in _HTTP_VERBS else self._patience.error(reply.UNKNOWN_COMMAND)

    def reject_line(self, line: bytes, answer: bytes) -> Answer:
        """Refuses a malformed line. After a malformed BDAT nobody can tell chunk from commands: the end."""
        return Goodbye(reply.BAD_BDAT) if line[:4].upper() == b"BDAT" else self._patience.error(answer)

    def collector(self) -> DotCollector:
        """What gathers the data after `Step.COLLECT`."""
        assert self._transaction is not None
        return self._transaction.collector()

    def end_data(self, body: Body | None) -> Answer:
        """After the data phase: deliver, or the answer that refuses the message."""
        assert self._transaction is not None
        return self._after(self._transaction, self._transaction.end_data(body))

    def end_chunk(self, chunk: ChunkCollector) -> Answer:
        """After the octets of a BDAT."""
        transaction = self._transaction
        if transaction is None:
            return self._patience.error(reply.MAIL_FIRST)
        return self._after(transaction, transaction.end_chunk(chunk))

    def hand_over(self) -> tuple[Envelope, Spool]:
        """The complete message after `Step.DELIVER`; the transaction is over."""
        assert self._transaction is not None
        transaction, self._transaction = self._transaction, None
        return transaction.hand_over()

    def delivered(self, answer: Reply) -> bytes:
        """Counts the end of a delivery and renders its answer."""
        if 200 <= answer.code < 300:
            self._counters.accepted += 1
            self._patience.restore()
        else:
            self._counters.refused += 1
        return reply.render(answer)

    def recipient_answered(self, address: str, outcome: object) -> Answer:
        """The backend's late word on a recipient; None for a failure."""
        return self._transaction.answered(address, outcome) if self._transaction is not None else reply.FAILED

    def upgraded(self, tls: tuple[str, str]) -> None:
        """TLS is up: everything learned before is forgotten (RFC 3207 §4.2)."""
        self.reset()
        self._starttls = False
        self.peer = Peer(self.peer.address, self.peer.port, "", False, tls)

    def reset(self) -> None:
        """Gives up the transaction and all it held."""
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            transaction.close()

    def _after(self, transaction: Transaction, answer: Answer) -> Answer:
        if transaction.is_over:
            self._transaction = None
            self._counters.refused += 1
        return answer

    def _helo(self, argument: str) -> Answer:
        if not _names_a_host(argument):
            return self._patience.error(reply.BAD_HELO)
        self._greeted(argument, esmtp=False)
        return self._patience.idle(f"250 {self._settings.hostname}\r\n".encode())

    def _ehlo(self, argument: str) -> Answer:
        if not _names_a_host(argument):
            return self._patience.error(reply.BAD_HELO)
        self._greeted(argument, esmtp=True)
        greeting = f"250-{self._settings.hostname} greets {argument}\r\n".encode()
        return self._patience.idle(greeting + extensions.offered(self._settings, starttls=self._starttls))

    def _greeted(self, argument: str, *, esmtp: bool) -> None:
        self.reset()  # RFC 5321 §4.1.4
        self.peer = self.peer._replace(helo=argument, esmtp=esmtp)

    def _mail(self, argument: str) -> Answer:
        error = self._patience.error
        if not self.peer.helo:
            return error(reply.HELO_FIRST)
        if self._transaction is not None:
            return error(reply.NESTED_MAIL)
        if argument[:5].upper() != "FROM:":
            return error(reply.BAD_MAIL)
        path = parse_path(argument[5:])
        if path is None:
            return error(reply.BAD_SENDER_ADDRESS)
        parameters = parse_parameters(path.rest) if path.rest else {}
        if parameters is None:
            return error(reply.BAD_PARAMETER)
        return self._begin(path.address, parameters)

    def _begin(self, mail_from: str, parameters: dict[str, str]) -> Answer:
        settings, error = self._settings, self._patience.error
        if parameters and not self.peer.esmtp:
            return error(reply.UNKNOWN_PARAMETER)
        if (refusal := extensions.objection_to_mail(parameters)) is not None:
            return error(refusal)
        if not mail_from.isascii() and "SMTPUTF8" not in parameters:
            return error(reply.NEEDS_SMTPUTF8)
        if 0 < settings.max_mails <= self._mails:
            return Goodbye(reply.TOO_MANY_MAILS)
        size_bytes = extensions.declared_size_bytes(parameters)
        if size_bytes > settings.max_message_bytes:
            return self._patience.idle(reply.TOO_LARGE)
        if not self._around.allowance.has_room(size_bytes):
            return self._patience.idle(reply.NO_ROOM)
        self._mails += 1
        self._transaction = Transaction(self._around, self.peer, mail_from, parameters)
        return reply.SENDER_TAKEN

    def _rcpt(self, argument: str) -> Answer:
        transaction = self._transaction
        return self._patience.error(self._sequence_error()) if transaction is None else transaction.rcpt(argument)

    def _data(self, argument: str) -> Answer:
        if argument:
            return self._patience.error(reply.NO_ARGUMENT_TAKEN)
        transaction = self._transaction
        if transaction is None:
            return self._patience.error(self._sequence_error())
        return self._after(transaction, transaction.data())

    def _bdat(self, argument: str) -> Answer:
        if self._transaction is None:
            return unwanted_chunk(argument, reply.MAIL_FIRST, self._settings)
        return self._transaction.bdat(argument)

    def _sequence_error(self) -> bytes:
        return reply.MAIL_FIRST if self.peer.helo else reply.HELO_FIRST

    def _starttls_command(self, argument: str) -> Answer:
        if argument:
            return self._patience.error(reply.NO_ARGUMENT_TAKEN)
        if self.peer.tls is not None:
            return self._patience.error(reply.TLS_ACTIVE)
        return Step.UPGRADE if self._starttls else self._patience.error(reply.NOT_IMPLEMENTED)

    def _rset(self, argument: str) -> Answer:
        if argument:
            return self._patience.error(reply.NO_ARGUMENT_TAKEN)
        self.reset()
        return self._patience.idle(reply.RESET)

    def _noop(self, _argument: str) -> Answer:
        return self._patience.idle(reply.NOTHING_DONE)

    def _help(self, _argument: str) -> Answer:
        return self._patience.idle(reply.HELP)

    def _vrfy(self, argument: str) -> Answer:
        return self._patience.idle(reply.CANNOT_VERIFY) if argument else self._patience.error(reply.ARGUMENT_MISSING)

    def _not_implemented(self, _argument: str) -> Answer:
        return self._patience.error(reply.NOT_IMPLEMENTED)

    def _quit(self, argument: str) -> Answer:
        if argument:
            return self._patience.error(reply.NO_ARGUMENT_TAKEN)
        self.reset()
        return Goodbye(reply.BYE)


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
    **dict.fromkeys(("EXPN", "AUTH", "TURN", "ETRN", "SEND", "SOML", "SAML"), Conversation._not_implemented),
}

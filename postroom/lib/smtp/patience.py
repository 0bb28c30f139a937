"""How much nonsense one session may talk before it is shown out."""

from postroom.lib.smtp import reply
from postroom.lib.smtp.admission import Counters
from postroom.lib.smtp.answer import Goodbye
from postroom.lib.smtp.settings import SmtpSettings


class Patience:
    """Counts errors and idle commands since the last accepted message, and refused recipients in the whole session."""

    __slots__ = ("_counters", "_errors", "_idle_commands", "_refused_recipients", "_settings")

    def __init__(self, settings: SmtpSettings, counters: Counters) -> None:
        self._settings = settings
        self._counters = counters
        self._errors = 0
        self._idle_commands = 0
        self._refused_recipients = 0

    def error(self, answer: bytes) -> bytes | Goodbye:
        """The answer to a protocol error, or the end."""
        self._errors += 1
        self._counters.errors += 1
        return Goodbye(reply.TOO_MANY_ERRORS) if self._errors >= self._settings.max_errors else answer

    def idle(self, answer: bytes) -> bytes | Goodbye:
        """The answer to a command that brings no mail nearer, or the end."""
        self._idle_commands += 1
        is_enough = self._idle_commands > self._settings.max_idle_commands
        return Goodbye(reply.TOO_MANY_IDLE_COMMANDS) if is_enough else answer

    def refused_recipient(self, answer: bytes) -> bytes | Goodbye:
        """The answer to a recipient the backend refused, or the end."""
        self._counters.recipients_refused += 1
        self._refused_recipients += 1
        is_enough = self._refused_recipients > self._settings.max_refused_recipients
        return Goodbye(reply.TOO_MANY_REFUSED) if is_enough else answer

    def restore(self) -> None:
        """A message was accepted: this is a real client."""
        self._errors = self._idle_commands = 0

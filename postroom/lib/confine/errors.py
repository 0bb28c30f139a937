"""How a confined call can end without a result."""


class ConfinementError(Exception):
    """The call gave no result; the message says why, for people."""


class TimedOut(ConfinementError):
    """The call took longer than its time limit; its worker was killed."""


class OutOfMemory(ConfinementError):
    """The call asked for more memory than a worker may have."""


class Crashed(ConfinementError):
    """The worker ended, or sent something else than a result within its size."""


class TooBusy(ConfinementError):
    """Too many calls wait already, or the pool is closed; nothing was started."""


class Failed(ConfinementError):
    """The function raised. `kind` is the class of what it raised (`MimeError`), `values` its arguments as text."""

    def __init__(self, kind: str, values: list[str]) -> None:
        super().__init__(f"{kind}: {', '.join(values)}")
        self.kind = kind
        self.values = values

"""The clock port. SQL never asks for the time: it is given it, so that tests and the sandbox can move it."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where instants come from; always aware, always UTC."""

    def now(self) -> datetime:
        """The present instant."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)


def monotonic_s() -> float:
    """Seconds that only go forward, for measuring and for deadlines."""
    return time.monotonic()

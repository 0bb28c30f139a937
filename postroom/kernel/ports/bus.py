"""The bus port: hints between processes. A hint may be lost or come twice; whoever hears one re-reads from its cursor."""

from collections.abc import Callable, Sequence
from typing import Protocol

# The class of the advisory locks that say which processes live ("post").
PROCESS_LOCK = 0x706F7374

# None stands for "anything may have changed": too long a list, or the listener was away.
Heard = Callable[[Sequence[str] | None], None]


class Bus(Protocol):
    """`LISTEN/NOTIFY` by default. `process_number` (31 bits) is held as an advisory lock of the class `PROCESS_LOCK`."""

    process_number: int

    def publish(self, topic: str, item: str) -> None:
        """Tell the other processes soon (at most one message a millisecond); never waits, never fails."""
        ...

    def subscribe(self, topic: str, heard: Heard) -> None:
        """Call `heard(items)` for what other processes published, and `heard(None)` after a gap."""
        ...

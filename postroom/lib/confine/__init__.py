"""Run a pure function beside the loop: in a thread, or in a process that is limited in memory and time and can be killed."""

from postroom.lib.confine.aside import aside
from postroom.lib.confine.errors import (
    ConfinementError,
    Crashed,
    Failed,
    OutOfMemory,
    TimedOut,
    TooBusy,
)
from postroom.lib.confine.pool import Confined

__all__ = ["Confined", "ConfinementError", "Crashed", "Failed", "OutOfMemory", "TimedOut", "TooBusy", "aside"]

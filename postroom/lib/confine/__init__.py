"""Run a pure function in a worker process that is limited in memory and time and can be killed."""

from postroom.lib.confine.errors import (
    ConfinementError,
    Crashed,
    Failed,
    OutOfMemory,
    TimedOut,
    TooBusy,
)
from postroom.lib.confine.pool import Confined

__all__ = ["Confined", "ConfinementError", "Crashed", "Failed", "OutOfMemory", "TimedOut", "TooBusy"]

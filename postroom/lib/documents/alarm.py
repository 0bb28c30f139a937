"""A time limit that leaves what was read so far: after so much processor time, `Cut` is raised wherever the reader is.

The limit of the confined process kills; this one comes before it. Signals reach the main thread alone, which is where a worker calls.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from postroom.lib.documents.model import Cut

# An exception raised within a destructor is lost; the next one is not.
_AGAIN_S = 0.1


@contextmanager
def cut_after(seconds: float) -> Iterator[None]:
    """Raise `Cut("time")` in the block when it has used `seconds` of the processor."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGVTALRM, _raise)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise Cut("time")

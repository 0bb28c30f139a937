"""Waiting for another process, which tells nobody when it is done."""

import time
from collections.abc import Callable

STEP_S = 0.004


def wait_until(is_so: Callable[[], bool], timeout_s: float, *, step_s: float = STEP_S) -> bool:
    """Ask `is_so` until it is true or `timeout_s` have passed; the last answer."""
    deadline = time.monotonic() + timeout_s
    while not is_so():
        if time.monotonic() >= deadline:
            return False
        time.sleep(step_s)
    return True

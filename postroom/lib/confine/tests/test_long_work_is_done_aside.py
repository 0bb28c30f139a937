"""What takes long is done in a thread, what is short at once."""

import threading

import pytest

from postroom.lib.confine import aside


async def test_much_is_done_in_a_thread_and_little_at_once() -> None:
    here = threading.get_ident()
    assert await aside(100, threading.get_ident) == here
    assert await aside(25_000_000, threading.get_ident) != here
    assert await aside(100, threading.get_ident, large_bytes=100) != here


async def test_a_fault_reaches_the_caller_from_either_place() -> None:
    for size_bytes in (1, 25_000_000):
        with pytest.raises(ValueError, match="invalid literal"):
            await aside(size_bytes, int, "x")

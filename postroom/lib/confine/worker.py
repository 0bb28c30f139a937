"""The worker: started clean, limits itself, then answers calls from its standard input until that ends."""

import ctypes
import os
import resource
import signal
import sys
from typing import BinaryIO

import msgspec

from postroom.lib.confine.wire import HEADER, NO_MEMORY, RAISED, RESOLVED, RESULT, Call, Raised, frame, target

_PR_SET_PDEATHSIG = 1
_NICE = 5
_MAX_VALUE_CHARS = 500


def serve(parent: int, memory_bytes: int, result_bytes: int) -> None:
    """Answer calls until the pool goes away. The arguments are the pool's process id and the limits."""
    _die_with(parent)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    os.nice(_NICE)
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _silence()
    while header := calls.read(HEADER.size):
        _, length = HEADER.unpack(header)
        _answer(calls.read(length), answers, result_bytes)


def _silence() -> None:
    """Nothing that a function prints may reach the frames."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _answer(body: bytes, answers: BinaryIO, result_bytes: int) -> None:
    try:
        call = msgspec.msgpack.decode(body, type=Call)
        function, parameters, _ = target(call.function)
        arguments = [msgspec.msgpack.decode(a, type=t) for a, t in zip(call.arguments, parameters, strict=False)]
        _send(answers, frame(RESOLVED))
        signal.setitimer(signal.ITIMER_PROF, call.timeout_s)  # unhandled, SIGPROF ends the process
        encoded = msgspec.msgpack.encode(function(*arguments))
        signal.setitimer(signal.ITIMER_PROF, 0)
        if len(encoded) > result_bytes:
            raise ValueError(f"the result has {len(encoded)} bytes, more than {result_bytes}")
        answer = frame(RESULT, encoded)
    except MemoryError:
        _send(answers, frame(NO_MEMORY))
        os._exit(0)
    except Exception as error:
        signal.setitimer(signal.ITIMER_PROF, 0)
        values = [str(value)[:_MAX_VALUE_CHARS] for value in error.args]
        answer = frame(RAISED, msgspec.msgpack.encode(Raised(type(error).__name__, values)))
    _send(answers, answer)


def _send(answers: BinaryIO, data: bytes) -> None:
    answers.write(data)
    answers.flush()


def _limit(what: int, most: int) -> None:
    """Set the soft limit; a lower hard limit of the surroundings stays as it is."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(0)

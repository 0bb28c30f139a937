"""What the tests of the pool run inside its workers."""

import os
import resource
import sys
import time
from datetime import datetime

import msgspec


class Sample(msgspec.Struct):
    words: list[tuple[str, str]]
    data: bytes
    at: datetime | None


def echo(sample: Sample) -> Sample:
    return sample


def double(number: int) -> int:
    return 2 * number


def loop() -> None:
    while True:
        pass


def allocate(size_bytes: int) -> int:
    return len(bytearray(size_bytes))


def leave(code: int) -> None:
    os._exit(code)


def many_bytes(size_bytes: int) -> bytes:
    return b"x" * size_bytes


def fail(words: str) -> None:
    raise LookupError(words, 7)


def whisper() -> str:
    sys.stdout.write("into the frames?")
    sys.stdout.flush()
    return sys.stdin.read() or "nothing to read"


def surroundings() -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "nice": os.nice(0),
        "files": sorted(int(f) for f in os.listdir("/proc/self/fd")),
        "environment": dict(os.environ),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
        "loaded": sorted(m for m in sys.modules if m.partition(".")[0] in ("asyncio", "postroom", "asyncpg")),
    }


def wrong_type() -> int:
    return "no number"


def doze(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def burn(seconds: float) -> float:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds

"""From the last byte of DATA to the whole answer of a parked wait (REST long-poll): alone, and under load."""

import asyncio
import json
import time

import msgspec
import uvloop

from bench.http import Caller
from bench.load import Load, Outcome, start_load
from bench.mails import wire_mail
from bench.servers import Postroom

_PARKED_S = 0.02  # for the wait to be parked before its mail comes


class Latency(msgspec.Struct, frozen=True):
    """Milliseconds. `load_rate` is what was reached beside, in mails a second."""

    samples: int
    p50_ms: float
    p99_ms: float
    most_ms: float
    load_rate: float


def measure_latency(server: Postroom, *, samples: int, rate: float = 0.0) -> Latency:
    """One wait after the other on an inbox of its own; `rate` mails a second go to the others meanwhile."""
    seconds = samples * (_PARKED_S + 0.03) + 3
    load = Load(server.smtp_port, server.recipients, "2kB", 20, per_connection=False, window_s=seconds, rate=rate)
    beside = start_load(load) if rate else None
    try:
        times = sorted(uvloop.run(_sample(server, samples, 1.0 if rate else 0.0)))
    finally:
        told = beside.communicate()[0] if beside is not None else b""
    outcome = msgspec.json.decode(told, type=Outcome) if told else Outcome(seconds=1)
    return Latency(samples, _at(times, 0.5), _at(times, 0.99), times[-1], outcome.in_window / outcome.seconds)


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


async def _sample(server: Postroom, samples: int, warm_up_s: float) -> list[float]:
    inbox = await asyncio.to_thread(server.open_inbox)
    caller, sender = await Caller.open(server.http_port), await Sender.open(server.smtp_port)
    await asyncio.sleep(warm_up_s)
    path = f"/v1/inboxes/{inbox['id']}/wait?timeout=60"
    caller.ask(f"/v1/inboxes/{inbox['id']}/wait?timeout=0")
    cursor = json.loads(await caller.answer())["cursor"]
    times = []
    for number in range(48_291_000, 48_291_010 + samples):
        caller.ask(f"{path}&after={cursor}")
        await asyncio.sleep(_PARKED_S)
        await sender.announce(inbox["address"])
        began = time.perf_counter()
        sender.send(wire_mail("2kB", number))
        body = await caller.answer()
        times.append(1000 * (time.perf_counter() - began))
        cursor = _check(body, number)
        await sender.accepted()
    caller.close()
    sender.close()
    return times[10:]


def _check(body: bytes, number: int) -> str:
    """The answer is the mail that was sent, with its code; the cursor after it."""
    answer = json.loads(body)
    codes = [code["value"] for code in answer["message"]["codes"]]
    if f"{number:08d}" not in codes:
        raise RuntimeError(f"the wait answered another mail, with the codes {codes}")
    return str(answer["cursor"])


class Sender:
    """One SMTP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @staticmethod
    async def open(port: int) -> "Sender":
        """Connected and greeted."""
        sender = Sender(*await asyncio.open_connection("127.0.0.1", port))
        await sender._expect(b"220")
        await sender._say(b"HELO bench.example\r\n", b"250")
        return sender

    async def announce(self, recipient: str) -> None:
        """Everything before the content."""
        await self._say(b"MAIL FROM:<no-reply@harbour.example>\r\n", b"250")
        await self._say(f"RCPT TO:<{recipient}>\r\n".encode(), b"250")
        await self._say(b"DATA\r\n", b"354")

    def send(self, content: bytes) -> None:
        """The content with its final dot."""
        self._writer.write(content)

    async def accepted(self) -> None:
        """The 250 behind it."""
        await self._expect(b"250")

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def _say(self, words: bytes, expected: bytes) -> None:
        self._writer.write(words)
        await self._expect(expected)

    async def _expect(self, code: bytes) -> None:
        line = await self._reader.readline()
        if not line.startswith(code):
            raise RuntimeError(f"SMTP answered {line!r} instead of {code!r}")

"""The load: many SMTP connections from one process on uvloop, the same dialogue for every server (HELO, MAIL, RCPT, DATA; no pipelining).

`python -m bench.load '{"port": …}'` runs it and prints the counts as JSON, so that the load has a process of its own.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

import msgspec
import uvloop

from bench.mails import pieces

_SENDER = b"MAIL FROM:<no-reply@harbour.example>\r\n"
_GRACE_S = 30.0


class Load(msgspec.Struct, frozen=True):
    """What to send. `per_connection`: one mail a connection. `rate` in mails a second; 0 is as fast as the server answers."""

    port: int
    recipients: list[str]
    size: str
    connections: int
    per_connection: bool
    window_s: float
    warm_up_s: float = 0.5
    rate: float = 0.0


class Outcome(msgspec.Struct):
    """What came of it: `accepted` in all, `in_window` of them while it was measured; `refusals` are answers other than wished."""

    accepted: int = 0
    in_window: int = 0
    seconds: float = 0.0
    refusals: int = 0
    last_refusal: str = ""


def run_load(load: Load) -> Outcome:
    """Run it in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.load", msgspec.json.encode(load).decode()], check=True, capture_output=True)
    return msgspec.json.decode(done.stdout, type=Outcome)


def start_load(load: Load) -> "subprocess.Popen[bytes]":
    """Start it beside something else."""
    return subprocess.Popen([sys.executable, "-m", "bench.load", msgspec.json.encode(load).decode()], stdout=subprocess.PIPE)


class Run:
    """The clients of one load and what they counted."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.outcome = Outcome()
        self.pieces = pieces(load.size)
        self.recipients = [f"RCPT TO:<{one}>\r\n".encode() for one in load.recipients]
        self.number = time.time_ns() // 1_000_000 % 50_000_000
        self.idle: deque[Client] = deque()
        self.owed = 0
        self.open = 0
        self.over = asyncio.Event()
        self.tasks: set[asyncio.Task[Any]] = set()

    async def run(self) -> Outcome:
        """Warm up, measure, let everybody finish."""
        for _ in range(self.load.connections):
            self.connect()
        ticker = asyncio.create_task(self._tick()) if self.load.rate else None
        await asyncio.sleep(self.load.warm_up_s)
        began, before = time.perf_counter(), self.outcome.accepted
        await asyncio.sleep(self.load.window_s)
        self.outcome.in_window, self.outcome.seconds = self.outcome.accepted - before, time.perf_counter() - began
        self.over.set()
        if ticker is not None:
            ticker.cancel()
        await self._finish()
        return self.outcome

    def connect(self) -> None:
        """One more client, unless the time is over."""
        if not self.over.is_set():
            self.open += 1
            task = asyncio.get_running_loop().create_task(self._connect())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def turn(self, client: "Client") -> None:
        """A client may send its next mail: now, when its ticket comes, or never."""
        if self.over.is_set():
            client.quit()
        elif not self.load.rate or self.owed:
            self.owed -= bool(self.load.rate)
            client.begin()
        else:
            self.idle.append(client)

    def next_number(self) -> int:
        """A number no other mail has."""
        self.number += 1
        return self.number

    def refused(self, answer: bytes) -> None:
        """An answer nobody wished for."""
        self.outcome.refusals += 1
        self.outcome.last_refusal = answer.decode("utf-8", "replace").strip()

    async def _connect(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: Client(self), "127.0.0.1", self.load.port)
        except OSError as error:
            self.open -= 1
            self.refused(str(error).encode())
            await asyncio.sleep(0.05)
            self.connect()

    async def _tick(self) -> None:
        """Tickets by the clock, whether or not the server keeps up."""
        began, issued = time.perf_counter(), 0
        while True:
            due = int((time.perf_counter() - began) * self.load.rate)
            self.owed += due - issued
            issued = due
            while self.owed and self.idle:
                self.owed -= 1
                self.idle.popleft().begin()
            await asyncio.sleep(0.001)

    async def _finish(self) -> None:
        for client in self.idle:
            client.quit()
        deadline = time.perf_counter() + _GRACE_S
        while self.open and time.perf_counter() < deadline:  # noqa: ASYNC110 - the window is over: nothing is measured any more
            await asyncio.sleep(0.01)


class Client(asyncio.Protocol):
    """One connection: says the next word when the last was answered."""

    __slots__ = ("buffer", "expected", "run", "step", "transport")

    def __init__(self, run: Run) -> None:
        self.run = run
        self.buffer = b""
        self.expected = b"2"
        self.step = self.hello

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        if self.buffer:
            data = self.buffer + data
        if not data.endswith(b"\n"):
            self.buffer = data
            return
        self.buffer = b""
        if data[:1] == self.expected:
            self.step()
        else:
            self.run.refused(data)
            self.transport.close()

    def connection_lost(self, _error: Exception | None) -> None:
        self.run.open -= 1
        self.run.connect()

    def hello(self) -> None:
        self.transport.write(b"HELO load.example\r\n")
        self.step = self.ready

    def ready(self) -> None:
        self.run.turn(self)

    def begin(self) -> None:
        self.transport.write(_SENDER)
        self.step = self.recipient

    def recipient(self) -> None:
        recipients = self.run.recipients
        self.transport.write(recipients[self.run.number % len(recipients)])
        self.step = self.data

    def data(self) -> None:
        self.transport.write(b"DATA\r\n")
        self.expected, self.step = b"3", self.content

    def content(self) -> None:
        self.transport.write((b"%08d" % self.run.next_number()).join(self.run.pieces))
        self.expected, self.step = b"2", self.accepted

    def accepted(self) -> None:
        self.run.outcome.accepted += 1
        if self.run.load.per_connection:
            self.quit()
        else:
            self.run.turn(self)

    def quit(self) -> None:
        self.transport.write(b"QUIT\r\n")
        self.step = self.transport.close


def main(arguments: Sequence[str]) -> None:
    """Run the load that is given as JSON."""
    load = msgspec.json.decode(arguments[0], type=Load)
    outcome = uvloop.run(Run(load).run())
    print(json.dumps(msgspec.to_builtins(outcome)))


if __name__ == "__main__":
    main(sys.argv[1:])

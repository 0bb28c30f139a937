"""What the tests of the receiver share: a recording backend, a raw client, both event loops."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import uvloop

from postroom.lib.smtp import Delivery, Envelope, Peer, RecipientAccepted, Reply, SmtpServer, SmtpSettings
from postroom.lib.smtp.session import Session

PATIENCE_S = 10.0


class Recorder:
    """A backend that remembers. `no…` is refused, `later…` answered late, `boom…` raises, `odd…` is nonsense."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.envelopes: list[Envelope] = []
        self.told: list[tuple[str, object]] = []
        self.gate: asyncio.Event | None = None  # closed, it holds up every delivery
        self.entered = asyncio.Event()
        self.said = asyncio.Event()
        self.failure: BaseException | None = None
        self.reply = Reply(250, "2.0.0", "Stored")

    def recipient(self, peer: Peer, mail_from: str, address: str) -> Any:
        if address.startswith("no"):
            return Reply(550, "5.1.1", "No such inbox")
        if address.startswith("later"):
            return self._later(address)
        if address.startswith("boom"):
            raise RuntimeError("secret inside")
        return None if address.startswith("odd") else RecipientAccepted(address.upper())

    async def _later(self, address: str) -> RecipientAccepted | Reply:
        await asyncio.sleep(0)
        if "boom" in address:
            raise RuntimeError("secret inside")
        return Reply(450, "4.2.1", "Paused") if "paused" in address else RecipientAccepted(address.upper())

    async def deliver(self, envelope: Envelope) -> Delivery:
        self.entered.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        recipients = [recipient.address for recipient in envelope.recipients]
        self.mails.append((envelope.mail_from, recipients, envelope.data.read()))
        self.envelopes.append(envelope)
        return Delivery(self.reply, len(self.mails))

    def confirmed(self, token: object) -> None:
        self.told.append(("confirmed", token))
        self.said.set()

    def unconfirmed(self, token: object) -> None:
        self.told.append(("unconfirmed", token))
        self.said.set()

    @property
    def bodies(self) -> list[bytes]:
        return [body for _, _, body in self.mails]


class Memory(asyncio.Transport):
    """A transport without a network: keeps what was written."""

    def __init__(self, loop: asyncio.AbstractEventLoop, session: Session) -> None:
        super().__init__({"peername": ("192.0.2.7", 25)})
        self._loop, self._session = loop, session
        self.written = bytearray()
        self.is_closed = False
        self.on_write: Callable[[], None] | None = None

    def write(self, data: bytes) -> None:
        self.written += data
        if self.on_write is not None:
            self.on_write()

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self._loop.call_soon(self._session.connection_lost, None)

    def pause_reading(self) -> None:
        """Nothing reads here."""

    def resume_reading(self) -> None:
        """Nothing reads here."""


class Client:
    """A raw client: says bytes, reads whole replies."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def reply(self) -> str:
        """The next reply, its lines joined by a newline; "" when the connection is at its end."""
        lines = []
        while True:
            line = (await within(self.reader.readline())).decode()
            lines.append(line.removesuffix("\r\n"))
            if line[3:4] != "-":
                return "\n".join(lines)

    async def say(self, data: bytes) -> str:
        self.send(data + b"\r\n")
        return await self.reply()

    async def code(self, data: bytes) -> str:
        """Says a line; the code and enhanced code of the answer, as `250 2.1.0`."""
        return short(await self.say(data))

    async def begin(self, recipient: bytes = b"x@y.example") -> None:
        """From EHLO to the 354."""
        assert (await self.say(b"EHLO c.example"))[:3] == "250"
        await self.envelope(recipient)
        assert (await self.say(b"DATA"))[:3] == "354"

    async def envelope(self, recipient: bytes = b"x@y.example") -> None:
        assert (await self.say(b"MAIL FROM:<a@b.example>"))[:3] == "250"
        assert (await self.say(b"RCPT TO:<" + recipient + b">"))[:3] == "250"

    async def mail(self, data: bytes) -> str:
        """The data with its end; the answer."""
        self.send(data)
        return await self.reply()

    async def is_at_end(self) -> bool:
        """Whether the server closes; what it says before is read away."""
        try:
            await within(self.reader.read())
        except ConnectionError:
            return True
        return self.reader.at_eof()

    def cut(self) -> None:
        self.writer.transport.abort()


def short(reply: str) -> str:
    head, _, rest = reply.partition(" ")
    return f"{head} {rest.partition(' ')[0]}"


async def within(pending: Awaitable[Any]) -> Any:
    return await asyncio.wait_for(pending, PATIENCE_S)


class House:
    """A running server with its recorder."""

    def __init__(self, server: SmtpServer, recorder: Recorder, port: int) -> None:
        self.server = server
        self.recorder = recorder
        self.port = port
        self.clients: list[Client] = []

    async def connect(self, *, greeted: bool = False) -> Client:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        client = Client(reader, writer)
        self.clients.append(client)
        assert (await client.reply()).startswith("220 ")
        if greeted:
            await client.say(b"EHLO c.example")
        return client

    async def emptied(self) -> None:
        """Until no session is left."""
        await within(self.server._until_empty())


@contextlib.asynccontextmanager
async def listening(tls: ssl.SSLContext | None = None, **settings: Any) -> AsyncIterator[House]:
    recorder = Recorder()
    server = SmtpServer(recorder, SmtpSettings(hostname="mx.example", **settings), tls)
    port = await server.start("127.0.0.1", 0)
    house = House(server, recorder, port)
    try:
        yield house
    finally:
        for client in house.clients:
            client.cut()
        if recorder.gate is not None:
            recorder.gate.set()
        await server.drain(0.2)
        assert server.counters.sessions == server.counters.in_flight_bytes == server.counters.deliveries == 0


def on_both_loops(scenario: Callable[[], Awaitable[None]]) -> Callable[..., None]:
    """Runs an async test on asyncio's loop and on uvloop; an exception in any callback fails it."""

    @pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
    def test(new_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            strays: list[dict[str, Any]] = []
            runner.get_loop().set_exception_handler(lambda _, context: strays.append(context))
            runner.run(scenario())  # type: ignore[arg-type]
            assert not strays

    test.__name__ = scenario.__name__
    test.__doc__ = scenario.__doc__
    return test

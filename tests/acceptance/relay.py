"""A relay that takes mail and says 250 only when it is told to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class SlowRelay:
    """Every mail is noted at the end of its data (`taken`, dots still doubled); its 250 follows after `answer.set()`."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[bytes] = []
        self.told = 0
        self.answer = asyncio.Event()
        self._came = asyncio.Condition()

    async def wait_for(self, count: int) -> None:
        """Until so many mails were handed over."""
        async with asyncio.timeout(30), self._came:
            await self._came.wait_for(lambda: len(self.taken) >= count)

    async def wait_until_told(self, count: int) -> None:
        """Until so many senders heard that their mail was taken."""
        async with asyncio.timeout(30), self._came:
            await self._came.wait_for(lambda: self.told >= count)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        writer.write(b"220 relay.example\r\n")
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while (verb := (await reader.readuntil(b"\r\n"))[:4].upper()) != b"QUIT":
                if verb == b"DATA":
                    writer.write(b"354 go\r\n")
                    await self._take(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 relay.example\r\n")
                if verb == b"DATA":
                    await self._tell(writer)
            writer.write(b"221 bye\r\n")
        writer.close()

    async def _take(self, content: bytes) -> None:
        async with self._came:
            self.taken.append(content)
            self._came.notify_all()
        await self.answer.wait()

    async def _tell(self, writer: asyncio.StreamWriter) -> None:
        await writer.drain()
        async with self._came:
            self.told += 1
            self._came.notify_all()


@asynccontextmanager
async def relaying() -> AsyncIterator[SlowRelay]:
    """The relay on a free port of this machine."""
    relay = SlowRelay()
    listener = await asyncio.start_server(relay.talk, "127.0.0.1", 0)
    relay.port = listener.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        relay.answer.set()
        listener.close()

"""An SMTP client that sends bytes as they are, step by step, and can leave at any step."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

_TIMEOUT_S = 60


class RawClient:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def answer(self) -> tuple[int, str]:
        """The next answer, all its lines. Raises ConnectionError where the server has gone."""
        lines = []
        async with asyncio.timeout(_TIMEOUT_S):
            while True:
                line = (await self._reader.readline()).decode("utf-8", "replace")
                if not line.endswith("\n"):
                    raise ConnectionError("the server hung up")
                lines.append(line[4:].strip())
                if line[3:4] != "-":
                    return int(line[:3]), "\n".join(lines)

    async def say(self, command: bytes) -> tuple[int, str]:
        """A command and its answer."""
        await self.write(command + b"\r\n")
        return await self.answer()

    async def write(self, content: bytes) -> None:
        """Bytes as they are."""
        self._writer.write(content)
        await self._writer.drain()

    async def start_tls(self) -> None:
        """STARTTLS, whoever signed the certificate, and EHLO again."""
        assert (await self.say(b"STARTTLS"))[0] == 220
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        await self._writer.start_tls(context)
        assert (await self.say(b"EHLO client.example"))[0] == 250

    async def begin(self, sender: str, recipients: Sequence[str], options: str = "") -> None:
        """MAIL and RCPT, all taken."""
        spoken = await self.say(f"MAIL FROM:<{sender}>{options}".encode())
        assert spoken[0] == 250, spoken
        for recipient in recipients:
            spoken = await self.say(f"RCPT TO:<{recipient}>".encode())
            assert spoken[0] == 250, spoken

    async def data(self, content: bytes) -> tuple[int, str]:
        """DATA to its end."""
        assert (await self.say(b"DATA"))[0] == 354
        await self.write(stuffed(content))
        return await self.answer()

    async def bdat(self, content: bytes, chunk_bytes: int = 50_000) -> tuple[int, str]:
        """The content as it is, in counted chunks."""
        for at in range(0, len(content), chunk_bytes):
            chunk = content[at : at + chunk_bytes]
            last = b" LAST" if at + chunk_bytes >= len(content) else b""
            await self.write(b"BDAT %d%s\r\n" % (len(chunk), last) + chunk)
            spoken = await self.answer()
        return spoken

    async def send(self, sender: str, recipients: Sequence[str], content: bytes) -> tuple[int, str]:
        """A whole mail by DATA."""
        await self.begin(sender, recipients)
        return await self.data(content)

    def abort(self) -> None:
        """Cut the line with a reset: the other side learns of it at once."""
        connection = self._writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    async def close(self) -> None:
        """Leave without a word."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


def stuffed(content: bytes) -> bytes:
    """The data phase: dots doubled, the last line ended, the end of data (RFC 5321 §4.5.2)."""
    content = ended(content)
    doubled = (b"." if content.startswith(b".") else b"") + content.replace(b"\r\n.", b"\r\n..")
    return doubled + b".\r\n"


def ended(content: bytes) -> bytes:
    """What arrives by DATA: the content with a line end at its end."""
    return content if content.endswith(b"\r\n") else content + b"\r\n"


@asynccontextmanager
async def talking(port: int) -> AsyncIterator[RawClient]:
    """A connection after its EHLO."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    client = RawClient(reader, writer)
    try:
        assert (await client.answer())[0] == 220
        assert (await client.say(b"EHLO client.example"))[0] == 250
        yield client
    finally:
        await client.close()

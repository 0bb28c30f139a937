"""A small HTTP/1.1 client on one connection, so that what is measured is the server and not the client."""

import asyncio

from bench.servers.postroom import KEY


class Caller:
    """Asks and reads answers with a Content-Length."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @staticmethod
    async def open(port: int) -> "Caller":
        """A connection that stays open."""
        return Caller(*await asyncio.open_connection("127.0.0.1", port))

    def ask(self, path: str) -> None:
        """Send a GET; the answer is read later."""
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\nX-API-Key: {KEY}\r\n\r\n".encode())

    async def answer(self) -> bytes:
        """The body of the next answer. Raises RuntimeError when it is no 200."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        body = await self._reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{head.splitlines()[0].decode()}: {body[:300].decode('utf-8', 'replace')}")
        return body

    @property
    def is_silent(self) -> bool:
        """Whether neither an answer nor the end of the connection has come."""
        return not self._reader.at_eof() and not self._reader._buffer  # type: ignore[attr-defined]

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

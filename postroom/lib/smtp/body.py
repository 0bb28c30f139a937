"""The bytes of one received message: in memory when small, else in a temporary file that has no name."""

from typing import IO


class Body:
    """What the client meant: dot-unstuffed, with its final CRLF. `size_bytes` is its length.

    `read` may be called from a thread, and again; after `close` it raises ValueError.
    """

    __slots__ = ("_content", "_file", "size_bytes")

    def __init__(self, content: bytes | None, file: IO[bytes] | None, size_bytes: int) -> None:
        self._content = content
        self._file = file
        self.size_bytes = size_bytes

    @property
    def is_spooled(self) -> bool:
        """Whether the bytes lie in a file, so that `read` goes to the disk."""
        return self._file is not None

    def read(self) -> bytes:
        """All of it."""
        if self._content is not None:
            return self._content
        if self._file is None:
            raise ValueError("the body is closed")
        self._file.seek(0)
        return self._file.read()

    def close(self) -> None:
        """Lets go of memory and file; closing twice is nothing."""
        self._content = None
        if self._file is not None:
            self._file.close()
            self._file = None

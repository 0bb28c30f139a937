"""The blobs port: bytes under a key, kept outside the database."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import NamedTuple, Protocol


class BlobMissing(Exception):
    """The store answered, and there is no blob under this key."""


class BlobUnavailable(Exception):
    """The store did not answer in time, refused, or is not there. Worth another try later; nothing is known to be lost."""


class BlobRefused(ValueError):
    """The caller's fault, and no retry helps: a malformed key or range, or bytes that do not have the hash given."""


class BlobEntry(NamedTuple):
    """One row of a list. `modified` is UTC, by the store's clock, to the second at worst."""

    key: str
    size_bytes: int
    modified: datetime


class Blobs(Protocol):
    """Keys are `segment/segment`, at most 512 characters of A-Z a-z 0-9 _ . -; no segment is empty or starts with a dot.

    No key may be a folder of another key (`a` and `a/b`). Every call ends within a bounded time.
    Every call may raise BlobUnavailable, and BlobRefused for a malformed key.
    """

    async def put(self, key: str, data: bytes, *, sha256: bytes) -> None:
        """Store `data`, durably when this returns; the same call again changes nothing, other bytes replace it at once.

        `sha256` is the 32-byte digest, checked against `data` before anything is written (BlobRefused).
        """
        ...

    async def get(self, key: str, range: tuple[int, int] | None = None) -> bytes:
        """All bytes, or those from offset `range[0]` up to, not with, `range[1]`, cut to the size. Raises BlobMissing."""
        ...

    def stream(self, key: str) -> AsyncIterator[bytes]:
        """The bytes in pieces, in order. Raises BlobMissing at the first piece."""
        ...

    async def delete(self, key: str) -> None:
        """Remove it. A blob that is not there is no error."""
        ...

    def list(self, prefix: str = "") -> AsyncIterator[BlobEntry]:
        """Everything below the folder `prefix` (whole segments: `a/b` lists `a/b/c`, not `a/bc`), in no fixed order."""
        ...

    async def check(self) -> None:
        """Write, read and delete a small probe, for `doctor`. Raises BlobUnavailable with what is wrong."""
        ...

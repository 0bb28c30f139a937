"""Blobs in any store that obstore speaks."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC
from typing import TypeVar

import obstore
from obstore.exceptions import BaseError, GenericError
from obstore.store import MemoryStore, ObjectStore, S3Store

from postroom.kernel.ports import BlobEntry, BlobMissing, BlobRefused, BlobUnavailable
from postroom.main.engine.blobs.keys import folder_of, is_key, require_key

T = TypeVar("T")
_PIECE_BYTES = 256 * 1024
_LIST_CHUNK = 1000
_HASH_IN_THREAD_BYTES = 128 * 1024


class ObjectBlobs:
    """The Blobs port over an object store whose put is durable and atomic by itself (S3), or lost on purpose (memory)."""

    def __init__(self, store: MemoryStore | S3Store | ObjectStore, timeout_s: float) -> None:
        self._store = store
        self._timeout_s = timeout_s

    async def put(self, key: str, data: bytes, *, sha256: bytes) -> None:
        """See `Blobs.put`."""
        require_key(key)
        await _require_hash(data, sha256)
        await self._bounded(lambda: self._write(key, data))

    async def get(self, key: str, range: tuple[int, int] | None = None) -> bytes:
        """See `Blobs.get`."""
        require_key(key)
        if range is None:
            return await self._bounded(lambda: self._read(key, None))
        start, end = range
        if not 0 <= start <= end:
            raise BlobRefused("a range is (start, end) with 0 <= start <= end")
        # Stores refuse an empty range, and one that begins behind the end, each in its own way.
        data = await self._bounded(lambda: self._read(key, (start, max(end, start + 1))))
        return data[: end - start]

    async def stream(self, key: str) -> AsyncIterator[bytes]:
        """See `Blobs.stream`."""
        require_key(key)
        found = await self._bounded(lambda: obstore.get_async(self._store, key))
        pieces = found.stream(min_chunk_size=_PIECE_BYTES)
        while (piece := await self._bounded(lambda: anext(pieces, None))) is not None:
            yield bytes(piece)

    async def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        require_key(key)
        try:
            await self._bounded(lambda: obstore.delete_async(self._store, key))
        except BlobMissing:
            return

    async def list(self, prefix: str = "") -> AsyncIterator[BlobEntry]:
        """See `Blobs.list`."""
        await self._bounded(self._require_there)
        chunks = obstore.list(self._store, folder_of(prefix), chunk_size=_LIST_CHUNK)
        while (chunk := await self._bounded(lambda: anext(chunks, None))) is not None:
            for entry in chunk:
                if is_key(entry["path"]):  # what else lies there is not ours
                    yield BlobEntry(entry["path"], entry["size"], entry["last_modified"].astimezone(UTC))

    async def check(self) -> None:
        """See `Blobs.check`."""
        key, data = f"doctor/probe-{secrets.token_hex(8)}", secrets.token_bytes(64)
        await self.put(key, data, sha256=hashlib.sha256(data).digest())
        try:
            if await self.get(key) != data:
                raise BlobUnavailable("the store gave back other bytes than it was given")
        except BlobMissing:
            raise BlobUnavailable("the store does not give back what it was given") from None
        finally:
            await self.delete(key)

    async def _write(self, key: str, data: bytes) -> None:
        try:
            await obstore.put_async(self._store, key, data, use_multipart=False)
        except FileNotFoundError as error:  # there is nothing to be missing but the bucket
            raise BlobUnavailable(_first_line(error)) from error

    async def _read(self, key: str, range: tuple[int, int] | None) -> bytes:
        try:
            found = await obstore.get_async(self._store, key, options={"range": range} if range else {})
            return bytes(await found.buffer_async())
        except GenericError:
            if range is None or (await obstore.head_async(self._store, key))["size"] > range[0]:
                raise
            return b""

    async def _bounded(self, act: Callable[[], Awaitable[T]]) -> T:
        """Run `act` within the time allowed, its errors turned into the port's."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await act()
        except TimeoutError:
            raise BlobUnavailable(f"the store did not answer within {self._timeout_s:g} s") from None
        except (BaseError, OSError) as error:
            if _is_missing(error):
                await self._bounded(self._require_there)
                raise BlobMissing("there is no such blob") from None
            raise BlobUnavailable(_first_line(error)) from error

    async def _require_there(self) -> None:
        """Raise BlobUnavailable if the store itself is gone, where a store would not say so."""


async def _require_hash(data: bytes, sha256: bytes) -> None:
    """hashlib lets go of the interpreter lock, so a long one goes into a thread."""
    if len(data) < _HASH_IN_THREAD_BYTES:
        digest = hashlib.sha256(data).digest()
    else:
        digest = await asyncio.to_thread(lambda: hashlib.sha256(data).digest())
    if digest != sha256:
        raise BlobRefused("the bytes do not have the SHA-256 that was given")


def _is_missing(error: Exception) -> bool:
    text = str(error)
    if isinstance(error, FileNotFoundError):
        return "NoSuchBucket" not in text  # S3 says 404 for both
    return "LocalFileSystem" in text and "(os error 20)" in text  # ENOTDIR: a part of the key is a blob


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]

"""Blobs in a local folder: our own durable write, obstore for everything else."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from obstore.store import LocalStore

from postroom.kernel.ports import BlobRefused, BlobUnavailable
from postroom.main.engine.blobs.durable import DurableFolder
from postroom.main.engine.blobs.objects import ObjectBlobs

_WRITERS = 4


class LocalBlobs(ObjectBlobs):
    """The Blobs port over a folder. A disk that hangs holds up its own threads, not the process's."""

    def __init__(self, root: Path, timeout_s: float) -> None:
        """Makes the folder if need be. Raises BlobUnavailable."""
        try:
            self._folder = DurableFolder(root)
            super().__init__(LocalStore(root), timeout_s)
        except OSError as error:
            raise BlobUnavailable(f"the folder {root} cannot be used: {error.strerror}") from error
        self._threads = ThreadPoolExecutor(_WRITERS, thread_name_prefix="blobs")

    async def _write(self, key: str, data: bytes) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._folder.write, key, data)
        except (NotADirectoryError, IsADirectoryError):
            raise BlobRefused("a key cannot be the folder of another key") from None
        except FileNotFoundError as error:
            raise BlobUnavailable(f"the folder {self._folder.root} is gone") from error

    async def _require_there(self) -> None:
        """A folder that was unmounted or removed has not lost its blobs."""
        loop = asyncio.get_running_loop()
        if not await loop.run_in_executor(self._threads, self._folder.is_there):
            raise BlobUnavailable(f"the folder {self._folder.root} is gone")

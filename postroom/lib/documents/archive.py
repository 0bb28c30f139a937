"""Zip files, whose directory and sizes are a stranger's word: counted, expanded within a budget, never written anywhere."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from postroom.lib.documents.model import Cut, Limits, NoText

_CHUNK = 65_536
_ENTRY = b"PK\x01\x02"
# A directory entry has at least 46 bytes; more of them than this are not even listed.
_MOST_ENTRIES = 20_000
_ENCRYPTED = 0x1
# Repetitive tables shrink to a fiftieth; what shrinks to a thousandth is made to.
_MOST_RATIO = 400
_RATIO_MATTERS_BYTES = 16_777_216


class Budget:
    """How much may still be expanded, of one file with everything inside it."""

    def __init__(self, limits: Limits, packed_bytes: int) -> None:
        self.left = min(limits.expanded_bytes, max(_RATIO_MATTERS_BYTES, packed_bytes * _MOST_RATIO))
        self.members = limits.members

    def spend(self, size: int) -> None:
        """Count expanded bytes; raises `Cut`."""
        self.left -= size
        if self.left < 0:
            raise Cut("expansion")


class Archive:
    """The members of a zip by name."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        if content.count(_ENTRY) > _MOST_ENTRIES:
            raise NoText("too_large", f"The archive lists more than {_MOST_ENTRIES} files.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self.infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, IndexError, OverflowError) as error:
            raise NoText("unreadable", "The archive is broken.") from error
        self._budget = budget

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def chunks(self, name: str) -> Iterator[bytes]:
        """The expanded bytes of a member. Raises NoText where it is encrypted or broken, `Cut` over the budget."""
        info = self._zip.NameToInfo[name]
        if info.flag_bits & _ENCRYPTED:
            raise NoText("encrypted")
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK):
                    self._budget.spend(len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, LookupError) as error:
            raise NoText("unreadable", "A member of the archive is broken.") from error
        except MemoryError:
            raise
        except Exception as error:  # bz2 and lzma have errors of their own
            raise NoText("unreadable", "A member of the archive is broken.") from error

    def read(self, name: str, most: int) -> bytes:
        """A whole member; raises NoText("too_large") beyond `most` bytes."""
        parts, size = [], 0
        for chunk in self.chunks(name):
            size += len(chunk)
            if size > most:
                raise NoText("too_large")
            parts.append(chunk)
        return b"".join(parts)

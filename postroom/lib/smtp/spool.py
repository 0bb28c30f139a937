"""Gathers one message block by block, watches every limit that holds for its bytes, and spools a large one to disk."""

import logging
import tempfile
from typing import IO

from postroom.lib.smtp import reply
from postroom.lib.smtp.admission import Allowance
from postroom.lib.smtp.body import Body
from postroom.lib.smtp.settings import SmtpSettings

BLOCK_BYTES = 64 * 1024
_log = logging.getLogger("postroom.smtp")


class Spool:
    """After the first objection `refusal` holds the answer, nothing is kept any more and further bytes are only counted.

    The allowance always covers one block more than was kept, so that collectors may hold one block of their own.
    """

    __slots__ = ("_allowance", "_file", "_kept", "_last", "_line_bytes", "_settings", "_taken", "refusal", "size_bytes")

    def __init__(self, settings: SmtpSettings, allowance: Allowance) -> None:
        self._settings = settings
        self._allowance = allowance
        self._kept = bytearray()
        self._file: IO[bytes] | None = None
        self._taken = 0
        self._last = b""  # the last byte seen, to know a CRLF that is cut between two blocks
        self._line_bytes = 0
        self.size_bytes = 0
        self.refusal: bytes | None = None
        if not self._reserve(BLOCK_BYTES):
            self.refuse(reply.NO_ROOM)

    def write(self, block: bytes) -> None:
        """Adds a block. Never raises."""
        self.size_bytes += len(block)
        if self.refusal is None and self._may_keep(block, BLOCK_BYTES):
            self._keep(block)

    def finish(self, block: bytes = b"") -> Body | None:
        """Adds the last block and hands over the whole, or None if refused. The allowance is held until `close`."""
        self.size_bytes += len(block)
        if self.refusal is not None or not self._may_keep(block, 0) or not self._ends_well():
            return None
        if self._file is None and len(block) == self.size_bytes <= self._settings.spool_above_bytes:
            return Body(block, None, self.size_bytes)
        if not self._keep(block):
            return None
        file, self._file = self._file, None
        return Body(None, file, self.size_bytes) if file else Body(bytes(self._kept), None, self.size_bytes)

    def refuse(self, answer: bytes) -> None:
        """Refuses the message with this answer and lets go of what was kept."""
        self.refusal = answer
        self.close()

    def close(self) -> None:
        """Gives back memory, file and allowance. A body that was handed over is not touched."""
        self._kept = bytearray()
        if self._file is not None:
            self._file.close()
            self._file = None
        self._allowance.give(self._taken)
        self._taken = 0

    def _may_keep(self, block: bytes, ahead_bytes: int) -> bool:
        objection = self._objection(block, ahead_bytes)
        if objection is not None:
            self.refuse(objection)
        return objection is None

    def _objection(self, block: bytes, ahead_bytes: int) -> bytes | None:
        settings = self._settings
        if self.size_bytes > settings.max_message_bytes:
            return reply.TOO_LARGE
        if not self._reserve(ahead_bytes):
            return reply.NO_ROOM
        if settings.bare_newline == "refuse" and not self._newlines_are_pairs(block):
            return reply.BARE_NEWLINE_IN_DATA
        if settings.max_line_bytes and not self._lines_are_short(block, settings.max_line_bytes):
            return reply.LONG_LINE_IN_DATA
        return None

    def _reserve(self, ahead_bytes: int) -> bool:
        wanted = self.size_bytes + ahead_bytes - self._taken
        if wanted <= 0:
            return True
        wanted = max(wanted, BLOCK_BYTES)
        if not self._allowance.take(wanted):
            return False
        self._taken += wanted
        return True

    def _newlines_are_pairs(self, block: bytes) -> bool:
        if self._last == b"\r":
            block = b"\r" + block
        self._last = block[-1:] or self._last
        if self._last == b"\r":
            block = block[:-1]
        pairs = block.count(b"\r\n")
        return block.count(b"\n") == pairs == block.count(b"\r")

    def _ends_well(self) -> bool:
        if self._settings.bare_newline == "refuse" and self._last == b"\r":
            self.refuse(reply.BARE_NEWLINE_IN_DATA)
        return self.refusal is None

    def _lines_are_short(self, block: bytes, limit: int) -> bool:
        """Looks for the last LF in windows of `limit` bytes: two steps cover a window, however short the lines are."""
        start = -self._line_bytes
        while len(block) - start > limit:
            newline = block.rfind(b"\n", max(start, 0), start + limit + 1)
            if newline < 0:
                return False
            start = newline + 1
        newline = block.rfind(b"\n", max(start, 0))
        self._line_bytes = len(block) - (newline + 1 if newline >= 0 else start)
        return True

    def _keep(self, block: bytes) -> bool:
        try:
            if self._file is not None:
                self._file.write(block)
                return True
            self._kept += block
            if len(self._kept) > self._settings.spool_above_bytes:
                self._file = tempfile.TemporaryFile(dir=self._settings.spool_directory)  # noqa: SIM115 - see close
                self._file.write(self._kept)
                self._kept = bytearray()
        except OSError as error:
            _log.error("spooling a message failed: %s", error)
            self.refuse(reply.NO_ROOM)
        return self.refusal is None

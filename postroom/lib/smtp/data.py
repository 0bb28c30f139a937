"""Finds the end of the data phase in whatever pieces the network brings: DATA (dots) and BDAT (counted chunks)."""

from postroom.lib.smtp.body import Body
from postroom.lib.smtp.spool import BLOCK_BYTES, Spool

_END = b"\r\n.\r\n"  # RFC 5321 §4.1.1.4: this and nothing else; a bare CR or LF is data
_DOT = b"\r\n."


class DotCollector:
    """The content after 354. Every byte is looked at once, whatever the pieces; no work per line."""

    __slots__ = ("_end", "_is_first", "_pending", "received_bytes", "spool")

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.received_bytes = 0
        self._pending = bytearray(b"\r\n")  # the CRLF of the DATA line: a dot may be the very first byte
        self._is_first = True
        self._end = 0

    def feed(self, data: bytes, at: int) -> int:
        """Takes `data[at:]`; the position behind the end of data, or -1 if it has not come yet."""
        held = len(self._pending)
        self._pending += data[at:] if at else data
        self.received_bytes += len(data) - at
        end = self._pending.find(_END, max(0, held - len(_END) + 1))
        if end >= 0:
            self._end = end + 2  # the first CRLF belongs to the message
            stop = at + end + len(_END) - held
            self.received_bytes -= len(data) - stop
            return stop
        if len(self._pending) >= BLOCK_BYTES:
            self._pass_on()
        return -1

    def finish(self) -> Body | None:
        """The body after `feed` has found the end, or None if it was refused (`spool.refusal`)."""
        return self.spool.finish(self._unstuffed(self._end))

    def _pass_on(self) -> None:
        # A CR among the last four bytes may begin the end of data, or a stuffed dot: it stays with what follows it.
        cut = self._pending.find(b"\r", len(self._pending) - 4)
        cut = len(self._pending) if cut < 0 else cut
        block = self._unstuffed(cut)
        del self._pending[:cut]
        self.spool.write(block)

    def _unstuffed(self, end: int) -> bytes:
        # RFC 5321 §4.5.2: the first dot of a line goes, whatever follows it
        block = bytes(memoryview(self._pending)[2 if self._is_first else 0 : end])
        if self._is_first and block[:1] == b".":
            block = block[1:]
        self._is_first = False
        return block.replace(_DOT, b"\r\n") if _DOT in block else block


class ChunkCollector:
    """The octets of one BDAT command. With `spool` None they are only swallowed."""

    __slots__ = ("_pending", "is_last", "received_bytes", "remaining_bytes", "spool")

    def __init__(self, spool: Spool | None, size_bytes: int, *, is_last: bool) -> None:
        self.spool = spool
        self.remaining_bytes = size_bytes
        self.is_last = is_last
        self.received_bytes = 0
        self._pending = bytearray()

    def feed(self, data: bytes, at: int) -> int:
        """Takes what belongs to the chunk from `data[at:]`; the position behind the chunk, or -1 if more must come."""
        end = min(len(data), at + self.remaining_bytes)
        self.remaining_bytes -= end - at
        self.received_bytes += end - at
        if self.spool is not None:
            self._pending += data[at:end]
            if len(self._pending) >= BLOCK_BYTES or not self.remaining_bytes:
                self.spool.write(bytes(self._pending))
                self._pending.clear()
        return -1 if self.remaining_bytes else end

"""Input that was not worked off yet: pieces from the network, cut into command lines (RFC 5321 §2.3.8)."""

from postroom.lib.smtp import reply


class Inlet:
    """`data` from `at` on is being worked off; what comes meanwhile is held behind it.

    A line that ends in a bare LF is refused, and so is all that follows up to the next CRLF: whatever a relay took
    for one line can never be two commands here.
    """

    __slots__ = ("_held", "_is_overlong", "_is_tainted", "_max_line_bytes", "at", "data", "held_bytes")

    def __init__(self, max_line_bytes: int) -> None:
        self._max_line_bytes = max_line_bytes
        self._held: list[bytes] = []
        self._is_overlong = False
        self._is_tainted = False
        self.data = b""
        self.at = 0
        self.held_bytes = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is waiting, not even half a line."""
        return self.at >= len(self.data) and not self._held

    def feed(self, data: bytes) -> None:
        """Adds a piece to what is worked off now: behind half a line at most, so the copy is short."""
        self.data = self.data[self.at :] + data if self.at < len(self.data) else data
        self.at = 0

    def hold(self, data: bytes) -> None:
        """Keeps a piece for later. Linear, however small the pieces are."""
        self._held.append(data)
        self.held_bytes += len(data)

    def bring_forward(self) -> bool:
        """Takes what was held into work; False if there was nothing."""
        if not self._held:
            return False
        data = b"".join(self._held)
        self._held = []
        self.held_bytes = 0
        self.feed(data)
        return True

    def clear(self) -> None:
        """Drops everything."""
        self.data = b""
        self.at = 0
        self._held = []
        self.held_bytes = 0

    def take_line(self) -> tuple[bytes, bytes | None] | None:
        """(line without its ending, None or the answer that refuses it); None while the line is not complete."""
        end = self.data.find(b"\n", self.at) + 1
        if not end:
            return self._half_a_line()
        line = self.data[self.at : end]
        self.at = end
        was_tainted, self._is_tainted = self._is_tainted, line[-2:-1] != b"\r"
        was_overlong, self._is_overlong = self._is_overlong, False
        if was_tainted or self._is_tainted:
            return line, reply.BARE_NEWLINE_IN_COMMAND
        if was_overlong or len(line) > self._max_line_bytes:
            return line, reply.LINE_TOO_LONG
        return line[:-2].rstrip(b" \t"), None  # RFC 5321 §4.1.1: trailing white space is tolerated

    def _half_a_line(self) -> tuple[bytes, bytes] | None:
        if len(self.data) - self.at <= self._max_line_bytes:
            return None
        is_chunk = not self._is_overlong and self.data[self.at : self.at + 4].upper() == b"BDAT"
        self._is_overlong = True
        self.at = len(self.data) - 1  # the last byte stays: it may be the CR of the CRLF
        return (b"BDAT", reply.LINE_TOO_LONG) if is_chunk else None  # such a line ends the session at once

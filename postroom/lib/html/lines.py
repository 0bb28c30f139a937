"""Text put together as lines: blanks collapsed, blank lines around paragraphs, and the places of anchors kept."""

from html import unescape
from typing import Final

MAX_LINES: Final = 50_000


class Lines:
    """`parts` is what the current line has so far, not yet collapsed; whoever adds the first sets `source` and `hint`."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.gap = 0  # where in the source a line that starts now starts
        self.source = 0
        self.hint = ""
        self.wants_blank = False
        self.lines: list[str] = []
        self.hints: list[str] = []
        self.sources: list[int] = []
        self.is_full = False
        self.places: list[int] = []  # of the edges of anchors, in the text
        self._size = 0  # of the text so far
        self._kept: list[str] = []
        self._kept_size = 0
        self._is_spaced = False
        self._waiting: list[tuple[int, int]] = []  # edges in the current line: number, column

    def add(self, text: str, hint: str) -> None:
        if not self.parts:
            if text.isspace():
                return
            self.source, self.hint = self.gap, hint
        self.parts.append(text)

    def add_preformatted(self, text: str, at: int, hint: str) -> None:
        """Text whose line ends count; it starts at `at` in the source."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.end_line(True)
                self.gap = at
            if piece:
                if not self.parts:
                    self.source, self.hint = self.gap, hint
                self.parts.append(piece)
            at += len(piece) + 1

    def end_line(self, is_pre: bool) -> None:
        """A line end of the source, which counts even where nothing stands before it."""
        if not self.parts:
            self.source = self.gap
        if not self.flush(is_pre):
            self._append("", "")

    def flush(self, is_pre: bool) -> bool:
        """End the current line; whether it had any words."""
        if self._kept or self._waiting:
            self._keep(is_pre)
            line = "".join(self._kept)
            self._kept.clear()
            self._kept_size, self._is_spaced = 0, False
            line = line.rstrip() if is_pre else line
        else:
            line = "".join(self.parts)
            line = unescape(line) if "&" in line else line
            line = line.rstrip() if is_pre else " ".join(line.split())
        self.parts.clear()
        if not line:
            return False
        if self.wants_blank:
            self.wants_blank = False
            if self.lines and self.lines[-1]:
                self._append("", "")
        for number, column in self._waiting:
            self.places[number] = self._size + min(column, len(line))
        self._waiting.clear()
        self._append(line, self.hint)
        return True

    def edge(self, is_start: bool, is_pre: bool) -> int:
        """Note the place of an anchor's edge: its number in `places`."""
        number = len(self.places)
        self.places.append(-1)
        if self.parts:
            self._keep(is_pre)
            self.parts.append("")  # the line has begun
        if self._kept_size or is_start:
            self._waiting.append((number, self._kept_size + (is_start and self._is_spaced and self._kept_size > 0)))
        else:
            self.places[number] = max(0, self._size - 1)
        return number

    def text(self) -> str:
        """All lines; edges that no line came for stand at the end."""
        text = "\n".join(self.lines)
        self.places = [place if place >= 0 else len(text) for place in self.places]
        return text

    def _keep(self, is_pre: bool) -> None:
        """Collapse what has come since the last edge, so that columns are known."""
        raw = "".join(self.parts)
        self.parts.clear()
        raw = unescape(raw) if "&" in raw else raw
        if not raw:
            return
        words = raw if is_pre else " ".join(raw.split())
        if words:
            if not is_pre and self._kept_size and (self._is_spaced or raw[0].isspace()):
                words = " " + words
            self._kept.append(words)
            self._kept_size += len(words)
        self._is_spaced = not is_pre and (raw[-1].isspace() or (self._is_spaced and not words))

    def _append(self, line: str, hint: str) -> None:
        if len(self.lines) >= MAX_LINES:
            self.is_full = True
            return
        self.lines.append(line)
        self.hints.append(hint)
        self.sources.append(self.source)
        self._size += len(line) + 1

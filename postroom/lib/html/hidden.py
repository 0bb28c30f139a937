"""What a person would not see, collected within bounds."""

import re
from html import unescape
from typing import Final

from postroom.lib.html.model import Hidden, Technique

MAX_STRETCHES: Final = 200
MAX_CHARS: Final = 65_536
_MAX_PREHEADER: Final = 500
_MARKUP: Final = re.compile(r"<[^<>]*>")
_STYLED: Final = frozenset(
    ("display_none", "visibility_hidden", "hidden_attribute", "zero_opacity", "zero_size", "off_screen", "tiny_font", "same_colour")
)
_WORD: Final = re.compile(r"[^\W_]")


class Stretches:
    """Hidden stretches in order; neighbours hidden by the same technique are one, and so are all beyond the number."""

    def __init__(self) -> None:
        self.found: list[Hidden] = []
        self.is_full = False
        self._room = MAX_CHARS
        self._parts: list[str] = []
        self._technique: Technique = "comment"
        self._start = self._end = 0
        self._is_first = False
        self._has_preheader = False
        self._rest: list[Hidden] = []

    def add(self, technique: Technique, text: str, start: int, end: int, *, is_first: bool = False) -> None:
        """`is_first`: nothing that can be seen stands before it."""
        if self._parts and (technique != self._technique or technique not in _STYLED):
            self.close()
        if not self._parts:
            self._technique, self._start, self._is_first = technique, start, is_first
        self._parts.append(text)
        self._end = end

    def add_markup(self, technique: Technique, source: str, start: int, end: int) -> None:
        """Words of what is markup itself."""
        self.add(technique, _MARKUP.sub(" ", source[: self._room + 1]), start, end)

    def space(self) -> None:
        if self._parts:
            self._parts.append(" ")

    def close(self) -> None:
        """What comes next is no part of what came before."""
        if not self._parts:
            return
        text = "".join(self._parts)
        self._parts.clear()
        text = " ".join((unescape(text) if "&" in text else text).split())
        if not _WORD.search(text):
            return
        self.is_full = self.is_full or len(text) > self._room
        text = text[: self._room]
        if not text:
            return
        self._room = max(0, self._room - len(text) - 1)  # one for the line end between those that are joined
        is_preheader = self._is_first and not self._has_preheader and self._technique in _STYLED and len(text) <= _MAX_PREHEADER
        self._has_preheader = self._has_preheader or is_preheader
        one = Hidden(self._technique, text, self._start, self._end, is_preheader)
        (self.found if len(self.found) < MAX_STRETCHES - 1 else self._rest).append(one)

    def all(self) -> list[Hidden]:
        """At the end of the document."""
        self.close()
        if self._rest:
            text = "\n".join(one.text for one in self._rest)
            self.found.append(Hidden(self._rest[0].technique, text, self._rest[0].start, self._rest[-1].end))
        return self.found

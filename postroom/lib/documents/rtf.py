"""Rich text: the words, without what says how they look."""

import re

from postroom.lib.documents.writer import Writer
from postroom.lib.mime import decode_text

_TOKEN = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\")
_SKIPPED = frozenset(b"fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore fldinst".split())
_BREAKS = {b"par": "\n", b"line": "\n", b"sect": "\n\n", b"page": "\n\n", b"tab": "\t", b"cell": " | ", b"row": "\n", b"emdash": "—"}
_BREAKS |= {b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"nbsp": " "}
_DEPTH = 500


def read_rtf(content: bytes, out: Writer) -> None:
    """All text outside of tables of fonts and the like; hidden text (`\\v`) apart."""
    reader = _Reader(out.limits.chars)
    for match in _TOKEN.finditer(content):
        reader.token(match)
        if reader.size > out.limits.chars:
            out.is_truncated = True
            break
    reader.flush()
    out.hide("".join(reader.hidden))
    out.flow("".join(reader.shown).strip())


class _Reader:
    """Groups keep whether they are skipped, whether they are hidden, and how many bytes stand in for a Unicode character."""

    def __init__(self, most: int) -> None:
        self.shown: list[str] = []
        self.hidden: list[str] = []
        self.size = 0
        self._groups: list[tuple[bool, bool, int]] = []
        self._skips, self._hides, self._stand_ins = False, False, 1
        self._bytes = bytearray()
        self._ignored = 0
        self._charset = "cp1252"
        self._most = most

    def token(self, match: "re.Match[bytes]") -> None:
        code, word, number, symbol, brace, plain = match.groups()
        if code:
            self._byte(int(code, 16))
        elif word:
            self._word(word, int(number) if number else None)
        elif symbol:
            self._symbol(symbol)
        elif brace:
            self._group(brace)
        elif plain:
            skipped = min(self._ignored, len(plain))
            self._ignored -= skipped
            self._bytes += plain[skipped:]

    def flush(self) -> None:
        """Decode the bytes that were gathered."""
        if self._bytes:
            text, _ = decode_text(bytes(self._bytes), self._charset, may_guess=False)
            self._bytes.clear()
            self._say(text)

    def _byte(self, code: int) -> None:
        if self._ignored:
            self._ignored -= 1
        else:
            self._bytes.append(code)

    def _word(self, word: bytes, number: int | None) -> None:
        self.flush()
        if word in _SKIPPED:
            self._skips = True
        elif word in _BREAKS:
            self._say(_BREAKS[word])
        elif word == b"u" and number is not None:
            self._say(chr(number % 65_536) if not 0xD800 <= number % 65_536 < 0xE000 else "\ufffd")
            self._ignored = self._stand_ins
        elif word == b"uc" and number is not None:
            self._stand_ins = max(0, min(number, 4))
        elif word == b"ansicpg" and number is not None:
            self._charset = f"cp{number}"
        elif word == b"v":
            self._hides = number != 0
        elif word == b"plain":
            self._hides = False

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.flush()
            self._skips = True
        elif symbol in b"\\{}":
            self._bytes += symbol
        elif symbol in b"~\r\n":
            self.flush()
            self._say(" " if symbol == b"~" else "\n")

    def _group(self, brace: bytes) -> None:
        self.flush()
        self._ignored = 0
        if brace == b"{":
            if len(self._groups) < _DEPTH:
                self._groups.append((self._skips, self._hides, self._stand_ins))
        elif self._groups:
            self._skips, self._hides, self._stand_ins = self._groups.pop()

    def _say(self, text: str) -> None:
        if not self._skips:
            (self.hidden if self._hides else self.shown).append(text)
            self.size += len(text)

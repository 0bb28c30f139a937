"""Which words stand side by side in many texts, as bits: whoever looks for words in a row asks it first where they cannot be.

A bit that is set may be that of another pair (about one in eight of a thousand mails); one that is not set is certain.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from postroom.lib.search.cut import Wanted, is_spaceless

SLICES = 128
SLICE_BITS = 8_192
_MASK = SLICES * SLICE_BITS - 1
_MOST_CODES = 50_000


class _Codes(dict[str, int]):
    """Numbers of words, remembered because the same words are in all texts; 0 for words of scripts without blanks."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_CODES:
            self.clear()
        self[word] = code = crc32(word.encode()) if word.isascii() or not is_spaceless(word) else 0
        return code


_CODES = _Codes()


class Pairs:
    """The pairs of many texts. `slices` has their bits in pieces that a database reads quickly, the lowest bit of a byte first."""

    def __init__(self) -> None:
        self._bits = bytearray(SLICES * SLICE_BITS // 8)

    def add(self, places: Iterable[tuple[str, str]]) -> None:
        """Take in a text: its words, each with its places, as in `("due", "3,17")`."""
        codes: dict[int, int] = {}
        for word, at in places:
            code = _CODES[word]
            if not code:
                continue
            if "," in at:
                codes.update(dict.fromkeys(map(int, at.split(",")), code))
            else:
                codes[int(at)] = code
        self._set(codes)

    def slices(self) -> list[bytes]:
        """All of it."""
        size = SLICE_BITS // 8
        return [bytes(self._bits[at : at + size]) for at in range(0, len(self._bits), size)]

    def _set(self, codes: Mapping[int, int]) -> None:
        bits, get = self._bits, codes.get
        for place, code in codes.items():
            following = get(place + 1)
            if following:
                number = (code * 31 + following) & _MASK
                bits[number >> 3] |= 1 << (number & 7)


def pairs_of_row(words: Sequence[Wanted]) -> list[tuple[int, int]]:
    """(slice, bit) of all pairs in words in a row; none for scripts whose words are pairs of characters as they are."""
    found = []
    for one, other in itertools.pairwise(words):
        if other.offset == one.offset + 1 and _CODES[one.word] and _CODES[other.word]:
            number = (_CODES[one.word] * 31 + _CODES[other.word]) & _MASK
            found.append((number // SLICE_BITS, number % SLICE_BITS))
    return found

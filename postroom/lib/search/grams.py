"""Short pieces of short texts as numbers: what is looked up to find a part of a subject or of an address.

Numbers are hashes bound to an owner, so that one owner's texts are never in the way of another's; two pieces with the same number cost a
comparison and nothing else, because whoever looks up compares the text itself.
"""

from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from postroom.lib.search.cut import is_spaceless

_LONGEST = 1_000
_SHORT = 100
_END = "\n"
# What may follow two characters that are looked for: folded ASCII, or the end. Before anything else the two are a piece of their own.
_AFTER = "".join(chr(code) for code in range(32, 127) if not chr(code).isupper()) + _END


class Grams:
    """Pieces and marks of one owner."""

    def __init__(self, owner: bytes) -> None:
        self._seed = crc32(owner)

    def mark(self, text: str) -> int:
        """The number of a fact, such as `has code`."""
        return _signed(crc32(text.encode(), self._seed))

    def of_text(self, field: str, folded: str) -> frozenset[int]:
        """Every piece of three characters, of which the last may be the end; and the short ones that are not found by those."""
        seed = crc32(field.encode(), self._seed)
        return _numbers_of_short(folded, seed) if len(folded) <= _SHORT else frozenset(_numbers(_pieces(folded[:_LONGEST]), seed))

    def of_part(self, field: str, folded: str) -> set[int]:
        """The pieces that every text with this part has; none where the part is too short to be looked up."""
        if len(folded) >= 3:
            text = folded[:_LONGEST]
            pieces = {text[at : at + 3] for at in range(len(text) - 2)}
        else:
            pieces = {folded} if folded and is_spaceless(folded) else set()
        return _numbers(pieces, crc32(field.encode(), self._seed))

    def of_two(self, field: str, folded: str) -> set[int]:
        """Of two characters: the pieces of which every text with this part has at least one."""
        return _numbers([folded, *(folded + one for one in _AFTER)], crc32(field.encode(), self._seed))


def _pieces(text: str) -> set[str]:
    ended = text + _END
    pieces = {ended[at : at + 3] for at in range(len(text) - 1)}
    if not (text.isascii() and text.isprintable()):
        for at, one in enumerate(text):
            if at >= 2 and one not in _AFTER:
                pieces.add(text[at - 2 : at])
            if is_spaceless(one):
                pieces.add(one)
                if at + 1 < len(text):
                    pieces.add(text[at : at + 2])
    return pieces


def _numbers(pieces: Iterable[str], seed: int) -> set[int]:
    return {(number := crc32(piece.encode("utf-8", "surrogatepass"), seed)) - (number >> 31 << 32) for piece in pieces}


@lru_cache(maxsize=512)
def _numbers_of_short(text: str, seed: int) -> frozenset[int]:
    """Mail to an inbox is to the same people, and often from the same."""
    return frozenset(_numbers(_pieces(text), seed))


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number

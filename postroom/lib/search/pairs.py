"""Which words stand side by side in many texts, two and three of them, as bits: whoever looks for words in a row asks first where they
cannot be. A bit that is set may be that of other words (about one in ten, in a thousand mails); one that is not set is certain.
"""

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from postroom.lib.search.cut import Wanted, is_spaceless

SLICES = 256
SLICE_BITS = 8_192
_MASK = SLICES * SLICE_BITS - 1
_MOST_CODES = 50_000
_ONE = ord("1")


class _Codes(dict[str, int]):
    """Numbers of words, remembered because the same words are in all texts; 0 for words of scripts without blanks."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_CODES:
            self.clear()
        self[word] = code = crc32(word.encode("utf-8", "surrogatepass")) if word.isascii() or not is_spaceless(word) else 0
        return code


_CODES = _Codes()


class Pairs:
    """The pairs of many texts. `slices` has their bits in pieces that a database reads quickly, the lowest bit of a byte first."""

    def __init__(self) -> None:
        # A digit for each bit: quicker to set than bits, and a number in base two at the end.
        self._flags = bytearray(b"0") * (SLICES * SLICE_BITS)

    def add(self, places: Iterable[tuple[str, str]]) -> None:
        """Take in a text: its words, each with its places, as in `("due", "3,17")`."""
        codes: dict[int, int] = {}
        others: dict[int, list[int]] = {}
        for word, at in places:
            if code := _CODES[word]:
                for place in map(int, at.split(",")):
                    if codes.setdefault(place, code) != code:
                        others.setdefault(place, []).append(code)
        if codes:
            self._set(codes)
        if others:
            self._set_around(codes, others)

    @staticmethod
    def of_row(words: Sequence[Wanted]) -> list[tuple[int, int]]:
        """(slice, bit) of all twos and threes of words in a row; none for scripts whose words are pairs of characters as they are."""
        codes = {word.offset: _CODES[word.word] for word in words}
        numbers = []
        for place, code in codes.items():
            following, third = codes.get(place + 1), codes.get(place + 2)
            if code and following:
                numbers.append(number := (code * 31 + following) & _MASK)
                if third:
                    numbers.append((number * 37 + third) & _MASK)
        return [(number // SLICE_BITS, number % SLICE_BITS) for number in numbers]

    def slices(self) -> list[bytes]:
        """All of it."""
        size = SLICE_BITS // 8
        bits = int(self._flags[::-1], 2).to_bytes(SLICES * size, "little")
        return [bits[at : at + size] for at in range(0, len(bits), size)]

    def _set(self, codes: Mapping[int, int]) -> None:
        row = list(map(codes.get, range(min(codes), max(codes) + 3)))
        for code, following, third in zip(row, row[1:], row[2:], strict=False):
            if code and following:
                self._flags[number := (code * 31 + following) & _MASK] = _ONE
                if third:
                    self._flags[(number * 37 + third) & _MASK] = _ONE

    def _set_around(self, codes: Mapping[int, int], others: Mapping[int, list[int]]) -> None:
        """Two words at one place are not how mails are cut, and still no reason to miss one."""
        at = {place: [code, *others.get(place, ())] for place, code in codes.items()}
        for place in {place + step for place in others for step in (-2, -1, 0)}:
            for code in at.get(place, ()):
                for following in at.get(place + 1, ()):
                    self._flags[number := (code * 31 + following) & _MASK] = _ONE
                    for third in at.get(place + 2, ()):
                        self._flags[(number * 37 + third) & _MASK] = _ONE

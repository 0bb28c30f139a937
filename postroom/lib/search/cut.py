"""Words and their places, cut the same way for messages and for queries (FOUNDATIONS §2).

Scripts that are written without blanks between words (Chinese, Japanese, Korean, Thai and their neighbours) become single characters and
overlapping pairs, so that any part of them is found. Addresses, hosts and numbers become their parts, one place after the other: the whole
is found as the parts in a row.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from postroom.lib.search.fold import fold

LONGEST_WORD = 100
# What a tsvector can hold: places up to 16,383, 255 of them a word, a megabyte in all; and what anybody searches for in one mail.
LAST_PLACE = 16_000
MOST_PLACES = 200
MOST_WORDS = 20_000
MOST_BYTES = 400_000

_SPACELESS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u309a\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_PLAIN = re.compile("[a-z0-9]+")
# Vowel signs of Indic scripts are no letters to Unicode, and stand within words.
_INDIC = "\u0900-\u0963\u0966-\u0dff"
_LETTER = f"(?:[^\\W_{_SPACELESS}]|[{_INDIC}])"
_RUN = re.compile(f"[{_SPACELESS}]++|{_LETTER}++")
LETTER, LETTERS = re.compile(_LETTER), re.compile(f"{_LETTER}++")
BETWEEN = re.compile(f"(?:_|[^\\w{_SPACELESS}{_INDIC}])*+")
_FIRST_SPACELESS = re.compile(f"[{_SPACELESS}]")


class Run(NamedTuple):
    """Letters or digits in a row, or characters of a script without blanks; `start` and `end` within the folded text."""

    text: str
    start: int
    end: int
    is_spaceless: bool


def runs(folded: str) -> Iterator[Run]:
    """The runs of a folded text in their order."""
    pattern = _PLAIN if folded.isascii() else _RUN
    for match in pattern.finditer(folded):
        yield Run(match[0], *match.span(), is_spaceless(match[0]))


def is_spaceless(text: str) -> bool:
    """Whether a run is of a script that is written without blanks."""
    return text[0] > "\u0e00" and _FIRST_SPACELESS.match(text) is not None


class Words:
    """The words of several texts with their places. `weight` is one of A, B, C, D, as in a tsvector."""

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = {}
        self.is_cut = False
        self._place = 0
        self._bytes = 0

    def add(self, text: str, weight: str) -> None:
        """Take in a text; between two texts no phrase holds."""
        folded = fold(text)
        words = (_PLAIN if folded.isascii() else _RUN).findall(folded)
        add = self._add_plain if self._has_room(len(folded)) and not _FIRST_SPACELESS.search(folded) else self._add_any
        self._place = add(words, self._place + 1, weight) + 1

    def _has_room(self, chars: int) -> bool:
        """Whether no bound can be reached by so many characters."""
        has_places = self._place + chars < LAST_PLACE
        return has_places and len(self.places) + chars < MOST_WORDS and self._bytes + 4 * chars < MOST_BYTES

    def _add_plain(self, words: list[str], place: int, weight: str) -> int:
        """What most mail is made of, in one tight loop."""
        places, size = self.places, 0
        for word in words:
            known = places.get(word)
            if known is not None:
                if len(known) < MOST_PLACES:
                    known.append(f"{place}{weight}")
            elif len(word) <= LONGEST_WORD:
                size += len(word) if word.isascii() else len(word.encode())
                places[word] = [f"{place}{weight}"]
            else:
                self._put(word[:LONGEST_WORD], place, weight)
            place += 1
        self._bytes += size
        return place

    def _add_any(self, words: list[str], place: int, weight: str) -> int:
        for word in words:
            if not is_spaceless(word):
                self._put(word[:LONGEST_WORD], place, weight)
                place += 1
                continue
            for at, one in enumerate(word):
                self._put(one, place + at, weight)
                if at + 1 < len(word):
                    self._put(word[at : at + 2], place + at, weight)
            place += len(word)
        return place

    @property
    def _is_full(self) -> bool:
        return self._bytes > MOST_BYTES or len(self.places) >= MOST_WORDS

    def _put(self, word: str, place: int, weight: str) -> None:
        known = self.places.get(word)
        if known is None:
            if self._is_full:
                self.is_cut = True
                return
            self._bytes += len(word) if word.isascii() else len(word.encode())
            known = self.places[word] = []
        if place > LAST_PLACE:
            self.is_cut = True
        elif len(known) < MOST_PLACES:
            known.append(f"{place}{weight}")


class Wanted(NamedTuple):
    """A word of a query, and how many places after the first it stands."""

    word: str
    offset: int


def cut_query(text: str) -> list[Wanted]:
    """The words of a query with their distances; characters of a script without blanks as pairs."""
    found: list[Wanted] = []
    place = 0
    for run in runs(fold(text)):
        if not run.is_spaceless:
            found.append(Wanted(run.text[:LONGEST_WORD], place))
            place += 1
        else:
            length = len(run.text)
            pairs = [run.text] if length == 1 else [run.text[at : at + 2] for at in range(length - 1)]
            found += (Wanted(pair, place + at) for at, pair in enumerate(pairs))
            place += length
    return found

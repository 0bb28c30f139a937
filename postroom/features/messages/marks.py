"""How words and facts of one organisation are spelled for the index, so that no other organisation's are in the way. Pure."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from postroom.lib.search import Grams, Words

# Messages are numbered as they are indexed; each is marked with its place in spans of three sizes: 1,024, 16,384 and 262,144 messages.
SPAN = 1024
LEVELS = 3
_STEP = 4
# Messages indexed before forms had numbers lack the pieces by which parts of two characters are found.
PRESENT_FORM = 1
# How many spans of one size are asked for by name before they are taken together.
_MOST_SPANS = 16
_CUT = "~"
_WEIGHTS = str.maketrans("", "", "ABC")


class Marks:
    """The spelling of one organisation: words begin with a tag of their own, pieces and facts are numbers."""

    def __init__(self, org_id: UUID) -> None:
        self._tag = base64.b32encode(hashlib.sha256(org_id.bytes).digest()[:3])[:4].decode().lower()
        self._grams = Grams(org_id.bytes)
        self._lexeme = re.compile(f"'{self._tag}([^']++)':([0-9,]++)")
        self.cut = self._tag + _CUT

    def word(self, word: str) -> str:
        """A word as it stands in the vector."""
        return self._tag + word

    def vector(self, words: Words) -> str:
        """A tsvector in text form. Words are letters and digits only, so nothing needs to be escaped."""
        tag = self._tag
        parts = [f"{tag}{word}:{','.join(places)}" if places else tag + word for word, places in words.places.items()]
        return " ".join([*parts, self.cut] if words.is_cut else parts)

    def places(self, vector: str) -> list[tuple[str, str]]:
        """The words of a vector, as the database writes it, with their places: `[("due", "3,17")]`. Words have no capitals."""
        return self._lexeme.findall(vector.translate(_WEIGHTS))

    def of_message(self, texts: Mapping[str, str], row: Mapping[str, Any]) -> set[int]:
        """The pieces of the folded texts by field, and the facts of a message that never change."""
        marks = self._grams
        found = {marks.mark(fact) for fact in _facts(row)}
        for field, text in texts.items():
            found |= marks.of_text(field, text)
        return found

    def of_place(self, place: int) -> set[int]:
        """The spans that a place is in."""
        return {self._span(level, place // SPAN >> _STEP * level) for level in range(LEVELS)}

    def spans(self, newest: int, count: int) -> tuple[int, list[int]]:
        """The first of at least `count` spans up to `newest`, and the marks of all of them together."""
        level = 0
        while level < LEVELS - 1 and count > _MOST_SPANS << _STEP * level:
            level += 1
        first, last = (max(0, span) >> _STEP * level for span in (newest - count + 1, newest))
        return first << _STEP * level, [self._span(level, number) for number in range(first, last + 1)]

    def of_part(self, field: str, folded: str) -> list[int]:
        """What every text of a field with this part has; empty where the part is too short to be looked up."""
        return sorted(self._grams.of_part(field, folded))

    def of_two(self, field: str, folded: str) -> list[int]:
        """Of a part of two characters: one of these has every text with it, where it was indexed in the present form."""
        return sorted(self._grams.of_two(field, folded)) if len(folded) == 2 and not self.of_part(field, folded) else []

    def fact(self, name: str, value: object) -> int:
        """One fact, as in `of_message`."""
        return self._grams.mark(f"{name} {value}")

    def _span(self, level: int, number: int) -> int:
        return self._grams.mark(f"span {level} {number}")


def _facts(row: Mapping[str, Any]) -> Iterable[str]:
    yield f"mode {row['mode']}"
    yield f"inbox {row['inbox_id']}"
    yield f"direction {row['direction']}"
    yield f"category {row['category']}"
    for sort in ("code", "link", "attachment"):
        if row[f"{sort}_count"]:
            yield f"has {sort}"

"""Lists of backup or recovery codes: three or more tokens of one shape below words that announce such a list."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from postroom.lib.extraction.candidates import Span
from postroom.lib.extraction.model import Code, Source
from postroom.lib.extraction.normalise import Text
from postroom.lib.extraction.words.codes import BACKUP_WORDS

REACH: Final = 4_000
CODES_MAX: Final = 100
FEWEST: Final = 3


def find_backup_codes(text: Text, source: Source, taken: Sequence[Span], subject: str) -> list[Code]:
    """The list's codes in order, [] where no list is announced."""
    announced = [text.low.find(word) for word in BACKUP_WORDS if word in text.low]
    if not announced and not any(word in subject for word in BACKUP_WORDS):
        return []
    start = min(announced, default=0)
    shapes: dict[str, list[Code]] = defaultdict(list)
    for match in _TOKEN.finditer(text.clean, start, start + REACH):
        if _looks_made(match[0], text.clean, match.end()) and not any(a <= match.start() < b for a, b in taken[:50]):
            code = Code(match[0], "backup", 0.93, match.span(), source, "backup_list")
            shapes[_shape(match[0])].append(code)
    largest = max(shapes.values(), key=len, default=[])
    return largest[:CODES_MAX] if len(largest) >= FEWEST else []


def _looks_made(token: str, clean: str, end: int) -> bool:
    """Digits in it, or dashed groups, or alone at the end of its line; words of a sentence are none of these."""
    return any(c.isdigit() for c in token) or (len(token) >= 8 and clean[end : end + 1] in ("\n", "\r", ""))


def _shape(token: str) -> str:
    """Lengths of the groups and the case: tokens of a list agree in it."""
    case = "d" if token.replace("-", "").replace(" ", "").isdigit() else "u" if token.isupper() else "l" if token.islower() else "m"
    return case + ",".join(str(len(group)) for group in _SEPARATOR.split(token))


_SEPARATOR: Final = re.compile("[ -]")
_TOKEN: Final = re.compile(
    "(?<![\\w@./:-])(?:[0-9]{3,5}(?: [0-9]{3,5}){1,3}|[A-Za-z0-9]{3,8}(?:-[A-Za-z0-9]{3,8}){1,4}|[A-Za-z0-9]{6,16})(?![\\w@/:-]|[.,][0-9])"
)

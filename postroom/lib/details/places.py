"""The words before a value that say what it is."""

import re
from typing import Final

REACH: Final = 60


def label_before(text: str, start: int) -> str:
    """Lower case: the words before `start` on its line, or the line above where it begins its own."""
    line = text.rfind("\n", max(0, start - REACH), start)
    own = text[line + 1 if line >= 0 else max(0, start - REACH) : start]
    if not any(map(str.isalpha, own)) and line > 0:
        above = text.rfind("\n", max(0, line - REACH), line)
        own = text[above + 1 if above >= 0 else max(0, line - REACH) : line]
    return _SENTENCE.split(own.strip())[-1].strip().lower()


_SENTENCE: Final = re.compile(r"(?<=[a-z\d)])[.!?;] |[。；]")

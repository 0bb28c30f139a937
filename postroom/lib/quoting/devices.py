"""The lines that telephones and mail programs append: "Sent from my iPhone", in any of the languages."""

import re
from typing import Final

from postroom.lib.quoting.lines import INVISIBLE
from postroom.lib.quoting.words.devices import DEVICE_FRAMES, DEVICE_STARTS, DEVICES

_MAX_LINE: Final = 160
_WRAP: Final = " \t\r\u00a0<>()[]{}*_~|.·•\"'" + INVISIBLE
_STARTS: Final = tuple({word for row in DEVICE_STARTS.values() for word in row})
_FRAMES: Final = tuple(
    (head.strip().strip("·"), tail.strip().strip("·"))
    for row in DEVICE_FRAMES.values()
    for head, tail in (frame.split("…") for frame in row)
)
_FRAME_STARTS: Final = tuple({head for head, _ in _FRAMES if head})
_LONE_ENDS: Final = tuple({tail for head, tail in _FRAMES if not head})
_FIRST_FOUR: Final = frozenset(start[:4] for start in _STARTS)
_FIRST: Final = frozenset(start[:2] for start in _STARTS + _FRAME_STARTS)  # one character of some
_LAST_TWO: Final = frozenset(end[-2:] for end in _LONE_ENDS)
_SENTENCE_ENDS: Final = tuple(".!?:。！？")
_PEOPLE: Final = ("i ", "we ", "you ", "it ", "my ", "he ", "she ", "they ")
_CLAUSE: Final = re.compile(r"[,.;，。]\s")
# "my" and the like: what follows needs no name that we know.
_MINE: Final = re.compile(r"\b(?:my|mi|mon|ma|meu|minha|mio|mia|mijn|moj\w+|моего|моей|мого|min|mit|mein\w*)\b")


def is_device_line(line: str) -> bool:
    """A line that a program appended, alone on its line; what a person says about sending something is none."""
    if len(line) > _MAX_LINE:
        return False
    bare = line.strip(_WRAP)
    low = bare.lower()
    if low[:2] in _FIRST or low[:1] in _FIRST:
        if (low[:4] in _FIRST_FOUR or not low[:3].isascii()) and low.startswith(_STARTS):
            return _says_from_what(line, bare, low)
        if low.startswith(_FRAME_STARTS):
            return _names(low) and any(low.startswith(head) and _closes(low, tail) for head, tail in _FRAMES if head)
    if low[-2:] not in _LAST_TWO or not low.endswith(_LONE_ENDS) or low.startswith(_PEOPLE):
        return False
    return len(low.split()) < 7 and _CLAUSE.search(low) is None and _names(low)


def names_device(line: str) -> bool:
    """The same of a line between others, where it must name what it was sent from, and end without a stop."""
    return len(line) <= 70 and line.strip()[-1:] not in ".,:;!?" and is_device_line(line) and _names(line.lower())


def may_name_device(text: str) -> bool:
    """Cheap: does a line begin as a device line does?"""
    at = text.find("\n")
    while at >= 0:
        at += 1
        two = text[at : at + 2].lower()
        if (two in _FIRST or two[:1] in _FIRST) and is_device_line(text[at : at + 72].partition("\n")[0]):
            return True
        at = text.find("\n", at)
    return False


def _says_from_what(line: str, bare: str, low: str) -> bool:
    """The first clause names a device or a program that we know, or a few words end in a name without a stop."""
    clause = None if _MINE.search(low, 0, 30) else _CLAUSE.search(low, 8)
    if _names(low[: clause.start()] if clause else low):
        return True
    words = bare.split()
    if len(words) > 6 or line.rstrip().endswith(_SENTENCE_ENDS):
        return False
    return _MINE.search(low) is not None or (len(words) < 6 and words[-1][:1].isupper())


def _closes(low: str, tail: str) -> bool:
    return low.endswith(tail) if tail else len(low.split()) < 5


def _names(low: str) -> bool:
    return any(map(low.__contains__, DEVICES))

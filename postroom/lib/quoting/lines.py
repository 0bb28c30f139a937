"""A body as lines, each with a mark that says what it looks like by itself."""

import re
from itertools import accumulate, pairwise
from typing import Final

from postroom.lib.html import QUOTE, SOFT

MAX_CHARS: Final = 1_000_000
MAX_LINES: Final = 50_000

BLANK: Final = "e"
TEXT: Final = "t"
CODE: Final = "c"  # inside a ``` fence

# Zero-width and bidi marks, and the Canadian syllabics sign that read-receipt trackers leave.
INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u1427"
_INITIALS: Final = re.compile(r"[A-Z]{1,3}>(?:[ >]|$)")
_RARE_MARKS: Final = ":|#%}»!=+~"
_BEHIND_MARK: Final = ("", " ", "\t", ":", "|", "}", "»")
_NAMED: Final = re.compile(r"[ \t]{0,8}([A-Za-z]{1,12})>(?: |$)")


def fold(words: str) -> str:
    """In lower case, the Turkish İ as an i without its second dot."""
    return words.lower().replace("\u0307", "")


def cut_lines(text: str) -> tuple[list[str], list[int]]:
    """Lines without their ends, and where each starts (one more offset than lines: the end of what was read)."""
    whole = text[:MAX_CHARS].splitlines(keepends=True)[:MAX_LINES]
    starts = list(accumulate(map(len, whole), initial=0))
    return [line.rstrip("\r\n") for line in whole], starts


def mark_lines(lines: list[str]) -> list[str]:
    """One mark a line; lines inside a closed ``` fence are code whatever they look like."""
    marks = [mark_line(line) for line in lines]
    named = [(i, name[1]) for i, line in enumerate(lines) if marks[i] == TEXT and ">" in line[1:22] and (name := _NAMED.match(line))]
    for (above, one), (below, other) in pairwise(named):
        if below == above + 1:
            mark = QUOTE if one == other and one.istitle() else SOFT  # "Ana> " is a person, "mysql> " a program
            marks[above] = mark if marks[above] != QUOTE else QUOTE
            marks[below] = mark
    fences = [i for i, line in enumerate(lines) if line.startswith("```")]
    for start, end in zip(fences[::2], fences[1::2], strict=False):
        marks[start : end + 1] = [CODE] * (end + 1 - start)
    return marks


def prefixed_end(lines: list[str], start: int) -> int | None:
    """The line after a run, below an attribution, of lines that all begin with one of the rarer marks: ": Shall we?"."""
    mark = lines[start].lstrip()[:1]
    if not mark or mark not in _RARE_MARKS:
        return None
    end = at = start
    while at < len(lines) and at - end < 2:
        bare = lines[at].lstrip()
        if bare.startswith(mark) and bare[1:2] in _BEHIND_MARK:
            end = at + 1
        elif bare:
            break
        at += 1
    return end if end - start > 1 else None


def mark_line(line: str) -> str:
    bare = line.strip()
    if not bare or (len(bare) < 5 and not bare.strip(INVISIBLE)):
        return BLANK
    first = bare[0]
    if first in ">|＞":
        if first == "|":
            return TEXT if bare[-1] == "|" and len(bare) > 3 else SOFT  # the row of a table ends as it begins
        return QUOTE if bare[1:2] == " " or _is_quote(bare) else TEXT
    if ">" in bare[1:4] and _INITIALS.match(bare):
        return QUOTE
    return TEXT


def _is_quote(bare: str) -> bool:
    """`>>> look here <<<` is decoration, `>:)` a face, and `>From ` at the left edge is how an mbox escapes the word."""
    if len(bare) < 4 and bare[1:2] in (":", ";", "="):
        return False
    return not bare.startswith(">From ") and not (bare.startswith(">>") and bare.endswith("<<"))

"""HTML cut into text and markup as a browser's tokenizer does (WHATWG HTML §13.2.5), in one pass of one expression.

No tree, on purpose: `<b id=1>…<b id=9999>` inside a closed `<div>` makes every later paragraph of a tree hold all of
them (22 kB of mail became 400 MB), and the attributes of one tag are compared with one another.
"""

import re
from itertools import accumulate
from typing import Final, NamedTuple

MAX_CHARS: Final = 1_048_576
MAX_TAGS: Final = 20_000
RAW: Final = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")  # elements that hold no tags

_SPACE: Final = r"[\t\n\f\r ]"
# Quotes count only behind `=`; one that is left open reaches to the end. Possessive: what was read is never read again.
_REST: Final = rf"[^>=]*+(?:={_SPACE}*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >]*+)[^>=]*+)*+"
_COMMENT: Final = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
_RAW_ELEMENTS: Final = "|".join(rf"{n}(?=[\t\n\f\r />]){_REST}>[^<]*+(?:<(?!/{n}[\t\n\f\r />])[^<]*+)*+" for n in RAW)
_MARKUP: Final = re.compile(rf"(<(?:(?=[stxinSTXIN])(?i:{_RAW_ELEMENTS})|[a-zA-Z/]{_REST}>?|{_COMMENT}|[!?][^>]*+>?))")


class Cut(NamedTuple):
    """`texts[i]` stands before `markups[i]`, which ends at `ends[i]`; `last` is the text behind them all.

    A markup is a tag, a comment, a declaration, or a raw element from its start tag to before its end tag.
    """

    texts: list[str]
    markups: list[str]
    ends: list[int]
    last: str
    complete: bool


def cut(html: str) -> Cut:
    """Reads 1,048,576 characters and 20,000 markups; `complete` is false beyond. Linear whatever the input."""
    parts = _MARKUP.split(html[:MAX_CHARS], MAX_TAGS)
    complete = len(html) <= MAX_CHARS
    if len(parts) > 2 * MAX_TAGS and _MARKUP.search(parts[-1]):
        parts[-1] = ""
        complete = False
    return Cut(parts[0:-1:2], parts[1::2], list(accumulate(map(len, parts)))[1::2], parts[-1], complete)

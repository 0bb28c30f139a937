"""What the tags of mail programs say about the text inside them."""

from functools import lru_cache
from typing import Final

from postroom.lib.html import hints
from postroom.lib.html.model import CITE, FORWARD, QUOTE, REST, SIGN, SOFT

STRONG: Final = frozenset((QUOTE, REST, FORWARD))  # whatever is inside stays what it is
APPENDED: Final = "?appended"  # opens quoted mail where Outlook's header follows
CONTAINER: Final = "?container"  # Gmail's outer container: all quoted, or holds answers between blocks
_MARKS: Final = {
    **dict.fromkeys(hints.QUOTES, QUOTE),
    **dict.fromkeys(hints.OPENINGS, REST),
    **dict.fromkeys(hints.ATTRIBUTIONS, CITE),
    **dict.fromkeys(hints.SIGNATURES, SIGN),
    **dict.fromkeys(hints.FORWARDS, FORWARD),
}
_REACH: Final = 600


def hint_of(name: str, attributes: dict[str, str], source: str) -> str:
    """The mark of the text inside a tag, "" for none; `APPENDED` and `CONTAINER` want `placed_hint`."""
    for key in ("class", "id", "name"):
        if key in attributes:
            for word in attributes[key][:400].lower().split():
                mark = _mark_of(word, name == "blockquote")
                if mark:
                    return mark
                if key == "name" and word == "quote":  # GMX and WEB.DE; as a class the word is anybody's
                    return QUOTE
    return _block_mark(source.lower()) if name == "blockquote" else ""


def placed_hint(hint: str, html: str, end: int, last_block: int) -> str:
    """A hint that counts only with what follows its tag, which ends at `end`; `last_block` is the place of the last block."""
    if hint == APPENDED:
        return REST if "divrplyfwdmsg" in html[end : end + _REACH].lower() else ""
    return "" if last_block > end else REST  # without a block the container is all quoted


@lru_cache(maxsize=1024)
def _mark_of(word: str, is_block: bool) -> str:
    while word.startswith("x_"):
        word = word[2:]
    for inside in hints.INSIDE:
        if inside in word:
            word = inside
    mark = _MARKS.get(word, "")
    if mark or word[0:1] not in "ag":
        return mark
    if word == "appendonsend":
        return APPENDED
    if word.startswith("gmail_quote"):
        return QUOTE if is_block else CONTAINER
    return ""


def _block_mark(attributes: str) -> str:
    if "cite" in attributes or "border-left" in attributes or "quote" in attributes:
        return QUOTE
    return "" if "border:none" in attributes or "margin:0 0 0 40px" in attributes else SOFT

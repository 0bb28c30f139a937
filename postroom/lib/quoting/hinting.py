"""What the tags of mail programs say about the text inside them."""

import re
from typing import Final

from postroom.lib.quoting.lines import CITE, FORWARD, MAX_CHARS, QUOTE, REST, SIGN, SOFT
from postroom.lib.quoting.words import hints

_STRONG: Final = (QUOTE, REST, FORWARD)
_NAMES: Final = re.compile(r"""\b(?:id|class|name)\s{0,9}=\s{0,9}(?:"([^"]{0,400})"|'([^']{0,400})'|([^\s"'>]{1,200}))""", re.IGNORECASE)
_MARKS: Final = {
    **dict.fromkeys(hints.QUOTES, QUOTE),
    **dict.fromkeys(hints.OPENINGS, REST),
    **dict.fromkeys(hints.ATTRIBUTIONS, CITE),
    **dict.fromkeys(hints.SIGNATURES, SIGN),
    **dict.fromkeys(hints.FORWARDS, FORWARD),
}
_REACH: Final = 2_000  # characters of attributes that are read


class Hinter:
    """Reads the tags of one HTML body; `hinted` is false where no tag but <blockquote> can say anything."""

    def __init__(self, html: str) -> None:
        low = html[:MAX_CHARS].lower()
        self.html = html
        self.hinted = any(map(low.__contains__, hints.ANY))
        self.wrapped = "pre-wrap" in low
        self.last_block = max(html.rfind("<blockquote"), html.rfind("<BLOCKQUOTE"))

    def mark(self, name: str, attributes: str, end: int, outer: str) -> str:
        """The mark of the text inside the tag that ends at `end`; what is inside a quote stays a quote."""
        if outer in _STRONG:
            return outer
        if self.hinted and attributes:
            mark = self._named(name, attributes[:_REACH], end)
            if mark:
                return mark
        return (_block_mark(attributes[:_REACH].lower()) or outer) if name == "blockquote" else outer

    def _named(self, name: str, attributes: str, end: int) -> str:
        for found in _NAMES.finditer(attributes):
            value = (found[1] or found[2] or found[3] or "").lower()
            for word in value.split():
                mark = _mark_of(word) or self._placed(name, word, end)
                if mark:
                    return mark
        return ""

    def _placed(self, name: str, word: str, end: int) -> str:
        """Hints that count only with what follows them."""
        if word == "appendonsend" and "divrplyfwdmsg" in self.html[end : end + 600].lower():
            return REST
        if not word.startswith("gmail_quote"):
            return ""
        if name == "blockquote":
            return QUOTE
        # Gmail's outer container also holds answers written between blocks; without a block it is all quoted.
        return "" if self.last_block > end else REST


def _mark_of(word: str) -> str:
    while word.startswith("x_"):
        word = word[2:]
    for inside in hints.INSIDE:
        if inside in word:
            word = inside
    return _MARKS.get(word, "")


def _block_mark(attributes: str) -> str:
    if "cite" in attributes or "border-left" in attributes or "quote" in attributes:
        return QUOTE
    return "" if "border:none" in attributes or "margin:0 0 0 40px" in attributes else SOFT

"""HTML cut into text and tags as a browser's tokenizer does (WHATWG HTML §13.2.5), without building a tree.

No tree, on purpose: `<b id=1>…<b id=9999>` inside a closed `<div>` makes every later paragraph of a tree hold all of
them (22 kB of mail became 400 MB in lexbor), and the attributes of one tag are compared with one another.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTE = (
    rf"(=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)"
    rf"(?:{_SPACE}*+={_SPACE}*+(\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?)?"
)
_ATTRIBUTES = r"(?:[\t\n\f\r /]++|" + _ATTRIBUTE.replace("(=[", "(?:=[").replace('(\\"', '(?:\\"') + ")*+"
_MARKUP = re.compile(
    r"<(?:!--(?:-?>|[\s\S]*?(?:--!?>|\Z))"
    rf"|(/?)([a-zA-Z][^\t\n\f\r />]*+)({_ATTRIBUTES})(>?)"
    r"|[!?/][^>]*+>?)"
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_RAW = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
_MAX_ATTRIBUTES = 100


class Tag(NamedTuple):
    """`name` is in lower case; `attributes` is the source between the name and the end of the tag."""

    name: str
    closes: bool
    attributes: str


def tokens(html: str, most_tags: int) -> Iterator[str | Tag]:
    """Text (still with character references) and tags in order; comments and the content of raw elements are left out."""
    position, count = 0, 0
    while markup := _MARKUP.search(html, position):
        if markup.start() > position:
            yield html[position : markup.start()]
        position = markup.end()
        closes, name, attributes, ended = markup.groups()
        if not name or not ended:
            continue
        count += 1
        if count > most_tags:
            return
        tag = Tag(name.lower(), bool(closes), attributes)
        yield tag
        if not closes and tag.name in _RAW:
            end = _RAW[tag.name].search(html, position)
            position = end.start() if end else len(html)
    if position < len(html):
        yield html[position:]


def attributes_of(tag: Tag) -> dict[str, str]:
    """The first 100 attributes by lower-case name, the first of each; values without quotes, references not resolved."""
    found: dict[str, str] = {}
    for number, match in enumerate(_ONE_ATTRIBUTE.finditer(tag.attributes)):
        if number == _MAX_ATTRIBUTES:
            break
        found.setdefault(match[1].lower(), (match[2] or "").strip("\"'"))
    return found

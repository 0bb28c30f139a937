"""Cutting HTML into tags and text with their places in the source; linear whatever the input."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

MAX_CHARS: Final = 1_000_000
MAX_TAGS: Final = 20_000

# Possessive: a tag that does not match is given up at once.
_STRICT: Final = re.compile(r"""<(/?)([a-zA-Z][^\s/>"']*+)([^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+)>""")
_LOOSE: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_RAW_END: Final = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style", "title", "textarea", "xmp", "noembed")}
_MAX_GIVEN_UP: Final = 8


class Token(NamedTuple):
    """A tag (`name` lower case, `closing`), or text (`name` empty) at `source[start:end]`."""

    name: str
    closing: bool
    start: int
    end: int
    attributes: str


def cut_tokens(html: str) -> Iterator[Token]:
    """Tags and non-empty text in order, at most MAX_TAGS tags. Comments and the insides of scripts are left out."""
    at = text = given_up = tags = 0
    size = min(len(html), MAX_CHARS)
    while True:
        start = html.find("<", at, size)
        if start < 0:
            break
        found = (_STRICT if given_up < _MAX_GIVEN_UP else _LOOSE).match(html, start, size)
        if found is None and html[start + 1 : start + 2].isalpha():
            given_up += 1
            found = _LOOSE.match(html, start, size)
        end = found.end() if found else _skip_markup(html, start, size)
        if end == start:
            at = start + 1
            continue
        if start > text:
            yield Token("", False, text, start, "")
        if found:
            tags += 1
            name = found.group(2).lower()
            yield Token(name, found.group(1) == "/", start, end, found.group(3))
            if name in _RAW_END and not found.group(1):
                end = _raw_end(html, name, end, size)
        at = text = end
        if tags >= MAX_TAGS:
            return
    if size > text:
        yield Token("", False, text, size, "")


def _skip_markup(html: str, start: int, size: int) -> int:
    """Past a comment, a declaration or an unfinished tag; `start` where the `<` is just text."""
    if html.startswith("<!--", start):
        end = html.find("-->", start + 4, size)
        return size if end < 0 else end + 3
    after = html[start + 1 : start + 2]
    if not after or not (after in "!?/" or after.isalpha()):
        return start
    end = html.find(">", start, size)
    return size if end < 0 else end + 1


def _raw_end(html: str, name: str, start: int, size: int) -> int:
    found = _RAW_END[name].search(html, start, size)
    return found.start() if found else size

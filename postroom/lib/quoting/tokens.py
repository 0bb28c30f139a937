"""Cutting HTML into tags and the text before each, with their places in the source; linear whatever the input."""

import re
from collections.abc import Iterator
from typing import Final

from postroom.lib.quoting.lines import MAX_CHARS

MAX_TAGS: Final = 20_000

# Possessive throughout: what does not match is given up at once.
_NEXT: Final = re.compile(r"""([^<]*+)<(?:(/?)([a-zA-Z][^\s/>"']*+)([^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+)>|!--)""")
_LOOSE: Final = re.compile(r"([^<]*+)<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
_RAW_END: Final = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style", "title", "textarea", "xmp", "noembed")}
_MAX_GIVEN_UP: Final = 8

# Where the text starts and ends, "/" for a closing tag, its name in lower case ("" for none), its attributes, its end.
Token = tuple[int, int, str, str, str, int]


def cut_tokens(html: str) -> Iterator[Token]:
    """All text and tags in order, at most MAX_TAGS tags. Comments and the insides of scripts are left out."""
    at = tags = given_up = 0
    size = min(len(html), MAX_CHARS)
    while tags < MAX_TAGS:
        found = _NEXT.match(html, at, size) if given_up < _MAX_GIVEN_UP else None
        if found is None:
            found = _LOOSE.match(html, at, size)
            given_up += found is not None
        if found is None or found[3] is None:
            end = _yield_end(html, at, size)
            if end < 0:
                break
            stop = html.find("<", at, size)
            yield at, stop if stop + 1 < end else end, "", "", "", end
            at = end
            tags += 1  # comments and bare brackets count too
            continue
        tags += 1
        name = found[3].lower()
        end = found.end()
        if name in _RAW_END and not found[2]:
            raw = _RAW_END[name].search(html, end, size)
            end = raw.start() if raw else size
        yield at, found.end(1), found[2], name, found[4], end
        at = end
    if tags < MAX_TAGS and at < size:
        yield at, size, "", "", "", size


def _yield_end(html: str, at: int, size: int) -> int:
    """Past the next comment, declaration, unfinished tag or bare `<`; -1 where only text is left."""
    start = html.find("<", at, size)
    if start < 0:
        return -1
    if html.startswith("<!--", start):
        end = html.find("-->", start + 4, size)
        return size if end < 0 else end + 3
    after = html[start + 1 : start + 2]
    if not after or not (after in "!?/" or after.isalpha()):
        return start + 1
    end = html.find(">", start, size)
    return size if end < 0 else end + 1

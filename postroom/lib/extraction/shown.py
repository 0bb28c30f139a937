"""Text of a rendering as the rules read it: characters without width are taken out, and places are counted back."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from postroom.lib.html import Anchor, Rendering

SHOWN_MAX: Final = 262_144
_WIDTHLESS: Final = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]")


class Shown(NamedTuple):
    """`text` and the anchors in it; `gaps[i]` characters before that place and i more were taken out."""

    text: str
    anchors: list[Anchor]
    gaps: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` as one of the rendering's text."""
        if not self.gaps:
            return start, end
        return start + bisect_right(self.gaps, start), end + bisect_right(self.gaps, end - 1)


def shown(rendering: Rendering) -> Shown:
    """The first 262,144 characters."""
    text = rendering.text[:SHOWN_MAX]
    if text.isascii() or not _WIDTHLESS.search(text):
        return Shown(text, rendering.anchors, ())
    gaps = [found.start() - number for number, found in enumerate(_WIDTHLESS.finditer(text))]
    places = [found.start() for found in _WIDTHLESS.finditer(text)]
    anchors = [
        one._replace(
            text=_WIDTHLESS.sub("", one.text),
            start=one.start - bisect_right(places, one.start - 1),
            end=one.end - bisect_right(places, one.end - 1),
        )
        for one in rendering.anchors
    ]
    return Shown(_WIDTHLESS.sub("", text), anchors, gaps)

"""HTML without the words that a person would not see."""

from typing import Final

from postroom.lib.html.model import Technique
from postroom.lib.html.render import render

_INVISIBLE: Final[frozenset[Technique]] = frozenset(
    ("display_none", "visibility_hidden", "hidden_attribute", "zero_opacity", "zero_size", "off_screen", "tiny_font", "same_colour")
)


def drop_hidden(html: str) -> str:
    """The source without its invisible stretches, so that who reads it by machine reads what a person sees. Bounds as those of `render`."""
    spans = sorted((one.start, one.end) for one in render(html).hidden if one.technique in _INVISIBLE)
    kept, at = [], 0
    for start, end in spans:
        kept.append(html[at : max(at, start)])
        at = max(at, end)
    return "".join([*kept, html[at:]]) if spans else html

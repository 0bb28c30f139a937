"""HTML read once for all who read mail: lines, links, hints of mail programs, and what a person would not see; pure and linear."""

from postroom.lib.html.colours import lightness_of
from postroom.lib.html.drop import drop_hidden
from postroom.lib.html.model import CITE, FORWARD, QUOTE, REST, SIGN, SOFT, Anchor, Hidden, Rendering, Technique
from postroom.lib.html.render import render
from postroom.lib.html.sanitise import Rewriter, sanitise

__all__ = [
    "CITE",
    "FORWARD",
    "QUOTE",
    "REST",
    "SIGN",
    "SOFT",
    "Anchor",
    "Hidden",
    "Rendering",
    "Rewriter",
    "Technique",
    "drop_hidden",
    "lightness_of",
    "render",
    "sanitise",
]

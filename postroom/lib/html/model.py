"""What one pass over HTML gives to all who read mail."""

from typing import Final, Literal, NamedTuple

import msgspec

# What mail programs say about the lines inside their elements.
QUOTE: Final = "q"
SOFT: Final = "p"  # a quote only below an attribution: a bare <blockquote>
CITE: Final = "a"  # an attribution
REST: Final = "o"  # opens quoted mail to the end
FORWARD: Final = "f"  # forwarded mail
SIGN: Final = "g"  # a signature

Technique = Literal[
    "display_none", "visibility_hidden", "hidden_attribute", "zero_opacity", "zero_size", "off_screen", "tiny_font", "same_colour",
    "mso_hide", "comment", "alt_text", "title_attribute", "aria_label", "attribute", "svg", "math", "template", "noscript", "script",
    "title_element", "unfinished_tag",
]  # fmt: skip


class Anchor(NamedTuple):
    """A link that can be seen: where it leads as written, its words (else its picture's), and their place in `text`."""

    url: str
    text: str
    start: int
    end: int


class Hidden(NamedTuple):
    """What a person would not see, its place in the HTML source, and whether it stands there as a preview for lists of mail."""

    technique: Technique
    text: str
    start: int
    end: int
    is_preheader: bool = False


class Rendering(msgspec.Struct, frozen=True, gc=False):
    """HTML as a person sees it.

    `text` is `lines` joined by LF: a line a block, a blank one around paragraphs. `hints[i]` is what a mail program says about
    line i ("" for nothing), `sources[i]` is where in the HTML the line starts. What is in `hidden` is not in `text`, but for
    `mso_hide`, which only Outlook hides. `complete` is false where a bound was reached and the rest was left unread,
    `hidden_complete` where more is hidden than was kept (65,536 characters).
    """

    text: str
    lines: list[str]
    hints: list[str]
    sources: list[int]
    anchors: list[Anchor]
    hidden: list[Hidden]
    complete: bool
    size: int  # of the HTML, in characters
    hidden_complete: bool = True

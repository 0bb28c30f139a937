"""What a body is cut into."""

from typing import Literal

import msgspec

Kind = Literal["new", "quoted", "signature", "disclaimer", "forwarded"]


class Segment(msgspec.Struct, frozen=True):
    """A stretch `source[start:end]` of one kind; offsets count characters."""

    kind: Kind
    start: int
    end: int


class Split(msgspec.Struct, frozen=True):
    """Contiguous segments that cover the text exactly, and what its writer newly wrote."""

    segments: list[Segment]
    new_text: str


class HtmlSplit(msgspec.Struct, frozen=True):
    """An HTML body cut the same way.

    `segments` are offsets into the HTML source and cover it exactly; `text` is the whole body rendered as plain text,
    `text_segments` are offsets into that.
    `complete` is false where a cap was reached and the remainder was left unread in the last segment.
    """

    segments: list[Segment]
    new_text: str
    text: str
    text_segments: list[Segment]
    complete: bool = True

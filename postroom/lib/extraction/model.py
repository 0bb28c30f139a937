"""What extraction says about a message: values with their evidence."""

from datetime import datetime
from typing import Literal

import msgspec

Source = Literal["subject", "text", "html"]


class Code(msgspec.Struct, frozen=True, gc=False):
    """One code a person would type.

    `value` as shown, digits in ASCII, without a provider's prefix (`G-`); letters shown one by one are joined.
    `span` are offsets into the string named by `source`; for `html` into the text of its rendering.
    `confidence` 0..1: 0.9 and more is nearly always right, under 0.7 wants a second look. `rule` names the rule that found it.
    """

    value: str
    kind: str
    confidence: float
    span: tuple[int, int]
    source: Source
    rule: str


class Rival(msgspec.Struct, frozen=True, gc=False):
    """What looked like a code and was not taken, with the confidence it had and why it lost.

    `labelled`: other words claim the number (an order's, a price). `year`: only a year. `far`: no word for a code is near enough.
    `unlikely`: its shape is not a code's there. `outranked`: another is clearly likelier. `own_address`: part of the reader's address.
    """

    value: str
    confidence: float
    span: tuple[int, int]
    source: Source
    reason: str


class Link(msgspec.Struct, frozen=True, gc=False):
    """One link, never fetched. `url` as written, `target` where a tracking redirect says it leads, `host` of the target."""

    url: str
    kind: str
    confidence: float
    span: tuple[int, int]
    source: Source
    rule: str
    text: str
    host: str
    target: str | None = None


class Extraction(msgspec.Struct, frozen=True, gc=False):
    """Codes and links best first, expiry of the best code or link, and what kind of message this is."""

    codes: list[Code] = []
    links: list[Link] = []
    code_expires_at: datetime | None = None
    expires_in_seconds: int | None = None
    category: str = "personal"
    category_rule: str = "none"
    ambiguous: bool = False
    rivals: list[Rival] = []

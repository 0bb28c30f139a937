"""What a text in disguise says: without what cannot be seen, in the letters that it looks like, and what was smuggled in it."""

from collections.abc import Iterator
from typing import NamedTuple

from postroom.lib.screening.letters import (
    ALIKE_BYTES,
    BITS,
    FOLDS,
    MIXED,
    OVERRIDDEN,
    RARE,
    RARE_BYTES,
    SELECTORS,
    STYLED,
    TAGS,
    VANISHING,
)

_MOST = 20
_LONGEST = 65_536
_FLAG = "\U0001f3f4"
_LEAST_PRINTABLE = 0.9


class Payload(NamedTuple):
    """A text within a text, and how suspicious it is whatever it says. `span` is its place in the text that carries it.

    `carrier`: that text, where the payload has its length; what reads the same in both was not encoded.
    """

    technique: str
    text: str
    span: tuple[int, int]
    confidence: float = 0.0
    carrier: str = ""


_ASCII = bytes(range(128))


def is_disguised(text: str) -> bool:
    """Whether anything in a text that is not ASCII could hide words."""
    others = text.encode("utf-8", "replace").translate(None, _ASCII)
    if len(others) > len(text):  # mostly not Latin: then the text itself is the shorter one
        return bool(RARE.search(text) or MIXED.search(text))
    return bool(RARE_BYTES.search(others) or (ALIKE_BYTES.search(others) and MIXED.search(text)))


def shown(text: str) -> str:
    """The text without invisible characters."""
    return VANISHING.sub("", text)


def reveal(text: str) -> str:
    """The text without invisible characters and in the letters that it looks like."""
    seen = shown(text)
    return seen.translate(FOLDS) if STYLED.search(seen) or MIXED.search(seen) else seen


def places(text: str) -> list[int]:
    """Where the characters of the revealed text stand in the original."""
    return [place for place, one in enumerate(text) if not VANISHING.match(one)]


def smuggled(text: str) -> Iterator[Payload]:
    """Text that is there for machines only."""
    for count, match in enumerate(TAGS.finditer(text)):
        is_flag = match.start() > 0 and text[match.start() - 1] == _FLAG and match.end() - match.start() <= 8
        if count < _MOST and not is_flag:
            yield Payload("unicode_tags", _from_tags(match[0][:_LONGEST]), match.span(), 0.6)
    for count, match in enumerate(SELECTORS.finditer(text)):
        if count < _MOST:
            yield Payload("variation_selectors", _from_selectors(match[0][:_LONGEST]), match.span(), 0.55)
    for count, match in enumerate(BITS.finditer(text)):
        if count < _MOST and (said := _from_bits(match[0][:_LONGEST])):
            yield Payload("zero_width_bits", said, match.span(), 0.6)
    for count, match in enumerate(OVERRIDDEN.finditer(text)):
        if count < _MOST and text[match.start()] == "\u202e":
            yield Payload("bidi_override", match[1][::-1], match.span(), 0.3)


def as_text(content: bytes) -> str | None:
    """Decoded bytes, if they are text at all."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(content) - 3:
            return None
        text = content[: error.start].decode("utf-8")
    printable = sum(one.isprintable() or one in "\n\r\t" for one in text)
    return text if len(text) >= 6 and printable >= _LEAST_PRINTABLE * len(text) else None


def _from_tags(run: str) -> str:
    return "".join(chr(ord(one) - 0xE0000) for one in run if one != "\U000e007f")


def _from_selectors(run: str) -> str:
    """A selector stands for a byte: the first sixteen, then the others."""
    codes = [ord(one) for one in run]
    return as_text(bytes(code - 0xFE00 if code < 0xE0000 else min(code - 0xE0100 + 16, 255) for code in codes)) or ""


def _from_bits(run: str) -> str:
    """Two sorts of invisible characters can be noughts and ones."""
    sorts = sorted(set(run))
    if len(sorts) != 2:
        return ""
    for one in sorts:
        digits = "".join("1" if letter == one else "0" for letter in run)
        said = as_text(bytes(int(digits[at : at + 8], 2) for at in range(0, len(digits) - 7, 8)))
        if said:
            return said
    return ""

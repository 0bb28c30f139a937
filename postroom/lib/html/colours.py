"""Colours as mail writes them, far enough to tell whether text can be seen on its ground."""

import re
from functools import lru_cache
from typing import Final

Colour = int  # 0xRRGGBB, or one of the next two
UNKNOWN: Final = -1  # a picture, a variable, a notation that is not read here
CLEAR: Final = -2  # transparent
WHITE: Final = 0xFFFFFF
BLACK: Final = 0
BLUE: Final = 0x0000EE  # of links

_CLOSE: Final = 16  # of 255, in every channel
_FAINT: Final = 0.05  # the opacity of a colour that is as good as none
_NAMED: Final = {
    "white": WHITE, "black": BLACK, "red": 0xFF0000, "blue": 0x0000FF, "green": 0x008000, "yellow": 0xFFFF00, "gray": 0x808080,
    "grey": 0x808080, "silver": 0xC0C0C0, "navy": 0x000080, "maroon": 0x800000, "snow": 0xFFFAFA, "ivory": 0xFFFFF0,
    "whitesmoke": 0xF5F5F5, "ghostwhite": 0xF8F8FF, "orange": 0xFFA500, "purple": 0x800080, "lightgray": 0xD3D3D3,
    "lightgrey": 0xD3D3D3, "darkgray": 0xA9A9A9, "darkgrey": 0xA9A9A9, "transparent": CLEAR,
}  # fmt: skip
_TOKEN: Final = re.compile(r"#([0-9a-f]{3,8})(?![0-9a-z])|rgba?\(([^()]{1,60})\)|(?<![a-z-])([a-z]{3,12})(?![a-z(-])")
_PICTURE: Final = re.compile(r"url\(|gradient\(|image")


@lru_cache(maxsize=1024)
def read_colour(value: str) -> Colour | None:
    """The first colour in a value in lower case, `UNKNOWN` where another may be meant, None where it leaves all as it is."""
    value = value[:200]
    if _PICTURE.search(value):
        return UNKNOWN
    for found in _TOKEN.finditer(value):
        if found[1]:
            return _hexadecimal(found[1])
        if found[2]:
            return _channels(found[2])
        if found[3] in _NAMED:
            return _NAMED[found[3]]
    return None if value.strip() in ("", "inherit", "none", "currentcolor", "initial", "unset") else UNKNOWN


def are_close(one: Colour, other: Colour) -> bool:
    """Whether text of one colour cannot be told from the other behind it."""
    if one < 0 or other < 0:
        return one == CLEAR
    return all(abs((one >> shift & 255) - (other >> shift & 255)) <= _CLOSE for shift in (16, 8, 0))


def _hexadecimal(digits: str) -> Colour:
    if len(digits) in (3, 4):
        digits = "".join(2 * one for one in digits)
    if len(digits) not in (6, 8):
        return UNKNOWN
    return CLEAR if len(digits) == 8 and int(digits[6:], 16) <= _FAINT * 255 else int(digits[:6], 16)


def _channels(inside: str) -> Colour:
    values = inside.replace(",", " ").replace("/", " ").split()
    if len(values) not in (3, 4) or not all(one.isascii() and one.replace(".", "", 1).isdecimal() for one in values):
        return UNKNOWN
    if len(values) == 4 and float(values[3]) <= _FAINT:
        return CLEAR
    red, green, blue = (min(255, int(float(one))) for one in values[:3])
    return red << 16 | green << 8 | blue


def lightness_of(value: str) -> float | None:
    """From 0, black, to 1, white; None for what is no plain colour."""
    colour = read_colour(value)
    if colour is None or colour < 0:
        return None
    return (0.299 * (colour >> 16) + 0.587 * (colour >> 8 & 255) + 0.114 * (colour & 255)) / 255

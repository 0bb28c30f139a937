"""One spelling for matching: same length as the original, lower case, digits of every script as ASCII."""

import re
import unicodedata
from typing import Final, NamedTuple

TEXT_MAX: Final = 262_144


class Text(NamedTuple):
    """`clean` has ASCII digits and letters for full-width ones, `low` is its lower case; offsets equal the original's."""

    clean: str
    low: str


def normalise(text: str) -> Text:
    """Both spellings of at most `TEXT_MAX` characters."""
    text = text[:TEXT_MAX]
    if text.isascii():
        return Text(text, text.lower())
    if _FOREIGN.search(text):
        text = text.translate(_TO_ASCII)
    low = text.lower()
    return Text(text, low if len(low) == len(text) else "".join(c.lower()[:1] or c for c in text))


def _digits_and_wide() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF0D, 0xFF5F) if chr(code - 0xFEE0).isalnum() or code == 0xFF0D}
    table.update({0x3000: " ", 0x130: "i"})
    for code in range(0x660, 0xAC00):
        if unicodedata.category(chr(code)) == "Nd":
            table[code] = str(unicodedata.decimal(chr(code)))
    return table


_TO_ASCII: Final = _digits_and_wide()
_FOREIGN: Final = re.compile("[" + "".join(map(chr, _TO_ASCII)) + "]")

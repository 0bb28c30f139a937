"""One form for all spellings that a reader takes for the same: case, accents, compatibility forms, invisible characters."""

import re
import unicodedata

# Marks that are left out when people search: of Latin, Greek, Cyrillic, Hebrew and Arabic, and the tatweel, which only stretches. The marks
# of Indic scripts and of kana are letters to those who read them, and stay. So that a word is not cut by what nobody sees: soft hyphens,
# joiners, marks of direction, variation selectors, tags.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
# Letters that no normal form takes apart, though they are typed and read as their neighbours: Turkish dotless i, Nordic and Slavic letters,
# and what Arabic keyboards of different countries send for the same letter.
_SAME = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ł": "l",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
    }
)

# Where so few characters are beyond ASCII (dashes, quotation marks, a name), only they are looked at. What they compose with is left out.
_FEW = 16
_BEYOND_ASCII = re.compile("([^\x00-\x7f]+)")


def fold(text: str) -> str:
    """`Straße`, `STRASSE` → `strasse`; `Zoë` → `zoe`; `ＩＮＶＯＩＣＥ` → `invoice`. No language is guessed."""
    if text.isascii():
        return text.lower()
    if len(text.encode("utf-8", "replace")) - len(text) > len(text) // _FEW:
        return _fold_any(text)
    pieces = _BEYOND_ASCII.split(text)
    pieces[::2] = [piece.lower() for piece in pieces[::2]]
    pieces[1::2] = [_fold_any(piece) for piece in pieces[1::2]]
    return "".join(pieces)


def _fold_any(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    return unicodedata.normalize("NFC", _LEFT_OUT.sub("", text)).translate(_SAME)


def fold_line(text: str) -> str:
    """Folded, with single blanks: what is compared letter by letter."""
    return " ".join(fold(text).split())

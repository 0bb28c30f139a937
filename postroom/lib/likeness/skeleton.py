"""What a name looks like: letters of other scripts and tricks of the typeface folded onto the plain letters they imitate (UTS #39 §4)."""

import unicodedata
from functools import lru_cache

# Letters that look like a Latin one (the second of each pair) and are none by decomposition.
_PAIRS_OF_LETTERS = """
аa еe оo рp сc уy хx кk мm тt вb нh іi ѕs јj ԁd ԛq ԝw ҽe һh ӏl ѵv гr пn ԍg ьb зe
αa εe ηn ιi κk νv οo ρp τt υu χx ωw γy βb ϲc ϳj
օo ոn սu ցg հh քp ռn աw ɑa ɡg ıi ɩi ɪi ʟl ʀr ɴn ʙb ʜh łl ŀl ƚl øo đd ħh ŧt ƅb ƒf ꞓc ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ʏy þp
"""
_LETTERS = str.maketrans({pair[0]: pair[1] for pair in _PAIRS_OF_LETTERS.split() if len(pair) == 2} | {"ß": "ss", "æ": "ae", "œ": "oe"})
_DIGITS = str.maketrans("01358|", "olesbl")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def decode_label(label: str) -> str:
    """A label as people see it: punycode decoded (RFC 3492), where it is some."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


@lru_cache(maxsize=8192)
def skeleton(label: str) -> str:
    """Two labels of one skeleton can be taken for each other. Hyphens count for nothing; `i`, `l` and `1` are one letter."""
    text = decode_label(label.lower()[:63]).casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)
    text = text.replace("-", "").replace("_", "").translate(_DIGITS)
    for pair, letter in _PAIRS:
        text = text.replace(pair, letter)
    return text.replace("i", "l")

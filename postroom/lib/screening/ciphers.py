"""Ciphers that people can write by hand: letters shifted, turned around or upside down, pig latin, Morse code, numbers for letters."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from postroom.lib.screening.lexicon import OF_ENGLISH, WORDS
from postroom.lib.screening.reveal import Payload

_MOST = 20
_LONGEST = 16_384
_PLAIN = (
    "the and your this please reply send forward message password passwords instructions"
    " instruction ignore assistant user email previous with from instead above everything safety payment agent"
).split()
_TURNED = (
    "ruoy siht htiw esaelp ylper liame egassem tnega dnes drawrof drowssap sdrowssap snoitcurtsni erongi suoiverp tnatsissa resu".split()
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_CODES = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."
    " ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
).split()
_MORSE = dict(zip(_CODES, _ALPHABET + "0123456789", strict=True))
_MORSE_RUN = re.compile(r"(?:[.·•_–—−-]{1,6}(?: ?/ ?|[ \n]{1,3})){8,}[.·•_–—−-]{1,6}")
_DASHES = str.maketrans("·•_–—−", "..----")
_NUMBERS = re.compile(r"(?:\b\d{2,3}(?:, ?| )){9,}\d{2,3}\b")
_DIGITS = bytes(ord("0") if chr(one) in "0123456789" else ord(".") for one in range(256))
_RUN_OF_DIGITS = b"0" * 20
_FLIPPED = str.maketrans("ɐqɔpǝɟƃɓɥᴉıɾʞןlɯuodbɹsʇnʌʍxʎz", "abcdefgghiijkllmnopqrstuvwxyz")
_FLIPS = "ǝɐɥʇɹ"
_PIG = re.compile(r"[a-z]{2,24}ay\b")
_VOWELS = frozenset("aeiou")
_SMALL = frozenset("the this that with then them when what which from have been were will".split())


def _shift(text: str, by: int) -> str:
    return text.translate(_TABLES[by])


_TABLES = [
    str.maketrans(_ALPHABET + _ALPHABET.upper(), "".join((letters * 2)[by : by + 26] for letters in (_ALPHABET, _ALPHABET.upper())))
    for by in range(26)
]


def _pig_of(word: str) -> Iterator[str]:
    first = next((place for place, letter in enumerate(word) if letter in _VOWELS), 0)
    yield f"{word[first:]}{word[:first]}ay"
    if not first:
        yield from (f"{word}way", f"{word}yay")


# Telling words in a cipher, and by how much their letters were shifted.
SHIFTED = {_shift(word, by): 26 - by for word in _PLAIN for by in range(1, 26) if len(word) > 4 or by == 13 or word == "your"}
TURNED = frozenset(_TURNED)
PIG = {form: word for word in _PLAIN for form in _pig_of(word)}
SHIFTED = {form: by for form, by in SHIFTED.items() if form not in WORDS}
KEYS = frozenset(one.encode() for one in (*SHIFTED, *TURNED, *PIG))


# Those that turn a whole text into another.
CIPHERS = frozenset(("rot13", "shifted_letters", "reversed", "upside_down", "pig_latin", "leetspeak"))


def find_ciphers(text: str, found: Iterable[bytes]) -> Iterator[Payload]:
    """`found` are those of `KEYS` that a text has."""
    words = {one.decode() for one in found}
    whole = 0, len(text)
    for by in islice({SHIFTED[word] for word in words if word in SHIFTED}, 3):
        yield Payload("rot13" if by == 13 else "shifted_letters", _shift(text, by), whole)
    if words & TURNED:
        yield Payload("reversed", text[::-1], whole)
        yield Payload("reversed", " ".join(word[::-1] for word in text.split()), whole)
    if any(word in PIG for word in words):
        yield Payload("pig_latin", _PIG.sub(_from_pig, text.lower()), whole)


def find_morse(text: str) -> Iterator[Payload]:
    """Dots and dashes."""
    yield from (Payload("morse", _from_morse(m[0][:_LONGEST]), m.span()) for m in islice(_MORSE_RUN.finditer(text), _MOST))


def find_numbers(text: str) -> Iterator[Payload]:
    """The numbers of characters, decimal or octal."""
    if _RUN_OF_DIGITS not in text.encode("utf-8", "replace").translate(_DIGITS, b" ,"):
        return
    yield from (Payload("character_codes", _from_numbers(m[0][:_LONGEST]), m.span()) for m in islice(_NUMBERS.finditer(text), _MOST))


def upside_down(text: str) -> Iterator[Payload]:
    """Letters that look like others on their heads, read from the end."""
    if sum(one in text for one in _FLIPS) > 1:
        yield Payload("upside_down", text.translate(_FLIPPED)[::-1], (0, len(text)))


def _from_morse(run: str) -> str:
    words = run.translate(_DASHES).replace("\n", " / ").replace("   ", " / ").split("/")
    return " ".join("".join(_MORSE.get(one, "") for one in word.split()) for word in words).upper()


def _from_numbers(run: str) -> str:
    numbers = re.findall(r"\d+", run)
    is_octal = all(len(one) == 3 and one < "200" and not {"8", "9"} & set(one) for one in numbers)
    codes = [int(one, 8 if is_octal else 10) for one in numbers]
    return "".join(chr(one) if 31 < one < 127 else " " for one in codes)


def _from_pig(match: "re.Match[str]") -> str:
    """The cluster at the end goes back to the front; where a vowel began the word, only the ending was added."""
    if match[0] in PIG:
        return PIG[match[0]]
    word = match[0][:-2]
    turned = (word[-moved:] + word[:-moved] for moved in (1, 2, 3) if moved < len(word))
    return next((one for one in (word, word[:-1], *turned) if one in OF_ENGLISH or one in _SMALL), word)

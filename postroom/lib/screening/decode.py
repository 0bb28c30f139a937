"""Encoded text: base64, base32, hex, percent signs, entities, escapes, bits, rot13, reversed, leetspeak, letters set apart."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from postroom.lib.screening import concepts as c
from postroom.lib.screening.ciphers import KEYS as CIPHERED
from postroom.lib.screening.ciphers import find_ciphers, find_morse, find_numbers
from postroom.lib.screening.evidence import Glance
from postroom.lib.screening.lexicon import WORDS
from postroom.lib.screening.reveal import Payload, as_text
from postroom.lib.screening.spellings import find_run_together, find_set_apart

_SHORTEST = 20
_MOST_LEET = 2_000
_SHORT = 3  # letters that any identifier may have side by side
_MOST = 40
_LONGEST = 16_384
_BASE64 = re.compile(
    r"(?<![\w+/])[A-Za-z0-9+/_-]{20,}+(?:(?:\r?\n[> ]{0,3}[A-Za-z0-9+/_-]{8,}+)| [A-Za-z0-9+/_-]{16,}+(?![.,:;!?]))"
    r"{0,400}(?: ?[A-Za-z0-9+/]{2,15}={1,2}|={0,2})"
)
_BASE32 = re.compile(r"[A-Z2-7]{24,}=*")
_HEX = re.compile(r"(?:(?:0x|\\x|%|\b)?[0-9a-fA-F]{2}[ :,]{0,2}+){10,}+")
_CODED = frozenset((b"32", b"040"))
# What is no digit of it, and a run without what may stand between.
_HEX_SHAPE = bytes(ord("0") if chr(one) in "0123456789abcdefABCDEF" else one if one == 10 else ord(".") for one in range(256))
_HEX_RUN = b"0" * 20
_HEX_WORDS = frozenset((b"20", b"65"))
# Blanks and the letter e of English, in hex.
_SPACED_HEX = re.compile(r"[ :]20[ :](?:[4-7][0-9a-fA-F][ :]){1,12}20[ :]")
_RUN = re.compile(r"[A-Za-z0-9+/_-]{20,}")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}[\w.~+-]{0,24}){4,}")
_ENTITIES = re.compile(r"(?:&#x?[0-9a-fA-F]{1,6};[\w ]{0,16}){4,}")
_ESCAPES = re.compile(r"(?:\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})[\w ]{0,16}){4,}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_BITS = re.compile(r"(?:[01]{8}[ ,\n]{0,2}){6,}")
_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
_LEET = re.compile(r"(?<![\w@$!])[A-Za-z]{0,31}+[0134578@$!][\w@$!]{0,31}")
_A_LINE_EACH = re.compile(r"(?:^[^\s]{1,24}\n){6,400}", re.MULTILINE)


def find_encoded(text: str, seen: Glance) -> Iterator[Payload]:
    """Every text that is encoded in this one, once decoded. Bounded in number and size."""
    tokens = [token for token in text.split() if len(token) >= _SHORTEST] if seen.has_long or seen.is_dotted else []
    is_packed = any(map(_is_packed, tokens))
    if is_packed:
        yield from _from_tokens(text)
    if tokens:
        yield from find_run_together(text, tokens)
    if seen.marks.count(b"%") > 3:
        yield from (Payload("percent_encoding", unquote(_word_before(text, m) + m[0]), m.span()) for m in _some(_PERCENT, text))
    if b"&" in seen.marks and "&#" in text:
        yield from (Payload("html_entities", html.unescape(m[0]), m.span()) for m in _some(_ENTITIES, text))
    if b"\\" in seen.marks and ("\\u" in text or "\\x" in text):
        yield from (Payload("escapes", _ESCAPE.sub(_unescape, m[0]), m.span()) for m in _some(_ESCAPES, text))
    if "011" in text:
        yield from _from_bits(text)
    if is_packed or "0x" in text or (seen.found >= _HEX_WORDS and _SPACED_HEX.search(text)):
        yield from _from_hex(text)
    yield from _respelled(text, seen)


def _respelled(text: str, seen: Glance) -> Iterator[Payload]:
    """What was written by other signs, or with blanks in other places."""
    if seen.is_spelled:
        yield from find_set_apart(text)
    if (seen.is_leet or seen.bits & c.LEET) and len(_told_by_leet(text)) > 1:
        yield Payload("leetspeak", _LEET.sub(_unleet, text), (0, len(text)), carrier=text)
    if seen.is_lined:
        yield from (Payload("split_words", " ".join(m[0].split()), m.span()) for m in _some(_A_LINE_EACH, text))
    if seen.is_morse:
        yield from find_morse(text)
    if not _CODED.isdisjoint(seen.found):
        yield from find_numbers(text)
    if ciphered := CIPHERED & seen.found:
        yield from find_ciphers(text, ciphered)


def _is_packed(token: str) -> bool:
    """Whether a long word could be an encoding: no web address, and letters without a break."""
    return not token.startswith(("http", "<http", "(http", "mailto")) and _RUN.search(token) is not None


def _from_tokens(text: str) -> Iterator[Payload]:
    for match in _some(_BASE64, text):
        token = match[0][:_LONGEST]
        said = _base64(token) or (_base32(token) if _BASE32.fullmatch(token) else None)
        if said:
            yield Payload("base64", said, match.span())


def _from_hex(text: str) -> Iterator[Payload]:
    for start, match in islice(_runs_of_hex(text), _MOST):
        digits = re.sub(r"0x|\\x|[^0-9a-fA-F]", "", match[0][:_LONGEST])
        if said := as_text(bytes.fromhex(digits[: len(digits) // 2 * 2])):
            yield Payload("hex", said, (start + match.start(), start + match.end()))


def _runs_of_hex(text: str) -> "Iterator[tuple[int, re.Match[str]]]":
    """With the places of their lines: only those are searched that have enough digits in a row."""
    shape, start = text.encode("utf-8", "replace").translate(_HEX_SHAPE, b" :,xX%\\"), 0
    if _HEX_RUN not in shape:
        return
    for line, shaped in zip(text.split("\n"), shape.split(b"\n"), strict=True):
        if _HEX_RUN in shaped:
            yield from ((start, match) for match in _HEX.finditer(line))
        start += len(line) + 1


def _from_bits(text: str) -> Iterator[Payload]:
    for match in _some(_BITS, text):
        digits = "".join(one for one in match[0][:_LONGEST] if one in "01")
        if said := as_text(bytes(int(digits[at : at + 8], 2) for at in range(0, len(digits) - 7, 8))):
            yield Payload("bits", said, match.span())


def _word_before(text: str, match: "re.Match[str]") -> str:
    """The plain beginning of the first word, as in `Ignor%65`."""
    begin = max(0, match.start() - 24)
    return text[begin : match.start()].rpartition(" ")[2].rpartition("\n")[2]


def _base64(token: str) -> str | None:
    packed = "".join(token.replace(">", "").split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return as_text(binascii.a2b_base64(packed[: len(packed) // 4 * 4] + _tail(packed)))
    except (binascii.Error, ValueError):
        return None


def _tail(packed: str) -> str:
    """The last, incomplete group, padded; one letter alone is none."""
    rest = packed[len(packed) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def _base32(token: str) -> str | None:
    packed = token.rstrip("=")
    try:
        return as_text(base64.b32decode(packed[: len(packed) // 8 * 8]))
    except (binascii.Error, ValueError):
        return None


def _unescape(match: "re.Match[str]") -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if not 0xD800 <= code < 0xE000 else "?"


def _unleet(match: "re.Match[str]") -> str:
    word = match[0]
    if word == "41":
        return "AI"
    if word.isalpha() or word.isdigit() or not word.isascii():
        return word
    read = word.translate(_LETTERS)
    other = word.replace("1", "l").translate(_LETTERS)
    return other if other.lower() in WORDS and read.lower() not in WORDS else read


def _told_by_leet(text: str) -> set[str]:
    """The words of ours that come of it; most of what looks like it are addresses and numbers of things."""
    found: set[str] = set()
    for match in islice(_LEET.finditer(text), _MOST_LEET):
        plain = _unleet(match)
        if plain != match[0] and len(plain) > _SHORT and plain.lower() in WORDS:
            found.add(plain.lower())
    return found


def _some(pattern: "re.Pattern[str]", text: str) -> "Iterator[re.Match[str]]":
    for count, match in enumerate(pattern.finditer(text)):
        if count == _MOST:
            return
        yield match

"""`type/subtype; name=value` fields: parameters with continuations and charsets (RFC 2231), and as mailers miswrite them."""

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from postroom.lib.mime.charset import decode_label
from postroom.lib.mime.words import decode_words

_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s{0,80}=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+*-]{1,120}")
_MAX_CHARS = 65_536


class Field(NamedTuple):
    """The first word in lower case (`text/plain`, `attachment`), and parameters by lower-case name."""

    value: str
    parameters: dict[str, str]


_NOTHING = Field("", {})


def read_field(text: str) -> Field:
    """A `Content-Type` or `Content-Disposition`; garbage gives an empty value and no parameters."""
    if not text:
        return _NOTHING
    if ";" not in text:
        return Field(_first_word(text), {})
    text = text[:_MAX_CHARS]
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, str]] = {}
    for name, raw in _PARAMETER.findall(text):
        value = _unquoted(raw)
        base, star, index = name.lower().partition("*")
        if star:
            _add_piece(pieces.setdefault(base, {}), index, value)
        else:
            plain.setdefault(base, decode_words(value) if "=?" in value else value)
    plain |= {base: _joined(found) for base, found in pieces.items()}
    return Field(_first_word(text.partition(";")[0]), plain)


def media_type(word: str, default: str = "text/plain") -> str:
    """A well-formed media type, else the default (RFC 2045 §5.2)."""
    return word if _TYPE.fullmatch(word) else default


def _first_word(text: str) -> str:
    words = text.split(None, 1)
    return words[0].strip('"').lower() if words else ""


def _unquoted(raw: str) -> str:
    if raw[:1] != '"':
        return raw.strip()
    inner = raw[1:-1] if len(raw) > 1 and raw[-1] == '"' else raw[1:]
    return _ESCAPED.sub(r"\1", inner) if "\\" in inner else inner


def _add_piece(pieces: dict[int, str], index: str, value: str) -> None:
    """Encoded pieces (`*0*`, `*`) are kept as they are, plain ones with their `%` escaped, so that all join alike."""
    number = index.rstrip("*")
    encoded = not index or index.endswith("*")
    if not number or (number.isascii() and number.isdigit() and len(number) < 5):
        pieces.setdefault(int(number or 0), value if encoded else "''" * (number == "0") + value.replace("%", "%25"))


def _joined(pieces: dict[int, str]) -> str:
    whole = "".join(value for _, value in sorted(pieces.items()))
    label, _, rest = whole.partition("'")
    _, quote, text = rest.partition("'")
    if not quote:
        label, text = "", whole
    decoded = decode_label(unquote_to_bytes(text), label or "utf-8")
    return decode_words(decoded) if "=?" in decoded else decoded

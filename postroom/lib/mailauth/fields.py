"""A mail as signatures see it: header fields as they stand, and the body; canonical forms and tag lists (RFC 6376 §3.2, §3.4).

Everything here is linear in the size of the mail, and total.
"""

import re
from dataclasses import dataclass, field

import msgspec

_LONE_LF = re.compile(rb"(?<!\r)\n")
# Every LF has its CR by then.
_FIELD = re.compile(rb"[^\n]*+\n(?:[ \t][^\n]*+\n)*+")
_TAG_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9_]*+\Z")
_MOST_HEADER_BYTES = 262_144
_MOST_TAGS = 100
_FWS = b" \t\r\n"


class Field(msgspec.Struct, frozen=True):
    """A header field with its line end; `name` in small letters."""

    name: bytes
    raw: bytes

    @property
    def value(self) -> bytes:
        """What stands after the colon, as it stands."""
        return self.raw.partition(b":")[2]


@dataclass(slots=True)
class SignedMail:
    """Header fields in order, and the body with CRLF. Canonical bodies are made once, however many signatures ask for them."""

    fields: list[Field]
    body: bytes
    _by_name: dict[bytes, list[Field]] = field(default_factory=dict)
    _relaxed: bytes | None = None
    _simple: bytes | None = None

    def named(self, name: bytes) -> list[Field]:
        """The fields of a name, from the top."""
        if not self._by_name:
            for one in self.fields:
                self._by_name.setdefault(one.name, []).append(one)
        return self._by_name.get(name, [])

    def canonical_body(self, canonicalisation: str) -> bytes:
        """§3.4.3 and §3.4.4."""
        if canonicalisation == "relaxed":
            if self._relaxed is None:
                self._relaxed = _relaxed_body(self.body)
            return self._relaxed
        if self._simple is None:
            self._simple = _without_empty_end(self.body) or b"\r\n"
        return self._simple


def read_signed(raw: bytes) -> SignedMail:
    """Split a mail. A line end that lost its CR on the way gets it back, as signers had it; an mbox line on top is none of its fields."""
    if raw.startswith(b"From "):
        raw = raw[raw.find(b"\n") + 1 :]
    if raw.count(b"\n") != raw.count(b"\r\n"):
        raw = _LONE_LF.sub(b"\r\n", raw)
    if raw.startswith(b"\r\n"):
        return SignedMail([], raw[2:])
    end = raw.find(b"\r\n\r\n")
    head, body = (raw, b"") if end < 0 else (raw[: end + 2], raw[end + 4 :])
    return SignedMail(_fields(head[:_MOST_HEADER_BYTES]), body)


def _fields(head: bytes) -> list[Field]:
    found: list[Field] = []
    for raw in _FIELD.findall(head.removesuffix(b"\r\n") + b"\r\n"):
        name, colon, _ = raw.partition(b":")
        if colon and b"\n" not in name:
            found.append(Field(name.rstrip(b" \t").lower(), raw))
    return found


def canonical_field(one: Field, canonicalisation: str) -> bytes:
    """§3.4.1 and §3.4.2, with the line end."""
    return relaxed_field(one.name, one.value) if canonicalisation == "relaxed" else one.raw


def relaxed_field(name: bytes, value: bytes) -> bytes:
    """The relaxed form: small name, one blank for many, none at the ends."""
    if b"\n" in value:
        value = value.replace(b"\r\n", b"")
    return name + b":" + _with_single_blanks(value).strip(b" \r\n") + b"\r\n"


def read_tags(value: bytes) -> dict[str, str] | None:
    """A tag list (§3.2), or None where it is none: a tag twice, a bad name, bytes beyond ASCII."""
    pieces = value.split(b";")
    if len(pieces) > _MOST_TAGS or not value.isascii():
        return None
    if not pieces[-1].strip(_FWS):
        pieces.pop()
    tags: dict[str, str] = {}
    for piece in pieces:
        name, equals, text = piece.partition(b"=")
        key = name.strip(_FWS)
        if not equals or not _TAG_NAME.match(key) or key.decode() in tags:
            return None
        tags[key.decode()] = text.strip(_FWS).decode()
    return tags


def without_signature(value: bytes) -> bytes:
    """The value of a signature field with the text of its `b=` taken out (§3.7)."""
    pieces = value.split(b";")
    for place, piece in enumerate(pieces):
        name, equals, _ = piece.partition(b"=")
        if equals and name.strip(_FWS) == b"b":
            pieces[place] = name + equals
    return b";".join(pieces)


def _relaxed_body(body: bytes) -> bytes:
    body = _with_single_blanks(body).replace(b" \r\n", b"\r\n")
    return _without_empty_end(body.removesuffix(b" "))


def _with_single_blanks(text: bytes) -> bytes:
    """Each round halves the longest run, so that all of them together are linear; ten times as quick as a pattern."""
    text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text


def _without_empty_end(body: bytes) -> bytes:
    """One line end at the end, whatever there was; nothing where there was nothing else (§3.4.3, with erratum 1384's reading of §3.4.4)."""
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end] + b"\r\n" if end else b""

"""Ids: UUIDv7 inside, sortable and opaque outside.

The native wire shows a prefix and 26 characters of Crockford's base 32 (`inb_01kax…`): lossless, sorts like the UUID.
Other wires have codecs of their own; nothing keys on a prefix (FOUNDATIONS §9).
"""

import os
from datetime import datetime
from uuid import UUID

from postroom.kernel.errors import NotFound

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_LENGTH = 26
# Two characters at once: ten bits.
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_SHIFTS = tuple(range(120, -1, -10))


def new_id(now: datetime) -> UUID:
    """A UUIDv7 whose time part is `now` (RFC 9562 §5.7, with microseconds in rand_a by §6.2 method 3).

    Libraries make them from the machine's time; ours must follow the clock port.
    """
    millis, micros = divmod(round(now.timestamp() * 1_000_000), 1000)
    random_b = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=millis << 80 | 0x7 << 76 | (micros * 4096 // 1000) << 64 | 0b10 << 62 | random_b)


def encode_id(prefix: str, value: UUID) -> str:
    """`encode_id("inb", uuid)` → `inb_` and 26 characters that sort like the UUID."""
    number = value.int
    return f"{prefix}_{''.join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS])}"


def decode_id(prefix: str, text: str) -> UUID | None:
    """The UUID behind a native id, or None where the text is none of that prefix."""
    body = text.removeprefix(f"{prefix}_")
    if len(body) != _LENGTH or len(text) != _LENGTH + len(prefix) + 1:
        return None
    number = 0
    for character in body:
        digit = _VALUE.get(character)
        if digit is None:
            return None
        number = (number << 5) | digit
    return UUID(int=number) if number < 1 << 128 else None


def require_id(prefix: str, text: str, noun: str) -> UUID:
    """The UUID behind a native id; an id that cannot be one is not found, like any other unknown one."""
    value = decode_id(prefix, text)
    if value is None:
        raise NotFound(f"{noun}_not_found", f"There is no {noun} {text[:80]!r}. Its id looks like {prefix}_….")
    return value

"""Strings that every store and wire can carry."""

import re

_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that turn the direction of writing make `exe.fdp` read as `pdf.exe`.
_NAME_TRICKS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


def storable(text: str) -> str:
    """`text` without NUL and lone surrogates."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return _SURROGATES.sub("", text)
    return text


def one_line(text: str) -> str:
    """`text` storable, every run of control characters (so every line end) one blank, and trimmed."""
    if text.isprintable():  # neither NUL nor a surrogate is
        return text.strip()
    return storable(_CONTROLS.sub(" ", text)).strip()


def file_name(text: str) -> str | None:
    """The last component of a path, without controls and direction marks, ≤ 255 characters (RFC 2183 §2.3)."""
    name = storable(_NAME_TRICKS.sub("", text)).replace("\\", "/").rpartition("/")[2].strip()
    return name[:255] if name.strip(".") else None

"""Encoded words (RFC 2047), also as they are written wrongly: blanks inside, split characters, missing padding."""

import binascii
import re

from postroom.lib.mime.charset import decode_label
from postroom.lib.mime.clean import one_line

_OPENING = re.compile(r"=\?([^?\s*]{1,80})(?:\*[^?\s]{0,80})?\?([bBqQ])\?")


def decode_words(value: str) -> str:
    """`value` in one line with its encoded words decoded; linear in its length."""
    return one_line(_decoded(value) if "=?" in value else value)


def _decoded(value: str) -> str:
    out: list[str] = []
    label, run, position, closing = "", bytearray(), 0, 0
    while opening := _OPENING.search(value, position):
        if closing < opening.end():
            closing = value.find("?=", opening.end())
        if closing < 0:
            break
        if value.find("=?", opening.end(), closing) >= 0:  # an unclosed word: its opening stays as it stands
            out += [_flushed(run, label), value[position : opening.end()]]
            label, position = "", opening.end()
            continue
        between = value[position : opening.start()]
        apart = not label or bool(between.strip())
        if apart or opening[1].lower() != label:  # else one text, perhaps cut inside a character
            out += [_flushed(run, label), between if apart else ""]
            label = opening[1].lower()
        run += _bytes_of(value[opening.end() : closing], opening[2])
        position = closing + 2
    out += [_flushed(run, label), value[position:]]
    return "".join(out)


def _flushed(run: bytearray, label: str) -> str:
    text = decode_label(bytes(run), label) if run else ""
    run.clear()
    return text


def _bytes_of(text: str, encoding: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    raw = raw.rstrip(b"= \t")
    try:
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw

"""A header block, field by field, within its caps."""

import re
from typing import NamedTuple

from postroom.lib.mime.charset import decode_raw
from postroom.lib.mime.model import ParseLimits

# RFC 5322 §2.2: a field name is printable ASCII without the colon; `.` also takes the CR of a CRLF.
_FIELD = re.compile(rb"([!-9;-~]{1,998})[ \t]{0,80}:(.*(?:\n[ \t].*)*)\n?")
_FOLD = re.compile(r"\r?\n[ \t]+")
_END = re.compile(rb"\r?\n")
_BLANK_LINE = re.compile(rb"\n\r?\n")


class HeaderBlock(NamedTuple):
    """`fields` are unfolded, with encoded words still encoded; `body_start` is an offset into the source."""

    fields: list[tuple[str, str]]
    body_start: int
    defects: tuple[str, ...] = ()


def read_headers(source: bytes, start: int, end: int, limits: ParseLimits) -> HeaderBlock:
    """The fields from `start` to the blank line, or to the first line that is no field, or to a cap."""
    fields: list[tuple[str, str]] = []
    position, longest, room = start, limits.header_line_bytes, limits.header_block_bytes
    defects: tuple[str, ...] = ()
    while field := _FIELD.match(source, position, end):
        following = field.end()
        name, value = field.groups()
        if following - position > longest and (cut := _cut(value, longest, room - room // 8)) != value:
            value, defects = cut, ("header_line_cut",)
        room -= len(name) + len(value)
        if room < 0 or len(fields) >= limits.headers:
            return HeaderBlock(fields, _after_blank_line(source, position, end), (*defects, "header_block_cut"))
        fields.append((name.decode("ascii"), _unfolded(value)))
        position = following
    if separator := _END.match(source, position, end):
        return HeaderBlock(fields, separator.end(), defects)
    if fields and position < end:
        defects = (*defects, "header_separator_missing")
    return HeaderBlock(fields, position, defects)


def _unfolded(value: bytes) -> str:
    text = decode_raw(value).strip(" \t\r\n")
    return _FOLD.sub(" ", text) if "\n" in text else text


def _cut(value: bytes, longest: int, most: int) -> bytes:
    """Long lines cut, and of very many lines only the first, so that one field leaves room for the others."""
    if len(value) > longest and max(map(len, value.split(b"\n"))) > longest:
        value = b"\n".join(line[:longest] for line in value.split(b"\n"))
    return value[:most]


def _after_blank_line(source: bytes, position: int, end: int) -> int:
    blank = _BLANK_LINE.search(source, position, end)
    return blank.end() if blank else end

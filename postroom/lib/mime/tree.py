"""A mail cut into its parts (RFC 2046 §5.1): offsets into the source, nothing copied or decoded.

Every part is searched once for its own boundary, so the work is at most depth x size.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from postroom.lib.mime.headers import read_headers
from postroom.lib.mime.model import ParseLimits
from postroom.lib.mime.parameters import Field, media_type, read_field
from postroom.lib.mime.transfer import decode_transfer

_TAIL = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_GUESSED = re.compile(rb"(?:^|\n)--([!-~]{1,200})\r?\n[Cc]ontent-", re.MULTILINE)
_MAX_BOUNDARY = 250
_MESSAGES = frozenset({"message/rfc822", "message/global"})


@dataclass(slots=True)
class Part:
    """`source[start:end]` is the body, still encoded. `path` counts from 1; the root of a mail has the path ``""``."""

    path: str
    source: bytes
    start: int
    end: int
    content_type: str
    parameters: dict[str, str]
    disposition: Field
    encoding: str
    content_id: str
    children: list["Part"] = field(default_factory=list)

    @property
    def is_message(self) -> bool:
        return self.content_type in _MESSAGES

    def content(self, most: int | None = None) -> tuple[bytes, str | None]:
        """Decoded bytes and a defect code or None; `most` bounds the encoded bytes looked at."""
        end = self.end if most is None else min(self.end, self.start + most)
        return decode_transfer(self.source[self.start : end], self.encoding)


class Splitter:
    """Cuts one mail; `defects` and the count of parts are over all its levels, embedded mails included."""

    def __init__(self, limits: ParseLimits) -> None:
        self.limits = limits
        self.parts = 0
        self.defects: list[str] = []

    def root(self, source: bytes, fields: list[tuple[str, str]], start: int) -> Part:
        part = _part("", source, start, len(source), fields, "text/plain")
        self._divide(part, 0)
        return part

    def embedded(self, part: Part, depth: int) -> Part | None:
        """The root of the mail inside a `message/rfc822` part, its paths below the part's own."""
        if depth >= self.limits.depth:
            self.defects.append("depth_cut")
            return None
        source, start, end = part.source, part.start, part.end
        if part.encoding not in ("", "7bit", "8bit", "binary"):
            source = part.content()[0]
            start, end = 0, len(source)
        block = read_headers(source, start, end, self.limits)
        root = _part(part.path, source, block.body_start, end, block.fields, "text/plain")
        self._divide(root, depth)
        return root

    def _divide(self, part: Part, depth: int) -> None:
        if not part.content_type.startswith("multipart/"):
            return
        boundary = _boundary(part)
        if depth >= self.limits.depth:
            self.defects.append("depth_cut")
        elif boundary:
            self._add_children(part, boundary, depth)
        if not part.children:
            self.defects.append("boundary_missing")
            part.content_type = "text/plain"

    def _add_children(self, part: Part, boundary: bytes, depth: int) -> None:
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for start, end in _sections(part.source, part.start, part.end, boundary):
            if self.parts >= self.limits.parts:
                self.defects.append("parts_cut")
                return
            self.parts += 1
            number = str(len(part.children) + 1)
            block = read_headers(part.source, start, end, self.limits)
            self.defects += block.defects
            path = f"{part.path}.{number}" if part.path else number
            child = _part(path, part.source, block.body_start, end, block.fields, default)
            part.children.append(child)
            self._divide(child, depth + 1)


def _part(path: str, source: bytes, start: int, end: int, fields: list[tuple[str, str]], default: str) -> Part:
    content_type = disposition = encoding = content_id = ""
    for name, value in reversed(fields):  # the first of each wins
        if name[0] not in "cC":
            continue
        lowered = name.lower()
        if lowered == "content-type":
            content_type = value
        elif lowered == "content-transfer-encoding":
            encoding = value
        elif lowered == "content-disposition":
            disposition = value
        elif lowered == "content-id":
            content_id = value
    kind = read_field(content_type)
    words = encoding.split(";", 1)[0].strip(" \t\"'").lower() if encoding else ""
    declared = media_type(kind.value) if kind.value else default
    return Part(path, source, start, end, declared, kind.parameters, read_field(disposition), words, content_id)


def _boundary(part: Part) -> bytes:
    declared = part.parameters.get("boundary", "").rstrip()
    if declared:
        return b"--" + declared.encode("utf-8", "replace") if len(declared) <= _MAX_BOUNDARY else b""
    guessed = _GUESSED.search(part.source, part.start, part.end)
    return b"--" + guessed[1] if guessed else b""


def _sections(source: bytes, start: int, end: int, delimiter: bytes) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends; the line end before a delimiter belongs to the delimiter."""
    opened = -1
    for line_start, after, closing in _delimiters(source, start, end, delimiter):
        if opened >= 0:
            yield opened, max(opened, line_start - (2 if source[line_start - 2 : line_start] == b"\r\n" else 1))
        if closing:
            return
        opened = after
    if opened >= 0:
        yield opened, end


def _delimiters(source: bytes, start: int, end: int, delimiter: bytes) -> Iterator[tuple[int, int, bool]]:
    """`(start of the line, end of the line, whether it closes)` of each delimiter line (RFC 2046 §5.1.1)."""
    found = start if source.startswith(delimiter, start, end) else _next_line(source, start, end, delimiter)
    while found >= 0:
        position = found + len(delimiter)
        if tail := _TAIL.match(source, position, end):
            position = tail.end()
            yield found, position, tail[1] is not None
            position -= 1  # the next delimiter may follow at once: its line end is ours
        found = _next_line(source, position, end, delimiter)


def _next_line(source: bytes, position: int, end: int, prefix: bytes) -> int:
    found = source.find(b"\n" + prefix, position, end)
    return found + 1 if found >= 0 else -1

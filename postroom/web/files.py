"""Bytes from strangers, delivered so that no browser takes them for a page of this house."""

import re
from urllib.parse import quote

from postroom.web.refusals import Header, Refused
from postroom.web.request import Reply

_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}(?:; ?charset=[a-z0-9._-]{1,40})?", re.ASCII)
_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII | re.IGNORECASE)
_SHOWN = frozenset({"text/plain", "image/png", "image/jpeg", "image/gif", "image/webp"})
_LONGEST_NAME = 150
_PAGE_POLICY = (
    b"default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    b"sandbox allow-popups allow-popups-to-escape-sandbox"
)


def file_reply(content: bytes, media_type: str, filename: str | None, range_header: str | None, *, is_page: bool = False) -> Reply:
    """200 with all of it, or 206 with one range. Raises Refused (416) for a range outside.

    `is_page`: HTML made in this house for people, though of strangers' words: it may show itself and images of this house,
    and open links elsewhere.
    """
    safe_type = safe_media_type(media_type)
    shown = is_page or safe_type.partition(";")[0] in _SHOWN
    headers = [
        (b"content-type", safe_type.encode()),
        (b"content-disposition", content_disposition(filename, inline=shown).encode()),
        (b"content-security-policy", _PAGE_POLICY if is_page else b"sandbox; default-src 'none'"),
        (b"referrer-policy", b"no-referrer"),
        (b"accept-ranges", b"bytes"),
    ]
    wanted = parse_range(range_header, len(content)) if range_header is not None else None
    if wanted is None:
        return Reply(200, content, headers)
    start, end = wanted
    headers.append((b"content-range", f"bytes {start}-{end - 1}/{len(content)}".encode()))
    return Reply(206, content[start:end], headers)


def parse_range(header: str, size_bytes: int) -> tuple[int, int] | None:
    """(start, end) with the end excluded; None where the header is to be ignored (RFC 9110 §14.2). Raises Refused (416)."""
    match = _RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, end = max(0, size_bytes - int(match[2])), size_bytes
    else:
        start = int(match[1])
        last = int(match[2]) if match[2] else size_bytes - 1
        if last < start and match[2]:
            return None
        end = min(last + 1, size_bytes)
    if start >= end:
        raise _unsatisfiable(size_bytes)
    return start, end


def safe_media_type(text: str) -> str:
    """The media type, or application/octet-stream where it is none."""
    lowered = text.strip().lower()
    return lowered if _MEDIA_TYPE.fullmatch(lowered) else "application/octet-stream"


def content_disposition(filename: str | None, *, inline: bool) -> str:
    """`attachment; filename="…"; filename*=UTF-8''…` (RFC 6266, RFC 8187); nothing of the name can leave its quotes."""
    kind = "inline" if inline else "attachment"
    name = _plain_name(filename or "")
    if not name:
        return kind
    ascii_name = "".join(character if character.isascii() and character not in '"\\%;' else "_" for character in name)
    extended = "" if ascii_name == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'{kind}; filename="{ascii_name}"{extended}'


def _plain_name(filename: str) -> str:
    last = filename.replace("\\", "/").rpartition("/")[2]
    cleaned = "".join(character if character.isprintable() else "_" for character in last).strip(" .")
    if len(cleaned) <= _LONGEST_NAME:
        return cleaned
    stem, dot, extension = cleaned.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 20]}{dot}{extension[:18]}" if dot else cleaned[:_LONGEST_NAME]


def _unsatisfiable(size_bytes: int) -> Refused:
    header: Header = (b"content-range", f"bytes */{size_bytes}".encode())
    return Refused(416, "range_not_satisfiable", f"There are {size_bytes} bytes; the range lies outside.", headers=(header,))

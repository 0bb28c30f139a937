"""Query strings: names and values, decoded once, strictly."""

from urllib.parse import unquote_to_bytes

from postroom.web.refusals import Refused, malformed

MOST_BYTES = 16 * 1024
MOST_PARAMETERS = 500


def parse_query(raw: bytes) -> list[tuple[str, str]]:
    """(name, value) pairs in order, `+` read as a space. Raises Refused: 414 over 16 KiB, 400 on what is not UTF-8."""
    if not raw:
        return []
    if len(raw) > MOST_BYTES:
        raise Refused(414, "query_too_long", f"The query string is longer than {MOST_BYTES} bytes.")
    parts = raw.split(b"&", MOST_PARAMETERS)
    if len(parts) > MOST_PARAMETERS:
        raise malformed("malformed_query", f"The query string has more than {MOST_PARAMETERS} parameters.")
    return [_pair(part) for part in parts if part]


def _pair(part: bytes) -> tuple[str, str]:
    name, _, value = part.partition(b"=")
    return _decode(name), _decode(value)


def _decode(raw: bytes) -> str:
    try:
        return (unquote_to_bytes(raw.replace(b"+", b" ")) if b"%" in raw or b"+" in raw else raw).decode("utf-8")
    except UnicodeDecodeError as error:
        raise malformed("malformed_query", "The query string is not UTF-8.") from error

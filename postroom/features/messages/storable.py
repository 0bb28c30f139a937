"""One total function between strangers' text and the database (FOUNDATIONS §1): no NUL, no lone surrogate, no endless value."""

from datetime import UTC, datetime

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def to_storable(text: str, most: int) -> str:
    """The text without NUL and lone surrogates, at most `most` characters."""
    if len(text) > most:
        text = text[:most]
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def to_storable_instant(instant: datetime | None) -> datetime | None:
    """The instant clamped to what a calendar means; None stays None, and so does one without a zone."""
    if instant is None or instant.tzinfo is None:
        return None
    try:
        return min(max(instant.astimezone(UTC), _EARLIEST), _LATEST)
    except (OverflowError, ValueError):
        return None

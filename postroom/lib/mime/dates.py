"""The `Date` header (RFC 5322 §3.3, with its obsolete forms) as an instant."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_MAX_CHARS = 120


def read_date(value: str) -> datetime | None:
    """UTC, between 1970 and 2100; everything else is None. A date without a zone counts as UTC."""
    try:
        fields = parsedate_tz(value[:_MAX_CHARS])
        if fields is None:
            return None
        local = datetime(*fields[:5], min(fields[5], 59), tzinfo=UTC)
        instant = local - timedelta(seconds=fields[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return instant if _EARLIEST <= instant < _LATEST else None

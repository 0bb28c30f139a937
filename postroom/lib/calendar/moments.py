"""Dates, times and durations (RFC 5545 §3.3.4 to §3.3.6)."""

import re
from datetime import UTC, date, datetime, timedelta

from postroom.lib.calendar.lines import Line
from postroom.lib.calendar.model import Moment
from postroom.lib.calendar.zones import Rules, to_utc

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d{1,9})?(Z)?)?\Z", re.IGNORECASE)
_DURATION = re.compile(r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?\Z", re.IGNORECASE)


def read_moment(line: Line, rules: Rules) -> Moment | None:
    """A DATE or DATE-TIME with its zone; None where it is neither."""
    local = read_local(line.value)
    if local is None:
        return None
    if not isinstance(local, datetime):
        return Moment(local.isoformat())
    if line.value.strip().upper().endswith("Z"):
        return Moment(local.isoformat(), "UTC", local.replace(tzinfo=UTC))
    tzid = line.parameter("TZID")
    if not tzid:
        return Moment(local.isoformat())
    zone, utc = to_utc(local, tzid, rules)
    return Moment(local.isoformat(), zone[:100], utc)


def read_local(text: str) -> datetime | date | None:
    """The date or the local time that a value writes."""
    found = _DATE.match(text.strip()[:40])
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(one) if one else 0 for one in found.groups()[:6])
    try:
        if found[4] is None:
            return date(year, month, day)
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - local by its nature
    except ValueError:
        return None


def read_duration(text: str) -> timedelta | None:
    """`PT1H30M`, `P1D`."""
    found = _DURATION.match(text.strip()[:60])
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def later(start: Moment, length: timedelta) -> Moment | None:
    """The moment that is so much later."""
    local = read_local(start.local)
    if local is None:
        return None
    try:
        end = local + length
        return Moment(end.isoformat(), start.zone, start.utc and start.utc + length)
    except OverflowError:
        return None

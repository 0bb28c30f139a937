"""Which zone a TZID means: IANA's name, Windows' name, a path that ends in one, or the rules that the file itself brings."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from postroom.lib.calendar.windows import IANA_OF_WINDOWS

_UTC_NAMES = frozenset(("utc", "z", "gmt", "etc/utc", "etc/gmt", "etc/zulu", "zulu", "utc/gmt"))
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}\Z")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?:\d{2})?\Z")
_FIXED = re.compile(r"\(?(?:UTC|GMT)\s?([+-]\d{2}:?\d{2})\)?", re.IGNORECASE)
_BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Observance(msgspec.Struct, frozen=True):
    """STANDARD or DAYLIGHT of a VTIMEZONE: from when on (local time), which offset, and the yearly rule if any."""

    begins: datetime
    offset: timedelta
    rule: dict[str, str] = {}


Rules = Mapping[str, list[Observance]]


def iana_name(tzid: str) -> str | None:
    """The IANA name that a TZID means, or None."""
    name = tzid.strip().strip('"').strip()
    if name.lower() in _UTC_NAMES:
        return "UTC"
    mapped = IANA_OF_WINDOWS.get(name.lower())
    if mapped is not None:
        return mapped
    # /mozilla.org/20050126_1/Europe/Berlin, and other private prefixes (RFC 5545 §3.8.3.1)
    parts = [part for part in name.split("/") if part][-3:]
    if parts and parts[-1].lower() in _UTC_NAMES:  # tzone://Microsoft/Utc
        return "UTC"
    candidates = ["/".join(parts[start:]) for start in range(len(parts))]
    return next((one for one in candidates if _NAME.match(one) and _zone(one) is not None and ("/" in one or one == name)), None)


def to_utc(local: datetime, tzid: str, rules: Rules) -> tuple[str, datetime | None]:
    """(name of the zone, the instant) of a local time; no instant where nobody knows the zone."""
    name = iana_name(tzid)
    zone = _zone(name) if name is not None else None
    if name is not None and zone is not None:
        return name, _instant(local.replace(tzinfo=zone))
    observances = rules.get(tzid)
    if observances:
        return tzid, _instant(local.replace(tzinfo=timezone(_offset_at(local, observances))))
    fixed = _FIXED.match(tzid)
    offset = parse_offset(fixed[1]) if fixed else None
    return tzid, None if offset is None else _instant(local.replace(tzinfo=timezone(offset)))


def parse_offset(text: str) -> timedelta | None:
    """`+0100`, `-03:30`, `+013015`."""
    found = _OFFSET.match(text.strip())
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -offset if found[1] == "-" else offset


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    if name == "UTC":
        return ZoneInfo("UTC") if _has("UTC") else None
    return ZoneInfo(name) if _has(name) else None


def _has(name: str) -> bool:
    try:
        ZoneInfo(name)
    except Exception:  # not found, a folder, a file that is none: many kinds of errors, one meaning
        return False
    return True


def _instant(local: datetime) -> datetime | None:
    try:
        return local.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _offset_at(local: datetime, observances: list[Observance]) -> timedelta:
    """The offset of the observance that began last before (RFC 5545 §3.6.5)."""
    onsets = [(onset, one.offset) for one in observances if (onset := _last_onset(local, one)) is not None]
    if onsets:
        return max(onsets, key=lambda found: found[0])[1]
    return min(observances, key=lambda one: one.begins).offset


def _last_onset(local: datetime, one: Observance) -> datetime | None:
    if local < one.begins:
        return None
    if not one.rule:
        return one.begins
    years = (local.year, local.year - 1)
    found = (_onset_in(year, one) for year in years if year >= one.begins.year)
    return next((onset for onset in found if onset is not None and onset <= local), one.begins)


def _onset_in(year: int, one: Observance) -> datetime | None:
    """When an observance begins in a year: `BYMONTH=3;BYDAY=-1SU` and the like."""
    until = one.rule.get("UNTIL", "")[:4]
    if until.isascii() and until.isdigit() and year > int(until):
        return None
    month_text = one.rule.get("BYMONTH", str(one.begins.month))
    month = int(month_text) if month_text.isascii() and month_text.isdigit() and 1 <= int(month_text[:3]) <= 12 else one.begins.month
    by_day = _BY_DAY.match(one.rule.get("BYDAY", "").upper())
    day = _day_of(year, month, int(by_day[1] or 1), _DAYS.index(by_day[2])) if by_day else one.begins.day
    try:
        return one.begins.replace(year=year, month=month, day=day)
    except ValueError:
        return None


def _day_of(year: int, month: int, nth: int, weekday: int) -> int:
    first, length = monthrange(year, month)
    if nth > 0:
        return min(1 + (weekday - first) % 7 + 7 * (nth - 1), length)
    last = (first + length - 1) % 7
    return max(length - (last - weekday) % 7 + 7 * (nth + 1), 1)

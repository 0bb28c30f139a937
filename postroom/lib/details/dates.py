"""Dates, with a clock time where one stands beside; a day and a month that could be swapped are no date, because nothing is guessed."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from postroom.lib.details.model import Detail, Source
from postroom.lib.details.places import label_before
from postroom.lib.extraction import MONTHS

DATES_MAX: Final = 200


def find_dates(text: str, source: Source) -> Iterator[Detail]:
    """`value` is `2026-03-12`, or `2026-03-12T13:00` where a clock time follows (no zone is made up)."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower()[:1] or c for c in text)
    for match in islice(_DATE.finditer(low), DATES_MAX):
        found = _read(match)
        if found is None:
            continue
        day, rule = found
        clock = _CLOCK.match(low, match.end())
        value = day.isoformat() + (f"T{_hour(clock):02}:{clock[2]}" if clock else "")
        end = clock.end() if clock else match.end()
        yield Detail("date", value, (match.start(), end), source, rule, 0.95, label_before(text, match.start()))


def _read(match: re.Match[str]) -> tuple[date, str] | None:
    try:
        if match["y1"]:
            return date(int(match["y1"]), int(match["m1"]), int(match["d1"])), "date_year_first"
        if match["y2"]:
            return _of_two(int(match["a"]), int(match["b"]), int(match["y2"]), match["sep"])
        if match["y3"]:
            return date(int(match["y3"]), MONTHS[match["m3"]], int(match["d3"])), "date_named_month"
        return date(int(match["y4"]), MONTHS[match["m4"]], int(match["d4"])), "date_named_month"
    except ValueError:
        return None


def _of_two(first: int, second: int, year: int, separator: str) -> tuple[date, str] | None:
    """Points part day, month, year; strokes may mean either, so that only a day above twelve tells."""
    if separator == "." or first > 12 or first == second:
        return date(year, second, first), "date_day_first"
    return (date(year, first, second), "date_month_first") if second > 12 else None


def _hour(clock: re.Match[str]) -> int:
    hour = int(clock[1])
    return hour % 12 + (12 if clock[3][0] == "p" else 0) if clock[3] else hour


_NAMES: Final = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_DATE: Final = re.compile(
    r"(?<![\d.-])(?:(?P<y1>(?:19|20)\d\d)(?:[-/.]|年 ?)(?P<m1>\d{1,2})(?:[-/.]|月 ?)(?P<d1>\d{1,2})(?!\d)"
    r"|(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)? ?(?:de |of |d['’])?(?P<m3>{_NAMES})[^\W\d_]{{0,6}}[.,]?"
    r" (?:de |del )?(?P<y3>(?:19|20)\d\d)(?!\d))"
    rf"|(?<![^\W\d_])(?P<m4>{_NAMES})[^\W\d_]{{0,6}}\.? (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>(?:19|20)\d\d)(?!\d)"
)
_CLOCK: Final = re.compile(
    r"(?:,? (?:at |um |à |a las |às |alle |kl\.? |om |o |в |klo )?|t)([01]?\d|2[0-3])[:h](\d\d)(?::\d\d)?(?!\d)(?: ?([ap])\.?m)?"
)

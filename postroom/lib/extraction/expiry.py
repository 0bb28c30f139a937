"""When a code or link ends: durations ("valid for 10 minutes") and absolute times, in the language of the mail."""

import re
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from postroom.lib.extraction.words.patterns import grouped
from postroom.lib.extraction.words.times import (
    MONTHS,
    MONTHS_PATTERN,
    UNIT_SECONDS,
    UNITS_PATTERN,
    VALIDITY_PATTERN,
    WHOLE_SPANS,
    ZONES,
)

LONGEST_S: Final = 60 * 86_400
LEADS_MAX: Final = 400

Day = tuple[int, int, int]


def find_expiry(low: str, received_at: datetime) -> tuple[datetime, int] | None:
    """(instant, seconds after receipt) of the first validity the lower-case text states, None when it states none or nonsense.

    Numbers lead: one with a unit of time, or the start of a date or clock time; a word of validity in its sentence makes it count.
    """
    for match in islice(_NUMBER.finditer(low), LEADS_MAX):
        if match.end() - match.start() <= 4:
            seconds = _duration(low, match) or _absolute(low, match.start(), received_at)
            if seconds and 0 < seconds <= LONGEST_S:
                return received_at + timedelta(seconds=seconds), seconds
    return _whole_span(low, received_at) or _in_words(low, received_at)


def _whole_span(low: str, received_at: datetime) -> tuple[datetime, int] | None:
    """`for half an hour`, `в течение часа`."""
    for match in islice(_WHOLE.finditer(low), LEADS_MAX):
        if _is_of_validity(_sentence_before(low, match.end(), 90)) or _is_of_validity(low[match.end() : match.end() + 40]):
            return received_at + timedelta(seconds=WHOLE_SPANS[match[0]]), WHOLE_SPANS[match[0]]
    return None


def _in_words(low: str, received_at: datetime) -> tuple[datetime, int] | None:
    """`expires in one hour`: looked for behind the few words of validity that such mails use."""
    for match in islice(_NUMBER_WORD.finditer(low), LEADS_MAX) if any(word in low for word in _WORD_UNITS) else ():
        seconds = _duration(low, match)
        if seconds:
            return received_at + timedelta(seconds=seconds), seconds
    return None


def _duration(low: str, number: re.Match[str]) -> int | None:
    unit = _UNIT.match(low, number.end()) or _UNIT_BEFORE.search(low, max(0, number.start() - 12), number.start())
    if not unit or (number.start() and low[number.start() - 1] in ("./:" if unit[1] > "\u3000" else ".,:/")):  # 482913,10分钟
        return None
    after = _SENTENCE_END.split(low[max(unit.end(), number.end()) : unit.end() + 60], maxsplit=1)[0]
    if not _is_of_validity(_sentence_before(low, number.start(), 90)) and not _is_of_validity(after):
        return None
    value = int(number[0]) if number[0].isdigit() else _NUMBER_WORDS[number[0]]
    return value * UNIT_SECONDS[unit[1]]


def _is_of_validity(piece: str) -> bool:
    """In two steps: where such a word may be, then whether it begins there."""
    first = _VALIDITY_INSIDE.search(piece)
    return first is not None and _VALIDITY.search(piece, first.start()) is not None


def _sentence_before(low: str, position: int, reach: int) -> str:
    return _SENTENCE_END.split(low[max(0, position - reach) : position])[-1]


def _absolute(low: str, start: int, received_at: datetime) -> int | None:
    date = _date_at(low, start, received_at)
    end = date[1] if date else start
    clock = (_CLOCK.match(low, end + 1) or _CLOCK.search(low, end, end + 18)) if date else _CLOCK.match(low, start)
    if (not date and not clock) or not _is_of_validity(_sentence_before(low, start, 60)):
        return None
    offset = timedelta(seconds=_offset_s(low[clock.end() : clock.end() + 16]) if clock else 0)
    try:
        moment = _moment(date[0] if date else None, clock, received_at + offset) - offset
        if not date and moment <= received_at:
            moment += timedelta(days=1)
        return int((moment - received_at).total_seconds())
    except (ValueError, OverflowError):
        return None


def _date_at(low: str, start: int, received_at: datetime) -> tuple[Day, int] | None:
    """(year, month, day) of the date whose first number stands at `start`, and where it ends."""
    match = _DATE.match(low, start)
    if match:
        year_first = match[1] is not None
        named = (match[1], match[2], match[3]) if year_first else (match[6], match[5], match[4])
        return (int(named[0]), int(named[1]), int(named[2])), match.end()
    match = _DAY_MONTH.match(low, start)
    if match:
        return (int(match[3] or received_at.year), MONTHS[match[2]], int(match[1])), match.end()
    before = _MONTH_BEFORE.search(low, max(0, start - 14), start)
    match = _DAY_YEAR.match(low, start) if before else None
    return ((int(match[2] or received_at.year), MONTHS[before[1]], int(match[1])), match.end()) if before and match else None


def _moment(date: Day | None, clock: re.Match[str] | None, local: datetime) -> datetime:
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (23, 59)
    if clock and clock[3]:
        hour = hour % 12 + (12 if clock[3][0] == "p" else 0)
    moment = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment.replace(year=date[0], month=date[1], day=date[2]) if date else moment


def _offset_s(after: str) -> int:
    match = _ZONE.match(after)
    if not match:
        return 0
    if match[1]:
        sign = -1 if match[1] in "-−" else 1
        return sign * (int(match[2]) * 3600 + int(match[3] or 0) * 60)
    return int(ZONES.get(match[4] or "", 0) * 3600)


_NUMBER_WORDS: Final = {
    "one": 1, "an": 1, "a": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
    "eine": 1, "einer": 1, "zehn": 10,
    "une": 1, "una": 1, "uma": 1, "dix": 10, "diez": 10, "dez": 10, "dieci": 10, "tien": 10,
}  # fmt: skip
_WORD_UNITS: Final = (" hour", " minute", " day", " stunde", " minuten", " heure", " hora", " ora", " uur", " minuti")
_WHOLE: Final = re.compile(grouped(sorted(WHOLE_SPANS, key=len, reverse=True)))
_UNIT_BEFORE: Final = re.compile(r"(dakika|saa|siku) $")  # Swahili counts behind the unit
_DAY_MONTH: Final = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)? ?(?:de |of |d['’])?({MONTHS_PATTERN})[^\W\d_]{{0,6}}[.,]?(?: (?:de |del )?(20\d\d))?"
)
_MONTH_BEFORE: Final = re.compile(rf"({MONTHS_PATTERN})[^\W\d_]{{0,6}}\.? $")
_DAY_YEAR: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,? (20\d\d))?")
_NUMBER: Final = re.compile("[0-9]+")
_NUMBER_WORD: Final = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})(?= )")
_UNIT: Final = re.compile(rf"[ \u00a0-]{{0,2}}({UNITS_PATTERN})")
_VALIDITY_INSIDE: Final = re.compile(VALIDITY_PATTERN)
_VALIDITY: Final = re.compile(r"(?<![a-zà-ž])" + VALIDITY_PATTERN)
_SENTENCE_END: Final = re.compile(r"[.!?](?:\s|$)|[。！？]|\n\s{0,40}\n")
_DATE: Final = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{1,2})[./-](\d{1,2})[./-](20\d\d)")
_CLOCK: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:h時](\d\d)(?!\d)(?::\d\d)?\s?([ap]\.?m)?\.?")
_ZONE: Final = re.compile(r"(?: ?uhr)?\s{0,2}\(?(?:(?:utc|gmt)?([+−-])(\d{1,2}):?(\d\d)?|([a-zа-я]{2,5})\b)")

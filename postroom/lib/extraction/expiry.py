"""When a code or link ends: durations ("valid for 10 minutes") and absolute times, in the language of the mail."""

import re
from datetime import datetime, timedelta
from typing import Final

from postroom.lib.extraction.words.times import UNIT_SECONDS, UNITS_PATTERN, VALIDITY_PATTERN, ZONES

LONGEST_S: Final = 60 * 86_400


def find_expiry(low: str, received_at: datetime) -> tuple[datetime, int] | None:
    """(instant, seconds after receipt) of the first validity the text states, None when it states none or nonsense."""
    for match in _bounded_search(low):
        start, end = max(0, match.start() - 90), min(len(low), match.end() + 110)
        found = _duration(low, start, match.start(), match.end(), end) or _absolute(low[match.start() : end], received_at)
        if found and 0 < found <= LONGEST_S:
            return received_at + timedelta(seconds=found), found
    return None


def _bounded_search(low: str) -> list[re.Match[str]]:
    found = []
    for match in _VALIDITY.finditer(low):
        found.append(match)
        if len(found) >= 12:
            break
    return found


def _duration(low: str, start: int, word_start: int, word_end: int, end: int) -> int | None:
    """The nearest number with a unit of time, after the word first, in the same sentence."""
    after = _sentence_head(low[word_end:end])
    match = _DURATION.search(after)
    if match:
        return _seconds(match)
    before = _SENTENCE_END.split(low[start:word_start])[-1]
    matches = list(_DURATION.finditer(before))
    return _seconds(matches[-1]) if matches else None


def _sentence_head(text: str) -> str:
    match = _SENTENCE_END.search(text)
    return text[: match.start()] if match else text


def _seconds(match: re.Match[str]) -> int | None:
    number = match[1] or match[3] or ""
    unit = UNIT_SECONDS.get(match[2] or match[4] or "")
    if unit is None:
        return None
    value = int(number) if number.isdigit() else _NUMBER_WORDS.get(number)
    return value * unit if value else None


def _absolute(text: str, received_at: datetime) -> int | None:
    date, clock = _DATE.search(text), _CLOCK.search(text)
    if not clock and not date:
        return None
    offset = _offset_s(text[clock.end() :]) if clock else 0
    local = received_at + timedelta(seconds=offset)
    try:
        moment = _moment(date, clock, local) - timedelta(seconds=offset)
    except ValueError:
        return None
    if not date and moment <= received_at:
        moment += timedelta(days=1)
    return int((moment - received_at).total_seconds())


def _moment(date: re.Match[str] | None, clock: re.Match[str] | None, local: datetime) -> datetime:
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (23, 59)
    if clock and clock[3]:
        hour = hour % 12 + (12 if clock[3][0] == "p" else 0)
    moment = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if not date:
        return moment
    if date[1]:
        return moment.replace(year=int(date[1]), month=int(date[2]), day=int(date[3]))
    return moment.replace(year=int(date[6]), month=int(date[5]), day=int(date[4]))


def _offset_s(after: str) -> int:
    match = _ZONE.match(after)
    if not match:
        return 0
    if match[1]:
        sign = -1 if match[1] in "-−" else 1
        return sign * (int(match[2]) * 3600 + int(match[3] or 0) * 60)
    return int(ZONES.get(match[4] or "", 0) * 3600)


_NUMBER_WORDS: Final = {
    "one": 1, "an": 1, "a": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "eine": 1, "einer": 1, "zehn": 10,
    "une": 1, "una": 1, "uma": 1, "dix": 10, "diez": 10, "dez": 10, "dieci": 10, "tien": 10,
}  # fmt: skip
_VALIDITY: Final = re.compile(VALIDITY_PATTERN)
_DURATION: Final = re.compile(
    rf"(?<![\d.,:/])(\d{{1,4}})[\s\u00a0-]{{0,2}}({UNITS_PATTERN})|\b({'|'.join(_NUMBER_WORDS)})\s({UNITS_PATTERN})"
)
_SENTENCE_END: Final = re.compile(r"[.!?](?:\s|$)|[。！？]|\n\s{0,40}\n")
_DATE: Final = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{1,2})[./-](\d{1,2})[./-](20\d\d)")
_CLOCK: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:h時](\d\d)(?!\d)(?::\d\d)?\s?([ap]\.?m)?\.?")
_ZONE: Final = re.compile(r"\s{0,2}\(?(?:(?:utc|gmt)?([+−-])(\d{1,2}):?(\d\d)?|([a-z]{2,5})\b)")

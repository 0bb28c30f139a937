"""A recurrence rule in words. It is never expanded: a rule of a stranger may mean a billion dates."""

from postroom.lib.calendar.moments import read_local

_UNITS = {
    "YEARLY": "year",
    "MONTHLY": "month",
    "WEEKLY": "week",
    "DAILY": "day",
    "HOURLY": "hour",
    "MINUTELY": "minute",
    "SECONDLY": "second",
}
_DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday", "SU": "Sunday"}
_MONTHS = "January February March April May June July August September October November December".split()
_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last", "-2": "second last"}
_MOST_PARTS = 40


def rule_parts(text: str) -> dict[str, str]:
    """`FREQ=WEEKLY;BYDAY=MO` by name."""
    pairs = (part.partition("=") for part in text[:2_000].split(";")[:_MOST_PARTS])
    return {name.strip().upper(): value.strip() for name, _, value in pairs if value}


def in_words(text: str) -> str:
    """`every 2 weeks on Monday and Thursday, until 2026-06-30`; nothing where the rule has no frequency."""
    parts = rule_parts(text)
    unit = _UNITS.get(parts.get("FREQ", "").upper())
    if unit is None:
        return ""
    interval = parts.get("INTERVAL", "1")
    words = f"every {unit}" if interval in ("1", "") or not interval.isdigit() else f"every {interval[:6]} {unit}s"
    for said in (_days(parts.get("BYDAY", "")), _month_days(parts.get("BYMONTHDAY", "")), _months(parts.get("BYMONTH", ""))):
        words += said
    return words + _end(parts)


def _days(text: str) -> str:
    said = []
    for one in text.upper().split(",")[:_MOST_PARTS]:
        day, nth = _DAYS.get(one.strip()[-2:]), one.strip()[:-2].lstrip("+")
        if day:
            said.append(f"the {_NTH.get(nth, nth[:4])} {day}" if nth else day)
    return f" on {_joined(said)}" if said else ""


def _month_days(text: str) -> str:
    days = [one.strip()[:3] for one in text.split(",")[:_MOST_PARTS] if one.strip()]
    return f" on day {_joined(['last' if one == '-1' else one for one in days])}" if days else ""


def _months(text: str) -> str:
    months = [int(one) for one in text.split(",")[:_MOST_PARTS] if one.isascii() and one.isdigit() and len(one) < 3]
    said = [_MONTHS[one - 1] for one in months if 1 <= one <= 12]
    return f" in {_joined(said)}" if said else ""


def _end(parts: dict[str, str]) -> str:
    if parts.get("COUNT", "").isdigit():
        return f", {parts['COUNT'][:9]} times"
    until = read_local(parts.get("UNTIL", ""))
    return "" if until is None else f", until {until.isoformat()[:10]}"


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

"""Numbers of a workbook as they were shown, as far as that matters: dates and times as such, percentages, no binary tails."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

_DATE, _TIME, _BOTH, _PERCENT = "date", "time", "both", "percent"
# ECMA-376 part 1 §18.8.30: formats that every program knows by number.
_BUILT_IN = {9: _PERCENT, 10: _PERCENT, 22: _BOTH} | dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), _DATE)
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47), _TIME)
_LITERAL = re.compile(r'"[^"]{0,200}"|\\.|\[[^\]]{0,60}\]|_.|\*.')
# The calendar of 1900 believes in 29 February 1900, so that its day 60 is none and all later ones count from 30 December.
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a cell has no zone
_LAST_DAY = 2_958_465


def date_styles(formats: Mapping[str, str], cell_formats: Sequence[str]) -> dict[str, str]:
    """By index of cell style: date, time, both or percent; plain numbers are left out."""
    kinds = {name: _kind_of(code) for name, code in formats.items()}
    found = {}
    for index, name in enumerate(cell_formats):
        built_in = _BUILT_IN.get(int(name), "") if name.isascii() and name.isdigit() and len(name) < 6 else ""
        kind = kinds.get(name) or built_in
        if kind:
            found[str(index)] = kind
    return found


def shown_number(value: str, kind: str, *, is_1904: bool) -> str:
    """The number, date or time as text; what is no number as it is."""
    try:
        number = float(value)
    except ValueError:
        return value[:100]
    if kind == _PERCENT:
        return f"{round(number * 100, 4):g}%"
    if kind and 0 <= number <= _LAST_DAY:
        return _instant(number, kind, is_1904=is_1904)
    return value if len(value) <= 12 else f"{number:.12g}"


def _instant(number: float, kind: str, *, is_1904: bool) -> str:
    seconds = round((number % 1) * 86_400)
    if kind == _TIME and number < 1:
        return str(timedelta(seconds=seconds))
    instant = _EPOCHS[is_1904] + timedelta(days=int(number), seconds=seconds)
    if kind == _DATE and not seconds:
        return instant.date().isoformat()
    return instant.isoformat(" ", "minutes" if instant.second == 0 else "seconds")


def _kind_of(code: str) -> str:
    letters = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "%" in letters:
        return _PERCENT
    has_date, has_time = "y" in letters or "d" in letters, "h" in letters or "s" in letters
    if has_date or has_time:
        return _BOTH if has_date and has_time else _DATE if has_date else _TIME
    return _DATE if "mm" in letters else ""

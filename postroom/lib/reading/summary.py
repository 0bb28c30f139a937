"""One line about a mail, made of what was found: who, what, which code or amount, and until when. The same mail gives the same line."""

import re
from datetime import datetime
from typing import Final

from postroom.lib.extraction import Extraction

LONGEST: Final = 140
_READ: Final = 4_000
_WHO: Final = 40


def summarise(who: str, subject: str, text: str, found: Extraction) -> str:
    """At most `LONGEST` characters, one line. What matters stands in front, so that cutting takes the least."""
    who, subject = _tidy(who)[:_WHO], _tidy(subject[:_READ])
    what = _what(found) or _amount(subject, text[:_READ], found.category)
    said = what if what else _first_line(text[:_READ], subject)
    told = ": ".join(part for part in (who, " – ".join(part for part in ((what, subject) if what else (subject, said)) if part)) if part)
    return told if len(told) <= LONGEST else told[: LONGEST - 1].rstrip() + "…"


def _what(found: Extraction) -> str:
    """The code or the link that acts, with its end."""
    if found.codes:
        values = [code.value for code in found.codes]
        if found.codes[0].kind == "backup":
            said = f"{len(values)} backup codes"
        elif found.ambiguous:
            said = f"codes {', '.join(values[:3])}, which one is not clear"
        else:
            said = f"code {values[0]}"
    elif found.links and found.links[0].kind in _ACTIONS:
        said = f"{_ACTIONS[found.links[0].kind]} at {found.links[0].host}"
    else:
        return ""
    return f"{said}, until {_instant(found.code_expires_at)}" if found.code_expires_at else said


def _amount(subject: str, text: str, category: str) -> str:
    """The first amount of money of a mail about money or an order."""
    match = (_AMOUNT.search(subject) or _AMOUNT.search(text)) if category in ("financial", "transactional") else None
    return " ".join(match[0].split()) if match else ""


def _first_line(text: str, subject: str) -> str:
    for line in text.splitlines():
        tidy = _tidy(line)
        if any(map(str.isalnum, tidy)) and tidy != subject:
            return tidy
    return ""


def _tidy(text: str) -> str:
    """One line without what cannot be seen or turns the direction of writing."""
    return " ".join((text if text.isascii() and text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).split())


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


_ACTIONS: Final = {"verification": "link to verify", "magic_link": "link to sign in", "reset": "link to reset"}
_SIGNS: Final = "[$€£¥₹₽₺₩₴₪฿₫]"
_CODES: Final = (
    "(?:USD|EUR|GBP|CHF|JPY|PLN|SEK|NOK|DKK|CZK|HUF|RON|TRY|RUB|UAH|INR|BRL|MXN|CAD|AUD|CNY|KRW|ILS|VND|THB|IDR|"
    "zł|Kč|kr|Ft|руб|грн|円|元|원)"
)
_NUMBER: Final = "[0-9]{1,3}(?:[ .,'’\u00a0\u202f]?[0-9]{3}){0,4}(?:[.,][0-9]{1,2})?"
_AMOUNT: Final = re.compile(
    f"(?:{_SIGNS}|(?<![A-Za-z]){_CODES}) ?{_NUMBER}(?![0-9])|(?<![0-9.,]){_NUMBER}[ \u00a0]?(?:{_SIGNS}|{_CODES}(?![A-Za-z]))"
)

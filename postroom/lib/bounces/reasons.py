"""Why a mail was not delivered: from the words of the server, else from the status code (RFC 3463 §3)."""

import re
from typing import Final

import msgspec

from postroom.lib.bounces.model import Action, Reason
from postroom.lib.bounces.words import CODES, WORDS

_MAX_READ: Final = 1_000


def _rows(table: str) -> list[tuple[Reason, tuple[str, ...]]]:
    """`virus: virus | malware` a row; a reason may have several."""
    rows = [line.strip().split(": ", 1) for line in table.strip().splitlines()]
    return [(msgspec.convert(reason, Reason), tuple(words.split(" | "))) for reason, words in rows]


_WORDS: Final = _rows(WORDS)
_CODES: Final = {code: reason for reason, (codes,) in _rows(CODES) for code in codes.split()}
# Codes that mean what they say, whatever the words.
_SURE: Final = frozenset(("1.2", "1.6", "2.2", "2.3", "3.4", "4.6", "7.26", "1.10"))
_ADDRESS: Final = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>]{1,255}>?")


def reason_of(status: str | None, diagnostic: str, action: Action) -> Reason:
    """One of a closed list; "other" where nothing is known."""
    code = status.partition(".")[2] if status else ""
    if code in _SURE:
        return _CODES[code]
    low = _ADDRESS.sub("", diagnostic[:_MAX_READ]).lower()
    for reason, words in _WORDS:
        if any(map(low.__contains__, words)):
            return reason
    if code in _CODES:
        return _CODES[code]
    return "expired" if action == "delayed" else "other"

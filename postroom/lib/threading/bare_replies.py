"""Replies of clients that send no In-Reply-To: found by subject, people and time, where a reply mark says that it is one."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from postroom.lib.threading.subject import base_subject, has_reply_mark

# A reply without references counts for the subject of the last 30 to 40 days.
_DAYS = 10
_LOOK_BACK = 4
_MOST_PAIRS = 3
_LEAST_SUBJECT = 3


def is_bare_reply(subject: str, in_reply_to: Iterable[str], references: Iterable[str]) -> bool:
    """Whether a mail says that it answers something, and not what."""
    return not (*in_reply_to, *references) and has_reply_mark(subject)


def talk_keys(subject: str, from_address: str, to_addresses: Iterable[str], at: datetime, *, looking: bool) -> list[bytes]:
    """SHA-256 of (subject, two people, days), newest days first: to file a mail under, or with `looking` to look an answer up by.

    The same two people whoever writes. Nothing for a subject too short to tell conversations apart.
    """
    base = base_subject(subject).casefold()
    if len(base) < _LEAST_SUBJECT:
        return []
    mine = from_address.casefold()
    pairs = [sorted((mine, other.casefold())) for other in to_addresses][:_MOST_PAIRS]
    today = at.toordinal() // _DAYS
    days = range(today, today - _LOOK_BACK, -1) if looking else (today,)
    return [
        hashlib.sha256("\0".join(("talk", base, *pair, str(day))).encode("utf-8", "replace")).digest() for day in days for pair in pairs
    ]

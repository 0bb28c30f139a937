"""The cursor of waits: the place in the organisation's event log, with its epoch."""

import re
from typing import NamedTuple

from postroom.kernel.errors import Conflict, invalid_field

_FORM = re.compile(r"c1-(\d{1,9})-(\d{1,18})\Z")


class Cursor(NamedTuple):
    """Everything up to `seq` has been seen."""

    epoch: int
    seq: int

    def __str__(self) -> str:
        return f"c1-{self.epoch}-{self.seq}"


def parse_cursor(text: str) -> Cursor:
    """The cursor behind its text; refused by name where it is none."""
    match = _FORM.match(text)
    if match is None:
        raise invalid_field("query.after", "is no cursor of a wait; use `cursor` of an earlier answer, or leave it out.")
    return Cursor(int(match[1]), int(match[2]))


def require_epoch(cursor: Cursor, epoch: int) -> None:
    """After a restored backup numbers mean something else: the client must start anew."""
    if cursor.epoch != epoch:
        raise Conflict("resync", "This cursor is from before a backup was restored; leave `after` out and go on from the new cursor.")

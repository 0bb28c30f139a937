"""A link whose words show another address than the one it leads to."""

import re
from typing import Final

SHOWN_MAX: Final = 300


def note_of(text: str, host: str) -> str | None:
    """What is wrong with a link to `host` whose words are `text`; None where nothing is."""
    if "." not in text or not host:
        return None
    match = _SHOWN.fullmatch(text.strip()[:SHOWN_MAX])
    shown = match[1].lower() if match else host
    if _owner(shown) == _owner(host):
        return None
    return f"Its words show {shown}, but it leads to {host}."


def _owner(host: str) -> str:
    """The part of a host that somebody registers, near enough: two labels, three below `co.uk` and its like."""
    labels = host.rsplit(".", 3)[-3:]
    is_split = len(labels) == 3 and len(labels[2]) == 2 and (len(labels[1]) <= 3 and labels[1] in _SECOND)
    return ".".join(labels if is_split else labels[-2:])


_SECOND: Final = frozenset("co com org net gov edu ac or ne go gob gov in asn id web nom".split())
# The words are one address and nothing else.
_SHOWN: Final = re.compile(
    r"(?:https?://)?(?:[^\s@/]{1,80}@)?((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,18})(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)

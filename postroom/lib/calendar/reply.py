"""An answer to an invitation (RFC 5546 §3.2.3): the same UID, SEQUENCE and RECURRENCE-ID, one ATTENDEE, and what that one says."""

from datetime import datetime

from postroom.lib.calendar.model import Event, Moment

PARTSTATS = {"accept": "ACCEPTED", "decline": "DECLINED", "tentative": "TENTATIVE"}
_FOLD_BYTES = 75
_PRODUCT = "-//Postroom//Postroom//EN"


def compose_reply(event: Event, *, address: str, name: str, response: str, comment: str, now: datetime) -> str:
    """The VCALENDAR that says accept, decline or tentative for one attendee; lines end with CRLF."""
    if event.organiser is None:
        raise ValueError("the event has no organiser")
    common = f';CN="{_quoted(name)}"' if name else ""
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{_PRODUCT}",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"ORGANIZER:mailto:{event.organiser.address}",
        f"ATTENDEE;PARTSTAT={PARTSTATS[response]}{common}:mailto:{address}",
        *_moment("RECURRENCE-ID", event.recurrence_id),
        *_moment("DTSTART", event.start),
        *_moment("DTEND", event.end),
        f"SUMMARY:{_escaped(event.summary)}",
        *([f"COMMENT:{_escaped(comment)}"] if comment else []),
        "REQUEST-STATUS:2.0;Success",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(name: str, moment: Moment | None) -> list[str]:
    """In UTC where that is known, so that no VTIMEZONE need be sent along (RFC 5545 §3.2.19)."""
    if moment is None:
        return []
    if moment.utc is not None:
        return [f"{name}:{moment.utc:%Y%m%dT%H%M%SZ}"]
    plain = moment.local.replace("-", "").replace(":", "")
    return [f"{name}:{plain}" if "T" in plain else f"{name};VALUE=DATE:{plain}"]


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(one for one in escaped.replace("\r\n", "\n").replace("\n", "\\n") if one.isprintable())


def _quoted(text: str) -> str:
    return "".join(one for one in text if one.isprintable() and one not in '";:,')


def _folded(line: str) -> str:
    """At most 75 bytes a line (RFC 5545 §3.1), never within a character."""
    parts: list[str] = []
    current: list[str] = []
    size = 0
    for one in line:
        width = len(one.encode())
        if size + width > _FOLD_BYTES:
            parts.append("".join(current))
            current, size = [], 1
        current.append(one)
        size += width
    return "\r\n ".join([*parts, "".join(current)])

"""A calendar file to its events."""

import re
from datetime import datetime, timedelta
from urllib.parse import unquote

from postroom.lib.calendar.lines import Line, read_lines
from postroom.lib.calendar.model import Calendar, Event, Invitation, Moment, Person
from postroom.lib.calendar.moments import later, read_duration, read_local, read_moment
from postroom.lib.calendar.rules import in_words, rule_parts
from postroom.lib.calendar.zones import Observance, parse_offset
from postroom.lib.mime import decode_text

_MOST_BYTES = 1_048_576
_MOST_EVENTS = 500
_FEW_EVENTS = 50
_MOST_LINES = 200_000
_MOST_ATTENDEES = 200
_MOST_ZONES = 50
_SHORT, _LONG = 500, 10_000
_METHOD = re.compile(r"[A-Z-]{1,30}")
_EVENT_LINES = frozenset(
    """UID SEQUENCE RECURRENCE-ID SUMMARY DESCRIPTION LOCATION URL STATUS ORGANIZER DTSTART DTEND DURATION RRULE""".split()
)
_FOLD = re.compile(rb"\r?\n[ \t]")
_MAILTO = "mailto:"
_Rules = dict[str, list[Observance]]


def read_invitation(content: bytes) -> Invitation | None:
    """What a calendar that comes with a mail is about; None where it has no event."""
    calendar = read_calendar(content, most_events=_FEW_EVENTS)
    if not calendar.events:
        return None
    first = {name: getattr(calendar.events[0], name) for name in Event.__struct_fields__}
    return Invitation(**first, method=calendar.method, event_count=len(calendar.events))


def read_calendar(content: bytes, charset: str | None = None, *, most_events: int = _MOST_EVENTS) -> Calendar:
    """The method and the first events. Total; a file without a calendar has neither."""
    start = content if len(content) <= _MOST_BYTES else content[: content.rfind(b"\n", 0, _MOST_BYTES) + 1]
    # Some fold within a character: unfold bytes, then decode (RFC 5545 §3.1).
    text, _ = decode_text(_FOLD.sub(b"", start.removeprefix(b"\xef\xbb\xbf")), charset, may_guess=True)
    found = _Components(most_events)
    for count, line in enumerate(read_lines(text), start=1):
        found.take(line)
        if count >= _MOST_LINES or found.is_cut:
            found.is_cut = True
            break
    events = [_event(lines, found.rules) for lines in found.events]
    return Calendar(found.method, events, found.is_calendar, found.is_cut or len(content) > _MOST_BYTES)


class _Components:
    """Cuts the lines into events and zones; alarms and the like within them are skipped."""

    def __init__(self, most_events: int) -> None:
        self._most_events = most_events
        self.method = ""
        self.events: list[list[Line]] = []
        self.rules: _Rules = {}
        self.is_calendar = self.is_cut = False
        self._path: list[str] = []
        self._zone = ""
        self._observance: dict[str, Line] = {}
        self._attendees = 0

    def take(self, line: Line) -> None:
        """The next line of the file."""
        if line.name == "BEGIN":
            self._begin(line.value.upper()[:30])
        elif line.name == "END":
            self._end(line.value.upper()[:30])
        elif self._path[-1:] == ["VEVENT"]:
            self._of_event(line)
        elif self._path[-1:] in (["STANDARD"], ["DAYLIGHT"]):
            self._observance.setdefault(line.name, line)
        elif self._path[-1:] == ["VTIMEZONE"] and line.name == "TZID":
            self._zone = line.value.strip('"')[:200]
        elif line.name == "METHOD" and not self.method:
            found = _METHOD.match(line.value.upper())
            self.method = found[0] if found else ""

    def _begin(self, name: str) -> None:
        if len(self._path) < 8:
            self._path.append(name)
        self.is_calendar |= name == "VCALENDAR"
        if name == "VEVENT":
            self.is_cut |= len(self.events) >= self._most_events
            self.events.append([])
            self._attendees = 0
        self._observance = {}

    def _end(self, name: str) -> None:
        if name in ("STANDARD", "DAYLIGHT") and self._path[-1:] == [name]:
            observance = _observance(self._observance)
            if observance is not None and (self._zone in self.rules or len(self.rules) < _MOST_ZONES):
                known = self.rules.setdefault(self._zone, [])
                known[_MOST_ZONES:] = []
                known.append(observance)
        if name in self._path:
            del self._path[len(self._path) - 1 - self._path[::-1].index(name) :]

    def _of_event(self, line: Line) -> None:
        if line.name == "ATTENDEE":
            self._attendees += 1
        if line.name in _EVENT_LINES or (line.name == "ATTENDEE" and self._attendees <= _MOST_ATTENDEES):
            self.events[-1].append(line)


def _observance(lines: dict[str, Line]) -> Observance | None:
    begins = read_local(lines["DTSTART"].value) if "DTSTART" in lines else None
    offset = parse_offset(lines["TZOFFSETTO"].value) if "TZOFFSETTO" in lines else None
    if not isinstance(begins, datetime) or offset is None:
        return None
    return Observance(begins, offset, rule_parts(lines["RRULE"].value) if "RRULE" in lines else {})


def _event(lines: list[Line], rules: _Rules) -> Event:
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.name, line)
    start = _moment(first.get("DTSTART"), rules)
    rule = first["RRULE"].value[:_SHORT] if "RRULE" in first else ""
    return Event(
        uid=_text(first.get("UID"), _SHORT),
        sequence=_number(first.get("SEQUENCE")),
        recurrence_id=_moment(first.get("RECURRENCE-ID"), rules),
        summary=" ".join(_text(first.get("SUMMARY"), _SHORT).split()),
        description=_text(first.get("DESCRIPTION"), _LONG).strip(),
        location=" ".join(_text(first.get("LOCATION"), _SHORT).split()),
        url=first["URL"].value[:2_000] if "URL" in first else "",
        status=_text(first.get("STATUS"), 40).lower(),
        organiser=_person(first["ORGANIZER"]) if "ORGANIZER" in first else None,
        attendees=[_person(line) for line in lines if line.name == "ATTENDEE"],
        start=start,
        end=_end_of(first, start, rules),
        all_day=start is not None and "T" not in start.local,
        rule=rule,
        repeats=in_words(rule),
    )


def _end_of(first: dict[str, Line], start: Moment | None, rules: _Rules) -> Moment | None:
    """DTEND, or as long after the start as DURATION says; a date alone lasts its day (RFC 5545 §3.6.1)."""
    if "DTEND" in first:
        return _moment(first["DTEND"], rules)
    if start is None:
        return None
    length = read_duration(first["DURATION"].value) if "DURATION" in first else None
    if length is None and "T" not in start.local:
        length = timedelta(days=1)
    return None if length is None else later(start, length)


def _moment(line: Line | None, rules: _Rules) -> Moment | None:
    return None if line is None else read_moment(line, rules)


def _person(line: Line) -> Person:
    value = line.value.strip()
    # Exchange gives people of its own directory without an address; EMAIL has it then (RFC 7986 §6.2).
    address = value[len(_MAILTO) :] if value.lower().startswith(_MAILTO) else line.parameter("EMAIL") or value
    address = unquote(address.partition("?")[0]).strip().strip("<>")
    return Person(
        address="".join(address.split())[:320],
        name=_clean(line.parameter("CN"))[:200],
        status=(_clean(line.parameter("PARTSTAT")) or "needs-action").lower().replace("-", "_")[:40] if line.name == "ATTENDEE" else "",
        role=_clean(line.parameter("ROLE")).lower().replace("-", "_")[:40],
        rsvp=line.parameter("RSVP").upper() == "TRUE",
    )


def _clean(text: str) -> str:
    return " ".join(text.split()).strip("'")


def _text(line: Line | None, most: int) -> str:
    return "" if line is None else line.text()[:most]


def _number(line: Line | None) -> int:
    text = "" if line is None else line.value.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

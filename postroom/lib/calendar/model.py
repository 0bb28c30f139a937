"""What is read out of a calendar file."""

from datetime import datetime

import msgspec


class Person(msgspec.Struct, frozen=True):
    """An organiser or attendee. `status`: needs_action, accepted, declined, tentative, delegated; empty for organisers."""

    address: str
    name: str = ""
    status: str = ""
    role: str = ""
    rsvp: bool = False


class Moment(msgspec.Struct, frozen=True):
    """`local` as written (`2026-03-01T09:00:00`, or a date); `zone` an IANA name, or as written where nobody knows it.

    `utc` is None for dates, and for times without a zone, which mean the reader's own clock (RFC 5545 §3.3.5).
    """

    local: str
    zone: str | None = None
    utc: datetime | None = None


class Event(msgspec.Struct, frozen=True):
    """A VEVENT. `rule` is the RRULE as written, `repeats` the same in words; nothing is ever expanded."""

    uid: str
    sequence: int = 0
    recurrence_id: Moment | None = None
    summary: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    status: str = ""
    organiser: Person | None = None
    attendees: list[Person] = []
    start: Moment | None = None
    end: Moment | None = None
    all_day: bool = False
    rule: str = ""
    repeats: str = ""


class Invitation(Event, frozen=True, kw_only=True):
    """The first event of a calendar that came with a mail, and what the sender wants: REQUEST, CANCEL, REPLY, COUNTER, …

    `event_count`: changed dates of a series are further events of the same calendar.
    """

    method: str = ""
    event_count: int = 1


class Calendar(msgspec.Struct, frozen=True):
    """A VCALENDAR with its first events. `method`: REQUEST, CANCEL, REPLY, COUNTER, PUBLISH, …; empty where it has none."""

    method: str
    events: list[Event]
    is_calendar: bool
    is_cut: bool = False

"""Invitations as Google, Outlook, Exchange and Apple write them, and as nobody should."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.calendar import Event, Moment, Person, compose_reply, describe_event, read_calendar, read_lines

VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Office Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines: str, zones: str = "", method: str = "REQUEST") -> Event:
    body = "\n".join(lines)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\n{zones}BEGIN:VEVENT\nUID:u1\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"
    found = read_calendar(text.replace("\n", "\r\n").encode())
    assert found.method == method
    return found.events[0]


def utc(*values: int) -> datetime:
    return datetime(*values, tzinfo=UTC)


def test_an_invitation_says_who_when_where_and_how_often() -> None:
    found = event(
        "SEQUENCE:2",
        "SUMMARY:Review\\, weekly",
        "LOCATION:Room 5\\nEast",
        "DESCRIPTION:First line\\nsecond \\\\ line",
        "DTSTART;TZID=America/New_York:20310301T090000",
        "DTEND;TZID=America/New_York:20310301T100000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20310630T000000Z",
        'ORGANIZER;CN="Lind, Ana: Chair":MAILTO:ana@a.example',
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Bob:mailto:bob@b.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@e.example",
        "BEGIN:VALARM",
        "DESCRIPTION:not this",
        "END:VALARM",
    )
    assert (found.uid, found.sequence, found.summary, found.location) == ("u1", 2, "Review, weekly", "Room 5 East")
    assert found.description == "First line\nsecond \\ line"
    assert found.start == Moment("2031-03-01T09:00:00", "America/New_York", utc(2031, 3, 1, 14))
    assert found.repeats == "every 2 weeks on Monday and Thursday, until 2031-06-30"
    assert found.organiser == Person("ana@a.example", "Lind, Ana: Chair")
    assert found.attendees[0] == Person("bob@b.example", "Bob", "needs_action", "req_participant", True)
    assert found.attendees[1].status == "accepted"
    assert "- Start: 2031-03-01 09:00:00 America/New_York (2031-03-01 14:00 UTC)" in describe_event(found)


@pytest.mark.parametrize(
    ("line", "zone", "instant"),
    [
        ("DTSTART:20310701T090000Z", "UTC", utc(2031, 7, 1, 9)),
        ("DTSTART;TZID=W. Europe Standard Time:20310701T090000", "Europe/Berlin", utc(2031, 7, 1, 7)),
        ('DTSTART;TZID="Pacific Standard Time":20310701T090000', "America/Los_Angeles", utc(2031, 7, 1, 16)),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20310101T090000", "Europe/Berlin", utc(2031, 1, 1, 8)),
        ("DTSTART;TZID=Office Time:20310701T090000", "Office Time", utc(2031, 7, 1, 7)),
        ("DTSTART;TZID=Office Time:20311201T090000", "Office Time", utc(2031, 12, 1, 8)),
        ("DTSTART;TZID=Office Time:20310330T013000", "Office Time", utc(2031, 3, 30, 0, 30)),
        ('DTSTART;TZID="(UTC+02:00) Somewhere, Elsewhere":20310701T090000', "(UTC+02:00) Somewhere, Elsewhere", utc(2031, 7, 1, 7)),
        ('DTSTART;TZID="tzone://Microsoft/Utc":20310701T090000', "UTC", utc(2031, 7, 1, 9)),
        ("DTSTART;TZID=Nowhere/Land:20310701T090000", "Nowhere/Land", None),
        ("DTSTART:20310701T090000", None, None),
    ],
)
def test_zones_of_every_origin_are_resolved(line: str, zone: str | None, instant: datetime | None) -> None:
    found = event(line, zones=VTIMEZONE).start
    assert found is not None
    assert (found.zone, found.utc) == (zone, instant)


def test_a_day_has_no_zone_and_lasts_until_the_next() -> None:
    found = event("DTSTART;VALUE=DATE:20310301")
    assert found.all_day
    assert (found.start, found.end) == (Moment("2031-03-01"), Moment("2031-03-02"))


def test_a_duration_gives_the_end() -> None:
    found = event("DTSTART:20310301T230000Z", "DURATION:PT1H30M")
    assert found.end == Moment("2031-03-02T00:30:00", "UTC", utc(2031, 3, 2, 0, 30))


def test_folded_lines_and_broken_encodings_are_read() -> None:
    content = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:M\xfcnchen, ein\n  langer\n\t Titel\nORGANIZER:boss@x.example\nEND:VEVENT\n"
    found = read_calendar(content).events[0]
    assert found.summary == "München, ein langer Titel"
    assert found.organiser == Person("boss@x.example")
    within = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Ü".encode()[:-1] + b"\r\n \x9cber\nEND:VEVENT\n"
    assert read_calendar(within).events[0].summary == "Über"
    old = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 =\nam Tag\nEND:VEVENT\nEND:VCALENDAR\n"
    assert read_calendar(old).events[0].summary == "Café am Tag"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=6", "every month on the last Friday, 6 times"),
        ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15", "every year on day 15 in March and September"),
        ("FREQ=SECONDLY;COUNT=99999999999999999999", "every second, 999999999 times"),
        ("BYDAY=MO", ""),
    ],
)
def test_rules_are_said_in_words_and_never_expanded(rule: str, words: str) -> None:
    assert event(f"RRULE:{rule}").repeats == words


def test_a_reply_names_the_same_event_and_one_attendee() -> None:
    invited = event(
        "SEQUENCE:3",
        "SUMMARY:Ümläut; a long title that must be folded because it has more than seventy-five bytes, surely",
        "RECURRENCE-ID;TZID=Europe/Berlin:20310301T090000",
        "DTSTART;TZID=Europe/Berlin:20310301T100000",
        "ORGANIZER;CN=Ana:mailto:ana@a.example",
        "ATTENDEE:mailto:bob@b.example",
    )
    text = compose_reply(
        invited, address="bob@b.example", name='Bo"b', response="accept", comment="See you;\nthere", now=utc(2031, 2, 1, 8)
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = {line.name: line for line in read_lines(text)}
    assert lines["UID"].value == "u1"
    assert (lines["METHOD"].value, lines["SEQUENCE"].value, lines["DTSTAMP"].value) == ("REPLY", "3", "20310201T080000Z")
    assert lines["RECURRENCE-ID"].value == "20310301T080000Z"
    assert lines["ATTENDEE"].parameters == {"PARTSTAT": "ACCEPTED", "CN": "Bob"}
    assert lines["ATTENDEE"].value == "mailto:bob@b.example"
    assert lines["COMMENT"].text() == "See you;\nthere"
    assert lines["SUMMARY"].text() == invited.summary


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VEVENT\nUID:1\nDTSTART:20310101\nEND:VEVENT\n" * 100_000,
        b"BEGIN:VEVENT\nSUMMARY:a\n" + b" a\n" * 1_000_000,
        b"BEGIN:VEVENT\n" + b'X;A="' * 500_000,
        b"BEGIN:VEVENT\nATTENDEE" + b';A="b;c"' * 100_000 + b":x\n",
        b"BEGIN:VEVENT\n" + b"ATTENDEE;CN=a:mailto:a@b.example\n" * 50_000,
        b"BEGIN:" * 300_000,
        b"BEGIN:VTIMEZONE\nTZID:x\n" + b"BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0100\nEND:STANDARD\n" * 20_000,
        b"BEGIN:VEVENT\nDTSTART:99991231T235959Z\nDURATION:P9999W\nEND:VEVENT\n",
    ],
)
def test_hostile_calendars_end_within_the_caps(content: bytes) -> None:
    found = read_calendar(b"BEGIN:VCALENDAR\n" + content)
    assert len(found.events) <= 501
    assert all(len(one.attendees) <= 200 for one in found.events)


PIECES = st.sampled_from(
    "BEGIN:VCALENDAR END:VCALENDAR BEGIN:VEVENT END:VEVENT BEGIN:VTIMEZONE TZID:x END:VTIMEZONE BEGIN:STANDARD END:STANDARD DTSTART:1 "
    "DTSTART;TZID=x:20310101T000000 DTSTART:19700101T000000 TZOFFSETTO:+9999 TZOFFSETTO:-2359 RRULE:FREQ=YEARLY;BYMONTH=99;BYDAY=5SU "
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=-5SU DURATION:P99999D SEQUENCE:٣ ORGANIZER:mailto:%ff%00 ATTENDEE;CN=\\ ; :".split(" ")
)


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=40).map(lambda pieces: "\n".join(pieces).encode())))
def test_any_bytes_give_a_calendar(content: bytes) -> None:
    for one in read_calendar(content).events:
        describe_event(one)
        if one.organiser is not None:
            compose_reply(one, address="a@b.example", name="", response="decline", comment="", now=utc(2031, 1, 1))

"""Calendar files (RFC 5545): invitations read (who, when, where, zone), described, and answered (RFC 5546). Pure, bounded, linear."""

from postroom.lib.calendar.describe import describe_event
from postroom.lib.calendar.lines import Line, read_lines
from postroom.lib.calendar.model import Calendar, Event, Invitation, Moment, Person
from postroom.lib.calendar.read import read_calendar, read_invitation
from postroom.lib.calendar.reply import PARTSTATS, compose_reply

__all__ = [
    "PARTSTATS",
    "Calendar",
    "Event",
    "Invitation",
    "Line",
    "Moment",
    "Person",
    "compose_reply",
    "describe_event",
    "read_calendar",
    "read_invitation",
    "read_lines",
]

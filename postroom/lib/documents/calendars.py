"""Calendar files: every event with who, when and where."""

from postroom.lib.calendar import describe_event, read_calendar
from postroom.lib.documents.model import NoText
from postroom.lib.documents.writer import Writer


def read_ics(content: bytes, out: Writer) -> None:
    """A section an event."""
    calendar = read_calendar(content)
    if not calendar.events and not calendar.is_calendar:
        raise NoText("unreadable", "The file holds no calendar.")
    out.page(flows=True)
    if calendar.method:
        out.line(f"Method: {calendar.method}\n")
    for event in calendar.events:
        out.line(describe_event(event) + "\n")
    if calendar.is_cut:
        out.is_truncated = True
        out.notice("The calendar has more events than are read.")

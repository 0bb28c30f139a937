"""An event as Markdown."""

from postroom.lib.calendar.model import Event, Moment, Person

_SHOWN_ATTENDEES = 50


def describe_event(event: Event) -> str:
    """Title, when, where, who, what."""
    lines = [f"## {event.summary or 'Event without a title'}\n"]
    facts = (
        ("Status", event.status),
        ("Start", _moment(event.start)),
        ("End", _moment(event.end)),
        ("Repeats", event.repeats),
        ("Where", event.location),
        ("Link", event.url),
        ("Organiser", _person(event.organiser) if event.organiser else ""),
    )
    lines += [f"- {name}: {value}" for name, value in facts if value]
    lines += [f"- Attendee: {_person(one)}" for one in event.attendees[:_SHOWN_ATTENDEES]]
    if len(event.attendees) > _SHOWN_ATTENDEES:
        lines.append(f"- and {len(event.attendees) - _SHOWN_ATTENDEES} more")
    return "\n".join([*lines, *(["", event.description] if event.description else [])])


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    local = moment.local.replace("T", " ")
    if moment.utc is None or moment.zone == "UTC":
        return f"{local} {moment.zone}" if moment.zone else local
    return f"{local} {moment.zone} ({moment.utc:%Y-%m-%d %H:%M} UTC)"


def _person(person: Person) -> str:
    name = f"{person.name} <{person.address}>" if person.name and person.name != person.address else person.address
    return f"{name}, {person.status.replace('_', ' ')}" if person.status and person.status != "needs_action" else name

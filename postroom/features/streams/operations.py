"""What may be asked about the event log."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from postroom.features.inboxes import InboxRef, load_inbox
from postroom.features.streams import store
from postroom.features.waits import Cursor, parse_cursor, require_epoch
from postroom.kernel.context import Read
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Input, operation
from postroom.kernel.paging import Limit


class ListEvents(Input, frozen=True):
    """Which events; filters compose."""

    after: Annotated[str | None, msgspec.Meta(description="`cursor` of an earlier answer; else from the beginning.")] = None
    limit: Limit = 20
    type: Annotated[list[str], msgspec.Meta(max_length=50, description="Only these types, as in message.received.")] = []
    inbox_id: InboxRef | None = None


class EventEntry(msgspec.Struct, frozen=True):
    """A fact: what happened, to whom, when. `seq` is dense within the organisation."""

    id: str
    seq: int
    type: str
    version: int
    mode: str
    inbox_id: str | None
    agent_id: str | None
    thread_id: str | None
    message_id: str | None
    data: dict[str, Any]
    occurred_at: datetime


class EventPage(msgspec.Struct, frozen=True):
    """Events, oldest first. Ask again with `after=<cursor>`; nothing is skipped."""

    data: list[EventEntry]
    cursor: str
    has_more: bool


@operation("events.list", rest="GET /v1/events", scope="events:read")
async def list_all(rd: Read, query: ListEvents) -> EventPage:
    """The organisation's event log after a cursor, oldest first: one log for everything that happens."""
    cursor = Cursor(0, 0) if query.after is None else parse_cursor(query.after)
    inbox_ids = rd.principal.inbox_ids
    if query.inbox_id is not None:
        inbox_ids = frozenset({(await load_inbox(rd, query.inbox_id))["id"]})
    head, rows = await store.list_events(rd, cursor.seq, query.type, None if inbox_ids is None else list(inbox_ids), query.limit)
    if query.after is not None:
        require_epoch(cursor, head["epoch"])
    kept = rows[: query.limit]
    place = kept[-1]["seq"] if len(rows) > query.limit else head["head"]
    return EventPage([_shape(row) for row in kept], str(Cursor(head["epoch"], place)), len(rows) > query.limit)


def _shape(row: Any) -> EventEntry:
    return EventEntry(
        id=encode_id("evt", row["id"]),
        seq=row["seq"],
        type=row["type"],
        version=row["version"],
        mode=row["mode"],
        inbox_id=row["inbox_id"] and encode_id("inb", row["inbox_id"]),
        agent_id=row["agent_id"] and encode_id("agt", row["agent_id"]),
        thread_id=row["thread_id"] and encode_id("thr", row["thread_id"]),
        message_id=row["message_id"] and encode_id("msg", row["message_id"]),
        data=row["data"],
        occurred_at=row["occurred_at"],
    )

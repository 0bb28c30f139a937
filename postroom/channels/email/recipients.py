"""What came of a mail at each of its recipients."""

from datetime import datetime

import msgspec

from postroom.channels.email import store
from postroom.features.messages import load_message
from postroom.kernel.context import Read
from postroom.kernel.operations import Input, operation


class SentTo(Input, frozen=True):
    """One message."""

    message_id: str


class RecipientState(msgspec.Struct, frozen=True):
    """One recipient: queued, sent, captured, deferred, failed, bounced or outcome_unknown; by which driver, and what its server said."""

    address: str
    state: str
    driver: str | None
    detail: str | None
    changed_at: datetime


class RecipientStates(msgspec.Struct, frozen=True):
    """Every recipient of a mail, blind copies too, by address."""

    data: list[RecipientState]


@operation("messages.recipients", rest="GET /v1/messages/{message_id}/recipients", scope="messages:read")
async def list_states(rd: Read, query: SentTo) -> RecipientStates:
    """What came of a mail at each of its recipients; empty for mail that came in."""
    row = await load_message(rd, query.message_id)
    names = RecipientState.__struct_fields__
    return RecipientStates([RecipientState(**{name: one[name] for name in names}) for one in await store.list_recipients(rd, row["id"])])

"""What may be asked about how long mail is kept: by keys of the whole organisation that carry `admin`."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from postroom.features.messages.purge_hidden import TIMER
from postroom.features.messages.settings import MOST_DAYS, MessageSettings
from postroom.features.messages.store import hide
from postroom.kernel.context import Read, Tx
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Input, operation


class Nothing(Input, frozen=True):
    """No input."""


class SetRetention(Input, frozen=True):
    """What to change; what is left out stays."""

    hidden_days: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=MOST_DAYS)] | None | msgspec.UnsetType,
        msgspec.Meta(description="Days until hidden mail is deleted; 0: never; null: as the house has it."),
    ] = msgspec.UNSET


class Retention(msgspec.Struct, frozen=True):
    """Hidden mail is deleted `hidden_days` after it was hidden; 0: never. `changed_at` is null while the default of the house holds."""

    hidden_days: int
    changed_at: datetime | None
    changed_by: str | None


@operation("retention.get", rest="GET /v1/retention", scope="admin")
async def get_retention(rd: Read, _: Nothing) -> Retention:
    """How long mail in hidden folders (blocked, quarantine, spam) is kept. All other mail is kept until it is deleted."""
    rd.principal.require_organisation()
    return _shape(rd, await hide.find_policy(rd))


@operation("retention.set", rest="PATCH /v1/retention", scope="admin")
async def set_retention(tx: Tx, command: SetRetention) -> Retention:
    """Keep mail in hidden folders for longer or shorter; what is older goes soon. Each that goes is told as `message.deleted`."""
    tx.principal.require_organisation()
    if isinstance(command.hidden_days, msgspec.UnsetType):
        return _shape(tx, await hide.find_policy(tx))
    row = await hide.set_policy(tx, command.hidden_days)
    await hide.look_soon(tx)
    tx.tell("timers", TIMER)
    return _shape(tx, row)


def _shape(rd: Read, row: Any) -> Retention:
    if row is None:
        return Retention(rd.house.settings.of(MessageSettings).hidden_days, None, None)
    return Retention(row["hidden_days"], row["changed_at"], encode_id("key", row["changed_by"]))

"""Settings of messages."""

from typing import Annotated

import msgspec

MOST_DAYS = 3650


class MessageSettings(msgspec.Struct, frozen=True):
    """How much hidden mail (blocked, quarantine, spam) is kept, and for how long."""

    hidden_days: Annotated[
        int, msgspec.Meta(ge=0, le=MOST_DAYS, description="Days until hidden mail is deleted; 0: never. `PATCH /v1/retention` sets others.")
    ] = 30
    max_hidden_messages: Annotated[
        int,
        msgspec.Meta(ge=0, description="Hidden messages of one inbox; beyond, the oldest go. 0: no limit. They take no room of others."),
    ] = 10_000
    max_hidden_bytes: Annotated[int, msgspec.Meta(ge=0, description="Bytes of hidden messages of one inbox, likewise.")] = 500_000_000

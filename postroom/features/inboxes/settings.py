"""Settings of inboxes."""

from typing import Annotated

import msgspec


class InboxSettings(msgspec.Struct, frozen=True):
    """Limits of inboxes."""

    max_messages: Annotated[int, msgspec.Meta(ge=0, description="Messages one inbox may hold; 0: no limit.")] = 100_000
    max_bytes: Annotated[int, msgspec.Meta(ge=0, description="Bytes one inbox may hold; 0: no limit.")] = 5_000_000_000
    reserve_released_addresses: Annotated[
        bool, msgspec.Meta(description="A released address stays with its organisation, so that nobody else inherits its mail.")
    ] = True

"""Shapes and rules of inboxes. Pure."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from postroom.features.policies import FilterMode, FilterModeChange
from postroom.kernel.ids import encode_id

Metadata = Annotated[
    dict[Annotated[str, msgspec.Meta(min_length=1, max_length=64)], Any],
    msgspec.Meta(max_length=50, description="Up to 50 values of your own; lists can be filtered by them."),
]
LabelText = Annotated[str, msgspec.Meta(max_length=200, description="A name for people.")]
SessionId = Annotated[str, msgspec.Meta(min_length=1, max_length=128, description="Groups the inboxes of one workflow.")]
TtlSeconds = Annotated[int, msgspec.Meta(ge=1, le=315_360_000, description="The inbox and its mail vanish after so many seconds.")]
FilterModeOf = Annotated[
    FilterMode, msgspec.Meta(description="Where no contact rule matches: blacklist lets everybody write, whitelist nobody.")
]
OutboundFilterMode = Annotated[FilterMode | None, msgspec.Meta(description="The same for what the inbox sends; null: as filter_mode says.")]
MOST_METADATA_BYTES = 16_384


class Inbox(msgspec.Struct, frozen=True):
    """An e-mail address that receives."""

    id: str
    address: str
    local_part: str
    domain: str
    label: str
    status: str
    mode: str
    agent_id: str | None
    session_id: str | None
    metadata: dict[str, Any]
    message_count: Annotated[int, msgspec.Meta(description="Messages that everybody may see; hidden mail takes no room of theirs.")]
    size_bytes: int
    filter_mode: FilterMode
    outbound_filter_mode: FilterMode | None
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime
    filter_mode_change_notice: Annotated[
        FilterModeChange | None, msgspec.Meta(description="After a change of the filter mode: the rules that it made redundant.")
    ] = None


def inbox_shape(row: Any) -> Inbox:
    """The public shape of a row."""
    local, _, domain = row["address"].rpartition("@")
    return Inbox(
        id=encode_id("inb", row["id"]),
        address=row["address"],
        local_part=local,
        domain=domain,
        label=row["label"],
        status=row["status"],
        mode=row["mode"],
        agent_id=row["agent_id"] and encode_id("agt", row["agent_id"]),
        session_id=row["session_id"],
        metadata=row["metadata"],
        message_count=row["message_count"],
        size_bytes=row["size_bytes"],
        filter_mode=row["filter_mode"],
        outbound_filter_mode=row["outbound_filter_mode"],
        expires_at=row["expires_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )

"""Shapes and rules of inboxes. Pure."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from postroom.kernel.ids import encode_id

Metadata = Annotated[
    dict[Annotated[str, msgspec.Meta(min_length=1, max_length=64)], Any],
    msgspec.Meta(max_length=50, description="Up to 50 values of your own; lists can be filtered by them."),
]
LabelText = Annotated[str, msgspec.Meta(max_length=200, description="A name for people.")]
SessionId = Annotated[str, msgspec.Meta(min_length=1, max_length=128, description="Groups the inboxes of one workflow.")]
TtlSeconds = Annotated[int, msgspec.Meta(ge=1, le=315_360_000, description="The inbox and its mail vanish after so many seconds.")]
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
    message_count: int
    size_bytes: int
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime


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
        expires_at=row["expires_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )

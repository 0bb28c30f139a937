"""Shapes of agents. Pure."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from postroom.kernel.ids import encode_id

Handle = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=64,
        pattern=r"^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$",
        description="The agent's name within the organisation: a-z, 0-9, dot, dash, underscore.",
    ),
]
DisplayName = Annotated[str, msgspec.Meta(max_length=200, description="What people and mails call the agent.")]
Description = Annotated[str, msgspec.Meta(max_length=4000, description="What the agent is for.")]
Markdown = Annotated[str, msgspec.Meta(max_length=262_144, description="Instructions as Markdown.")]


class Agent(msgspec.Struct, frozen=True):
    """An AI agent's identity."""

    id: str
    handle: str
    display_name: str
    description: str
    status: str
    mode: str
    instructions_version: int
    created_at: datetime
    updated_at: datetime


class Instructions(msgspec.Struct, frozen=True):
    """One version of an agent's instructions; `sha256` is over the UTF-8 bytes of `markdown`."""

    agent_id: str
    version: int
    markdown: str
    sha256: str
    created_at: datetime


def agent_shape(row: Any) -> Agent:
    """The public shape of a row."""
    return Agent(
        id=encode_id("agt", row["id"]),
        handle=row["handle"],
        display_name=row["display_name"],
        description=row["description"],
        status=row["status"],
        mode=row["mode"],
        instructions_version=row["instructions_version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def instructions_shape(row: Any) -> Instructions:
    """The public shape of a row."""
    return Instructions(
        agent_id=encode_id("agt", row["agent_id"]),
        version=row["version"],
        markdown=row["markdown"],
        sha256=row["sha256"].hex(),
        created_at=row["created_at"],
    )

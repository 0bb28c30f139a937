"""What may be asked about agents."""

import hashlib
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from postroom.features.accounts import revoke_keys_of_agent
from postroom.features.agents import store
from postroom.features.agents.events import AgentCreated, AgentDeleted, AgentUpdated
from postroom.features.agents.model import (
    Agent,
    Description,
    DisplayName,
    Handle,
    Instructions,
    Markdown,
    agent_shape,
    instructions_shape,
)
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import Conflict, NotFound
from postroom.kernel.ids import require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window


class CreateAgent(Input, frozen=True):
    """A new agent."""

    handle: Handle
    display_name: DisplayName = ""
    description: Description = ""


class AgentId(Input, frozen=True):
    """One agent."""

    agent_id: str


class ListAgents(Listing, frozen=True):
    """Which agents."""

    status: Literal["active", "paused"] | None = None


class UpdateAgent(Input, frozen=True):
    """What to change; what is left out stays."""

    agent_id: str
    handle: Handle | msgspec.UnsetType = msgspec.UNSET
    display_name: DisplayName | msgspec.UnsetType = msgspec.UNSET
    description: Description | msgspec.UnsetType = msgspec.UNSET


class SetInstructions(Input, frozen=True):
    """A new version of the instructions."""

    agent_id: str
    markdown: Markdown


class GetInstructions(Input, frozen=True):
    """Which version; the newest by default."""

    agent_id: str
    version: Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)] | None = None


@operation("agents.create", rest="POST /v1/agents", scope="agents:write", status="created")
async def create(tx: Tx, command: CreateAgent) -> Agent:
    """Create an agent: a handle, a name, and later instructions and inboxes."""
    tx.principal.require_organisation()
    row = await store.insert_agent(tx, tx.new_id(), command.handle, command.display_name, command.description)
    if row is None:
        raise _taken(command.handle)
    tx.emit(AgentCreated(org_id=tx.org_id, mode=row["mode"], agent_id=row["id"], handle=row["handle"]))
    return agent_shape(row)


@operation("agents.list", rest="GET /v1/agents", scope="agents:read")
async def list_all(rd: Read, query: ListAgents) -> Page[Agent]:
    """The agents within reach, newest first."""
    view = window(query.limit, query.cursor)
    return page(await store.list_agents(rd, view, query.status), view, agent_shape, _key_of)


@operation("agents.get", rest="GET /v1/agents/{agent_id}", scope="agents:read")
async def get(rd: Read, query: AgentId) -> Agent:
    """One agent."""
    return agent_shape(await _load(rd, query.agent_id))


@operation("agents.update", rest="PATCH /v1/agents/{agent_id}", scope="agents:write")
async def update(tx: Tx, command: UpdateAgent) -> Agent:
    """Change an agent's handle, name or description."""
    row = await _load(tx, command.agent_id)
    wanted = {name: getattr(command, name) for name in ("handle", "display_name", "description")}
    changes = {name: value for name, value in wanted.items() if value is not msgspec.UNSET}
    if "handle" in changes and await store.is_handle_taken(tx, changes["handle"], row["id"]):
        raise _taken(changes["handle"])
    return await _change(tx, row["id"], changes)


@operation("agents.pause", rest="POST /v1/agents/{agent_id}/pause", scope="agents:write")
async def pause(tx: Tx, command: AgentId) -> Agent:
    """Pause an agent: its keys can read, but send nothing, until it is resumed."""
    return await _change(tx, (await _load(tx, command.agent_id))["id"], {"status": "paused"})


@operation("agents.resume", rest="POST /v1/agents/{agent_id}/resume", scope="agents:write")
async def resume(tx: Tx, command: AgentId) -> Agent:
    """Let a paused agent work again."""
    return await _change(tx, (await _load(tx, command.agent_id))["id"], {"status": "active"})


@operation("agents.delete", rest="DELETE /v1/agents/{agent_id}", scope="agents:write", status="empty")
async def delete(tx: Tx, command: AgentId) -> None:
    """Delete an agent. Its keys end, its inboxes stay, its handle becomes free."""
    row = await _load(tx, command.agent_id)
    await revoke_keys_of_agent(tx, row["id"])
    await store.update_agent(tx, row["id"], {"status": "deleted"})
    tx.emit(AgentDeleted(org_id=tx.org_id, mode=row["mode"], agent_id=row["id"], handle=row["handle"]))


@operation("agents.set_instructions", rest="PUT /v1/agents/{agent_id}/instructions", scope="agents:write")
async def set_instructions(tx: Tx, command: SetInstructions) -> Instructions:
    """Write a new version of the agent's instructions. The same text again makes no new version."""
    row = await _load(tx, command.agent_id)
    digest = hashlib.sha256(command.markdown.encode()).digest()
    current = await store.find_instructions(tx, row["id"], None)
    if current is not None and current["sha256"] == digest:
        return instructions_shape(current)
    fresh = await store.insert_instructions(tx, row["id"], command.markdown, digest)
    tx.emit(AgentUpdated(org_id=tx.org_id, mode=row["mode"], agent_id=row["id"], changed=("instructions",)))
    return instructions_shape(fresh)


@operation("agents.get_instructions", rest="GET /v1/agents/{agent_id}/instructions", scope="agents:read", agent_tool=True)
async def get_instructions(rd: Read, query: GetInstructions) -> Instructions:
    """The agent's instructions: the newest, or the version asked for."""
    row = await _load(rd, query.agent_id)
    found = await store.find_instructions(rd, row["id"], query.version)
    if found is None:
        raise NotFound("instructions_not_found", "This agent has no such version of instructions; PUT some first.")
    return instructions_shape(found)


async def resolve_agent(rd: Read, reference: str) -> UUID:
    """The id of an agent within reach."""
    identifier: UUID = (await _load(rd, reference))["id"]
    return identifier


async def _load(rd: Read, agent_id: str) -> Any:
    identifier = require_id("agt", agent_id, "agent")
    row = await store.find_agent(rd, identifier)
    if row is None or not _reaches(rd, identifier):
        raise NotFound("agent_not_found", f"There is no agent {agent_id} within reach of this key.")
    return row


def _reaches(rd: Read, agent_id: UUID) -> bool:
    """A key for some inboxes reaches no agent but the one it names as well."""
    return rd.principal.reaches_all or rd.principal.agent_id == agent_id


async def _change(tx: Tx, agent_id: UUID, changes: dict[str, Any]) -> Agent:
    row = await store.update_agent(tx, agent_id, changes)
    if row is None:
        raise _taken(changes["handle"])
    tx.emit(AgentUpdated(org_id=tx.org_id, mode=row["mode"], agent_id=agent_id, changed=tuple(changes)))
    return agent_shape(row)


def _taken(handle: str) -> Conflict:
    return Conflict("handle_taken", f"Another agent of this organisation has the handle {handle!r}; choose another.")


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]

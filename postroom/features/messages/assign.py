"""Agents assigned to threads: who owns a conversation, who takes part, who watches. It widens nobody's reach."""

import msgspec

from postroom.features.messages.events import ThreadAssigned, ThreadUnassigned, about_thread
from postroom.features.messages.model import ThreadAgent, ThreadRole, thread_agent_shape
from postroom.features.messages.store import thread as store
from postroom.features.messages.threads import ThreadId, load_thread
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import NotFound
from postroom.kernel.operations import Input, operation


class AssignAgent(Input, frozen=True):
    """An agent for a thread."""

    thread_id: str
    agent_id: str
    role: ThreadRole = "participant"


class UnassignAgent(Input, frozen=True):
    """An agent that is assigned."""

    thread_id: str
    agent_id: str


class ThreadAgents(msgspec.Struct, frozen=True):
    """The agents of a thread, in the order of their assignment."""

    data: list[ThreadAgent]


@operation("threads.assign", rest="POST /v1/threads/{thread_id}/assign", scope="threads:write")
async def assign(tx: Tx, command: AssignAgent) -> ThreadAgent:
    """Assign an agent to a thread, or change its role. A thread has one owner: an earlier one becomes a participant.

    An assignment says who is at work; what a key may read does not change by it.
    """
    row = await load_thread(tx, command.thread_id)
    agent_id = await tx.house.resolve(tx, "agt", command.agent_id)
    assigned = await store.assign(tx, row["id"], agent_id, command.role)
    tx.emit(ThreadAssigned(**about_thread(tx.org_id, row), agent_id=agent_id, role=command.role))
    return thread_agent_shape(assigned)


@operation("threads.unassign", rest="POST /v1/threads/{thread_id}/unassign", scope="threads:write", status="empty")
async def unassign(tx: Tx, command: UnassignAgent) -> None:
    """Take an agent off a thread."""
    row = await load_thread(tx, command.thread_id)
    agent_id = await tx.house.resolve(tx, "agt", command.agent_id)
    if not await store.unassign(tx, row["id"], agent_id):
        raise NotFound("assignment_not_found", "This agent is not assigned to this thread.")
    tx.emit(ThreadUnassigned(**about_thread(tx.org_id, row), agent_id=agent_id))


@operation("threads.agents", rest="GET /v1/threads/{thread_id}/agents", scope="messages:read")
async def list_agents(rd: Read, query: ThreadId) -> ThreadAgents:
    """The agents of a thread."""
    row = await load_thread(rd, query.thread_id)
    return ThreadAgents([thread_agent_shape(one) for one in row["agents"] or ()])

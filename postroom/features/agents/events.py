"""Facts about agents."""

from postroom.kernel.events import Event


class AgentCreated(Event, frozen=True, kw_only=True):
    type = "agent.created"
    handle: str


class AgentUpdated(Event, frozen=True, kw_only=True):
    type = "agent.updated"
    changed: tuple[str, ...]


class AgentDeleted(Event, frozen=True, kw_only=True):
    type = "agent.deleted"
    handle: str

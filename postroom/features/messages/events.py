"""Facts about messages."""

from typing import Any
from uuid import UUID

from postroom.features.messages.model import NewMessage
from postroom.kernel.events import Event


class MessageReceived(Event, frozen=True, kw_only=True):
    type = "message.received"
    from_address: str
    subject: str
    category: str
    has_code: bool
    has_link: bool
    has_attachment: bool
    authentication: str | None = None
    screening: str | None = None
    is_released: bool = False


class MessageBlocked(Event, frozen=True, kw_only=True):
    """A mail came and was filed in a hidden folder. It wakes nobody, and says nothing that the sender wrote."""

    type = "message.blocked"
    folder: str
    reason: str
    rule_id: str | None


class MessageImported(Event, frozen=True, kw_only=True):
    """A mail put in silently: it is there and can be found, but wakes nobody."""

    type = "message.imported"


class MessageAuthenticated(Event, frozen=True, kw_only=True):
    """Who sent a mail is known; it came with `pending` because the domain name system was slow."""

    type = "message.authenticated"
    verdict: str
    aligned_domain: str | None


class MessageQueued(Event, frozen=True, kw_only=True):
    type = "message.queued"


class MessageSent(Event, frozen=True, kw_only=True):
    type = "message.sent"
    driver: str


class MessageCaptured(Event, frozen=True, kw_only=True):
    type = "message.captured"
    driver: str


class MessageDeferred(Event, frozen=True, kw_only=True):
    type = "message.deferred"
    reason: str


class MessageFailed(Event, frozen=True, kw_only=True):
    type = "message.failed"
    reason: str


class MessageBounced(Event, frozen=True, kw_only=True):
    """A mail that was sent came back for one recipient; `report_id` is the message that says so."""

    type = "message.bounced"
    recipient: str
    permanent: bool
    reason: str
    status: str | None
    report_id: str


class MessageOutcomeUnknown(Event, frozen=True, kw_only=True):
    type = "message.outcome_unknown"
    reason: str


class MessageUpdated(Event, frozen=True, kw_only=True):
    type = "message.updated"
    changed: tuple[str, ...]
    labels_added: tuple[str, ...] = ()
    labels_removed: tuple[str, ...] = ()


class MessageDeleted(Event, frozen=True, kw_only=True):
    """By somebody; or by the house, which says why: hidden mail that was `expired`, or `evicted` by more of it."""

    type = "message.deleted"
    reason: str | None = None


class ThreadUpdated(Event, frozen=True, kw_only=True):
    """All its visible messages were moved, labelled or marked."""

    type = "thread.updated"
    folder: str | None = None
    labels_added: tuple[str, ...] = ()
    labels_removed: tuple[str, ...] = ()
    read: bool | None = None


class ThreadAssigned(Event, frozen=True, kw_only=True):
    """An agent was assigned, or has another role now; `agent_id` of the event is the agent."""

    type = "thread.assigned"
    role: str
    rule_id: str | None = None


class ThreadUnassigned(Event, frozen=True, kw_only=True):
    type = "thread.unassigned"


class ThreadMerged(Event, frozen=True, kw_only=True):
    type = "thread.merged"
    thread_ids: tuple[str, ...]


class ThreadSplit(Event, frozen=True, kw_only=True):
    type = "thread.split"
    new_thread_id: str


class ThreadRestored(Event, frozen=True, kw_only=True):
    """A merge or a split was undone."""

    type = "thread.restored"
    change_id: str


def about(message: NewMessage) -> dict[str, Any]:
    """Whom an event about a message concerns."""
    return {
        "org_id": message.org_id,
        "mode": message.mode,
        "inbox_id": message.inbox_id,
        "agent_id": message.agent_id,
        "thread_id": message.thread_id,
        "message_id": message.id,
    }


def about_row(row: Any) -> dict[str, Any]:
    """The same of a message that is stored."""
    concerned = {name: row[name] for name in ("org_id", "mode", "inbox_id", "agent_id", "thread_id")}
    return {**concerned, "message_id": row["id"]}


def about_thread(org_id: UUID, row: Any) -> dict[str, Any]:
    """Whom an event about a thread concerns."""
    return {"org_id": org_id, "mode": row["mode"], "inbox_id": row["inbox_id"], "thread_id": row["id"]}


EVENT_TYPES = (
    MessageReceived,
    MessageBlocked,
    MessageImported,
    MessageAuthenticated,
    MessageQueued,
    MessageSent,
    MessageCaptured,
    MessageDeferred,
    MessageFailed,
    MessageBounced,
    MessageOutcomeUnknown,
    MessageUpdated,
    MessageDeleted,
    ThreadUpdated,
    ThreadAssigned,
    ThreadUnassigned,
    ThreadMerged,
    ThreadSplit,
    ThreadRestored,
)

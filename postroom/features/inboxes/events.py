"""Facts about inboxes."""

from postroom.kernel.events import Event


class InboxCreated(Event, frozen=True, kw_only=True):
    type = "inbox.created"
    address: str


class InboxUpdated(Event, frozen=True, kw_only=True):
    type = "inbox.updated"
    changed: tuple[str, ...]


class InboxExpired(Event, frozen=True, kw_only=True):
    type = "inbox.expired"
    address: str


class InboxDeleted(Event, frozen=True, kw_only=True):
    type = "inbox.deleted"
    address: str

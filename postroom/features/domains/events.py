"""Facts about domains."""

from postroom.kernel.events import Event


class DomainCreated(Event, frozen=True, kw_only=True):
    type = "domain.created"
    domain: str


class DomainVerified(Event, frozen=True, kw_only=True):
    type = "domain.verified"
    domain: str


class DomainDeleted(Event, frozen=True, kw_only=True):
    type = "domain.deleted"
    domain: str

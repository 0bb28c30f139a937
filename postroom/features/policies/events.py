"""Facts about contact rules. They do not say whom a rule is about: more may read events than rules."""

from postroom.kernel.events import Event


class ContactRuleCreated(Event, frozen=True, kw_only=True):
    type = "contact_rule.created"
    rule_id: str
    action: str


class ContactRuleUpdated(Event, frozen=True, kw_only=True):
    type = "contact_rule.updated"
    rule_id: str
    changed: tuple[str, ...]


class ContactRuleDeleted(Event, frozen=True, kw_only=True):
    type = "contact_rule.deleted"
    rule_id: str


EVENT_TYPES = (ContactRuleCreated, ContactRuleUpdated, ContactRuleDeleted)

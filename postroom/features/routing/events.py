"""Facts about routing rules."""

from postroom.kernel.events import Event


class RoutingRuleChanged(Event, frozen=True, kw_only=True):
    """A rule was created, updated or deleted."""

    type = "routing_rule.changed"
    rule_id: str
    change: str

"""Which rule decides, and what it says. Pure, and a few look-ups in dictionaries for each mail.

The more specific decides: inbox before agent before organisation; within one of them the exact address before the domain, a longer
domain before a shorter one, any domain before anybody; block before allow at equal rank. Where no rule matches, the filter mode does.
"""

from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from postroom.features.policies.model import Correspondent, FilterMode, correspondent

Reason = Literal["contact_rule", "not_allowed", "unauthenticated"]
# A rule of an inbox or an agent is found by its id; one of the organisation by the mode, live or test.
Key = UUID | str


class Place(NamedTuple):
    """Whose mail is judged: the inbox, its agent, its mode, and what holds where no rule matches."""

    mode: str
    inbox_id: UUID | None
    agent_id: UUID | None
    filter_mode: FilterMode


class Rule(NamedTuple):
    """What matching needs of a rule."""

    id: UUID
    is_block: bool
    requires_authentication: bool


class Blocked(NamedTuple):
    """Why not: by a rule, since no rule allows it, or since the sender is not proven."""

    reason: Reason
    rule_id: UUID | None


class _Targets:
    """The rules of one inbox, agent or organisation, in one direction."""

    __slots__ = ("anybody", "domains", "exact")

    def __init__(self) -> None:
        self.exact: dict[str, Rule] = {}
        self.domains: dict[str, Rule] = {}
        self.anybody: Rule | None = None

    def add(self, match_type: str, target: str, rule: Rule) -> None:
        if match_type == "any":
            self.anybody = _stronger(self.anybody, rule)
        elif match_type == "domain":
            self.domains[target] = _stronger(self.domains.get(target), rule)
        elif match_type == "exact_address":
            self.exact[target] = _stronger(self.exact.get(target), rule)

    def find(self, one: Correspondent) -> Rule | None:
        rule = self.exact.get(one.address)
        if rule is not None:
            return rule
        if self.domains:
            name = one.domain
            while name:
                rule = self.domains.get(name)
                if rule is not None:
                    return rule
                name = name.partition(".")[2]
        return self.anybody


class RuleSet:
    """The active rules of an organisation, ready to judge by."""

    __slots__ = ("_inbound", "_outbound", "count")

    def __init__(self, rows: Iterable[Any]) -> None:
        self._inbound: dict[Key, _Targets] = {}
        self._outbound: dict[Key, _Targets] = {}
        self.count = 0
        for row in rows:
            self._add(row)

    def judge_sender(self, place: Place, address: str, *, is_authenticated: bool) -> Blocked | None:
        """Why mail from the address may not come in, or None where it may."""
        rule = self._find(self._inbound, place, address)
        if rule is None:
            return _NOT_ALLOWED if place.filter_mode == "whitelist" else None
        if rule.is_block:
            return Blocked("contact_rule", rule.id)
        return Blocked("unauthenticated", rule.id) if rule.requires_authentication and not is_authenticated else None

    def welcomes(self, place: Place, address: str) -> bool:
        """Whether a rule allows the sender by name; whether he is proven was judged before."""
        rule = self._find(self._inbound, place, address)
        return rule is not None and not rule.is_block

    def judge_recipient(self, place: Place, address: str) -> Blocked | None:
        """Why mail to the address may not go out, or None where it may."""
        rule = self._find(self._outbound, place, address)
        if rule is None:
            return _NOT_ALLOWED if place.filter_mode == "whitelist" else None
        return Blocked("contact_rule", rule.id) if rule.is_block else None

    def _add(self, row: Any) -> None:
        self.count += 1
        key: Key = row["inbox_id"] or row["agent_id"] or row["mode"]
        rule = Rule(row["id"], row["action"] == "block", row["requires_authentication"])
        for direction, table in (("inbound", self._inbound), ("outbound", self._outbound)):
            if row["direction"] in (direction, "both"):
                table.setdefault(key, _Targets()).add(row["match_type"], row["match_target"], rule)

    @staticmethod
    def _find(table: dict[Key, _Targets], place: Place, address: str) -> Rule | None:
        if not table:
            return None
        one = correspondent(address)
        for key in (place.inbox_id, place.agent_id, place.mode):
            targets = table.get(key) if key is not None else None
            rule = targets.find(one) if targets is not None else None
            if rule is not None:
                return rule
        return None


_NOT_ALLOWED: Final = Blocked("not_allowed", None)


def _stronger(known: Rule | None, rule: Rule) -> Rule:
    return known if known is not None and known.is_block else rule

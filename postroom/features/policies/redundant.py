"""Which rules of an inbox say nothing more under its new filter mode. Pure.

A rule is redundant when it says what the mode says anyway, and no rule that may decide in its place says otherwise.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.policies.model import Action, FilterMode
from postroom.kernel.ids import encode_id

_MOST_NAMED = 100
_WAYS = ("inbound", "outbound")


class FilterModeChange(msgspec.Struct, frozen=True):
    """The notice of a changed filter mode: how many of the inbox's rules are redundant under it; the first hundred by id."""

    previous_filter_mode: FilterMode
    new_filter_mode: FilterMode
    redundant_rule_action: Action
    redundant_rule_count: int
    redundant_rule_ids: list[str]


class _Against:
    """The rules that say the opposite and rank lower: what they are about, and every domain that any of it lies in."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.exact, self.domains, self.within, self.anybody = set[str](), set[str](), set[str](), False
        for row in rows:
            target = row["match_target"]
            if row["match_type"] == "exact_address":
                self.exact.add(target)
                self.within.update(_parents(target.rpartition("@")[2]))
            elif row["match_type"] == "domain":
                self.domains.add(target)
                self.within.update(_parents(target))
            else:
                self.anybody = True

    def decides_for(self, row: Any) -> bool:
        """Whether some address that the rule is about would be decided by one of these."""
        target, domain = row["match_target"], row["match_target"].rpartition("@")[2]
        if self.anybody or (row["match_type"] == "any" and bool(self.within)):
            return True
        return target in self.exact or target in self.within or not self.domains.isdisjoint(_parents(domain))


def notice_of(
    rows: Sequence[Any], inbox_id: UUID, agent_id: UUID | None, previous: FilterMode, modes: tuple[FilterMode, FilterMode]
) -> FilterModeChange:
    """`rows`: the organisation's active rules; `modes`: the new one for what comes in and for what goes out."""
    mine = [row for row in rows if row["inbox_id"] == inbox_id]
    others = [row for row in rows if row["inbox_id"] is None and row["agent_id"] in (None, agent_id)]
    needed = {row["id"] for way, mode in zip(_WAYS, modes, strict=True) for row in _needed(mine, others, way, mode)}
    redundant = [row["id"] for row in mine if row["id"] not in needed]
    return FilterModeChange(
        previous_filter_mode=previous,
        new_filter_mode=modes[0],
        redundant_rule_action=_default(modes[0]),
        redundant_rule_count=len(redundant),
        redundant_rule_ids=[encode_id("rul", one) for one in redundant[:_MOST_NAMED]],
    )


def _needed(mine: Sequence[Any], others: Sequence[Any], direction: str, mode: FilterMode) -> list[Any]:
    """The rules that decide something otherwise than it would be without them, in one direction."""
    default = _default(mode)
    mine, others = _in_force(mine, direction), _in_force(others, direction)
    against = [row for row in mine if _says_otherwise(row, direction, default)]
    below = _Against(row for row in others if _says_otherwise(row, direction, default))
    wide = _Against(row for row in against if row["match_type"] != "exact_address")
    return [row for row in mine if _says_otherwise(row, direction, default) or below.decides_for(row) or _is_within(row, wide)]


def _is_within(row: Any, wide: _Against) -> bool:
    """Whether a rule of the same inbox about something wider would decide: longer domains rank higher, so they do not count."""
    if row["match_type"] == "any":
        return False
    return wide.anybody or not wide.domains.isdisjoint(_parents(row["match_target"].rpartition("@")[2]))


def _in_force(rows: Sequence[Any], direction: str) -> list[Any]:
    return [row for row in rows if row["direction"] in (direction, "both")]


def _says_otherwise(row: Any, direction: str, default: Action) -> bool:
    """A rule that allows proven senders only blocks the others, so it is never what a blacklist says anyway."""
    return row["action"] != default or (direction == "inbound" and row["requires_authentication"] and default == "allow")


def _default(mode: FilterMode) -> Action:
    return "block" if mode == "whitelist" else "allow"


def _parents(domain: str) -> list[str]:
    """The domain and all above it."""
    labels = domain.split(".")
    return [".".join(labels[place:]) for place in range(len(labels))]

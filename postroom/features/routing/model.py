"""Shapes of routing rules, and when one applies. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from postroom.kernel.ids import encode_id

Pattern = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=320, description="`*` stands for anything, upper and lower case are the same: `*@stripe.com`."),
]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Category = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Priority = Annotated[
    int, msgspec.Meta(ge=-1_000_000, le=1_000_000, description="The highest that matches applies; among equals the oldest.")
]
Status = Literal["active", "paused"]
Role = Literal["owner", "participant", "observer"]


class RoutingConditions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that are given must hold; none given: every mail."""

    category: Category | None = None
    from_pattern: Pattern | None = None
    subject_pattern: Pattern | None = None
    inbox_id: str | None = None


class RoutingRule(msgspec.Struct, frozen=True):
    """A rule. Its agent is assigned to the thread of a mail it applies to; its inbox gets a copy."""

    id: str
    name: str
    status: Status
    priority: int
    conditions: RoutingConditions
    target_agent_id: str | None
    target_inbox_id: str | None
    target_role: Role
    created_at: datetime
    updated_at: datetime


class Rule(msgspec.Struct, frozen=True):
    """A rule as intake needs it."""

    id: UUID
    mode: str
    category: str | None
    from_pattern: str | None
    subject_pattern: str | None
    inbox_id: UUID | None
    target_agent_id: UUID | None
    target_inbox_id: UUID | None
    target_role: str


def first_match(rules: Iterable[Rule], mode: str, inbox_id: UUID | None, facts: tuple[str, str, str]) -> Rule | None:
    """The first of the ordered rules that applies to a mail of `facts`: (category, sender's address, subject)."""
    category, sender, subject = facts
    for rule in rules:
        if (
            rule.mode == mode
            and rule.category in (None, category)
            and rule.inbox_id in (None, inbox_id)
            and (rule.from_pattern is None or matches(rule.from_pattern, sender))
            and (rule.subject_pattern is None or matches(rule.subject_pattern, subject))
        ):
            return rule
    return None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is as the pattern says; linear in the text for each piece between two `*`."""
    pieces, text = pattern.casefold().split("*"), text.casefold()
    if len(pieces) == 1:
        return text == pieces[0]
    first, last = pieces[0], pieces[-1]
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in pieces[1:-1]:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def rule_shape(row: Any) -> RoutingRule:
    """The public shape of a row."""
    return RoutingRule(
        id=encode_id("rou", row["id"]),
        name=row["name"],
        status=row["status"],
        priority=row["priority"],
        conditions=RoutingConditions(
            category=row["category"],
            from_pattern=row["from_pattern"],
            subject_pattern=row["subject_pattern"],
            inbox_id=row["inbox_id"] and encode_id("inb", row["inbox_id"]),
        ),
        target_agent_id=row["target_agent_id"] and encode_id("agt", row["target_agent_id"]),
        target_inbox_id=row["target_inbox_id"] and encode_id("inb", row["target_inbox_id"]),
        target_role=row["target_role"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )

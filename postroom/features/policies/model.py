"""Shapes of contact rules, and the one spelling of whom they are about. Pure."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec

from postroom.kernel.ids import encode_id
from postroom.lib.addresses import normalise_address, normalise_domain

Action = Literal["allow", "block"]
MatchType = Literal["exact_address", "domain", "any"]
Direction = Literal["inbound", "outbound", "both"]
Status = Literal["active", "paused"]
Scope = Literal["organisation", "agent", "inbox"]
FilterMode = Literal["blacklist", "whitelist"]
ANYBODY: Final = "*"

Target = Annotated[
    str,
    msgspec.Meta(
        max_length=320,
        description="`jo@example.com` for exact_address; `example.com` for domain, which covers its sub-domains; `*` for any.",
    ),
]
NeedsProof = Annotated[
    bool, msgspec.Meta(description="Allow only mail whose sender is authenticated; what merely claims the address is blocked.")
]
Note = Annotated[str, msgspec.Meta(max_length=500, description="Why, for people.")]


class ContactRule(msgspec.Struct, frozen=True):
    """Who may write to an inbox and to whom it may write, or who may not. `scope` says whose rule it is."""

    id: str
    scope: Scope
    inbox_id: str | None
    agent_id: str | None
    action: Action
    match_type: MatchType
    match_target: str
    direction: Direction
    requires_authentication: bool
    status: Status
    note: str
    mode: str
    created_at: datetime
    updated_at: datetime


class Correspondent(NamedTuple):
    """Whom a mail is from or to, as rules are matched: the normal form of the address, and its domain. Either may be empty."""

    address: str
    domain: str


NOBODY: Final = Correspondent("", "")


def correspondent(text: str) -> Correspondent:
    """Total. What is no address of ours still has the domain that follows its last @, so that a rule for the domain holds."""
    local, at, domain = text.rpartition("@")
    if local[:1] == '"' and local[-1:] == '"' and len(local) > 2:
        local = local[1:-1].replace("\\", "")  # RFC 5322 §3.4.1: "jo" and jo are the same
    normal = normalise_address(f"{local}@{domain}") if local else None
    if normal is not None:
        return Correspondent(f"{normal.local}@{normal.domain}", normal.domain)
    name = normalise_domain(domain) if at else None
    return Correspondent("", name) if name else NOBODY


def normal_target(match_type: MatchType, text: str) -> str | None:
    """The one spelling of a rule's target, or None where it is none."""
    spelled = text.strip()
    if match_type == "any":
        return ANYBODY if spelled in ("", ANYBODY) else None
    if match_type == "domain":
        return normalise_domain(spelled.removeprefix("@").removeprefix("*.").removeprefix("."))
    return correspondent(spelled.removeprefix("<").removesuffix(">")).address or None


def scope_of(row: Any) -> Scope:
    """Whose rule it is."""
    return "inbox" if row["inbox_id"] else "agent" if row["agent_id"] else "organisation"


def rule_shape(row: Any) -> ContactRule:
    """The public shape of a row."""
    return ContactRule(
        id=encode_id("rul", row["id"]),
        scope=scope_of(row),
        inbox_id=row["inbox_id"] and encode_id("inb", row["inbox_id"]),
        agent_id=row["agent_id"] and encode_id("agt", row["agent_id"]),
        action=row["action"],
        match_type=row["match_type"],
        match_target=row["match_target"],
        direction=row["direction"],
        requires_authentication=row["requires_authentication"],
        status=row["status"],
        note=row["note"],
        mode=row["mode"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )

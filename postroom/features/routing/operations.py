"""What may be asked about routing rules; they are the whole organisation's."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from postroom.features.inboxes import load_inbox
from postroom.features.routing import store
from postroom.features.routing.events import RoutingRuleChanged
from postroom.features.routing.model import Name, Priority, Role, RoutingConditions, RoutingRule, Status, rule_shape
from postroom.features.routing.router import TOPIC
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import Conflict, NotFound, invalid_field
from postroom.kernel.ids import encode_id, require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window

_MOST_RULES = 1_000


class CreateRoutingRule(Input, frozen=True):
    """Conditions and at least one target."""

    name: Name
    conditions: RoutingConditions = RoutingConditions()
    target_agent_id: str | None = None
    target_inbox_id: str | None = None
    target_role: Role = "owner"
    priority: Priority = 0
    status: Status = "active"


class ListRoutingRules(Listing, frozen=True):
    """Which rules."""

    status: Status | None = None


class RoutingRuleId(Input, frozen=True):
    """One rule."""

    routing_rule_id: str


class UpdateRoutingRule(Input, frozen=True):
    """What to change; what is left out stays. `conditions` are replaced as a whole."""

    routing_rule_id: str
    name: Name | UnsetType = UNSET
    conditions: RoutingConditions | UnsetType = UNSET
    target_agent_id: str | None | UnsetType = UNSET
    target_inbox_id: str | None | UnsetType = UNSET
    target_role: Role | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    status: Status | UnsetType = UNSET


@operation("routing_rules.create", rest="POST /v1/routing-rules", scope="routing:write", status="created")
async def create(tx: Tx, command: CreateRoutingRule) -> RoutingRule:
    """Create a routing rule.

    The rule of the highest priority whose conditions all hold applies to a mail that comes in: its agent is assigned to the mail's
    thread, its inbox gets a copy. The mail stays in the inbox that it was sent to. Hidden mail is not routed until it is released.
    """
    tx.principal.require_organisation()
    if await store.count_rules(tx) >= _MOST_RULES:
        raise Conflict("too_many_routing_rules", f"An organisation has at most {_MOST_RULES} routing rules; delete some first.")
    values = await _columns(tx, command)
    _require_target(values["target_agent_id"], values["target_inbox_id"])
    return _told(tx, await store.insert_rule(tx, tx.new_id(), values), "created")


@operation("routing_rules.list", rest="GET /v1/routing-rules", scope="routing:read")
async def list_all(rd: Read, query: ListRoutingRules) -> Page[RoutingRule]:
    """The routing rules of the organisation, newest first."""
    rd.principal.require_organisation()
    view = window(query.limit, query.cursor)
    return page(await store.list_rules(rd, view, query.status), view, rule_shape, _key_of)


@operation("routing_rules.get", rest="GET /v1/routing-rules/{routing_rule_id}", scope="routing:read")
async def get(rd: Read, query: RoutingRuleId) -> RoutingRule:
    """One routing rule."""
    return rule_shape(await _load(rd, query.routing_rule_id))


@operation("routing_rules.update", rest="PATCH /v1/routing-rules/{routing_rule_id}", scope="routing:write")
async def update(tx: Tx, command: UpdateRoutingRule) -> RoutingRule:
    """Change a routing rule, or pause it."""
    row = await _load(tx, command.routing_rule_id)
    changes = await _columns(tx, command)
    after = {**row, **changes}
    _require_target(after["target_agent_id"], after["target_inbox_id"])
    return _told(tx, await store.update_rule(tx, row["id"], changes), "updated")


@operation("routing_rules.delete", rest="DELETE /v1/routing-rules/{routing_rule_id}", scope="routing:write", status="empty")
async def delete(tx: Tx, command: RoutingRuleId) -> None:
    """Delete a routing rule. What it assigned stays assigned."""
    row = await _load(tx, command.routing_rule_id)
    await store.delete_rule(tx, row["id"])
    _told(tx, row, "deleted")


async def resolve_rule(rd: Read, reference: str) -> UUID:
    """The id of a rule within reach."""
    identifier: UUID = (await _load(rd, reference))["id"]
    return identifier


async def _load(rd: Read, reference: str) -> Any:
    identifier = require_id("rou", reference, "routing_rule")
    row = await store.find_rule(rd, identifier) if rd.principal.reaches_all else None
    if row is None:
        raise NotFound("routing_rule_not_found", f"There is no routing rule {reference[:80]} within reach of this key.")
    return row


async def _columns(tx: Tx, command: CreateRoutingRule | UpdateRoutingRule) -> dict[str, Any]:
    """The columns that the command sets, its references resolved within reach."""
    given = {name: getattr(command, name) for name in ("name", "target_role", "priority", "status")}
    if not isinstance(command.conditions, UnsetType):
        conditions = msgspec.structs.asdict(command.conditions)
        inbox = conditions["inbox_id"]
        given |= {**conditions, "inbox_id": None if inbox is None else (await load_inbox(tx, inbox))["id"]}
    if not isinstance(command.target_agent_id, UnsetType):
        agent = command.target_agent_id
        given["target_agent_id"] = None if agent is None else await tx.house.resolve(tx, "agt", agent)
    if not isinstance(command.target_inbox_id, UnsetType):
        target = command.target_inbox_id
        given["target_inbox_id"] = None if target is None else (await load_inbox(tx, target))["id"]
    return {name: value for name, value in given.items() if value is not UNSET}


def _require_target(agent_id: UUID | None, inbox_id: UUID | None) -> None:
    if agent_id is None and inbox_id is None:
        raise invalid_field("body.target_agent_id", "name a target: target_agent_id, target_inbox_id, or both.")


def _told(tx: Tx, row: Any, change: str) -> RoutingRule:
    tx.tell(TOPIC, tx.org_id.hex)
    tx.emit(RoutingRuleChanged(org_id=tx.org_id, mode=row["mode"], rule_id=encode_id("rou", row["id"]), change=change))
    return rule_shape(row)


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]

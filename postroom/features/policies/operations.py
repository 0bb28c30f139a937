"""What may be asked about contact rules."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from postroom.features.policies import store
from postroom.features.policies.change import ContactRuleExists, add_rule, may_change, told
from postroom.features.policies.events import ContactRuleDeleted, ContactRuleUpdated
from postroom.features.policies.model import (
    Action,
    ContactRule,
    Direction,
    MatchType,
    NeedsProof,
    Note,
    Scope,
    Status,
    Target,
    rule_shape,
)
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import NotFound, invalid_field
from postroom.kernel.ids import require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window

InboxOfRule = Annotated[str, msgspec.Meta(max_length=400, description="An inbox, by id or address: the rule is for it alone.")] | None
AgentOfRule = Annotated[str, msgspec.Meta(max_length=100, description="An agent: the rule is for all its inboxes.")] | None


class NewContactRule(Input, frozen=True):
    """A rule. With neither inbox_id nor agent_id it is for all inboxes of the organisation."""

    action: Action
    match_type: MatchType
    match_target: Target = ""
    inbox_id: InboxOfRule = None
    agent_id: AgentOfRule = None
    direction: Direction = "both"
    requires_authentication: NeedsProof = False
    status: Status = "active"
    note: Note = ""


class NewContactRules(Input, frozen=True):
    """Many rules at once."""

    rules: Annotated[list[NewContactRule], msgspec.Meta(min_length=1, max_length=500)]


class ContactRuleId(Input, frozen=True):
    """One rule."""

    contact_rule_id: str


class ListContactRules(Listing, frozen=True):
    """Which rules; filters compose."""

    inbox_id: InboxOfRule = None
    agent_id: AgentOfRule = None
    scope: Scope | None = None
    action: Action | None = None
    match_type: MatchType | None = None
    match_target: Annotated[str, msgspec.Meta(max_length=320)] | None = None
    direction: Direction | None = None
    status: Status | None = None


class UpdateContactRule(Input, frozen=True):
    """What to change; what is left out stays. Whom a rule is about and for does not change: make another."""

    contact_rule_id: str
    action: Action | msgspec.UnsetType = msgspec.UNSET
    direction: Direction | msgspec.UnsetType = msgspec.UNSET
    requires_authentication: NeedsProof | msgspec.UnsetType = msgspec.UNSET
    status: Status | msgspec.UnsetType = msgspec.UNSET
    note: Note | msgspec.UnsetType = msgspec.UNSET


class AddedContactRules(msgspec.Struct, frozen=True):
    """What became of many rules: those made, and the ids of those that were there before."""

    created: list[ContactRule]
    existing_ids: list[str]


@operation("contact_rules.create", rest="POST /v1/contact-rules", scope="contact_rules:write", status="created")
async def create(tx: Tx, command: NewContactRule) -> ContactRule:
    """Say who may write to an inbox, or who may not. It counts from the answer on for mail that comes to this process.

    The more specific rule decides: inbox before agent before organisation, then address before domain before any, then block before
    allow. Where none matches the inbox's `filter_mode` does. Blocked mail is accepted, kept and hidden. Rules hold for what goes out,
    too, unless `direction` says otherwise. A key that is narrowed to an agent or to inboxes may only block.
    """
    count = await store.lock_head(tx)
    return rule_shape(await add_rule(tx, command, "body", count))


@operation("contact_rules.create_many", rest="POST /v1/contact-rules/bulk", scope="contact_rules:write", status="created")
async def create_many(tx: Tx, command: NewContactRules) -> AddedContactRules:
    """Make up to 500 rules, all or none; those that are there already are named and left as they are."""
    count = await store.lock_head(tx)
    created: list[ContactRule] = []
    existing: list[str] = []
    for place, wanted in enumerate(command.rules):
        try:
            created.append(rule_shape(await add_rule(tx, wanted, f"body.rules[{place}]", count + len(created))))
        except ContactRuleExists as error:
            existing.append(error.existing_id)
    return AddedContactRules(created, existing)


@operation("contact_rules.list", rest="GET /v1/contact-rules", scope="contact_rules:read")
async def list_all(rd: Read, query: ListContactRules) -> Page[ContactRule]:
    """The rules within reach, newest first; filters compose."""
    view = window(query.limit, query.cursor)
    filters = {name: getattr(query, name) for name in ("action", "match_type", "match_target", "direction", "status")}
    filters["inbox_id"] = await _named(rd, "inb", query.inbox_id)
    filters["agent_id"] = await _named(rd, "agt", query.agent_id)
    return page(await store.list_rules(rd, view, filters, query.scope), view, rule_shape, _key_of)


@operation("contact_rules.get", rest="GET /v1/contact-rules/{contact_rule_id}", scope="contact_rules:read")
async def get(rd: Read, query: ContactRuleId) -> ContactRule:
    """One rule."""
    return rule_shape(await _load(rd, query.contact_rule_id))


@operation("contact_rules.update", rest="PATCH /v1/contact-rules/{contact_rule_id}", scope="contact_rules:write")
async def update(tx: Tx, command: UpdateContactRule) -> ContactRule:
    """Change what a rule says, or pause it."""
    await store.lock_head(tx)
    row = await _load(tx, command.contact_rule_id)
    may_change(tx)
    named = ("action", "direction", "requires_authentication", "status", "note")
    changes = {name: value for name in named if (value := getattr(command, name)) is not msgspec.UNSET}
    wanted = {**row, **changes}
    if wanted["requires_authentication"] and wanted["action"] == "block":
        raise invalid_field("body.requires_authentication", "goes with allow; a block holds for whoever claims the address.")
    same = await store.find_same(tx, wanted, row["id"])
    if same is not None:
        raise ContactRuleExists(wanted, same, "body.direction")
    changed = await store.update_rule(tx, row["id"], changes)
    await store.changed(tx, tx.org_id)
    told(tx, changed, ContactRuleUpdated, changed=tuple(sorted(changes)))
    return rule_shape(changed)


@operation("contact_rules.delete", rest="DELETE /v1/contact-rules/{contact_rule_id}", scope="contact_rules:write", status="empty")
async def delete(tx: Tx, command: ContactRuleId) -> None:
    """Delete a rule. Mail that it blocked stays blocked until somebody releases it."""
    await store.lock_head(tx)
    row = await _load(tx, command.contact_rule_id)
    may_change(tx)
    await store.delete_rule(tx, row["id"])
    await store.changed(tx, tx.org_id, -1)
    told(tx, row, ContactRuleDeleted)


async def resolve_rule(rd: Read, reference: str) -> UUID:
    """The id of a rule within reach."""
    identifier: UUID = (await _load(rd, reference))["id"]
    return identifier


async def _load(rd: Read, reference: str) -> Any:
    row = await store.find_rule(rd, require_id("rul", reference, "contact_rule"))
    if row is None:
        raise NotFound("contact_rule_not_found", f"There is no contact rule {reference[:80]} within reach of this key.")
    return row


async def _named(rd: Read, prefix: str, reference: str | None) -> UUID | None:
    return None if reference is None else await rd.house.resolve(rd, prefix, reference)


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]

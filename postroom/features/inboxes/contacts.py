"""Who may write to an inbox and to whom it may write: the inbox's part beside the contact rules."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec

from postroom.features.inboxes import store
from postroom.features.inboxes.load import load_inbox
from postroom.features.policies import Blocked, FilterMode, FilterModeChange, Place, Rulebook, list_active, notice_of
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import Denied
from postroom.kernel.gates import ALLOW, Effect, Gate, Verdict
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Input, operation

_SCOPE: Final = "contact_rules:write"
_MODES: Final = ("filter_mode", "outbound_filter_mode")


class RecipientBlocked(Denied):
    """A recipient that contact rules or the filter mode refuse; `address`, `reason` and `rule_id` say which and why."""

    def __init__(self, address: str, why: Blocked) -> None:
        self.address, self.reason = address, why.reason
        self.rule_id = _shown(why)
        super().__init__(
            "recipient_blocked" if self.rule_id else "recipient_not_allowed",
            f"The contact rule {self.rule_id} blocks mail to {address}."
            if self.rule_id
            else f"The inbox may write to allowed recipients only (whitelist), and no contact rule allows {address}.",
            suggested_action="Leave the recipient out, or ask the owner of the inbox for another contact rule.",
        )


class CheckContact(Input, frozen=True):
    """An inbox and somebody who may want to write to it."""

    inbox_id: Annotated[str, msgspec.Meta(max_length=400, description="An inbox, by id or by address.")]
    address: Annotated[str, msgspec.Meta(max_length=320, description="Who would write, or to whom the inbox would.")]
    direction: Literal["inbound", "outbound"] = "inbound"
    authenticated: Annotated[bool, msgspec.Meta(description="Whether the sender of the mail would be proven.")] = False


class ContactCheck(msgspec.Struct, frozen=True):
    """Whether mail would pass; if not, why, and by which contact rule."""

    allowed: bool
    reason: Literal["contact_rule", "not_allowed", "unauthenticated"] | None
    rule_id: str | None
    filter_mode: FilterMode


@operation("inboxes.check_contact", rest="GET /v1/inboxes/{inbox_id}/contact-check", scope="contact_rules:read")
async def check_contact(rd: Read, query: CheckContact) -> ContactCheck:
    """Whether somebody may write to an inbox, or the inbox to somebody, and what decides; nothing is done."""
    row = await load_inbox(rd, query.inbox_id)
    rules = await rd.house.use(Rulebook).current(rd.connection, rd.org_id)
    is_inbound = query.direction == "inbound"
    place = Place(row["mode"], row["id"], row["agent_id"], row["filter_mode"]) if is_inbound else _outbound(row)
    if is_inbound:
        why = rules.judge_sender(place, query.address, is_authenticated=query.authenticated)
    else:
        why = rules.judge_recipient(place, query.address)
    return ContactCheck(why is None, why and why.reason, _shown(why), place.filter_mode)


def may_widen(tx: Tx, row: Any, changes: dict[str, Any]) -> None:
    """Whether the key may make these changes as far as they decide who writes. Raises Denied."""
    if any(name in changes and changes[name] != row[name] for name in _MODES):
        if not tx.principal.may(_SCOPE):
            raise Denied(
                "scope_missing",
                f"This key does not carry the scope {_SCOPE}, which a change of the filter mode needs.",
                suggested_action=f"Ask the owner for a key with {_SCOPE}.",
            )
        tx.principal.require_organisation()
    if "agent_id" in changes and changes["agent_id"] != row["agent_id"]:
        tx.principal.require_organisation()  # the contact rules of its agent would no longer hold


async def notice_for(tx: Tx, before: Any, after: Any) -> FilterModeChange | None:
    """What a change of the filter mode made redundant; None where it did not change."""
    if all(before[name] == after[name] for name in _MODES):
        return None
    rows = [row for row in await list_active(tx.connection, tx.org_id) if row["mode"] == before["mode"]]
    modes = (after["filter_mode"], after["outbound_filter_mode"] or after["filter_mode"])
    return notice_of(rows, before["id"], after["agent_id"], before["filter_mode"], modes)


async def judge_recipients(tx: Tx, effect: Effect) -> Verdict:
    """The gate: every recipient of what an inbox sends, by the rules as they are in this transaction."""
    if effect.kind != "email.send" or effect.inbox_id is None:
        return ALLOW
    row = await store.find_inbox(tx, effect.inbox_id, None)
    rules = await tx.house.use(Rulebook).current(tx.connection, tx.org_id)
    place = _outbound(row) if row is not None else Place(tx.principal.mode, effect.inbox_id, None, "blacklist")
    for address in effect.recipients:
        why = rules.judge_recipient(place, address)
        if why is not None:
            raise RecipientBlocked(address, why)
    return ALLOW


RECIPIENT_GATE: tuple[int, str, Gate] = (20, "contact_rules", judge_recipients)


def _shown(why: Blocked | None) -> str | None:
    return None if why is None or why.rule_id is None else encode_id("rul", why.rule_id)


def _outbound(row: Any) -> Place:
    inbox_id: UUID = row["id"]
    return Place(row["mode"], inbox_id, row["agent_id"], row["outbound_filter_mode"] or row["filter_mode"])

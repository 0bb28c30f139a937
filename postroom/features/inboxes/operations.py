"""What may be asked about inboxes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from postroom.features.domains import DomainSettings, find_verified
from postroom.features.inboxes import store
from postroom.features.inboxes.contacts import may_widen, notice_for
from postroom.features.inboxes.events import InboxCreated, InboxDeleted, InboxUpdated
from postroom.features.inboxes.expire import TIMER, release
from postroom.features.inboxes.load import load_inbox, unknown_inbox
from postroom.features.inboxes.model import (
    MOST_METADATA_BYTES,
    FilterModeOf,
    Inbox,
    LabelText,
    Metadata,
    OutboundFilterMode,
    SessionId,
    TtlSeconds,
    inbox_shape,
)
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import Conflict, Denied, invalid_field
from postroom.kernel.ids import require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window
from postroom.lib.addresses import ROLE_NAMES, check_local_part, generate_local_part, normalise_domain

LocalPart = Annotated[str, msgspec.Meta(max_length=64, description="The part before the @; generated when left out.")]
InboxRef = Annotated[str, msgspec.Meta(max_length=400, description="An inbox, by id or by address.")]


class CreateInbox(Input, frozen=True):
    """A new inbox; everything may be left out."""

    local_part: LocalPart | None = None
    domain: Annotated[str | None, msgspec.Meta(description="A domain of the house or of your own; the house's first by default.")] = None
    label: LabelText = ""
    ttl_seconds: TtlSeconds | None = None
    metadata: Metadata = {}
    session_id: SessionId | None = None
    agent_id: Annotated[str | None, msgspec.Meta(description="The agent that owns the inbox.")] = None
    filter_mode: FilterModeOf = "blacklist"
    outbound_filter_mode: OutboundFilterMode = None


class InboxId(Input, frozen=True):
    """One inbox, by id or by address."""

    inbox_id: InboxRef


class ListInboxes(Listing, frozen=True):
    """Which inboxes; filters compose."""

    session_id: SessionId | None = None
    agent_id: str | None = None
    status: Literal["active", "paused"] | None = None
    label: str | None = None
    metadata: Annotated[dict[str, str], msgspec.Meta(description="`metadata[team]=red`: inboxes whose metadata say so.")] = {}


class UpdateInbox(Input, frozen=True):
    """What to change; what is left out stays."""

    inbox_id: InboxRef
    status: Annotated[Literal["active", "paused"] | msgspec.UnsetType, msgspec.Meta(description="The same as pause and resume.")] = (
        msgspec.UNSET
    )
    label: LabelText | msgspec.UnsetType = msgspec.UNSET
    metadata: Metadata | msgspec.UnsetType = msgspec.UNSET
    session_id: SessionId | None | msgspec.UnsetType = msgspec.UNSET
    agent_id: str | None | msgspec.UnsetType = msgspec.UNSET
    filter_mode: FilterModeOf | msgspec.UnsetType = msgspec.UNSET
    outbound_filter_mode: OutboundFilterMode | msgspec.UnsetType = msgspec.UNSET
    ttl_seconds: Annotated[
        TtlSeconds | None | msgspec.UnsetType, msgspec.Meta(description="Seconds from now; null: the inbox has no end.")
    ] = msgspec.UNSET


@operation("inboxes.create", rest="POST /v1/inboxes", scope="inboxes:write", status="created", agent_tool=True)
async def create(tx: Tx, command: CreateInbox) -> Inbox:
    """Open an inbox. It receives at once.

    The address is chosen (`local_part`, `domain`) or generated: readable, and not to be guessed. With `ttl_seconds` the inbox and its
    mail vanish by themselves.
    """
    _check_metadata(command.metadata)
    if tx.principal.inbox_ids is not None:
        raise Denied("key_reach_too_small", "This key reaches only the inboxes it lists, so it cannot open another.")
    address = await _choose_address(tx, command)
    inbox_id = tx.new_id()
    if not await store.take_address(tx, address, inbox_id):
        raise Conflict("address_taken", f"{address} is taken; choose another local_part, or leave it out to have one generated.")
    row = await store.insert_inbox(tx, inbox_id, address, await _values(tx, command))
    if row["expires_at"] is not None:
        tx.tell("timers", TIMER)
    tx.tell("inboxes", "*" if await _is_shadowing(tx, address) else inbox_id.hex)
    tx.emit(InboxCreated(org_id=tx.org_id, mode=row["mode"], inbox_id=inbox_id, agent_id=row["agent_id"], address=address))
    return inbox_shape(row)


@operation("inboxes.list", rest="GET /v1/inboxes", scope="inboxes:read", agent_tool=True)
async def list_all(rd: Read, query: ListInboxes) -> Page[Inbox]:
    """The inboxes within reach, newest first; filters compose."""
    view = window(query.limit, query.cursor)
    agent_id = None if query.agent_id is None else require_id("agt", query.agent_id, "agent")
    filters = {"session_id": query.session_id, "agent_id": agent_id, "status": query.status, "label": query.label}
    return page(await store.list_inboxes(rd, view, filters, query.metadata), view, inbox_shape, _key_of)


@operation("inboxes.get", rest="GET /v1/inboxes/{inbox_id}", scope="inboxes:read", agent_tool=True)
async def get(rd: Read, query: InboxId) -> Inbox:
    """One inbox, by id or by address."""
    return inbox_shape(await load_inbox(rd, query.inbox_id))


@operation("inboxes.update", rest="PATCH /v1/inboxes/{inbox_id}", scope="inboxes:write")
async def update(tx: Tx, command: UpdateInbox) -> Inbox:
    """Change an inbox's label, metadata, session, agent, end, or who may write to it.

    The filter mode needs the scope `contact_rules:write` and a key of the whole organisation; the answer names the contact rules that
    became redundant (`filter_mode_change_notice`).
    """
    row = await load_inbox(tx, command.inbox_id)
    changes = await _changes(tx, command)
    may_widen(tx, row, changes)
    changed = await _change(tx, row, changes)
    notice = await notice_for(tx, row, {**row, **changes})
    return msgspec.structs.replace(changed, filter_mode_change_notice=notice)


@operation("inboxes.pause", rest="POST /v1/inboxes/{inbox_id}/pause", scope="inboxes:write")
async def pause(tx: Tx, command: InboxId) -> Inbox:
    """Pause an inbox: senders are asked to try again later (SMTP 450) until it is resumed."""
    return await _change(tx, await load_inbox(tx, command.inbox_id), {"status": "paused"})


@operation("inboxes.resume", rest="POST /v1/inboxes/{inbox_id}/resume", scope="inboxes:write")
async def resume(tx: Tx, command: InboxId) -> Inbox:
    """Let a paused inbox receive again."""
    return await _change(tx, await load_inbox(tx, command.inbox_id), {"status": "active"})


@operation("inboxes.delete", rest="DELETE /v1/inboxes/{inbox_id}", scope="inboxes:write", status="empty")
async def delete(tx: Tx, command: InboxId) -> None:
    """Delete an inbox and its mail. The address stays reserved to the organisation."""
    row = await load_inbox(tx, command.inbox_id)
    if not await store.end_inbox(tx, row["id"]):
        raise unknown_inbox(command.inbox_id)
    await release(tx, [row["id"]])
    tx.emit(InboxDeleted(org_id=tx.org_id, mode=row["mode"], inbox_id=row["id"], agent_id=row["agent_id"], address=row["address"]))


async def _choose_address(tx: Tx, command: CreateInbox) -> str:
    domain = await _choose_domain(tx, command.domain)
    if command.local_part is None:
        return f"{generate_local_part()}@{domain}"
    local = command.local_part.lower()
    wrong = check_local_part(local)
    if wrong is not None:
        raise invalid_field("body.local_part", wrong)
    if local in ROLE_NAMES and domain in tx.house.settings.of(DomainSettings).names and not tx.principal.is_operator:
        raise Conflict("address_reserved", f"{local}@{domain} is a role address and kept for the operator; choose another local_part.")
    return f"{local}@{domain}"


async def _choose_domain(tx: Tx, wanted: str | None) -> str:
    houses = tx.house.settings.of(DomainSettings).names
    if wanted is None:
        return houses[0]
    name = normalise_domain(wanted)
    if name is None or (name not in houses and not await _owns(tx, name)):
        raise invalid_field("body.domain", f"is neither one of this house ({', '.join(houses)}) nor a verified one of your own.")
    return name


async def _owns(tx: Tx, name: str) -> bool:
    """The organisation has proven the name, or a parent of it with sub-domains on."""
    labels = name.split(".")
    rows = await find_verified(tx.connection, [".".join(labels[place:]) for place in range(len(labels))])
    mine = [row for row in rows if row["org_id"] == tx.org_id and row["mode"] == tx.principal.mode]
    return any(row["domain"] == name or row["subdomains"] for row in mine)


async def _is_shadowing(tx: Tx, address: str) -> bool:
    """On a domain of one's own a new address may take mail that went to a catch-all a moment ago."""
    return address.rpartition("@")[2] not in tx.house.settings.of(DomainSettings).names


async def _values(tx: Tx, command: CreateInbox) -> dict[str, Any]:
    return {
        "label": command.label,
        "metadata": command.metadata,
        "session_id": command.session_id,
        "filter_mode": command.filter_mode,
        "outbound_filter_mode": command.outbound_filter_mode,
        "agent_id": await _agent(tx, command.agent_id) or tx.principal.agent_id,
        "expires_at": None if command.ttl_seconds is None else tx.now + timedelta(seconds=command.ttl_seconds),
    }


async def _changes(tx: Tx, command: UpdateInbox) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name in ("status", "label", "metadata", "session_id", "filter_mode", "outbound_filter_mode"):
        if (value := getattr(command, name)) is not msgspec.UNSET:
            changes[name] = value
    _check_metadata(changes.get("metadata", {}))
    if command.agent_id is not msgspec.UNSET:
        changes["agent_id"] = await _agent(tx, command.agent_id)
    if command.ttl_seconds is not msgspec.UNSET:
        changes["expires_at"] = None if command.ttl_seconds is None else tx.now + timedelta(seconds=command.ttl_seconds)
    return changes


async def _change(tx: Tx, row: Any, changes: dict[str, Any]) -> Inbox:
    if not await store.update_inbox(tx, row["id"], changes):
        raise unknown_inbox(row["address"])
    tx.tell("inboxes", row["id"].hex)
    if changes.get("expires_at") is not None:
        tx.tell("timers", TIMER)
    tx.emit(InboxUpdated(org_id=tx.org_id, mode=row["mode"], inbox_id=row["id"], agent_id=row["agent_id"], changed=tuple(sorted(changes))))
    return inbox_shape({**row, **changes, "updated_at": tx.now})


async def _agent(tx: Tx, agent_id: str | None) -> UUID | None:
    return None if agent_id is None else await tx.house.resolve(tx, "agt", agent_id)


def _check_metadata(metadata: Mapping[str, Any]) -> None:
    size = len(msgspec.json.encode(metadata))
    if size > MOST_METADATA_BYTES:
        raise invalid_field("body.metadata", f"is {size} bytes of JSON; {MOST_METADATA_BYTES} are allowed.")


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]

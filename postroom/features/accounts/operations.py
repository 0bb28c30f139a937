"""What may be asked about organisations and keys."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec

from postroom.features.accounts import store
from postroom.features.accounts.create import KeyPlan, create_key, create_organisation_in
from postroom.features.accounts.model import (
    SCOPES,
    FreshKey,
    FreshOrganisation,
    Key,
    Label,
    Mode,
    Organisation,
    Whoami,
    key_shape,
    organisation_shape,
)
from postroom.kernel.context import Io, Principal, Read, Tx, house_principal
from postroom.kernel.errors import Denied, NotFound, invalid_field
from postroom.kernel.ids import new_id, require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window


class Nothing(Input, frozen=True):
    """No input."""


class CreateOrganisation(Input, frozen=True):
    """A new tenant."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200, description="The organisation's name.")]


class CreateKey(Input, frozen=True):
    """A new key: never more than the key that makes it."""

    label: Label = ""
    scopes: (
        Annotated[
            list[str],
            msgspec.Meta(min_length=1, max_length=50, description="`noun:read`, `noun:write` or `admin`; left out: those of this key."),
        ]
        | msgspec.UnsetType
    ) = msgspec.UNSET
    mode: Annotated[Mode, msgspec.Meta(description="`test`: everything runs in the sandbox and nothing leaves.")] = "live"
    agent_id: Annotated[str | None, msgspec.Meta(description="Narrow the key to one agent.")] = None
    inbox_ids: Annotated[list[str], msgspec.Meta(max_length=1000, description="Narrow the key to these inboxes.")] | None = None
    expires_at: Annotated[datetime, msgspec.Meta(tz=True, description="The key ends then.")] | None = None


class KeyId(Input, frozen=True):
    """One key."""

    key_id: str


class RotateKey(Input, frozen=True):
    """Replace a key's secret by that of a new key."""

    key_id: str
    overlap_seconds: Annotated[int, msgspec.Meta(ge=0, le=604_800, description="How long the old key stays good.")] = 0


@operation("organisations.create", rest="POST /v1/organisations", scope="admin", status="created", secret_answer=True)
async def create_organisation(io: Io, command: CreateOrganisation) -> FreshOrganisation:
    """Create an organisation and its first admin key. Only the operator of this house may.

    The key is shown in this answer and never again.
    """
    if not io.principal.is_operator or io.principal.mode != "live":
        raise Denied("operator_only", "Only a live admin key of the operator's organisation may create organisations.")
    io.principal.require_organisation()
    new_principal = house_principal(new_id(io.now))
    async with io.house.transaction(new_principal) as tx:
        organisation, plain, key = await create_organisation_in(tx, command.name)
    return FreshOrganisation(organisation_shape(organisation), plain, key_shape(key))


@operation("organisations.me", rest="GET /v1/organisations/me", scope=None)
async def get_organisation(rd: Read, _: Nothing) -> Organisation:
    """The organisation of the key."""
    return organisation_shape(await store.get_organisation(rd))


@operation("keys.whoami", rest="GET /v1/whoami", scope=None, agent_tool=True)
async def whoami(rd: Read, _: Nothing) -> Whoami:
    """Who is calling: the organisation, the key, its scopes and its reach."""
    key = key_shape(await store.find_key(rd, rd.principal.key_id))
    organisation = organisation_shape(await store.get_organisation(rd))
    return Whoami(organisation, key, key.scopes, key.mode, key.agent_id, key.inbox_ids)


@operation("keys.create", rest="POST /v1/keys", scope="keys:write", status="created", secret_answer=True)
async def create(tx: Tx, command: CreateKey) -> FreshKey:
    """Create a key. `api_key` is shown in this answer and never again.

    A key can be narrowed by scopes, to an agent, to inboxes and in time. It never gets more than the key that makes it.
    """
    plain, row = await create_key(tx, await _plan(tx, command))
    return FreshKey(plain, key_shape(row))


@operation("keys.list", rest="GET /v1/keys", scope="keys:read")
async def list_all(rd: Read, query: Listing) -> Page[Key]:
    """The organisation's keys, newest first, revoked ones too."""
    rd.principal.require_organisation()
    view = window(query.limit, query.cursor)
    return page(await store.list_keys(rd, view), view, key_shape, _key_of)


@operation("keys.get", rest="GET /v1/keys/{key_id}", scope="keys:read")
async def get(rd: Read, query: KeyId) -> Key:
    """One key, without its secret."""
    return key_shape(await _load(rd, query.key_id))


@operation("keys.revoke", rest="DELETE /v1/keys/{key_id}", scope="keys:write")
async def revoke(tx: Tx, command: KeyId) -> Key:
    """Revoke a key: it is refused from now on, and waits parked with it end."""
    row = await _load(tx, command.key_id)
    revoked = await store.revoke_key(tx, row["id"])
    tx.tell("keys", row["id"].hex)
    return key_shape(revoked)


@operation("keys.rotate", rest="POST /v1/keys/{key_id}/rotate", scope="keys:write", status="created", secret_answer=True)
async def rotate(tx: Tx, command: RotateKey) -> FreshKey:
    """Replace a key by a new one of the same rights. The old one ends after `overlap_seconds`, at once by default."""
    old = await _load(tx, command.key_id)
    _require_no_more(tx.principal, frozenset(old["scopes"]))
    if old["revoked_at"] is not None:
        raise NotFound("key_not_found", "This key is revoked; create a new one instead.")
    plain, row = await create_key(tx, _successor(tx.principal, old))
    if command.overlap_seconds:
        await store.expire_key(tx, old["id"], tx.now + timedelta(seconds=command.overlap_seconds))
    else:
        await store.revoke_key(tx, old["id"])
    tx.tell("keys", old["id"].hex)
    return FreshKey(plain, key_shape(row))


async def _load(rd: Read, key_id: str) -> Any:
    """A key within reach: narrowed keys see only themselves."""
    identifier = require_id("key", key_id, "key")
    row = await store.find_key(rd, identifier)
    if row is None or not (rd.principal.reaches_all or identifier == rd.principal.key_id):
        raise NotFound("key_not_found", f"There is no key {key_id} in this organisation.")
    return row


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]


async def _plan(tx: Tx, command: CreateKey) -> KeyPlan:
    scopes = tx.principal.scopes if command.scopes is msgspec.UNSET else frozenset(command.scopes)
    _require_known(scopes)
    _require_no_more(tx.principal, scopes)
    if command.expires_at is not None and command.expires_at <= tx.now:
        raise invalid_field("body.expires_at", "lies in the past; leave it out for a key without an end.")
    if tx.principal.mode == "test" and command.mode == "live":
        raise Denied("mode_denied", "A test key makes test keys only.")
    return KeyPlan(
        label=command.label,
        mode=command.mode if tx.principal.mode == "live" else "test",
        scopes=tuple(scopes),
        kind="agent" if command.agent_id else "inbox" if command.inbox_ids is not None else "member",
        agent_id=await _narrowed_agent(tx, command.agent_id),
        inbox_ids=await _narrowed_inboxes(tx, command.inbox_ids),
        policies=tx.principal.policies,
        expires_at=_sooner(command.expires_at, tx.principal.expires_at),
    )


def _require_known(scopes: frozenset[str]) -> None:
    unknown = sorted(scopes - SCOPES)
    if unknown:
        raise invalid_field("body.scopes", f"{unknown[0]!r} is no scope. Known: {', '.join(sorted(SCOPES))}.")


def _require_no_more(principal: Principal, scopes: frozenset[str]) -> None:
    more = sorted(scope for scope in scopes if not principal.may(scope))
    if more:
        raise Denied("scope_exceeds_own", f"A key cannot hand on {more[0]}, which it does not carry itself.")


async def _narrowed_agent(tx: Tx, agent_id: str | None) -> UUID | None:
    return tx.principal.agent_id if agent_id is None else await tx.house.resolve(tx, "agt", agent_id)


async def _narrowed_inboxes(tx: Tx, references: list[str] | None) -> tuple[UUID, ...] | None:
    """By id or address; what the key does not reach itself is not found."""
    if references is None:
        return None if tx.principal.inbox_ids is None else tuple(tx.principal.inbox_ids)
    return tuple(sorted({await tx.house.resolve(tx, "inb", one) for one in references}))


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _successor(principal: Principal, old: Any) -> KeyPlan:
    """What the old key was, and no longer good than the key that asks."""
    return KeyPlan(
        label=old["label"],
        mode=old["mode"],
        scopes=tuple(old["scopes"]),
        kind=old["kind"],
        agent_id=old["agent_id"],
        inbox_ids=None if old["inbox_ids"] is None else tuple(old["inbox_ids"]),
        policies=old["policies"],
        expires_at=_sooner(old["expires_at"], principal.expires_at),
        rotated_from=old["id"],
    )

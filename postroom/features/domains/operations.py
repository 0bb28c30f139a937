"""What may be asked about domains."""

import secrets
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from postroom.features.domains import store
from postroom.features.domains.events import DomainCreated, DomainDeleted, DomainVerified
from postroom.features.domains.model import RECORD_NAME, RECORD_VALUE, Domain, domain_shape
from postroom.features.domains.settings import DomainSettings
from postroom.kernel.context import Io, Principal, Read, Tx
from postroom.kernel.errors import Conflict, NotFound, Unavailable, invalid_field
from postroom.kernel.ids import decode_id, require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window
from postroom.kernel.ports.dns import Dns, DnsFailed
from postroom.lib.addresses import normalise_domain

Subdomains = Annotated[bool, msgspec.Meta(description="Also take mail for every sub-domain: `x@any.example.com` reaches `x@example.com`.")]
CatchAll = Annotated[str | None, msgspec.Meta(description="The inbox that takes mail for addresses nobody has.")]


class CreateDomain(Input, frozen=True):
    """A domain of one's own."""

    domain: Annotated[str, msgspec.Meta(min_length=1, max_length=253, description="The name, as in example.com.")]
    subdomains: Subdomains = False
    catch_all_inbox_id: CatchAll = None


class DomainId(Input, frozen=True):
    """One domain, by id or by name."""

    domain_id: str


class UpdateDomain(Input, frozen=True):
    """What to change; what is left out stays."""

    domain_id: str
    subdomains: Subdomains | msgspec.UnsetType = msgspec.UNSET
    catch_all_inbox_id: CatchAll | msgspec.UnsetType = msgspec.UNSET


@operation("domains.create", rest="POST /v1/domains", scope="domains:write", status="created")
async def create(tx: Tx, command: CreateDomain) -> Domain:
    """Add a domain of your own. Publish the TXT record of the answer, then verify it.

    The operator's own organisation needs no proof: its domains are verified at once.
    """
    tx.principal.require_organisation()
    name = _own_name(tx, command.domain)
    if await store.is_owned_elsewhere(tx, _with_parents(name)):
        raise Conflict("domain_taken", f"{name} or a parent of it belongs to another organisation of this house.")
    status = "verified" if tx.principal.is_operator else "pending"
    row = await store.insert_domain(tx, tx.new_id(), name, secrets.token_hex(16), subdomains=command.subdomains, status=status)
    if row is None:
        raise Conflict("domain_exists", f"This organisation has {name} already.")
    if command.catch_all_inbox_id is not None:
        row = await store.update_domain(tx, row["id"], {"catch_all_inbox_id": await _catch_all(tx, command.catch_all_inbox_id)})
    tx.emit(DomainCreated(org_id=tx.org_id, mode=row["mode"], domain=name))
    tx.tell("inboxes", "*")
    return _shape(tx.principal, row)


@operation("domains.list", rest="GET /v1/domains", scope="domains:read")
async def list_all(rd: Read, query: Listing) -> Page[Domain]:
    """The organisation's domains, newest first."""
    view = window(query.limit, query.cursor)
    return page(await store.list_domains(rd, view), view, lambda row: _shape(rd.principal, row), _key_of)


@operation("domains.get", rest="GET /v1/domains/{domain_id}", scope="domains:read")
async def get(rd: Read, query: DomainId) -> Domain:
    """One domain, by id or by name."""
    return _shape(rd.principal, await _load(rd, query.domain_id))


@operation("domains.update", rest="PATCH /v1/domains/{domain_id}", scope="domains:write")
async def update(tx: Tx, command: UpdateDomain) -> Domain:
    """Switch sub-domains or the catch-all inbox on or off (null: off)."""
    tx.principal.require_organisation()
    row = await _load(tx, command.domain_id)
    changes: dict[str, Any] = {}
    if command.subdomains is not msgspec.UNSET:
        changes["subdomains"] = command.subdomains
    if command.catch_all_inbox_id is not msgspec.UNSET:
        wanted = command.catch_all_inbox_id
        changes["catch_all_inbox_id"] = None if wanted is None else await _catch_all(tx, wanted)
    tx.tell("inboxes", "*")
    return _shape(tx.principal, await store.update_domain(tx, row["id"], changes) if changes else row)


@operation("domains.verify", rest="POST /v1/domains/{domain_id}/verify", scope="domains:write")
async def verify(io: Io, command: DomainId) -> Domain:
    """Look the TXT record up; when it is there the domain is yours and mail for it is taken."""
    io.principal.require_organisation()
    async with io.read() as rd:
        row = await _load(rd, command.domain_id)
    if row["status"] == "verified":
        return _shape(io.principal, row)
    await _require_record(io, row)
    async with io.tx() as tx:
        taken = await store.is_owned_elsewhere(tx, [row["domain"]])
        verified = None if taken else await store.prove_domain(tx, row["id"])
        if verified is None:
            raise Conflict("domain_taken", f"{row['domain']} belongs to another organisation of this house, or was given up meanwhile.")
        tx.emit(DomainVerified(org_id=tx.org_id, mode=row["mode"], domain=row["domain"]))
    return _shape(io.principal, verified)


@operation("domains.delete", rest="DELETE /v1/domains/{domain_id}", scope="domains:write", status="empty")
async def delete(tx: Tx, command: DomainId) -> None:
    """Give a domain up. Its inboxes stay and receive nothing more."""
    tx.principal.require_organisation()
    row = await _load(tx, command.domain_id)
    await store.delete_domain(tx, row["id"])
    tx.emit(DomainDeleted(org_id=tx.org_id, mode=row["mode"], domain=row["domain"]))
    tx.tell("inboxes", "*")


async def resolve_domain(rd: Read, reference: str) -> UUID:
    """The id of a domain, by id or name, within reach."""
    identifier: UUID = (await _load(rd, reference))["id"]
    return identifier


def _shape(principal: Principal, row: Any) -> Domain:
    """A narrowed key does not hear of an inbox beyond its reach."""
    known = principal.reaches_all or row["catch_all_inbox_id"] in (principal.inbox_ids or ())
    return domain_shape(row if known else {**row, "catch_all_inbox_id": None})


async def _load(rd: Read, reference: str) -> Any:
    identifier = decode_id("dom", reference)
    name = None if identifier else normalise_domain(reference)
    if identifier is None and name is None:
        require_id("dom", reference, "domain")
    row = await store.find_domain(rd, identifier, name)
    if row is None:
        raise NotFound("domain_not_found", f"There is no domain {reference[:80]} in this organisation.")
    return row


def _own_name(tx: Tx, domain: str) -> str:
    name = normalise_domain(domain)
    if name is None or "." not in name:
        raise invalid_field("body.domain", "is no domain name; it looks like example.com.")
    if any(name == house or name.endswith("." + house) for house in tx.house.settings.of(DomainSettings).names):
        raise Conflict("domain_taken", f"{name} belongs to this house; every organisation may open inboxes on its domains.")
    return name


async def _catch_all(tx: Tx, inbox_id: str) -> UUID:
    return await tx.house.resolve(tx, "inb", inbox_id)


async def _require_record(io: Io, row: Any) -> None:
    name, wanted = f"{RECORD_NAME}.{row['domain']}", RECORD_VALUE + row["verification_token"]
    try:
        found = await io.use(Dns).txt(name)  # type: ignore[type-abstract]
    except DnsFailed as error:
        if error.word != "not_found":
            raise Unavailable(
                "dns_unavailable", f"The look-up of {name} failed: {error.word}.", retryable=True, retry_after_s=30
            ) from error
        found = []
    if wanted not in found:
        raise Conflict(
            "domain_not_proven", f"No TXT record {name} with the value {wanted} was found; publish it and try again.", retryable=True
        )


def _with_parents(name: str) -> list[str]:
    labels = name.split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["created_at"], row["id"]

"""Making organisations and keys, and the first of both at start."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from postroom.features.accounts import store
from postroom.features.accounts.model import display_prefix, hash_secret, make_secret
from postroom.kernel.context import Tx, house_principal
from postroom.kernel.errors import Conflict
from postroom.kernel.house import House
from postroom.kernel.ids import new_id


class KeyPlan(msgspec.Struct, frozen=True):
    """What a new key shall be."""

    label: str
    mode: str
    scopes: tuple[str, ...]
    kind: str = "member"
    agent_id: UUID | None = None
    inbox_ids: tuple[UUID, ...] | None = None
    policies: dict[str, Any] = {}
    expires_at: datetime | None = None
    rotated_from: UUID | None = None


async def create_key(tx: Tx, plan: KeyPlan, *, secret: str | None = None) -> tuple[str, Any]:
    """The secret, shown once, and the row."""
    plain = secret or make_secret(plan.mode)
    row = await store.insert_key(
        tx,
        {
            "org_id": tx.org_id,
            "id": tx.new_id(),
            "kind": plan.kind,
            "label": plan.label,
            "mode": plan.mode,
            "display_prefix": display_prefix(plain),
            "last_four": plain[-4:],
            "secret_sha256": hash_secret(plain),
            "scopes": sorted(plan.scopes),
            "agent_id": plan.agent_id,
            "inbox_ids": None if plan.inbox_ids is None else list(plan.inbox_ids),
            "policies": plan.policies,
            "creator_id": tx.principal.key_id,
            "rotated_from": plan.rotated_from,
            "expires_at": plan.expires_at,
            "created_at": tx.now,
        },
    )
    if row is None:
        raise Conflict("key_exists", "Another key has this value already.")
    return plain, row


async def revoke_keys_of_agent(tx: Tx, agent_id: UUID) -> None:
    """An agent is gone: so are its keys, everywhere and at once."""
    for key_id in await store.revoke_keys_of_agent(tx, agent_id):
        tx.tell("keys", key_id.hex)


async def create_organisation(house: House, name: str, *, is_operator: bool = False, secret: str | None = None) -> tuple[Any, str, Any]:
    """The organisation's row, its first admin key's secret and row, in one transaction."""
    org_id = new_id(house.clock.now())
    async with house.transaction(house_principal(org_id)) as tx:
        return await create_organisation_in(tx, name, is_operator=is_operator, secret=secret)


async def create_organisation_in(tx: Tx, name: str, *, is_operator: bool = False, secret: str | None = None) -> tuple[Any, str, Any]:
    """The same within a transaction whose principal is the house acting for the new organisation."""
    organisation = await store.insert_organisation(tx, tx.org_id, name, is_operator=is_operator)
    plain, key = await create_key(tx, KeyPlan("first admin key", "live", ("admin",)), secret=secret)
    return organisation, plain, key


async def ensure_operator(house: House, bootstrap_key: str | None) -> str | None:
    """The default organisation exists after this, and the bootstrap key, if set, is an admin key of it.

    Returns the first admin key when it was made just now and nobody had set it, so that it can be printed once.
    """
    async with house.database.connection() as connection:
        operator = await store.find_operator(connection)
        known = bootstrap_key is not None and await store.find_key_by_hash(connection, hash_secret(bootstrap_key)) is not None
    if operator is None:
        try:
            _, plain, _ = await create_organisation(house, "default", is_operator=True, secret=bootstrap_key)
        except asyncpg.UniqueViolationError:
            # Another process of this house was first.
            return await ensure_operator(house, bootstrap_key)
        return None if bootstrap_key else plain
    if bootstrap_key is not None and not known:
        async with house.transaction(house_principal(operator)) as tx:
            await create_key(tx, KeyPlan("bootstrap key", "live", ("admin",)), secret=bootstrap_key)
    return None

"""From a presented secret to a principal; cached for five seconds and dropped by the bus when a key changes."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.features.accounts import store
from postroom.features.accounts.model import hash_secret, is_possible_secret
from postroom.kernel.clock import monotonic_s
from postroom.kernel.context import Principal, Read
from postroom.kernel.errors import Unauthenticated
from postroom.kernel.house import House

_CACHED_S = 5.0
_MOST_CACHED = 50_000
_FLUSH_S = 60.0


class KeyAuthenticator:
    """Looks keys up by the SHA-256 of the whole string and keeps the reasons for a refusal apart."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._cache: OrderedDict[bytes, tuple[Principal, float]] = OrderedDict()
        self._used: dict[tuple[UUID, UUID], datetime] = {}
        self._flusher = asyncio.create_task(self._flush_often(), name="key-use")
        house.on_told("keys", self._changed)

    async def authenticate(self, secret: str | None) -> Principal:
        """The principal behind a secret; raises Unauthenticated."""
        if not secret:
            raise _refusal("key_missing", "No API key was sent.")
        if not is_possible_secret(secret):
            raise _refusal("key_malformed", "What was sent cannot be an API key.")
        digest = hash_secret(secret)
        principal = self._cached(digest) or await self._look_up(digest, secret)
        if principal.expires_at is not None and principal.expires_at <= self._house.clock.now():
            raise _refusal("key_expired", "This API key has expired.")
        self._used[(principal.org_id, principal.key_id)] = self._house.clock.now()
        return principal

    async def reauthorise(self, principal: Principal) -> None:
        """The same for a call that was parked: from the cache where it is fresh."""
        await self.authenticate(principal.presented)

    async def confirm(self, context: Read) -> None:
        """Ask the database whether the key of the context is still good."""
        if context.principal.kind == "house":
            return
        row = await store.get_key_state(context, context.principal.key_id)
        _refuse_ended(row, context.now)

    async def stop(self) -> None:
        """Write what is not written yet."""
        self._flusher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._flusher
        await self._flush()

    def _cached(self, digest: bytes) -> Principal | None:
        entry = self._cache.get(digest)
        return entry[0] if entry is not None and entry[1] > monotonic_s() else None

    async def _look_up(self, digest: bytes, secret: str) -> Principal:
        async with self._house.database.connection() as connection:
            row = await store.find_key_by_hash(connection, digest)
            if row is None:
                raise _refusal("key_unknown", "This API key is not known here.")
            _refuse_ended(row, self._house.clock.now())
            if row["last_used_at"] is None:  # whether a key was ever used is known at once, how long ago within a minute
                await store.write_last_used(connection, {(row["org_id"], row["id"]): self._house.clock.now()})
        principal = _principal(row, secret)
        self._cache[digest] = (principal, monotonic_s() + _CACHED_S)
        if len(self._cache) > _MOST_CACHED:
            self._cache.popitem(last=False)
        return principal

    def _changed(self, key_ids: Sequence[str] | None) -> None:
        """Keys changed somewhere: forget them, and let parked calls ask again."""
        if key_ids is None:
            self._cache.clear()
            self._house.wakeups.wake_all()
            return
        gone = set(key_ids)
        for digest in [digest for digest, (principal, _) in self._cache.items() if principal.key_id.hex in gone]:
            del self._cache[digest]
        self._house.wakeups.wake(UUID(hex=key_id) for key_id in gone)

    async def _flush_often(self) -> None:
        while True:
            await asyncio.sleep(_FLUSH_S)
            with contextlib.suppress(Exception):
                await self._flush()

    async def _flush(self) -> None:
        used, self._used = self._used, {}
        if used:
            async with self._house.database.connection() as connection:
                await store.write_last_used(connection, used)


def _refuse_ended(row: Any, now: datetime) -> None:
    if row is None or row["revoked_at"] is not None:
        raise _refusal("key_revoked", "This API key was revoked.")
    if row["expires_at"] is not None and row["expires_at"] <= now:
        raise _refusal("key_expired", "This API key has expired.")
    if row["org_status"] != "active":
        raise _refusal("organisation_suspended", "The organisation of this API key is suspended.")


def _refusal(code: str, detail: str) -> Unauthenticated:
    action = "Send a valid key as `Authorization: Bearer <key>` or `X-API-Key: <key>`."
    return Unauthenticated(code, detail, suggested_action=action)


def _principal(row: Any, secret: str) -> Principal:
    return Principal(
        org_id=row["org_id"],
        key_id=row["id"],
        kind=row["kind"],
        mode=row["mode"],
        scopes=frozenset(row["scopes"]),
        agent_id=row["agent_id"],
        inbox_ids=None if row["inbox_ids"] is None else frozenset(row["inbox_ids"]),
        policies=row["policies"],
        is_operator=row["is_operator"],
        expires_at=row["expires_at"],
        presented=secret,
    )

"""Idempotency: the same key and body give the stored answer, another body a conflict, a twin in flight a retryable one.

A command writes its row in its own transaction, under an advisory lock. An io operation claims first, with a lease, because its work
does not fit one transaction. An answer that holds a secret is sealed with a key derived from what the caller presented, which the
house does not keep.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from postroom.kernel.context import Principal
from postroom.kernel.errors import Conflict, invalid_field
from postroom.kernel.statements import Part, run_parts

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=150)
_MAX_KEY_LENGTH = 255


@dataclass(frozen=True, slots=True)
class IdempotentCall:
    """What identifies a repeat."""

    principal: Principal
    key: str
    operation: str
    body_sha256: bytes
    secret_answer: bool


async def begin(connection: Any, call: IdempotentCall, now: datetime) -> bytes | None:
    """Within a command's transaction: the stored answer, or None when this call must do the work."""
    _check_key(call.key)
    if not await connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", _lock_number(call)):
        raise _in_flight()
    return await _stored(connection, call, now)


async def finish(connection: Any, call: IdempotentCall, answer: bytes, now: datetime) -> None:
    """Store the answer, in the transaction of the work."""
    await run_parts(connection, [finish_part([(call, answer)], now)])


def finish_part(answers: Sequence[tuple[IdempotentCall, bytes]], now: datetime) -> Part:
    """Store the answers to several calls, in the transaction of their work: then a repeat gets them, even where nobody heard of its end."""
    return Part("answered", _STORE, (*zip(*(_row(call, answer) for call, answer in answers), strict=True), now))


def pack(value: Any, *, held: bool = False) -> bytes:
    """An answer as it is stored."""
    return (b"1" if held else b"0") + msgspec.json.encode(value)


async def claim(connection: Any, call: IdempotentCall, now: datetime) -> bytes | None:
    """Before an io operation, committed by itself: the stored answer, or None when this call has the claim."""
    _check_key(call.key)
    taken = await connection.fetchval(_CLAIM, *_identity(call), call.operation, call.body_sha256, now + LEASE, now, now - KEPT)
    stored = None if taken else await _stored(connection, call, now)
    if not taken and stored is None:
        raise _in_flight()  # its holder gave it up between the two statements: nobody has it now, so nobody may go on
    return stored


async def release(connection: Any, call: IdempotentCall) -> None:
    """The io operation failed before it did anything: a repeat may try again."""
    await connection.execute(
        "DELETE FROM idempotency_keys WHERE org_id = $1 AND principal_id = $2 AND key = $3 AND state = 'claimed'",
        *_identity(call),
    )


async def next_purge(connection: Any) -> datetime | None:
    """When the oldest row is a day old."""
    oldest: datetime | None = await connection.fetchval("SELECT min(created_at) FROM idempotency_keys")
    return None if oldest is None else oldest + KEPT


async def purge(connection: Any, now: datetime) -> None:
    """Forget, in small batches, what is older than a day."""
    await connection.execute(_PURGE, now - KEPT)


async def _stored(connection: Any, call: IdempotentCall, now: datetime) -> bytes | None:
    row = await connection.fetchrow(_FIND, *_identity(call), now - KEPT)
    if row is None:
        return None
    if row["operation"] != call.operation or row["body_sha256"] != call.body_sha256:
        raise Conflict(
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request within the last 24 hours.",
            suggested_action="Send a fresh Idempotency-Key with every new request; repeat one only with the same body.",
        )
    if row["state"] == "claimed":
        raise _in_flight()
    return _unseal(call, row["answer"]) if row["sealed"] else bytes(row["answer"])


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= _MAX_KEY_LENGTH or not key.isprintable():
        raise invalid_field("header.Idempotency-Key", f"must be 1 to {_MAX_KEY_LENGTH} printable characters.")


def _in_flight() -> Conflict:
    return Conflict(
        "idempotency_in_flight",
        "The first request with this Idempotency-Key is still at work.",
        retryable=True,
        retry_after_s=1,
    )


def _identity(call: IdempotentCall) -> tuple[Any, ...]:
    return call.principal.org_id, call.principal.key_id, call.key


def _row(call: IdempotentCall, answer: bytes) -> tuple[Any, ...]:
    sealed = call.secret_answer and call.principal.presented is not None
    return *_identity(call), call.operation, call.body_sha256, _seal(call, answer) if sealed else answer, sealed


def _lock_number(call: IdempotentCall) -> int:
    digest = hashlib.sha256(call.principal.key_id.bytes + call.key.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _sealing_key(call: IdempotentCall) -> AESGCM:
    presented = (call.principal.presented or "").encode()
    return AESGCM(hashlib.blake2b(presented, digest_size=32, person=b"postroom-answer", salt=call.principal.key_id.bytes[:16]).digest())


def _seal(call: IdempotentCall, answer: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + _sealing_key(call).encrypt(nonce, answer, call.key.encode())


def _unseal(call: IdempotentCall, sealed: bytes) -> bytes:
    return _sealing_key(call).decrypt(sealed[:12], sealed[12:], call.key.encode())


_FIND = """
SELECT operation, body_sha256, state, answer, sealed FROM idempotency_keys
WHERE org_id = $1 AND principal_id = $2 AND key = $3 AND created_at > $4
"""

_STORE = """
INSERT INTO idempotency_keys (org_id, principal_id, key, operation, body_sha256, answer, sealed, created_at)
SELECT a.*, $8::timestamptz FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::boolean[]) AS a
ON CONFLICT (org_id, principal_id, key) DO UPDATE SET operation = excluded.operation, body_sha256 = excluded.body_sha256,
    answer = excluded.answer, sealed = excluded.sealed, state = 'done', lease_until = NULL, created_at = excluded.created_at
"""

_CLAIM = """
INSERT INTO idempotency_keys AS k (org_id, principal_id, key, operation, body_sha256, state, lease_until, created_at)
VALUES ($1, $2, $3, $4, $5, 'claimed', $6, $7)
ON CONFLICT (org_id, principal_id, key) DO UPDATE SET operation = excluded.operation, body_sha256 = excluded.body_sha256,
    state = 'claimed', lease_until = excluded.lease_until, created_at = excluded.created_at, answer = NULL
WHERE k.created_at <= $8 OR (k.state = 'claimed' AND k.lease_until <= $7 AND k.body_sha256 = excluded.body_sha256)
RETURNING true
"""

_PURGE = """
DELETE FROM idempotency_keys WHERE (org_id, principal_id, key) IN (
    SELECT org_id, principal_id, key FROM idempotency_keys WHERE created_at <= $1 ORDER BY created_at LIMIT 1000)
"""

"""The only door: every wire calls operations here, so nothing can be forgotten by one of them.

Rate by address → authenticate → scope → rate by key → (command:) open Tx → idempotency → is the key still good → run → events, jobs,
audit, stored answer → commit (FOUNDATIONS §4).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import msgspec

from postroom.kernel import idempotency
from postroom.kernel.context import Io, Principal, Read, Tx
from postroom.kernel.database import RETRYABLE, UNREACHABLE
from postroom.kernel.errors import AppError, Denied, Unauthenticated, Unavailable
from postroom.kernel.house import House
from postroom.kernel.idempotency import IdempotentCall
from postroom.kernel.limits import Limiter, RateState
from postroom.kernel.operations import Bytes, Operation, OperationKind

_MOST_TRIES = 3
# Who calls a public operation without a key: no organisation, no scope.
ANYBODY = Principal(org_id=UUID(int=0), key_id=UUID(int=0), kind="anybody")


@dataclass(slots=True)
class Call:
    """One request of one wire. `body_sha256` is over the canonical input, for idempotency."""

    operation: Operation
    input: msgspec.Struct
    secret: str | None
    address: str
    request_id: str
    wire: str
    idempotency_key: str | None = None
    body_sha256: bytes = b""


@dataclass(slots=True)
class Answer:
    """What came of it. `held`: an approval is asked first; `replayed`: stored by an earlier request."""

    value: Any
    held: bool = False
    replayed: bool = False
    rate: RateState | None = None


class Authenticator(Protocol):
    """Who is behind a secret. Raises Unauthenticated with the reason."""

    async def authenticate(self, secret: str | None) -> Principal: ...

    async def confirm(self, context: Read) -> None:
        """Within a command: is the key still good, now?"""
        ...


class Auditor(Protocol):
    """Writes what was done, and what was denied."""

    async def record(self, tx: Tx, call: Call, outcome: str) -> None: ...


class Dispatcher:
    """Runs calls against the house."""

    def __init__(self, house: House, authenticator: Authenticator, auditor: Auditor, limiter: Limiter) -> None:
        self._house = house
        self._authenticator = authenticator
        self._auditor = auditor
        self._limiter = limiter
        self._runners: dict[OperationKind, Callable[[Call, Principal], Awaitable[Answer]]] = {
            OperationKind.QUERY: self._query,
            OperationKind.COMMAND: self._command,
            OperationKind.IO: self._io,
            OperationKind.STREAM: self._io,
            OperationKind.PURE: self._io,
        }

    async def authenticate(self, call: Call) -> tuple[Principal, RateState]:
        """The principal behind a call and what is left of its rate; counts refusals against the address."""
        self._limiter.by_address(call.address)
        if call.operation.public and call.secret is None:
            return ANYBODY, self._limiter.by_key(call.address)
        try:
            principal = await self._authenticator.authenticate(call.secret)
        except Unauthenticated:
            self._limiter.refused(call.address)
            raise
        return principal, self._limiter.by_key(principal.key_id)

    async def dispatch(self, call: Call) -> Answer:
        """Do it. Raises AppError, and nothing else that a wire must know."""
        principal, rate = await self.authenticate(call)
        try:
            if principal is not ANYBODY:
                _require_scope(principal, call.operation)
            answer = await self._runners[call.operation.kind](call, principal)
        except Denied:
            await self._denied(call, principal)
            raise
        except UNREACHABLE as error:
            raise Unavailable("database_unavailable", "The database does not answer now.", retryable=True, retry_after_s=2) from error
        answer.rate = rate
        return answer

    async def _query(self, call: Call, principal: Principal) -> Answer:
        async with self._house.database.connection() as connection:
            return Answer(await call.operation.run(Read(self._house, principal, connection), call.input))

    async def _command(self, call: Call, principal: Principal) -> Answer:
        for last in (False,) * (_MOST_TRIES - 1) + (True,):
            try:
                return await self._command_once(call, principal)
            except RETRYABLE:
                if last:
                    raise Unavailable("contended", "Too many changes to the same thing at once.", retryable=True, retry_after_s=1) from None
        raise AssertionError("unreachable")

    async def _command_once(self, call: Call, principal: Principal) -> Answer:
        repeat = _repeat_of(call, principal)
        async with self._house.transaction(principal) as tx:
            if repeat is not None:
                stored = await idempotency.begin(tx.connection, repeat, tx.now)
                if stored is not None:
                    return _replay(call.operation, stored)
            if principal is not ANYBODY:
                await self._authenticator.confirm(tx)
            tx.idempotency_key = call.idempotency_key
            value = await call.operation.run(tx, call.input)
            answer = Answer(value, held=any(verdict.outcome == "hold" for verdict in tx.verdicts))
            if call.operation.audited:
                await self._auditor.record(tx, call, "held" if answer.held else "done")
            if repeat is not None:
                await idempotency.finish(tx.connection, repeat, idempotency.pack(answer.value, held=answer.held), tx.now)
        return answer

    async def _io(self, call: Call, principal: Principal) -> Answer:
        repeat = _repeat_of(call, principal)
        io = Io(self._house, principal, repeat)
        if repeat is not None:
            async with self._house.database.connection() as connection:
                stored = await idempotency.claim(connection, repeat, self._house.clock.now())
            if stored is not None:
                return _replay(call.operation, stored)
        try:
            answer = Answer(await call.operation.run(io, call.input))
        except AppError:
            if repeat is not None:
                async with self._house.database.connection() as connection:
                    await idempotency.release(connection, repeat)
            raise
        await self._record_io(call, principal, answer, repeat)
        return answer

    async def _record_io(self, call: Call, principal: Principal, answer: Answer, repeat: IdempotentCall | None) -> None:
        if not call.operation.audited and repeat is None:
            return
        async with self._house.transaction(principal) as tx:
            if call.operation.audited:
                await self._auditor.record(tx, call, "done")
            if repeat is not None:
                await idempotency.finish(tx.connection, repeat, idempotency.pack(answer.value, held=answer.held), tx.now)

    async def _denied(self, call: Call, principal: Principal) -> None:
        try:
            async with self._house.transaction(principal) as tx:
                await self._auditor.record(tx, call, "denied")
        except (AppError, asyncpg.PostgresError, *UNREACHABLE):
            return


def _require_scope(principal: Principal, operation: Operation) -> None:
    if not principal.may(operation.scope):
        raise Denied(
            "scope_missing",
            f"This key does not carry the scope {operation.scope}, which {operation.name} needs.",
            suggested_action=f"Ask the owner for a key with {operation.scope}.",
        )


def _repeat_of(call: Call, principal: Principal) -> IdempotentCall | None:
    one = call.operation
    if call.idempotency_key is None or one.method == "GET" or one.output_type is Bytes or one.kind is OperationKind.PURE:
        return None
    return IdempotentCall(principal, call.idempotency_key, one.name, call.body_sha256, one.secret_answer)


def _replay(operation: Operation, stored: bytes) -> Answer:
    value = msgspec.json.decode(stored[1:], type=operation.output_type or Any)
    return Answer(value, held=stored[:1] == b"1", replayed=True)

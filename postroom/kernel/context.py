"""What a function may do, said by its first parameter.

Nothing → pure. `Read` → rows, read only. `Tx` → rows, `emit`, `enqueue`, `permit`; no network. `Io` → drivers and egress, and short
transactions of its own to record what came back. Only dispatch, intake and the job runner open a `Tx`.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from postroom.kernel.errors import Denied
from postroom.kernel.events import Event
from postroom.kernel.gates import Effect, Verdict
from postroom.kernel.ids import new_id
from postroom.kernel.jobs import Job

if TYPE_CHECKING:
    from postroom.kernel.house import House
    from postroom.kernel.idempotency import IdempotentCall

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling: a key (or the house itself) with its organisation, scopes and reach."""

    org_id: UUID
    key_id: UUID
    kind: str = "member"
    mode: str = "live"
    scopes: frozenset[str] = frozenset()
    agent_id: UUID | None = None
    inbox_ids: frozenset[UUID] | None = None
    policies: dict[str, Any] = field(default_factory=dict)
    is_operator: bool = False
    expires_at: datetime | None = None
    presented: str | None = field(default=None, repr=False)

    @property
    def is_admin(self) -> bool:
        """True when the key may do everything within its organisation."""
        return "admin" in self.scopes

    @property
    def reaches_all(self) -> bool:
        """True when neither an agent nor a list of inboxes narrows the key."""
        return self.agent_id is None and self.inbox_ids is None

    def may(self, scope: str | None) -> bool:
        """Whether the key carries the scope (`noun:write` includes `noun:read`)."""
        if scope is None or self.is_admin or scope in self.scopes:
            return True
        noun, _, verb = scope.partition(":")
        return verb == "read" and f"{noun}:write" in self.scopes

    def require_organisation(self) -> None:
        """Refuse keys that are narrowed to an agent or to inboxes."""
        if not self.reaches_all:
            raise Denied(
                "key_reach_too_small",
                "This key reaches only one agent or some inboxes; this operation is about the whole organisation.",
                suggested_action="Use a key of the organisation without agent_id and inbox_ids.",
            )


class Reauthoriser(Protocol):
    """Says whether a principal that was authenticated a while ago still is. Raises Unauthenticated."""

    async def reauthorise(self, principal: Principal) -> None: ...


class Connection(Protocol):
    """The part of a database connection that stores use."""

    async def fetch(self, query: str, *args: Any) -> list[Any]: ...
    async def fetchrow(self, query: str, *args: Any) -> Any: ...
    async def fetchval(self, query: str, *args: Any) -> Any: ...
    async def execute(self, query: str, *args: Any) -> str: ...
    async def fetchmany(self, query: str, args: Any) -> list[Any]: ...


class Read:
    """Rows of one organisation, read only. `now` is the same instant for the whole operation."""

    __slots__ = ("connection", "house", "now", "principal")

    def __init__(self, house: "House", principal: Principal, connection: Connection) -> None:
        self.house = house
        self.principal = principal
        self.connection = connection
        self.now = house.clock.now()

    @property
    def org_id(self) -> UUID:
        """The organisation every statement is bound to."""
        return self.principal.org_id

    async def fetch(self, query: str, *args: Any) -> list[Any]:
        """All rows of a statement."""
        return await self.connection.fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """The first row, or None."""
        return await self.connection.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first column of the first row, or None."""
        return await self.connection.fetchval(query, *args)


class Tx(Read):
    """One transaction. Events, jobs and the audit row are buffered, and written as its last statements."""

    __slots__ = ("after_commit", "events", "idempotency_key", "jobs", "verdicts")

    def __init__(self, house: "House", principal: Principal, connection: Connection) -> None:
        super().__init__(house, principal, connection)
        self.events: list[Event] = []
        self.jobs: list[Job] = []
        self.verdicts: list[Verdict] = []
        self.after_commit: list[tuple[str, str]] = []
        self.idempotency_key: str | None = None

    async def execute(self, query: str, *args: Any) -> str:
        """Run a statement that changes rows."""
        return await self.connection.execute(query, *args)

    async def fetchmany(self, query: str, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """Run a statement once for each row of arguments, all in one round trip; the rows that come back."""
        return await self.connection.fetchmany(query, rows)

    def new_id(self) -> UUID:
        """A fresh id carrying this transaction's time."""
        return new_id(self.now)

    def emit(self, event: Event) -> None:
        """Record a fact; it is written, numbered and told when this transaction commits."""
        self.events.append(event)

    def enqueue(self, job: Job) -> None:
        """Order work that starts only if this transaction commits."""
        self.jobs.append(job)

    def tell(self, topic: str, item: str) -> None:
        """After the commit, tell every process: drop what you remember of `item`."""
        self.after_commit.append((topic, item))

    async def permit(self, effect: Effect) -> Verdict:
        """Ask the gates before an effect: returns allow or hold; a refusal is raised and rolls back."""
        verdict = await self.house.gates.permit(self, effect)
        self.verdicts.append(verdict)
        return verdict


class Io:
    """Network and waiting allowed. Holds no connection by itself.

    `repeat`: what a repeat of this call is known by, where it has an Idempotency-Key. Whose answer is known within a transaction stores
    it there (`idempotency.finish_part`): a repeat gets it even where the end of that transaction was not heard of.
    """

    __slots__ = ("house", "principal", "repeat")

    def __init__(self, house: "House", principal: Principal, repeat: "IdempotentCall | None" = None) -> None:
        self.house = house
        self.principal = principal
        self.repeat = repeat

    @property
    def now(self) -> datetime:
        """The present instant by the house's clock."""
        return self.house.clock.now()

    def use(self, port: type[T]) -> T:
        """The part that the composition root put in place for a port."""
        return self.house.use(port)

    async def reauthorise(self) -> None:
        """Ask again whether the key is still good, before something is delivered that was waited for."""
        if self.principal.kind != "house":
            await self.use(Reauthoriser).reauthorise(self.principal)  # type: ignore[type-abstract]

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Read]:
        """A connection for a moment."""
        async with self.house.database.connection() as connection:
            yield Read(self.house, self.principal, connection)

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        """A short transaction of its own, committed at the end of the block with its events and jobs."""
        async with self.house.transaction(self.principal) as tx:
            yield tx


def house_principal(org_id: UUID, *, mode: str = "live") -> Principal:
    """The house acting by itself within one organisation: jobs, intake, timers."""
    return Principal(org_id=org_id, key_id=UUID(int=0), kind="house", mode=mode, scopes=frozenset({"admin"}))

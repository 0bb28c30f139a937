"""The catalogue of named operations: what the outside may ask, said once.

REST routes, OpenAPI, CLI help, MCP schemas, audit words and metric labels all come from an `Operation`. Its kind follows from the
first parameter (FOUNDATIONS §4): `Read` → query, `Tx` → command, `Io` → io, or as said: a stream parks, `pure` computes and stores nothing.
"""

import inspect
import typing
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any, Protocol

import msgspec

from postroom.kernel.context import Io, Read, Tx
from postroom.kernel.paging import Cursor, Limit


class OperationKind(StrEnum):
    """query: no transaction · command: one transaction · io: short Tx, network, short Tx · stream: authorise, release, park · pure."""

    QUERY = "query"
    COMMAND = "command"
    IO = "io"
    STREAM = "stream"
    PURE = "pure"


class Input(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What an operation takes: path, query and body in one. Unknown fields are refused; unset, null and value are three things."""


class Listing(Input, frozen=True):
    """What every list takes."""

    limit: Limit = 20
    cursor: Cursor = None


class Upload(Protocol):
    """Bytes that a client sends: read at most once, never more than `max_bytes`."""

    content_type: str

    async def read(self, max_bytes: int) -> bytes:
        """All of it; raises TooLarge (naming the limit) as soon as it is more than `max_bytes`."""
        ...


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes that a client gets: a file in the CLI, a body in REST, a link in MCP.

    `is_page`: HTML made here for people; a wire shows it, under a policy that runs nothing.
    """

    content: bytes
    media_type: str
    filename: str | None = None
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """Events that a client gets one by one."""

    events: AsyncIterator[Any]


Run = Callable[[Any, Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked. `scope` None: any valid key; `public`: no key at all."""

    name: str
    kind: OperationKind
    method: str
    path: str
    scope: str | None
    input_type: type[msgspec.Struct]
    output_type: Any
    status: str
    doc: str
    run: Run
    public: bool = False
    secret_answer: bool = False
    agent_tool: bool = False
    audited: bool = True
    upload_field: str | None = None

    @property
    def noun(self) -> str:
        """`inboxes` of `inboxes.create`."""
        return self.name.partition(".")[0]

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The names in braces of the route, in order."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))


def operation(
    name: str,
    *,
    rest: str,
    scope: str | None,
    status: str = "ok",
    kind: str | None = None,
    public: bool = False,
    secret_answer: bool = False,
    agent_tool: bool = False,
    audited: bool | None = None,
) -> Callable[[Run], Run]:
    """Declare an operation. The docstring of the function is its public description.

    `rest`: `"POST /v1/inboxes"`. `status`: ok, created, accepted or empty. `secret_answer`: the answer holds a secret, so that a stored
    copy is sealed with what the caller presented. `audited`: by default commands and io operations are, reads are not.
    """

    def declare(run: Run) -> Run:
        method, _, path = rest.partition(" ")
        context_type, input_type, output_type = _signature(run)
        which = OperationKind(kind) if kind else _KIND_OF[context_type]
        writes = method != "GET"
        run.operation = Operation(  # type: ignore[attr-defined]
            name=name,
            kind=which,
            method=method,
            path=path,
            scope=scope,
            input_type=input_type,
            output_type=output_type,
            status=status,
            doc=inspect.getdoc(run) or "",
            run=run,
            public=public,
            secret_answer=secret_answer,
            agent_tool=agent_tool,
            audited=writes and which is not OperationKind.PURE if audited is None else audited,
            upload_field=_upload_field(input_type),
        )
        return run

    return declare


class Catalogue:
    """All operations by name; names and routes are unique."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._by_name: dict[str, Operation] = {}
        routes: dict[tuple[str, str], str] = {}
        for one in operations:
            route = (one.method, one.path)
            if one.name in self._by_name or route in routes:
                raise ValueError(f"operation {one.name} ({one.method} {one.path}) is declared twice")
            self._by_name[one.name] = one
            routes[route] = one.name

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Operation:
        return self._by_name[name]


def operations_in(module: ModuleType) -> list[Operation]:
    """Every operation that a module declares itself."""
    found = [getattr(value, "operation", None) for value in vars(module).values() if inspect.isfunction(value)]
    return [one for one in found if isinstance(one, Operation) and one.run.__module__ == module.__name__]


_KIND_OF: dict[Any, OperationKind] = {Read: OperationKind.QUERY, Tx: OperationKind.COMMAND, Io: OperationKind.IO}


def _signature(run: Run) -> tuple[Any, Any, Any]:
    hints = typing.get_type_hints(run, include_extras=True)
    names = list(inspect.signature(run).parameters)
    if len(names) != 2 or hints.get(names[0]) not in _KIND_OF:
        raise TypeError(f"{run.__qualname__}: an operation takes (Read | Tx | Io, input)")
    return hints[names[0]], hints[names[1]], hints.get("return")


def _upload_field(input_type: type[msgspec.Struct]) -> str | None:
    hints = typing.get_type_hints(input_type)
    return next((name for name, hint in hints.items() if hint is Upload), None)

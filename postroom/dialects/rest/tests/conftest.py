"""A handmade catalogue of oddities, and a dispatcher without a database."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Annotated, Any, Literal

import msgspec
import pytest

from postroom.dialects.rest.app import build_wire
from postroom.kernel.context import Io, Read, Tx
from postroom.kernel.dispatch import Answer, Call
from postroom.kernel.errors import Unauthenticated
from postroom.kernel.limits import RateState
from postroom.kernel.operations import Bytes, Catalogue, Input, Listing, Upload, operation
from postroom.web import WebSettings, build_host

Word = Annotated[str, msgspec.Meta(min_length=1, max_length=8, pattern="^[a-z]+$", description="A short word.")]


class Thing(msgspec.Struct, frozen=True):
    """A thing."""

    id: str
    created_at: datetime


class Corner(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A nested object."""

    x: int
    y: int | None = None


class CreateThing(Input, frozen=True):
    """A new thing."""

    word: Word
    count: Annotated[int, msgspec.Meta(ge=1, le=10)] | None = None
    tags: Annotated[list[str], msgspec.Meta(max_length=3)] = []
    size: float = 1.0
    open: bool = False
    metadata: dict[str, str | int | bool] = {}
    corner: Corner | None = None
    corners: list[Corner] = []
    anything: dict[str, Any] = {}
    ends_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    color: Literal["red", "green"] = "red"
    note: str | None | msgspec.UnsetType = msgspec.UNSET
    sender: str | None = msgspec.field(default=None, name="from")


class ThingId(Input, frozen=True):
    """One thing."""

    thing_id: Annotated[str, msgspec.Meta(max_length=20)]


class UpdateThing(Input, frozen=True):
    """Changes."""

    thing_id: str
    word: Word | msgspec.UnsetType = msgspec.UNSET
    note: str | None | msgspec.UnsetType = msgspec.UNSET


class FindThings(Listing, frozen=True):
    """Which."""

    tags: list[str] = []
    numbers: list[int] = []
    metadata: dict[str, str] = {}
    open: bool | None = None
    size: float | None = None
    since: datetime | None = None
    color: Literal["red", "green"] | None = None
    sender: str | None = msgspec.field(default=None, name="from")


class PutRaw(Input, frozen=True):
    """Bytes of a thing."""

    thing_id: str
    content: Upload
    label: str = ""


class Attach(Input, frozen=True):
    """With attachments."""

    attachments: list[str] = []


@operation("things.create", rest="POST /v1/things", scope="things:write", status="created")
async def create(tx: Tx, command: CreateThing) -> Thing:
    """Make a thing.

    More about `things`.
    """
    raise NotImplementedError


@operation("things.list", rest="GET /v1/things", scope="things:read")
async def find(rd: Read, query: FindThings) -> list[Thing]:
    """All things."""
    raise NotImplementedError


@operation("things.get", rest="GET /v1/things/{thing_id}", scope="things:read")
async def get(rd: Read, query: ThingId) -> Thing | None:
    """One thing."""
    raise NotImplementedError


@operation("things.update", rest="PATCH /v1/things/{thing_id}", scope="things:write")
async def update(tx: Tx, command: UpdateThing) -> Thing:
    """Change a thing."""
    raise NotImplementedError


@operation("things.delete", rest="DELETE /v1/things/{thing_id}", scope="things:write", status="empty")
async def delete(tx: Tx, command: ThingId) -> None:
    """Delete a thing."""


@operation("things.start", rest="POST /v1/things/{thing_id}/start", scope="things:write", status="accepted")
async def start(tx: Tx, command: ThingId) -> Thing:
    """Start a thing."""
    raise NotImplementedError


@operation("things.wait", rest="GET /v1/things/{thing_id}/wait", scope="things:read", kind="stream")
async def wait(io: Io, query: ThingId) -> Thing:
    """Wait for a thing."""
    raise NotImplementedError


@operation("things.put_raw", rest="PUT /v1/things/{thing_id}/raw", scope="things:write")
async def put_raw(io: Io, command: PutRaw) -> Thing:
    """Put the bytes of a thing."""
    raise NotImplementedError


@operation("things.raw", rest="GET /v1/things/{thing_id}/raw", scope="things:read")
async def raw(rd: Read, query: ThingId) -> Bytes:
    """The bytes of a thing."""
    raise NotImplementedError


@operation("things.attach", rest="POST /v1/attach", scope="things:write")
async def attach(tx: Tx, command: Attach) -> Thing:
    """Attach."""
    raise NotImplementedError


@operation("things.status", rest="GET /v1/status", scope=None, public=True)
async def status(rd: Read, query: Input) -> Thing:
    """How things are."""
    raise NotImplementedError


OPERATIONS = [create, find, get, update, delete, start, wait, put_raw, raw, attach, status]
THING = {"id": "thg_1", "created_at": "2026-01-31T09:30:00Z"}


@dataclass
class Told:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def paths(self) -> list[str]:
        return [one["path"] for one in self.json["errors"]]


@dataclass
class FakeDispatcher:
    """Keeps calls; answers what `run` gives, raises what it raises."""

    calls: list[Call] = field(default_factory=list)
    authenticated: int = 0
    run: Callable[[Call], Awaitable[Any]] | None = None
    answer: Answer | None = None

    async def authenticate(self, call: Call) -> Any:
        self.authenticated += 1
        if call.secret is None:
            raise Unauthenticated("key_missing", "This request carries no key.")

    async def dispatch(self, call: Call) -> Answer:
        await self.authenticate(call)
        self.calls.append(call)
        if self.run is not None:
            return Answer(await self.run(call), rate=RateState(60, 60, 59, 1))
        return self.answer or Answer(THING, rate=RateState(60, 60, 59, 1))


@dataclass
class House:
    """The application and what stands behind it."""

    app: Any
    dispatcher: FakeDispatcher
    catalogue: Catalogue

    @property
    def input(self) -> Any:
        return self.dispatcher.calls[-1].input

    async def ask(
        self,
        method: str,
        target: str,
        body: Any = b"",
        headers: Sequence[tuple[str, str]] = (),
        *,
        key: str | None = "pr_test_1",
        left: asyncio.Event | None = None,
    ) -> Told:
        raw_body = body if isinstance(body, bytes) else json.dumps(body).encode()
        path, _, query = target.partition("?")
        given = [*headers, *([("Authorization", f"Bearer {key}")] if key else [])]
        sent: list[Any] = []
        messages = [{"type": "http.request", "body": raw_body, "more_body": False}]

        async def receive() -> Any:
            if messages:
                return messages.pop()
            await (left or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(
            {
                "type": "http",
                "method": method,
                "raw_path": path.encode(),
                "path": path,
                "query_string": query.encode(),
                "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in given],
                "client": ("192.0.2.1", 1),
                "scheme": "http",
            },
            receive,
            send,
        )
        if not sent:
            return Told(0, {}, b"")
        told = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Told(sent[0]["status"], told, b"".join(one.get("body", b"") for one in sent[1:]))


@pytest.fixture
def house() -> House:
    return build_house()


def build_house(settings: WebSettings | None = None) -> House:
    settings = settings or WebSettings()
    dispatcher = FakeDispatcher()
    catalogue = Catalogue(one.operation for one in OPERATIONS)  # type: ignore[attr-defined]
    wire = build_wire(dispatcher, catalogue, settings, version="1.2.3")  # type: ignore[arg-type]
    return House(build_host([wire], settings), dispatcher, catalogue)


@pytest.fixture(scope="session")
def oddities() -> Any:
    """What this file declares, for tests that need the types themselves."""
    return SimpleNamespace(build_house=build_house, small=WebSettings(max_json_bytes=2048))

"""One host, several wires: each claims its paths, `/health` and `/ready` belong to the house."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from postroom.kernel.errors import NotFound
from postroom.web.guard import Guard
from postroom.web.problem import Problem
from postroom.web.request import Reply, Request, raw_path_of
from postroom.web.settings import WebSettings

# (well, what to say): 200 or 503 with the words as JSON.
Probe = Callable[[], Awaitable[tuple[bool, Mapping[str, Any]]]]
_EXPOSED = ("X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After", "Idempotency-Replayed", "Content-Disposition", "Content-Range")


@dataclass(frozen=True, slots=True)
class Wire:
    """An ASGI application and the paths it claims: `/openapi.json` is one path, `/v1/*` that folder and all below it.

    The application gets the whole path; nothing is stripped.
    """

    name: str
    claims: tuple[str, ...]
    app: ASGIApp


def build_host(wires: Sequence[Wire], settings: WebSettings, *, health: Probe | None = None, ready: Probe | None = None) -> ASGIApp:
    """The whole HTTP application, guarded. Raises ValueError where two wires claim the same path."""
    probes = Wire("house", ("/health", "/ready"), _Probes({"/health": health or _alive, "/ready": ready or _alive}))
    app: ASGIApp = _Host([probes, *wires])
    if settings.cors_origins:
        app = _with_cors(app, settings.cors_origins)
    return Guard(app, settings)


class _Host:
    """Finds the wire of a path."""

    def __init__(self, wires: Sequence[Wire]) -> None:
        self._exact: dict[str, ASGIApp] = {}
        self._folders: dict[str, ASGIApp] = {}
        owners: dict[str, str] = {}
        for wire in wires:
            for claim in wire.claims:
                _refuse_overlap(claim, wire.name, owners)
                owners[claim] = wire.name
                folder = claim.removesuffix("/*")
                (self._exact if folder == claim else self._folders)[folder] = wire.app
        self._depth = max((folder.count("/") for folder in self._folders), default=0)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return self._find(raw_path_of(scope))(scope, receive, send)

    def _find(self, path: str) -> ASGIApp:
        exact = self._exact.get(path)
        if exact is not None:
            return exact
        end = 0
        for _ in range(self._depth):
            end = path.find("/", end + 1)
            found = self._folders.get(path if end < 0 else path[:end])
            if found is not None:
                return found
            if end < 0:
                break
        return _nowhere


class _Probes:
    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._probes = probes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        well, words = await self._probes[request.raw_path]()
        headers = [(b"content-type", b"application/json")]
        await request.answer(Reply(200 if well else 503, msgspec.json.encode(words), headers))


def _refuse_overlap(claim: str, name: str, owners: Mapping[str, str]) -> None:
    if not claim.startswith("/") or claim == "/*":
        raise ValueError(f"wire {name}: {claim!r} is no path that can be claimed")
    for other, owner in owners.items():
        same = owner == name and claim != other
        if not same and (claim == other or _covers(claim, other) or _covers(other, claim)):
            raise ValueError(f"wires {owner} and {name} both claim {claim} (as {other})")


def _covers(claim: str, other: str) -> bool:
    return claim.endswith("/*") and (other + "/").startswith(claim[:-1])


def _with_cors(app: ASGIApp, origins: tuple[str, ...]) -> ASGIApp:
    methods = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return CORSMiddleware(app, allow_origins=origins, allow_methods=methods, allow_headers=("*",), expose_headers=_EXPOSED, max_age=600)


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
        return
    request = Request(scope, receive, send)
    error = NotFound(
        "route_not_found", "There is nothing at this path.", suggested_action="GET /openapi.json lists every path; /docs shows them."
    )
    await request.answer(Problem.reply(404, error, request.request_id))


async def _alive() -> tuple[bool, Mapping[str, Any]]:
    return True, {"status": "ok"}

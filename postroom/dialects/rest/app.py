"""The native REST wire as an ASGI application: every route comes from the catalogue."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from postroom.dialects.rest.documents import Documents
from postroom.dialects.rest.endpoint import OperationEndpoint
from postroom.dialects.rest.inputs import Parameters, reader_for
from postroom.dialects.rest.problems import problem_of
from postroom.kernel.dispatch import Dispatcher
from postroom.kernel.errors import AppError, NotFound
from postroom.kernel.house import House
from postroom.kernel.operations import Catalogue, Operation
from postroom.web import BodyReader, Probe, Refused, Reply, Request, Router, WebSettings, Wire, build_host

Endpoint = Callable[[Request, Parameters], Awaitable[Reply]]
CLAIMS = ("/v1/*", "/openapi.json", "/openapi.yaml", "/docs", "/docs/*")


def build_wire(dispatcher: Dispatcher, catalogue: Catalogue, settings: WebSettings, *, version: str) -> Wire:
    """The wire with its paths, for `build_host`."""
    router: Router[Endpoint] = Router()
    bodies = BodyReader(settings)
    for operation in catalogue:
        router.add(operation.method, operation.path, _endpoint(operation, bodies, settings, dispatcher))
    for path, endpoint in Documents(catalogue, version).endpoints():
        router.add("GET", path, endpoint)
    return Wire("rest", CLAIMS, _Rest(router))


def build_app(
    house: House,
    dispatcher: Dispatcher,
    catalogue: Catalogue,
    *,
    version: str = "0",
    wires: Sequence[Wire] = (),
    health: Probe | None = None,
    ready: Probe | None = None,
) -> ASGIApp:
    """The whole HTTP application: this wire and the others given, `/health` and `/ready`."""
    settings = house.settings.of(WebSettings)
    rest = build_wire(dispatcher, catalogue, settings, version=version)
    return build_host([rest, *wires], settings, health=health, ready=ready)


def _endpoint(operation: Operation, bodies: BodyReader, settings: WebSettings, dispatcher: Dispatcher) -> OperationEndpoint:
    try:
        return OperationEndpoint(operation, reader_for(operation, bodies, settings), dispatcher)
    except TypeError as error:  # msgspec knows limits of a type, not of a union: Annotated[str, Meta(max_length=9)] | None
        raise TypeError(f"operation {operation.name}: {error}") from error


class _Rest:
    def __init__(self, router: Router[Endpoint]) -> None:
        self._router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        request = Request(scope, receive, send)
        try:
            endpoint, parameters = self._find(request)
            reply = await endpoint(request, parameters)
        except AppError as error:
            reply = problem_of(error, request.request_id)
        await request.answer(reply)

    def _find(self, request: Request) -> tuple[Endpoint, Parameters]:
        match = self._router.find(request.raw_path)
        if match is None:
            raise NotFound("route_not_found", "There is nothing at this path.", suggested_action="GET /openapi.json lists every path.")
        method = "GET" if request.method == "HEAD" else request.method
        endpoint = match.targets.get(method)
        if endpoint is not None:
            return endpoint, match.parameters(method)
        if method == "OPTIONS":
            return _options(match.allow), {}
        raise Refused(
            405,
            "method_not_allowed",
            f"{request.method[:20]} is not for this path; {match.allow} are.",
            headers=((b"allow", match.allow.encode()),),
        )


def _options(allow: str) -> Endpoint:
    async def answer(_request: Request, _parameters: Parameters) -> Reply:
        return Reply(204, headers=[(b"allow", allow.encode())])

    return answer

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

import pytest

from postroom.web import Reply, Request, WebSettings, Wire, build_host


async def echo(scope: Any, receive: Any, send: Any) -> None:
    request = Request(scope, receive, send)
    told = [request.raw_path, request.request_id, request.address]
    await request.answer(Reply(200, json.dumps(told).encode(), [(b"content-type", b"application/json")]))


async def broken(scope: Any, receive: Any, send: Any) -> None:
    raise RuntimeError("SELECT secret FROM vault")


async def broken_late(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError("too late")


SETTINGS = WebSettings()


def host_of(*wires: Wire, **more: Any) -> Any:
    return build_host(wires, SETTINGS, **more)


@pytest.mark.parametrize("given", ["abc-1.2_3", "a" * 128])
async def test_a_good_request_id_is_taken_over(ask: Any, given: str) -> None:
    told = await ask(host_of(Wire("a", ("/a/*",), echo)), "GET", "/a/x", [("X-Request-Id", given)])
    assert told.header("x-request-id") == given and json.loads(told.body)[1] == given


@pytest.mark.parametrize("given", ["", "a" * 129, "a b", "ä", "a\nb"])
async def test_other_request_ids_are_replaced(ask: Any, given: str) -> None:
    told = await ask(host_of(), "GET", "/health", [("X-Request-Id", given)])
    assert re.fullmatch(r"req_[0-9a-f]{24}", told.header("x-request-id"))


async def test_every_answer_is_neither_stored_nor_sniffed(ask: Any) -> None:
    for path in ("/health", "/nowhere", "/a/x", "/broken"):
        told = await ask(host_of(Wire("a", ("/a/*",), echo), Wire("b", ("/broken",), broken)), "GET", path)
        assert told.header("cache-control") == "no-store" and told.header("x-content-type-options") == "nosniff"


async def test_an_unexpected_exception_shows_nothing_and_is_logged_with_its_request(ask: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "postroom.web"):
        told = await ask(host_of(Wire("b", ("/b",), broken)), "GET", "/b", [("X-Request-Id", "mine")])
    problem = json.loads(told.body)
    assert told.status == 500 and told.header("content-type") == "application/problem+json"
    assert problem["code"] == "internal_error" and problem["request_id"] == "mine" and b"SELECT" not in told.body
    assert caplog.records[0].request_id == "mine"  # type: ignore[attr-defined]


async def test_an_exception_after_the_answer_began_ends_the_connection(ask: Any) -> None:
    with pytest.raises(RuntimeError, match="too late"):
        await ask(host_of(Wire("b", ("/b",), broken_late)), "GET", "/b")


async def test_a_folder_claim_takes_itself_and_what_is_below_and_nothing_beside(ask: Any) -> None:
    host = host_of(Wire("a", ("/v1/*", "/x/y/*", "/alone"), echo))
    for path in ("/v1", "/v1/", "/v1/a/b", "/x/y/z", "/alone"):
        assert json.loads((await ask(host, "GET", path)).body)[0] == path
    for path in ("/v12", "/", "/x", "/x/yz", "/alone/", "/alone/x", "*", ""):
        assert (await ask(host, "GET", path)).status == 404


@pytest.mark.parametrize(("one", "other"), [("/a/*", "/a/*"), ("/a", "/a"), ("/a/*", "/a/b"), ("/a/b/*", "/a/*"), ("/a/*", "/a")])
def test_two_wires_that_claim_the_same_are_refused(one: str, other: str) -> None:
    with pytest.raises(ValueError, match="both claim"):
        host_of(Wire("one", (one,), echo), Wire("other", (other,), echo))


@pytest.mark.parametrize("claim", ["/*", "v1/*", ""])
def test_what_is_no_path_cannot_be_claimed(claim: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        host_of(Wire("one", (claim,), echo))


def test_probes_cannot_be_claimed_and_neighbours_can_be() -> None:
    with pytest.raises(ValueError, match="both claim"):
        host_of(Wire("one", ("/health",), echo))
    assert host_of(Wire("one", ("/ab/*",), echo), Wire("other", ("/a/*",), echo))


async def test_ready_answers_503_until_it_is(ask: Any) -> None:
    state = {"well": False}

    async def ready() -> tuple[bool, Mapping[str, Any]]:
        return state["well"], {"database": state["well"]}

    host = host_of(ready=ready)
    assert (await ask(host, "GET", "/ready")).status == 503
    state["well"] = True
    told = await ask(host, "GET", "/ready")
    assert told.status == 200 and json.loads(told.body) == {"database": True}
    assert json.loads((await ask(host, "GET", "/health")).body) == {"status": "ok"}


async def test_lifespan_is_answered() -> None:
    messages, sent = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}], []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await host_of()({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_other_origins_are_answered_only_where_a_setting_names_them(ask: Any) -> None:
    asked = [("Origin", "https://app.example")]
    assert (await ask(host_of(), "GET", "/health", asked)).header("access-control-allow-origin") is None
    host = build_host([], WebSettings(cors_origins=("https://app.example",)))
    assert (await ask(host, "GET", "/health", asked)).header("access-control-allow-origin") == "https://app.example"
    other = await ask(host, "GET", "/health", [("Origin", "https://evil.example")])
    assert other.header("access-control-allow-origin") is None

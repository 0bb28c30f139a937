import asyncio
from typing import Any

import pytest

from postroom.dialects.rest.problems import STATUS, problem_of, status_of
from postroom.kernel import errors
from postroom.kernel.errors import AppError, Conflict, FieldError, Invalid, Kind, Limited, Unauthenticated, Unavailable

MEMBERS = {"type", "title", "status", "detail", "code", "retryable", "suggested_action", "request_id", "errors"}


def test_every_kind_has_a_status_of_its_own() -> None:
    assert set(STATUS) == set(Kind) and len(set(STATUS.values())) == len(STATUS)


async def test_every_error_of_the_kernel_is_said_as_a_problem(house: Any) -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, AppError)]
    for kind in kinds:
        error = kind("some_code", "What is wrong.", suggested_action="Do this.", errors=(FieldError("body.x", "is wrong."),))

        async def fail(_: Any, error: AppError = error) -> Any:
            raise error

        house.dispatcher.run = fail
        told = await house.ask("GET", "/v1/things/t", headers=[("X-Request-Id", "r1")])
        assert told.status == status_of(error) and told.headers["content-type"] == "application/problem+json"
        assert told.json == {
            "type": "urn:postroom:problem:some_code",
            "title": "Some code",
            "status": told.status,
            "detail": "What is wrong.",
            "code": "some_code",
            "retryable": False,
            "suggested_action": "Do this.",
            "request_id": "r1",
            "errors": [{"path": "body.x", "message": "is wrong."}],
        }
        assert ("retry-after" in told.headers) == (told.status in (429, 503))
        assert ("www-authenticate" in told.headers) == (told.status == 401)


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (Limited("a", "b", retry_after_s=0.2), "1"),
        (Limited("a", "b", retry_after_s=61.5), "62"),
        (Limited("a", "b"), "1"),
        (Unavailable("a", "b"), "5"),
        (Conflict("a", "b", retry_after_s=1), "1"),
        (Invalid("a", "b"), None),
    ],
)
def test_retry_after_is_in_whole_seconds(error: AppError, wanted: str | None) -> None:
    assert dict(problem_of(error, "r").headers).get(b"retry-after", b"").decode() == (wanted or "")


def test_a_challenge_says_what_was_wrong_only_where_a_key_was_given() -> None:
    assert dict(problem_of(Unauthenticated("key_missing", ""), "r").headers)[b"www-authenticate"] == b'Bearer realm="postroom"'
    challenge = dict(problem_of(Unauthenticated("key_revoked", ""), "r").headers)[b"www-authenticate"]
    assert challenge == b'Bearer realm="postroom", error="invalid_token"'


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v1/things/", "/v1/nothing", "/v1/things/a/b/c", "/v1/things/%ff", "/docs/../x", "//v1/things"]
)
async def test_unknown_routes_are_problems_too(house: Any, path: str) -> None:
    told = await house.ask("GET", path)
    assert told.status == 404 and told.json["code"] == "route_not_found" and set(told.json) == MEMBERS


async def test_a_wrong_method_names_the_right_ones(house: Any) -> None:
    told = await house.ask("PUT", "/v1/things")
    assert told.status == 405 and told.headers["allow"] == "GET, HEAD, OPTIONS, POST" and told.json["code"] == "method_not_allowed"
    assert (await house.ask("BREW", "/v1/things")).status == 405


async def test_options_answers_what_is_allowed_without_a_key(house: Any) -> None:
    told = await house.ask("OPTIONS", "/v1/things/t", key=None)
    assert told.status == 204 and told.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH" and told.body == b""


async def test_a_fault_shows_nothing(house: Any) -> None:
    async def fail(_: Any) -> Any:
        raise RuntimeError("password=hunter2")

    house.dispatcher.run = fail
    told = await house.ask("GET", "/v1/things/t")
    assert told.status == 500 and b"hunter2" not in told.body and set(told.json) == MEMBERS


async def test_whoever_has_no_key_hears_only_that(house: Any) -> None:
    for target, body in (("/v1/things", b"{"), ("/v1/things", {"nope": 1}), ("/v1/things", [])):
        assert (await house.ask("POST", target, body, key=None)).json["code"] == "key_missing"
    assert (await house.ask("GET", "/v1/things?nope=1", key=None)).json["code"] == "key_missing"


async def test_a_client_that_leaves_ends_a_wait_and_gets_no_answer(house: Any) -> None:
    left, ended = asyncio.Event(), asyncio.Event()

    async def park(_: Any) -> Any:
        left.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    house.dispatcher.run = park
    assert (await house.ask("GET", "/v1/things/t/wait", left=left)).status == 0
    assert ended.is_set()


async def test_a_change_is_finished_though_its_client_leaves(house: Any) -> None:
    left, go = asyncio.Event(), asyncio.Event()
    left.set()

    async def change(_: Any) -> Any:
        asyncio.get_running_loop().call_later(0.05, go.set)
        await go.wait()
        return {"id": "x"}

    house.dispatcher.run = change
    assert (await house.ask("PATCH", "/v1/things/t", {}, left=left)).status == 200

import re
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from postroom.kernel.dispatch import Answer
from postroom.kernel.errors import TooLarge
from postroom.kernel.limits import RateState
from postroom.kernel.operations import Bytes

RATE = RateState(quota=600, window_s=60, remaining=599, reset_s=1)


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/v1/things/t", 200),
        ("POST", "/v1/things", 201),
        ("POST", "/v1/things/t/start", 202),
        ("PATCH", "/v1/things/t", 200),
    ],
)
async def test_the_status_is_the_operations(house: Any, method: str, target: str, status: int) -> None:
    told = await house.ask(method, target, b'{"word":"a"}' if target == "/v1/things" else b"")
    assert told.status == status and told.headers["content-type"] == "application/json"
    assert told.headers["content-length"] == str(len(told.body))


async def test_nothing_is_204_without_a_body(house: Any) -> None:
    house.dispatcher.answer = Answer(None)
    told = await house.ask("DELETE", "/v1/things/t")
    assert told.status == 204 and told.body == b"" and "content-type" not in told.headers and "content-length" not in told.headers


async def test_null_is_an_answer_where_something_may_be_missing(house: Any) -> None:
    house.dispatcher.answer = Answer(None)
    told = await house.ask("GET", "/v1/things/t")
    assert told.status == 200 and told.body == b"null"


async def test_what_is_held_is_202(house: Any) -> None:
    house.dispatcher.answer = Answer({"id": "x"}, held=True)
    assert (await house.ask("POST", "/v1/things", {"word": "a"})).status == 202


async def test_what_is_replayed_says_so(house: Any) -> None:
    house.dispatcher.answer = Answer({"id": "x"}, replayed=True)
    assert (await house.ask("POST", "/v1/things", {"word": "a"})).headers["idempotency-replayed"] == "true"
    house.dispatcher.answer = Answer({"id": "x"})
    assert "idempotency-replayed" not in (await house.ask("POST", "/v1/things", {"word": "a"})).headers


async def test_rates_are_structured_fields(house: Any) -> None:
    house.dispatcher.answer = Answer({}, rate=RATE)
    told = await house.ask("GET", "/v1/things/t")
    assert told.headers["ratelimit-policy"] == '"key";q=600;w=60' and told.headers["ratelimit"] == '"key";r=599;t=1'


async def test_a_head_is_a_get_without_its_body(house: Any) -> None:
    got, head = await house.ask("GET", "/v1/things/t"), await house.ask("HEAD", "/v1/things/t")
    assert head.status == 200 and head.body == b"" and head.headers["content-length"] == got.headers["content-length"]


async def test_instants_end_with_z(house: Any) -> None:
    house.dispatcher.answer = Answer(datetime(2026, 1, 31, 9, 30, tzinfo=UTC))
    assert (await house.ask("GET", "/v1/things/t")).body == b'"2026-01-31T09:30:00Z"'


async def test_unset_fields_are_left_out(house: Any) -> None:
    kind = msgspec.defstruct("Some", [("a", int), ("b", int | msgspec.UnsetType, msgspec.UNSET)])
    house.dispatcher.answer = Answer(kind(1))
    assert (await house.ask("GET", "/v1/things/t")).body == b'{"a":1}'


async def test_bytes_come_with_their_type_and_name_and_in_ranges(house: Any) -> None:
    house.dispatcher.answer = Answer(Bytes(b"From: a\r\n\r\nb", "message/rfc822", "mail.eml"), rate=RATE)
    told = await house.ask("GET", "/v1/things/t/raw")
    assert told.status == 200 and told.body == b"From: a\r\n\r\nb" and told.headers["content-type"] == "message/rfc822"
    assert told.headers["content-disposition"] == 'attachment; filename="mail.eml"' and told.headers["accept-ranges"] == "bytes"
    assert told.headers["content-security-policy"].startswith("sandbox") and "ratelimit" in told.headers
    part = await house.ask("GET", "/v1/things/t/raw", headers=[("Range", "bytes=0-3")])
    assert part.status == 206 and part.body == b"From" and part.headers["content-range"] == "bytes 0-3/12"
    beyond = await house.ask("GET", "/v1/things/t/raw", headers=[("Range", "bytes=12-")])
    assert beyond.status == 416 and beyond.headers["content-range"] == "bytes */12" and beyond.json["code"] == "range_not_satisfiable"
    whole = await house.ask("GET", "/v1/things/t/raw", headers=[("Range", "bytes=0-3"), ("If-Range", '"x"')])
    assert whole.status == 200


async def test_uploads_reach_the_operation_with_their_type(house: Any) -> None:
    async def take(call: Any) -> Any:
        return {
            "content": (await call.input.content.read(100)).decode(),
            "type": call.input.content.content_type,
            "label": call.input.label,
        }

    house.dispatcher.run = take
    told = await house.ask("PUT", "/v1/things/t/raw?label=x", b"abc", [("Content-Type", "message/rfc822")])
    assert told.json == {"content": "abc", "type": "message/rfc822", "label": "x"}
    assert (await house.ask("PUT", "/v1/things/t/raw?nope=x", b"abc")).paths == ["query.nope"]


async def test_an_upload_over_the_operations_limit_is_413(house: Any) -> None:
    async def take(call: Any) -> Any:
        for _ in range(2):
            with pytest.raises(TooLarge):
                await call.input.content.read(2)
        return await call.input.content.read(2)

    house.dispatcher.run = take
    told = await house.ask("PUT", "/v1/things/t/raw", b"abc")
    assert told.status == 413 and "2 bytes" in told.json["detail"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("POST", "/v1/things", b'{"word":"a"}'), ("POST", "/v1/things", b'{"word":"a"}'), True),
        (("POST", "/v1/things", b'{"word":"a"}'), ("POST", "/v1/things", b'{"word":"b"}'), False),
        (("PATCH", "/v1/things/t", b"{}"), ("PATCH", "/v1/things/u", b"{}"), False),
        (("DELETE", "/v1/things/t", b""), ("PATCH", "/v1/things/t", b""), False),
        (("PUT", "/v1/things/t/raw", b"a"), ("PUT", "/v1/things/t/raw", b"a"), True),
        (("PUT", "/v1/things/t/raw", b"a"), ("PUT", "/v1/things/t/raw", b"b"), False),
        (("PUT", "/v1/things/t/raw?label=a", b"a"), ("PUT", "/v1/things/t/raw?label=b", b"a"), False),
    ],
)
async def test_a_repeat_is_the_same_operation_on_the_same_thing_with_the_same_bytes(house: Any, one: Any, other: Any, same: bool) -> None:
    for method, target, body in (one, other):
        assert (await house.ask(method, target, body, [("Idempotency-Key", "k1")])).status < 300
    first, second = house.dispatcher.calls
    assert first.idempotency_key == second.idempotency_key == "k1" and len(first.body_sha256) == 32
    assert (first.body_sha256 == second.body_sha256) == same


async def test_an_upload_hashed_for_a_repeat_can_still_be_read(house: Any) -> None:
    async def take(call: Any) -> Any:
        return (await call.input.content.read(100)).decode()

    house.dispatcher.run = take
    assert (await house.ask("PUT", "/v1/things/t/raw", b"abc", [("Idempotency-Key", "k1")])).body == b'"abc"'


async def test_reads_take_no_idempotency_key(house: Any) -> None:
    await house.ask("GET", "/v1/things/t", headers=[("Idempotency-Key", "k1")])
    assert house.dispatcher.calls[0].idempotency_key is None


async def test_a_call_says_where_it_comes_from(house: Any) -> None:
    told = await house.ask("GET", "/v1/things/t")
    call = house.dispatcher.calls[0]
    assert (call.wire, call.address, call.request_id) == ("rest", "192.0.2.1", told.headers["x-request-id"])
    assert re.fullmatch(r"req_[0-9a-f]{24}", call.request_id)

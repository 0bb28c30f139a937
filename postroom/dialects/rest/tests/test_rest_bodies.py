import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = "word count tags size open metadata corner corners anything ends_at color note from other".split()


async def test_a_body_becomes_the_input(house: Any) -> None:
    told = await house.ask("POST", "/v1/things", {"word": "abc", "count": 3, "from": "a@b.c", "corner": {"x": 1}})
    assert told.status == 201 and told.json["id"] == "thg_1"
    assert house.input.word == "abc" and house.input.count == 3 and house.input.sender == "a@b.c" and house.input.corner.x == 1


@pytest.mark.parametrize("body", [b"", b" {}\n", b"{}"])
async def test_an_empty_body_is_an_empty_object(house: Any, body: bytes) -> None:
    assert (await house.ask("PATCH", "/v1/things/t", body)).status == 200
    assert house.input.word is msgspec.UNSET and house.input.note is msgspec.UNSET and house.input.thing_id == "t"


async def test_unset_null_and_a_value_are_three_things(house: Any) -> None:
    for body, wanted in (({}, msgspec.UNSET), ({"note": None}, None), ({"note": "x"}, "x")):
        await house.ask("PATCH", "/v1/things/t", body)
        assert house.input.note == wanted or house.input.note is wanted


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"word": "abc", "nope": 1}, ["body.nope"]),
        ({"count": "3"}, ["body.word", "body.count"]),
        ({"word": "ABC", "count": 11, "size": "x"}, ["body.word", "body.count", "body.size"]),
        ({"word": "abc", "tags": ["a", 1]}, ["body.tags[1]"]),
        ({"word": "abc", "metadata": {"a": "x", "team": []}}, ["body.metadata.team"]),
        ({"word": "abc", "corner": {"y": 1}}, ["body.corner.x"]),
        ({"word": "abc", "corner": {"x": 1, "z": 1}}, ["body.corner.z"]),
        ({"word": "abc", "corners": [{"x": 1}, {"x": "1"}]}, ["body.corners[1].x"]),
        ({"word": "abc", "ends_at": "2026-01-31T09:30:00"}, ["body.ends_at"]),
        ({"word": "abc", "ends_at": "0001-01-01T00:00:00+23:59"}, ["body.ends_at"]),
        ({"word": "abc", "color": "blue"}, ["body.color"]),
        ({"word": "abc", "count": None, "open": 1}, ["body.open"]),
        ({"word": "abc", "tags": list("abcd")}, ["body.tags"]),
        ([], ["body"]),
        ("text", ["body"]),
        (None, ["body"]),
    ],
)
async def test_values_that_do_not_fit_are_named(house: Any, body: Any, paths: list[str]) -> None:
    told = await house.ask("POST", "/v1/things", body)
    assert told.status == 422 and told.json["code"] == "invalid_request"
    assert sorted(told.paths) == sorted(paths) and not house.dispatcher.calls


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"word": "abcdefghi"}, "at most 8 characters. (A short word.)"),
        ({"word": ""}, "at least 1 characters"),
        ({}, "is required. (A short word.)"),
        ({"word": "a", "count": 0}, "at least 1"),
        ({"word": "a", "count": "1"}, "must be an integer or null, not a string"),
        ({"word": "a", "color": "blue"}, "one of 'green', 'red'"),
        ({"word": "a", "ends_at": "now"}, "2026-01-31T09:30:00Z"),
        ({"word": "a", "tags": list("abcd")}, "at most 3 items"),
        ({"word": "a", "x": 1}, "Taken are: word, count"),
    ],
)
async def test_messages_name_the_limit_and_the_way_out(house: Any, body: Any, words: str) -> None:
    assert words in (await house.ask("POST", "/v1/things", body)).json["errors"][0]["message"]


async def test_a_parameter_of_the_path_is_no_field_of_the_body(house: Any) -> None:
    assert (await house.ask("PATCH", "/v1/things/t", {"thing_id": "u"})).paths == ["body.thing_id"]


async def test_a_query_beside_a_body_is_refused(house: Any) -> None:
    assert (await house.ask("PATCH", "/v1/things/t?word=a", {})).paths == ["query.word"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{]",
        b'{"word":NaN}',
        b'{"word":"\xff"}',
        b'{"word":"\\ud800"}',
        b"[" * 100_000,
        b'{"anything":' * 50_000,
        b"{}x",
        b"\x00",
        b" \n",
    ],
)
async def test_what_is_no_json_is_malformed(house: Any, body: bytes) -> None:
    told = await house.ask("POST", "/v1/things", body)
    assert told.status == 400 and told.json["code"] == "malformed_json"


async def test_numbers_beyond_all_limits_are_refused_by_name(house: Any) -> None:
    told = await house.ask("POST", "/v1/things", b'{"word":"a","size":1e999}')
    assert told.status == 422 and told.paths == ["body.size"]
    told = await house.ask("POST", "/v1/things", b'{"word":"a","anything":{"a":1e999}}')
    assert told.status == 422


@pytest.mark.parametrize("depth", [30, 40])
async def test_open_objects_are_nested_only_so_deep(house: Any, depth: int) -> None:
    body = b'{"word":"a","anything":{"a":' + b"[" * depth + b"]" * depth + b"}}"
    told = await house.ask("POST", "/v1/things", body)
    assert (told.status, told.body and told.json.get("errors", [{}])[0].get("path")) in ((201, None), (422, "body.anything"))
    assert (told.status == 201) == (depth == 30)


@pytest.mark.parametrize(
    "field", ['"note":"a\\u0000"', '"metadata":{"a\\u0000":"b"}', '"corner":null,"tags":["\\u0000"]', '"anything":{"a":[{"b":"\\u0000"}]}']
)
async def test_u0000_is_refused_by_name(house: Any, field: str) -> None:
    told = await house.ask("POST", "/v1/things", f'{{"word":"a",{field}}}'.encode())
    assert told.status == 422 and "U+0000" in told.json["detail"]


async def test_the_text_of_an_escape_is_not_the_escape(house: Any) -> None:
    assert (await house.ask("POST", "/v1/things", b'{"word":"a","note":"\\\\u0000"}')).status == 201


async def test_a_byte_order_mark_is_passed_over(house: Any) -> None:
    assert (await house.ask("POST", "/v1/things", b'\xef\xbb\xbf{"word":"a"}')).status == 201


async def test_the_last_of_two_equal_names_counts(house: Any) -> None:
    await house.ask("POST", "/v1/things", b'{"word":"a","word":"b"}')
    assert house.input.word == "b"


@pytest.mark.parametrize(
    "media_type", [None, "application/json", "application/json; charset=utf-8", "Application/JSON", "application/ld+json", ""]
)
async def test_json_is_read_with_or_without_its_media_type(house: Any, media_type: str | None) -> None:
    headers = [] if media_type is None else [("Content-Type", media_type)]
    assert (await house.ask("POST", "/v1/things", {"word": "a"}, headers)).status == 201


@pytest.mark.parametrize("media_type", ["text/plain", "multipart/form-data; boundary=x", "application/xml"])
async def test_other_media_types_are_unsupported(house: Any, media_type: str) -> None:
    told = await house.ask("POST", "/v1/things", {"word": "a"}, [("Content-Type", media_type)])
    assert told.status == 415 and told.json["suggested_action"] == "Send Content-Type: application/json."
    assert (await house.ask("PATCH", "/v1/things/t", b"", [("Content-Type", media_type)])).status == 200


@pytest.mark.parametrize(
    ("body", "name", "wanted"),
    [
        ({"count": "3"}, "count", 3),
        ({"size": "2.5"}, "size", 2.5),
        ({"open": "true"}, "open", True),
        ({"open": "False"}, "open", False),
        ({"tags": "a, b"}, "tags", ["a", "b"]),
        ({"tags": '["a,b"]'}, "tags", ["a,b"]),
        ({"tags": ""}, "tags", []),
        ({"corner": '{"x":"1"}'}, "corner", "Corner(x=1, y=None)"),
        ({"corners": [{"x": "1", "y": "2"}]}, "corners", "[Corner(x=1, y=2)]"),
        ({"metadata": '{"a":"b"}'}, "metadata", {"a": "b"}),
        ({"metadata": {"a": "1"}}, "metadata", {"a": "1"}),
        ({"note": "5"}, "note", "5"),
        ({"ends_at": "2026-01-31T09:30:00Z"}, "ends_at", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
    ],
)
async def test_lenient_clients_may_send_strings(house: Any, body: Any, name: str, wanted: Any) -> None:
    told = await house.ask("POST", "/v1/things", {"word": "a"} | body, [("X-Postroom-Lenient", "1")])
    assert told.status == 201, told.body
    found = getattr(house.input, name)
    assert (str(found) if isinstance(wanted, str) and name.startswith("corner") else found) == wanted


@pytest.mark.parametrize(
    "body",
    [
        {"count": "three"},
        {"count": "1e1"},
        {"size": "nan"},
        {"size": "1e999"},
        {"open": "yes"},
        {"count": "²"},
        {"corner": "{"},
        {"x": "1"},
    ],
)
async def test_lenient_is_not_careless(house: Any, body: Any) -> None:
    told = await house.ask("POST", "/v1/things", {"word": "a"} | body, [("X-Postroom-Lenient", "1")])
    assert told.status == 422 and told.paths == [f"body.{next(iter(body))}"]


@settings(max_examples=150)
@given(body=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=5) | JSON, lenient=st.booleans())
async def test_any_json_is_taken_or_refused_with_a_name(oddities: Any, body: Any, lenient: bool) -> None:
    house = oddities.build_house()
    told = await house.ask("POST", "/v1/things", body, [("X-Postroom-Lenient", "1")] if lenient else [])
    assert told.status in (201, 422)
    assert told.status == 201 or (all(path.startswith("body") for path in told.paths) and told.paths)


@settings(max_examples=150)
@given(body=st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | JSON.map(lambda one: json.dumps(one).encode()[:-1]))
async def test_any_bytes_are_taken_or_refused(oddities: Any, body: bytes) -> None:
    assert (await oddities.build_house().ask("POST", "/v1/things", body)).status in (201, 400, 422)


@pytest.mark.parametrize("value", ["", "yes", "2"])
async def test_half_a_wish_for_leniency_is_refused(house: Any, value: str) -> None:
    assert (await house.ask("POST", "/v1/things", {"word": "a"}, [("X-Postroom-Lenient", value)])).paths == ["header.X-Postroom-Lenient"]


async def test_bodies_with_attachments_may_be_larger(oddities: Any) -> None:
    settings = oddities.small
    house = oddities.build_house(settings)
    large = {"attachments": ["x" * 3000]}
    assert (await house.ask("POST", "/v1/attach", large)).status == 200
    told = await house.ask("POST", "/v1/things", {"word": "a", "note": "x" * 3000})
    assert told.status == 413 and "2048 bytes" in told.json["detail"] and told.headers["connection"] == "close"

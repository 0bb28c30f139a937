from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
NAMES = "limit cursor tags numbers metadata metadata[a] metadata.b open size since color from other".split()


@pytest.mark.parametrize(
    ("query", "name", "wanted"),
    [
        ("limit=5", "limit", 5),
        ("limit=&from=", "limit", 20),
        ("tags=a&tags=b", "tags", ["a", "b"]),
        ("tags=a,b&tags=c", "tags", ["a", "b", "c"]),
        ("tags=a%2Cb", "tags", ["a", "b"]),
        ("tags=", "tags", []),
        ("numbers=1,2", "numbers", [1, 2]),
        ("metadata[team]=red&metadata[x]=1", "metadata", {"team": "red", "x": "1"}),
        ("metadata%5Bteam%5D=red", "metadata", {"team": "red"}),
        ("metadata.team=red", "metadata", {"team": "red"}),
        ('metadata={"team":"red"}', "metadata", {"team": "red"}),
        ("metadata[a.b]=c", "metadata", {"a.b": "c"}),
        ("open=true", "open", True),
        ("open=0", "open", False),
        ("size=1.5", "size", 1.5),
        ("color=green", "color", "green"),
        ("since=2026-01-31T09:30:00Z", "since", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        ("from=a%2Bb@c.d", "sender", "a+b@c.d"),
        ("from=a+b", "sender", "a b"),
        ("from=", "sender", None),
        ("from=5", "sender", "5"),
    ],
)
async def test_parameters_become_the_input(house: Any, query: str, name: str, wanted: Any) -> None:
    told = await house.ask("GET", f"/v1/things?{query}")
    assert told.status == 200, told.body
    assert getattr(house.input, name) == wanted


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("nope=1", ["query.nope"]),
        ("sender=x", ["query.sender"]),
        ("limit=1&limit=2", ["query.limit"]),
        ("limit=101", ["query.limit"]),
        ("limit=1e1", ["query.limit"]),
        ("limit=1.0", ["query.limit"]),
        ("limit=99999999999999999999999", ["query.limit"]),
        ("numbers=1,x", ["query.numbers[1]"]),
        ("open=maybe", ["query.open"]),
        ("size=nan", ["query.size"]),
        ("size=1e999", ["query.size"]),
        ("since=2026-01-31", ["query.since"]),
        ("since=2026-01-31T09:30:00", ["query.since"]),
        ("since=123", ["query.since"]),
        ("color=blue&limit=0", ["query.limit", "query.color"]),
        ("metadata=red", ["query.metadata"]),
        ("metadata[a]=1&metadata.a=2", ["query.metadata.a"]),
        ('metadata={"a":1}', ["query.metadata.a"]),
        ("metadata[]=1", ["query.metadata[]"]),
        ("color[a]=1", ["query.color[a]"]),
        ("from=%00", ["query.sender"]),
        ('metadata={"a":"\\u0000"}', ["query.metadata"]),
    ],
)
async def test_parameters_that_do_not_fit_are_named(house: Any, query: str, paths: list[str]) -> None:
    told = await house.ask("GET", f"/v1/things?{query}")
    assert told.status == 422 and told.paths == paths and not house.dispatcher.calls


async def test_a_query_that_is_no_text_is_malformed(house: Any) -> None:
    assert (await house.ask("GET", "/v1/things?from=%ff")).status == 400
    assert (await house.ask("GET", "/v1/things?from=" + "x" * 20_000)).status == 414


@pytest.mark.parametrize(("sent", "wanted"), [("a+b@c.de", "a+b@c.de"), ("a%2Fb", "a/b"), ("%C3%A4", "ä")])
async def test_the_path_arrives_as_it_was_sent(house: Any, sent: str, wanted: str) -> None:
    assert (await house.ask("GET", f"/v1/things/{sent}")).status == 200
    assert house.input.thing_id == wanted


async def test_a_path_that_does_not_fit_is_named(house: Any) -> None:
    assert (await house.ask("GET", f"/v1/things/{'x' * 21}")).paths == ["path.thing_id"]
    assert (await house.ask("GET", "/v1/things/a%00")).paths == ["path.thing_id"]


async def test_a_delete_takes_no_stray_parameter(house: Any) -> None:
    assert (await house.ask("DELETE", "/v1/things/t?force=1")).paths == ["query.force"]


@settings(max_examples=100)
@given(tags=st.lists(TEXT.filter(lambda one: one.strip() == one and "," not in one and not one.startswith("[")), max_size=4), sender=TEXT)
async def test_what_clients_encode_arrives(oddities: Any, tags: list[str], sender: str) -> None:
    house = oddities.build_house()
    query = urlencode({"tags": tags, "from": sender, "metadata[k k]": sender}, doseq=True)
    assert (await house.ask("GET", f"/v1/things?{query}")).status == 200
    assert (house.input.tags, house.input.sender, house.input.metadata) == (tags, sender, {"k k": sender})


@settings(max_examples=200)
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=6), st.text(max_size=12)), max_size=5))
async def test_any_query_is_taken_or_refused_with_a_name(oddities: Any, pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name, errors='replace')}={quote(value, errors='replace')}" for name, value in pairs)
    told = await oddities.build_house().ask("GET", f"/v1/things?{query}")
    assert told.status == 200 or (told.status == 422 and all(path.startswith("query.") for path in told.paths))

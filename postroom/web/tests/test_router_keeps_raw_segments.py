from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.web import Router

SEGMENT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def router_of(*routes: str) -> Router[str]:
    router: Router[str] = Router()
    for route in routes:
        method, _, path = route.partition(" ")
        router.add(method, path, route)
    return router


@pytest.mark.parametrize("sent", ["a+b@example.com", "a%2Fb", "%40", "ä".encode().hex("%"), "..", "a;b=c", "%25"])
def test_a_segment_is_decoded_once_and_by_itself(sent: str) -> None:
    sent = "%" + sent if sent == "c3%a4" else sent
    found = router_of("GET /v1/inboxes/{inbox_id}/wait").find(f"/v1/inboxes/{sent}/wait")
    wanted = {"a%2Fb": "a/b", "%40": "@", "%c3%a4": "ä", "%25": "%"}.get(sent, sent)
    assert found is not None and found.parameters("GET") == {"inbox_id": wanted}


@given(st.lists(SEGMENT, min_size=1, max_size=4))
def test_any_segment_comes_back_as_it_was_sent(segments: list[str]) -> None:
    pattern = "/x" + "".join(f"/{{p{place}}}" for place in range(len(segments)))
    path = "/x/" + "/".join(quote(one, safe="") for one in segments)
    found = router_of(f"GET {pattern}").find(path)
    assert found is not None and list(found.values) == segments


@given(st.text(max_size=60))
def test_any_path_is_found_or_not_found(path: str) -> None:
    router = router_of("GET /v1/{a}/b", "GET /v1/a/{b}", "GET /v1/{a}/{b}/", "GET /")
    for one in (path, "/" + path, f"/v1/{path}"):
        found = router.find(one)
        assert found is None or set(found.targets) == {"GET"}


def test_a_literal_goes_before_a_parameter_and_is_left_again_where_it_ends_blind() -> None:
    router = router_of("GET /k/me", "GET /k/{id}", "GET /k/me/x", "GET /k/{id}/y")
    assert router.find("/k/me").targets == {"GET": "GET /k/me"}  # type: ignore[union-attr]
    assert router.find("/k/other").targets == {"GET": "GET /k/{id}"}  # type: ignore[union-attr]
    back = router.find("/k/me/y")
    assert back is not None and back.parameters("GET") == {"id": "me"}


def test_a_trailing_slash_is_another_path() -> None:
    router = router_of("GET /a", "GET /b/")
    assert router.find("/a/") is None and router.find("/b") is None and router.find("/b/") is not None


def test_an_empty_segment_is_no_parameter() -> None:
    assert router_of("GET /a/{id}").find("/a/") is None
    assert router_of("GET /a/{id}/b").find("/a//b") is None


def test_what_is_not_utf8_is_nowhere() -> None:
    assert router_of("GET /a/{id}").find("/a/%ff") is None


def test_the_same_shape_twice_is_refused_whatever_its_parameters_are_called() -> None:
    router = router_of("GET /a/{id}", "POST /a/{name}")
    with pytest.raises(ValueError, match="taken already"):
        router.add("GET", "/a/{other}", "x")
    assert router.find("/a/1").parameters("POST") == {"name": "1"}  # type: ignore[union-attr]


def test_allow_names_head_and_options_too() -> None:
    assert router_of("GET /a", "POST /a").find("/a").allow == "GET, HEAD, OPTIONS, POST"  # type: ignore[union-attr]


def test_a_very_long_path_costs_no_walk() -> None:
    assert router_of("GET /a/{id}").find("/a" * 30_000) is None

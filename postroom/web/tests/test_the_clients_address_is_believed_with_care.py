from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.web.address import address_reader

Scope = Callable[..., dict[str, Any]]


def forwarded(scope: Scope, trusted: tuple[str, ...], *values: str, client: Any = ("10.0.0.1", 1)) -> str:
    return address_reader(trusted)(scope("GET", "/", [("X-Forwarded-For", value) for value in values], client))


def test_without_trusted_proxies_the_header_means_nothing(scope: Scope) -> None:
    assert forwarded(scope, (), "203.0.113.9") == "10.0.0.1"


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["203.0.113.9"], "203.0.113.9"),
        (["1.1.1.1, 203.0.113.9, 10.0.0.7"], "203.0.113.9"),
        (["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
        (["203.0.113.9:5555"], "203.0.113.9"),
        (["[2001:db8::1]:443"], "2001:db8::1"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["unknown"], "10.0.0.1"),
        (["203.0.113.9, garbage"], "10.0.0.1"),
        ([], "10.0.0.1"),
    ],
)
def test_from_the_right_end_past_trusted_proxies(scope: Scope, values: list[str], wanted: str) -> None:
    assert forwarded(scope, ("10.0.0.0/8",), *values) == wanted


def test_a_peer_that_is_not_trusted_cannot_choose_its_address(scope: Scope) -> None:
    assert forwarded(scope, ("10.0.0.0/8",), "203.0.113.9", client=("192.0.2.5", 1)) == "192.0.2.5"


def test_a_unix_socket_is_local(scope: Scope) -> None:
    assert forwarded(scope, (), "203.0.113.9", client=None) == "local"
    assert forwarded(scope, ("local",), "203.0.113.9", client=None) == "203.0.113.9"


def test_a_proxy_that_is_no_network_is_a_fault_of_the_settings() -> None:
    with pytest.raises(ValueError, match="proxy"):
        address_reader(("proxy",))


@given(st.text(st.characters(max_codepoint=255), max_size=100))
def test_any_header_gives_an_address(value: str) -> None:
    scope = {"client": ("10.0.0.1", 1), "headers": [(b"x-forwarded-for", value.encode("latin-1"))]}
    assert address_reader(("10.0.0.0/8",))(scope)

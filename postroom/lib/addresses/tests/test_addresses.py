import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.addresses import check_local_part, generate_local_part, normalise_address, normalise_domain, split_tag


def test_an_address_is_folded_and_its_domain_made_ascii() -> None:
    assert str(normalise_address("Jo.Doe@EXAMPLE.com.")) == "jo.doe@example.com"
    assert str(normalise_address("用户@例子.测试")) == "用户@xn--fsqu00a.xn--0zwm56d"
    assert normalise_address('"a@b"@example.com') == ('"a@b"', "example.com")


@pytest.mark.parametrize(
    "text", ["", "@", "a@", "@b", "a b@c.d", "a@b..c", "a@-b.c", "x" * 65 + "@b.c", "a@" + "b" * 300, "a\x00@b.c", "a@b c"]
)
def test_what_is_no_address_gives_none(text: str) -> None:
    assert normalise_address(text) is None


@given(st.text(max_size=80))
def test_normalising_is_total_and_idempotent(text: str) -> None:
    once = normalise_address(text)
    assert once is None or normalise_address(str(once)) == once


@given(st.text(max_size=80))
def test_domains_normalise_totally_and_idempotently(text: str) -> None:
    once = normalise_domain(text)
    assert once is None or normalise_domain(once) == once


def test_a_plus_tag_is_split_at_the_first_plus_and_only_after_a_name() -> None:
    assert split_tag("jo+shop+2") == ("jo", "shop+2")
    assert split_tag("jo") == ("jo", None)
    assert split_tag("+x") == ("+x", None)


@pytest.mark.parametrize("local", ["", ".a", "a.", "a..b", "A", "a+b", "ü", "x" * 65, "a b", "-"])
def test_a_local_part_that_may_not_be_chosen_is_told_why(local: str) -> None:
    assert check_local_part(local)


def test_a_generated_local_part_may_be_chosen_and_has_forty_random_bits() -> None:
    made = {generate_local_part() for _ in range(200)}
    assert len(made) == 200
    assert all(check_local_part(local) is None for local in made)
    assert math.log2(31**9) >= 40

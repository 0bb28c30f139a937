"""Patterns of routing rules: the whole text, `*` for anything, never slow."""

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.features.routing.model import matches

PARTS = st.text(alphabet="ab*", max_size=12)


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("*@stripe.com", "billing@Stripe.com", True),
        ("*@stripe.com", "billing@stripe.com.evil.example", False),
        ("*invoice*", "Your INVOICE of May", True),
        ("billing@*", "rebilling@x.example", False),
        ("a*a", "a", False),
        ("*", "", True),
        ("exact", "exact", True),
        ("[ab]?", "a1", False),
    ],
)
def test_a_pattern_is_the_whole_text(pattern: str, text: str, wanted: bool) -> None:
    assert matches(pattern, text) is wanted


@given(PARTS, st.text(alphabet="ab", max_size=16))
def test_stars_mean_what_they_mean_elsewhere(pattern: str, text: str) -> None:
    assert matches(pattern, text) == fnmatch.fnmatchcase(text, pattern)


def test_a_hundred_thousand_characters_and_stars_are_matched_in_one_pass() -> None:
    assert not matches("*a" * 160 + "b", "a" * 100_000)

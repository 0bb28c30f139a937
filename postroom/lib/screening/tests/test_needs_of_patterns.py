"""What a pattern needs is in all that it matches."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postroom.lib.screening.needs import needs
from postroom.lib.screening.words.orders import ENGLISH_ORDERS
from postroom.lib.screening.words.phrases import ENGLISH_PHRASES

_PATTERNS = sorted({pattern for *_, pattern in (*ENGLISH_PHRASES, *ENGLISH_ORDERS)})


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("ignore (?:all|any)\\b", [{"ignore "}, {"all", "any"}]),
        ("(?:some)? thing|other", [{" thing", "other"}]),
        ("(?:some)? th|other", []),
        ("summari[sz]e(?! never)", [{"summari"}]),
        ("words?\\s{0,3}(?:perhaps){0,2}", [{"word"}]),
        ("(?:inner (?:deep|low)|outside)", [{"inner ", "outside"}]),
        ("[a-z|(]{3}\\(only\\)", [{"only"}]),
        ("(?:something|\\d)", []),
    ],
)
def test_words_are_needed_where_no_way_leads_around_them(pattern: str, needed: list[set[str]]) -> None:
    assert needs(pattern) == needed


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_a_phrase_matches_holds_all_that_it_needs(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(_PATTERNS))
    compiled = re.compile(pattern, re.MULTILINE | re.ASCII)
    for match in compiled.finditer(data.draw(st.from_regex(compiled))):
        assert all(any(word in match[0] for word in need) for need in needs(pattern))


def test_most_phrases_need_something_that_ordinary_text_lacks() -> None:
    assert sum(bool(needs(pattern)) for pattern in _PATTERNS) > 0.9 * len(_PATTERNS)

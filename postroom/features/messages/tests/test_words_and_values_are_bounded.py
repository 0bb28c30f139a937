"""The pure parts of messages: words for search, values fit to be stored, shapes of headers."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.features.messages import to_storable, to_storable_instant
from postroom.features.messages.search import cut_words, to_query
from postroom.kernel.errors import Invalid

ANYTHING = st.text(st.characters(codec=None), max_size=300)


@given(ANYTHING)
def test_any_text_is_cut_into_distinct_folded_words_without_blanks_or_quotes(text: str) -> None:
    words = cut_words(text)
    assert len(words) == len(set(words))
    assert all(word and not re.search(r"[\s'\\]", word) and len(word) <= 100 for word in words)
    assert cut_words(text.swapcase()) == cut_words(text) or not text.isascii()


@given(st.lists(st.sampled_from(["invoice", "会議", "Zoë", "배송", "2041"]), min_size=1, max_size=5))
def test_every_word_of_a_query_is_a_word_of_the_text_it_came_from(parts: list[str]) -> None:
    text = " ".join(parts)
    wanted = re.findall(r"'([^']*)'", to_query(text))
    assert wanted and set(wanted) <= set(cut_words(text))


@given(ANYTHING)
def test_any_query_is_understood_or_refused_by_name(text: str) -> None:
    try:
        query = to_query(text)
    except Invalid as refused:
        assert refused.errors[0].path == "query.q"
    else:
        assert re.fullmatch(r"'[^']+'( & '[^']+')*(:\*)?", query)


def test_an_endless_text_gives_no_more_words_than_a_vector_holds() -> None:
    words = cut_words(" ".join(f"word{place}" for place in range(50_000)) + "漢字" * 100_000)
    assert len(words) <= 20_001 and sum(len(word.encode()) + 1 for word in words) <= 400_000


@given(ANYTHING, st.integers(0, 50))
def test_any_text_becomes_one_that_the_database_takes(text: str, most: int) -> None:
    stored = to_storable(text, most)
    assert "\x00" not in stored and len(stored) <= most
    stored.encode()
    assert to_storable(stored, most) == stored


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=100))
def test_a_text_that_fits_is_not_touched(text: str) -> None:
    assert to_storable(text, 100) == text


ZONES = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.none() | st.datetimes(timezones=st.none() | ZONES))
def test_any_instant_is_clamped_to_what_a_calendar_means(instant: datetime | None) -> None:
    stored = to_storable_instant(instant)
    assert stored is None or datetime(1970, 1, 1, tzinfo=UTC) <= stored <= datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "instant", [datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), datetime(9999, 12, 31, tzinfo=timezone(-timedelta(hours=12)))]
)
def test_the_ends_of_the_calendar_are_no_fault(instant: datetime) -> None:
    to_storable_instant(instant)

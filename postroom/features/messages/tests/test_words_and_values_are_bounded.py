"""The pure parts of messages: values fit to be stored, shapes of headers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.features.messages import to_storable
from postroom.features.messages.model import to_storable_instant

ANYTHING = st.text(st.characters(codec=None), max_size=300)


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

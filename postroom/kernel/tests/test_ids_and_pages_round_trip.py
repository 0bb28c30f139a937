"""Ids, cursors and pages."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.kernel.errors import Invalid, NotFound
from postroom.kernel.ids import decode_id, encode_id, new_id, require_id
from postroom.kernel.paging import Window, instant_from_micros, page, window

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 2**53).map(lambda micros: EPOCH + timedelta(microseconds=micros))
KEYS = st.tuples(INSTANTS, st.uuids())


@given(st.uuids(), st.sampled_from(["inb", "msg", "a"]))
def test_an_id_comes_back_as_the_uuid_it_was(value: UUID, prefix: str) -> None:
    assert decode_id(prefix, encode_id(prefix, value)) == value


@given(st.uuids(), st.uuids())
def test_ids_sort_like_their_uuids(one: UUID, other: UUID) -> None:
    assert (encode_id("inb", one) < encode_id("inb", other)) == (one < other)


@given(st.text(max_size=40))
def test_a_text_that_is_no_id_is_none_and_an_id_has_one_spelling(text: str) -> None:
    value = decode_id("inb", text)
    assert value is None or encode_id("inb", value) == text


@given(st.uuids())
def test_an_id_of_another_kind_is_not_found(value: UUID) -> None:
    assert decode_id("inb", encode_id("msg", value)) is None
    with pytest.raises(NotFound) as refused:
        require_id("inb", encode_id("msg", value), "inbox")
    assert refused.value.code == "inbox_not_found"


@given(INSTANTS, INSTANTS)
def test_new_ids_carry_their_instant_and_sort_by_it(one: datetime, other: datetime) -> None:
    first, second = new_id(one), new_id(other)
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert abs(first.int >> 80) == (one - EPOCH) // timedelta(milliseconds=1)
    if abs(one - other) >= timedelta(microseconds=2):
        assert (first < second) == (one < other)


def test_ids_of_one_instant_differ() -> None:
    assert len({new_id(EPOCH) for _ in range(1000)}) == 1000


@given(KEYS)
def test_a_cursor_comes_back_as_the_key_it_was(key: tuple[datetime, UUID]) -> None:
    one = page(["first", "second"], Window(limit=1), str, lambda _: key)
    assert one.has_more
    assert window(1, one.next_cursor).after == key


@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: raw.hex()))
def test_a_cursor_that_is_none_is_refused_by_name(text: str) -> None:
    try:
        after = window(20, text).after
    except Invalid as refused:
        assert refused.errors[0].path == "query.cursor"
    else:
        assert after is not None


@given(st.integers(-(2**60), 2**55))
def test_micros_are_instants_or_overflow(micros: int) -> None:
    try:
        instant = instant_from_micros(micros)
    except OverflowError:
        return
    assert (instant - EPOCH) // timedelta(microseconds=1) == micros


@settings(max_examples=60)
@given(st.lists(KEYS, unique=True, max_size=40), st.lists(KEYS, unique=True, max_size=10), st.integers(1, 15))
def test_pages_show_every_row_once_whatever_is_inserted_meanwhile(
    rows: list[tuple[datetime, UUID]], later: list[tuple[datetime, UUID]], limit: int
) -> None:
    """What the stores' keyset condition promises, with a store made of a list."""
    table = sorted(rows, reverse=True)
    seen: list[tuple[datetime, UUID]] = []
    cursor: str | None = None
    for _ in range(len(rows) + len(later) + 2):
        view = window(limit, cursor)
        found = [row for row in table if view.after is None or row < view.after][: view.fetch]
        one = page(found, view, lambda row: row, lambda row: row)
        assert len(one.data) <= limit and one.has_more == (one.next_cursor is not None)
        seen += one.data
        if later:
            table = sorted({*table, later.pop()}, reverse=True)
        if one.next_cursor is None:
            break
        cursor = one.next_cursor
    assert seen == sorted(seen, reverse=True) and len(seen) == len(set(seen))
    assert set(rows) <= set(seen)

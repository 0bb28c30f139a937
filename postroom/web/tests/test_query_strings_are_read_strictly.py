from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.web import Refused, parse_query

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(TEXT.filter(bool), TEXT), max_size=20))
def test_what_was_encoded_is_decoded(pairs: list[tuple[str, str]]) -> None:
    assert parse_query(urlencode(pairs).encode()) == pairs


@given(st.binary(max_size=200))
def test_any_bytes_give_pairs_or_a_refusal(raw: bytes) -> None:
    try:
        assert all(isinstance(name, str) and isinstance(value, str) for name, value in parse_query(raw))
    except Refused as error:
        assert error.status == 400


def test_a_name_without_a_value_has_an_empty_one() -> None:
    assert parse_query(b"a&b=&&=c") == [("a", ""), ("b", ""), ("", "c")]


@pytest.mark.parametrize(("raw", "status"), [(b"a=%ff", 400), (b"a=" + b"x" * 20_000, 414), (b"a&" * 600, 400)])
def test_queries_that_are_too_much_or_not_text_are_refused(raw: bytes, status: int) -> None:
    with pytest.raises(Refused) as caught:
        parse_query(raw)
    assert caught.value.status == status

"""The cursor of waits as a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.features.waits.cursor import Cursor, parse_cursor, require_epoch
from postroom.kernel.errors import Conflict, Invalid


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**18 - 1))
def test_a_cursor_comes_back_as_it_was(epoch: int, seq: int) -> None:
    cursor = Cursor(epoch, seq)
    assert parse_cursor(str(cursor)) == cursor
    require_epoch(cursor, epoch)
    with pytest.raises(Conflict):
        require_epoch(cursor, epoch + 1)


@given(st.text(max_size=40))
def test_a_text_that_is_none_is_refused_by_name(text: str) -> None:
    try:
        cursor = parse_cursor(text)
    except Invalid as refused:
        assert refused.errors[0].path == "query.after"
    else:
        assert 0 <= cursor.seq < 10**18

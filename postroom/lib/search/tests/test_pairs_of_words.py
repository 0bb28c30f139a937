"""Pairs of words side by side: what stands in a text is always there, what does not is nearly never."""

from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.search import Pairs, Words
from postroom.lib.search.cut import cut_query

_WORDS = st.lists(st.sampled_from(["due", "next", "week", "straße", "счёт", "七月", "ok1"]), min_size=2, max_size=12)


def _pairs(*texts: str) -> Pairs:
    pairs = Pairs()
    for text in texts:
        words = Words()
        words.add(text, "C")
        pairs.add((word, ",".join(place.rstrip("ABC") for place in places)) for word, places in words.places.items())
    return pairs


def _may_hold(pairs: Pairs, row: str) -> bool:
    slices = pairs.slices()
    return all(slices[one][bit >> 3] >> (bit & 7) & 1 for one, bit in Pairs.of_row(cut_query(row)))


@given(_WORDS, st.data())
def test_every_row_of_words_in_a_text_may_be_there(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    assert _may_hold(_pairs(" ".join(words)), " ".join(words[first : last + 1]))


def test_two_words_at_one_place_are_both_beside_their_neighbours() -> None:
    pairs = Pairs()
    pairs.add([("one", "1,7"), ("uno", "1"), ("two", "2"), ("dos", "2,8"), ("three", "3")])
    for row in ("one two three", "uno dos three", "one dos three", "uno two"):
        assert _may_hold(pairs, row), row
    assert not _may_hold(pairs, "two one")


def test_words_that_never_stand_side_by_side_are_known_not_to() -> None:
    pairs = _pairs("the invoice is due next week", "week by week")
    assert _may_hold(pairs, "due next") and _may_hold(pairs, "week by week")
    for row in ("next due", "invoice due", "week the", "due next month"):
        assert not _may_hold(pairs, row), row


def test_scripts_without_blanks_have_no_pairs_of_words() -> None:
    assert Pairs.of_row(cut_query("七月の請求書")) == [] and Pairs.of_row(cut_query("invoice")) == []

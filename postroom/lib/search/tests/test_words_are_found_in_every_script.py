"""Folding and cutting: what is typed meets what is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.search import Grams, Words, fold_line
from postroom.lib.search.cut import LAST_PLACE, MOST_PLACES, MOST_WORDS, cut_query
from postroom.lib.search.fold import fold

ANYTHING = st.text(st.characters(codec=None), max_size=300)
SCRIPTS = st.text(
    st.sampled_from("ab1 -@.ZéßİıΣς一東京会か\u3099ガあ가\u1112\u1161\u11abक\u093fทำ\u0e33شى\u064bא\u05b7\u200d\u00ad_"), max_size=60
)


def is_found(query: str, text: str) -> bool:
    """Whether every word of the query stands in the text, at the distances that it has in the query."""
    words = Words()
    words.add(text, "D")
    places = {word: {int(one[:-1]) for one in some} for word, some in words.places.items()}
    first, *others = cut_query(query)
    return any(all(start + one.offset in places.get(one.word, ()) for one in others) for start in places.get(first.word, ()))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("muller", "Zoë Müller"),
        ("MÜLLER", "muller"),
        ("hauptstrasse", "Hauptstraße 5"),
        ("STRAẞE", "strasse"),
        ("istanbul", "İSTANBUL"),
        ("ışık", "IŞIK"),
        ("IŞIK", "ışık"),
        ("smorrebrod", "Smørrebrød"),
        ("lodz", "Łódź"),
        ("отчет", "Отчёт за июнь"),
        ("ΟΔΟΣ", "οδός"),
        ("invoice", "ＩＮＶＯＩＣＥ"),
        ("invoice", "in\u00advo\u200bice"),
        ("東京支社", "明日の東京支社での打ち合わせ"),
        ("京支", "東京支社"),
        ("社", "東京支社"),
        ("ガス", "ｶﾞｽ料金"),
        ("验证码", "您的验证码是四八二九一三"),
        ("상품", "주문하신 상품이 출발했습니다"),
        ("\u1112\u1161\u11ab국", "한국"),
        ("第12回", "第12回会議"),
        ("ใบแจ้งหนี้", "ส่งใบแจ้งหนี้แล้ว"),
        ("हिन्दी", "यह हिन्दी है"),
        ("مرحبا", "مَرْحَبًا بك"),
        ("فاتورة", "فاتوره"),
        ("احمد", "أحمد"),
        ("שלום", "שָׁלוֹם"),
        ("example.com", "write to jo@example.com now"),
        ("jo@example.com", "write to <jo@example.com> now"),
        ("jo", "jo@example.com"),
        ("order-1234-AB", "your order-1234-AB is here"),
        ("1234", "your order-1234-AB is here"),
        ("order 1234", "your order-1234-AB is here"),
        ("snake_case", "a snake_case name"),
        ("don't", "I don’t know"),
    ],
)
def test_what_is_typed_is_found(query: str, text: str) -> None:
    assert is_found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("京東", "東京支社"),
        ("かき", "がき"),
        ("example.com", "example.org and some.com"),
        ("1234-order", "order-1234"),
        ("東京大", "東京 京大"),
        ("ab", "abc"),
    ],
)
def test_what_only_looks_alike_is_not(query: str, text: str) -> None:
    assert not is_found(query, text)


@given(ANYTHING | SCRIPTS)
def test_any_text_is_found_by_itself(text: str) -> None:
    if cut_query(text):
        assert is_found(text, text)


@given(ANYTHING | SCRIPTS, ANYTHING)
def test_words_are_fit_for_a_vector(text: str, other: str) -> None:
    words = Words()
    words.add(text, "A")
    words.add(other, "B")
    for word, places in words.places.items():
        assert word and not set(word) & set(" '\\:\x00") and len(word) <= 100
        assert len(places) <= MOST_PLACES and len(places) == len(set(places))


def test_no_phrase_holds_across_two_texts() -> None:
    words = Words()
    words.add("one", "A")
    words.add("two", "B")
    assert int(words.places["two"][0][:-1]) - int(words.places["one"][0][:-1]) > 1


def test_an_endless_text_gives_no_more_than_a_vector_holds() -> None:
    words = Words()
    words.add(" ".join(f"word{place}" for place in range(50_000)), "D")
    words.add("漢字かな" * 100_000 + "x " * 100_000, "D")
    assert words.is_cut and len(words.places) <= MOST_WORDS
    assert all(int(one[:-1]) <= LAST_PLACE for some in words.places.values() for one in some)
    assert sum(len(word.encode()) + 2 * len(places) for word, places in words.places.items()) < 700_000


@given(SCRIPTS | ANYTHING, st.integers(0, 300), st.integers(0, 300))
def test_a_part_is_looked_up_by_pieces_of_the_whole(text: str, start: int, end: int) -> None:
    grams, folded = Grams(b"org"), fold_line(text)
    assert grams.of_part("s", folded[start:end]) <= grams.of_text("s", folded)
    assert all(grams.of_two("s", folded[at : at + 2]) & grams.of_text("s", folded) for at in range(len(folded) - 1))


def test_pieces_belong_to_their_owner_and_field() -> None:
    one, other = Grams(b"one"), Grams(b"other")
    assert one.of_part("s", "\ud800ab") <= one.of_text("s", "x\ud800abc")
    assert one.of_text("s", "invoice") & other.of_text("s", "invoice") == set()
    assert one.of_text("s", "invoice") & one.of_text("f", "invoice") == set()
    assert all(-(2**31) <= number < 2**31 for number in one.of_text("s", "invoice") | {one.mark("has code")})


@given(ANYTHING)
def test_folding_ends_for_every_text_and_knows_no_case(text: str) -> None:
    folded = fold(text)
    assert len(folded) <= 20 * len(text) + 20
    if text.isascii():
        assert folded == fold(text.upper())


@given(SCRIPTS | ANYTHING)
def test_few_odd_characters_in_a_long_text_are_folded_as_many_are(text: str) -> None:
    assert fold(f"{text} {'x' * 20 * len(text)}") == f"{fold(text)} {'x' * 20 * len(text)}"


@given(SCRIPTS | ANYTHING)
def test_the_quick_way_of_cutting_finds_what_the_careful_way_finds(text: str) -> None:
    quick, careful = Words(), Words()
    careful._has_room = lambda _chars: False  # type: ignore[method-assign]
    for words in (quick, careful):
        words.add(text, "C")
        words.add(text, "D")
    assert (quick.places, quick.is_cut, quick._bytes) == (careful.places, careful.is_cut, careful._bytes)

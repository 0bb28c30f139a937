"""Highlights: spans in the text as it is written, snippets in plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.search import QueryError, Row, find_spans, make_snippet, parse_query, rows_of
from postroom.lib.search.cut import cut_query, is_spaceless
from postroom.lib.search.fold import fold
from postroom.lib.search.highlight import _careful_spans, _joined, _plain_spans

ANYTHING = st.text(st.characters(codec=None), max_size=300)


def marked(query: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_spans(text, list(rows_of(parse_query(query))))]


@pytest.mark.parametrize(
    ("query", "text", "wanted"),
    [
        ("invoice", "Your Invoice and another INVOICE.", ["Invoice", "INVOICE"]),
        ("invo", "Invoices", ["Invoices"]),
        ('"total due"', "total, due. Due total", ["total, due"]),
        ("strasse", "Hauptstraße, Straße", ["Straße"]),
        ("zoe", "von Zoe\u0308 und Zoë", ["Zoe\u0308", "Zoë"]),
        ("東京支社", "明日の東京支社で", ["東京支社"]),
        ("jo@example.com", "An <Jo@Example.COM>!", ["Jo@Example.COM"]),
        ("fi", "ﬁ x", ["ﬁ"]),
        ("a -b", "a b", ["a"]),
        ("한국", "\u1112\u1161\u11ab국", ["\u1112\u1161\u11ab국"]),
    ],
)
def test_the_words_are_marked_as_they_are_written(query: str, text: str, wanted: list[str]) -> None:
    assert marked(query, text) == wanted


@given(ANYTHING)
def test_any_text_is_marked_by_itself(text: str) -> None:
    words = tuple(cut_query(text))
    if words:
        assert find_spans(text, [Row(words)])


PLAIN = st.text(st.sampled_from("ab1 -._éжα東京会あ한글"), max_size=40)


@given(PLAIN, PLAIN)
def test_the_quick_way_and_the_careful_way_find_the_same(query: str, text: str) -> None:
    text = f"{text} {query} {text}"
    for length in (3, 6, 40):
        words = tuple(cut_query(query[:length]))
        if words:
            row = Row(words, is_prefix=length == 3 and not is_spaceless(words[-1].word))
            folded = fold(text)
            quick, careful = _plain_spans(folded, [row]), _careful_spans(text, [row])
            assert _joined(sorted(set(quick))) == _joined(sorted(set(careful)))[:20] or len(careful) > 15


@given(ANYTHING, ANYTHING, st.integers(0, 300))
def test_spans_lie_in_order_within_text_and_snippet(query: str, text: str, place: int) -> None:
    text = text[:place] + query[:10] + text[place:]
    try:
        rows = list(rows_of(parse_query(query[:10])))
    except QueryError:
        return
    spans = find_spans(text, rows)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        end = span.end
    snippet = make_snippet(text, spans)
    assert len(snippet.text) <= 200 and "\n" not in snippet.text and "\u202e" not in snippet.text
    assert all(0 <= span.start < span.end <= len(snippet.text) for span in snippet.spans)


def test_a_snippet_shows_the_first_place_found() -> None:
    text = "lorem ipsum " * 100 + "the magic word is here " + "dolor sit " * 100
    snippet = make_snippet(text, find_spans(text, list(rows_of(parse_query("magic")))))
    assert [snippet.text[span.start : span.end] for span in snippet.spans] == ["magic"]
    assert snippet.text.startswith(("lorem", "ipsum", "the")) and len(snippet.text) <= 200


def test_a_long_text_is_marked_in_linear_time() -> None:
    assert find_spans("a " * 2_000_000 + "東" * 1_000_000, list(rows_of(parse_query('"a a" 東東')))) != []

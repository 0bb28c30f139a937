"""The query language: a tree for what is understood, the offending part named for what is not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.search import Every, Field, Node, Not, QueryError, Row, Some, parse_query

ANYTHING = st.text(st.characters(codec=None), max_size=600)
PIECES = st.lists(
    st.sampled_from(
        ['"', "(", ")", "-", "OR", "NOT", "AND", "from:", "has:code", "has:", "before:2026-01-01", "a", "word*", "会議", ":", " ", "x:y"]
    ),
    max_size=60,
)


def words(node: Node) -> list[str]:
    assert isinstance(node, Row), node
    return [one.word for one in node.words]


def test_words_stand_beside_each_other_and_the_last_may_go_on() -> None:
    tree = parse_query("Crates total")
    assert isinstance(tree, Every)
    first, last = tree.parts
    assert words(first) == ["crates"] and words(last) == ["total"]
    assert isinstance(first, Row) and not first.is_prefix
    assert isinstance(last, Row) and last.is_prefix


def test_quotes_make_a_row_that_ends_where_it_ends() -> None:
    tree = parse_query('"due next week"')
    assert words(tree) == ["due", "next", "week"]
    assert isinstance(tree, Row) and not tree.is_prefix


def test_every_field_operator_and_group() -> None:
    tree = parse_query('from:"Jo Doe" -newsletter (pdf OR label:Paid) has:CODE after:2026-02 in:Archive invo* "x"')
    assert isinstance(tree, Every)
    sender, without, group, code, after, folder, prefix, _ = tree.parts
    assert sender == Field("from", "jo doe")
    assert isinstance(without, Not) and words(without.part) == ["newsletter"]
    assert isinstance(group, Some) and group.parts[1] == Field("label", "Paid")
    assert code == Field("has", "code") and folder == Field("in", "archive")
    assert after == Field("after", datetime(2026, 2, 1, tzinfo=UTC))
    assert isinstance(prefix, Row) and prefix.is_prefix


@pytest.mark.parametrize("query", ["https://shop.example/a?b=c", "12:30", "mail@shop.example", "nothing' & | ! : * \\ like", 'note:"a b"'])
def test_pasted_text_is_looked_for(query: str) -> None:
    parse_query(query)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ('say "hello', '"'),
        ("(a OR b", "("),
        ("a)", ")"),
        ("a OR", "OR"),
        ("OR a", "OR"),
        ("form:amazon", "form:amazon"),
        ("from:", "from:"),
        ("has:money", "has:money"),
        ("is:odd", "is:odd"),
        ("before:yesterday", "before:yesterday"),
        ("after:2026-13-01", "after:2026-13-01"),
        ("after:2026-01-01T00:00:00", "after:2026-01-01T00:00:00"),
        ("in*", "in*"),
        ("!?", "no word"),
        ("", "no word"),
        ("-", "no word"),
        ("(" * 9 + "a" + ")" * 9, "parentheses"),
        ("a " * 100, "parts"),
        ("a" * 501, "500"),
    ],
)
def test_what_is_not_understood_is_named(query: str, named: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(query)
    assert named in str(refused.value)


@given(ANYTHING | PIECES.map(" ".join) | PIECES.map("".join))
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    try:
        tree = parse_query(text)
    except QueryError as refused:
        assert len(str(refused)) < 400
    else:
        assert depth(tree) <= 40 and size(tree) <= 300


def depth(node: Node) -> int:
    if isinstance(node, Not):
        return 1 + depth(node.part)
    return 1 + max(map(depth, node.parts)) if isinstance(node, Every | Some) else 1


def size(node: Node) -> int:
    if isinstance(node, Not):
        return 1 + size(node.part)
    return 1 + sum(map(size, node.parts)) if isinstance(node, Every | Some) else 1 + (len(node.words) if isinstance(node, Row) else 0)

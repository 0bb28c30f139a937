"""Search without a database: folding, words with their places, pieces of short texts, the query language, highlights."""

from postroom.lib.search.cut import Words
from postroom.lib.search.fold import fold_line
from postroom.lib.search.grams import Grams
from postroom.lib.search.highlight import find_spans, make_snippet
from postroom.lib.search.pairs import Pairs
from postroom.lib.search.query import Every, Field, Node, Not, QueryError, Row, Some, parse_query, rows_of

__all__ = [
    "Every",
    "Field",
    "Grams",
    "Node",
    "Not",
    "Pairs",
    "QueryError",
    "Row",
    "Some",
    "Words",
    "find_spans",
    "fold_line",
    "make_snippet",
    "parse_query",
    "rows_of",
]

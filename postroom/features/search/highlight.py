"""Highlights of the rows of one page. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from postroom.features.messages import model
from postroom.features.search.index import found_text
from postroom.features.search.model import Highlight, SearchHit
from postroom.lib.search import Node, Row, find_spans, make_snippet, rows_of

# How much text is looked into for one page, whatever it holds.
_MOST_OF_PAGE = 400_000


def shape_hits(tree: Node, summaries: Sequence[model.MessageSummary], texts: Sequence[Mapping[str, Any] | None]) -> list[SearchHit]:
    """The messages of a page with their highlights."""
    share = _MOST_OF_PAGE // max(1, len(summaries))
    return [_hit(tree, summary, text, share) for summary, text in zip(summaries, texts, strict=True)]


def _hit(tree: Node, summary: model.MessageSummary, text: Mapping[str, Any] | None, share: int) -> SearchHit:
    rows = list(rows_of(tree))
    sender = f"{summary.from_.name} <{summary.from_.address}>" if summary.from_.name else summary.from_.address
    to = ", ".join(f"{one.name} <{one.address}>" if one.name else one.address for one in summary.to[:50])
    highlights = [
        *_highlights("subject", summary.subject, [*rows, *rows_of(tree, "subject")]),
        *_highlights("from", sender, [*rows, *rows_of(tree, "from")]),
        *_highlights("to", to, [*rows, *rows_of(tree, "to")]),
    ]
    if text is not None:
        highlights += _highlights("text", found_text(text["body"], text["segments"] or ())[:share], rows)
        highlights += (one for file in text["texts"] or () for one in _highlights("attachment", file[:share], rows))
    values = {name: getattr(summary, name) for name in model.MessageSummary.__struct_fields__}
    return SearchHit(**values, highlights=highlights)


def _highlights(field: str, text: str, rows: Sequence[Row]) -> Iterable[Highlight]:
    spans = find_spans(text, rows)
    if spans:
        snippet = make_snippet(text, spans)
        yield Highlight(field, snippet.text, [(span.start, span.end) for span in snippet.spans])

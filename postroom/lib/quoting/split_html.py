"""Splitting an HTML body: rendered to lines that remember their source, labelled as plain text is, and mapped back."""

from itertools import accumulate

from postroom.lib.html import Rendering, render
from postroom.lib.quoting.label import Labels
from postroom.lib.quoting.lines import BLANK, TEXT, mark_line
from postroom.lib.quoting.model import HtmlSplit, Kind, Segment
from postroom.lib.quoting.split_text import join_new, label_body, may_hold_more, tidy, to_segments


def split_html(html: str) -> HtmlSplit:
    """Cut an HTML body into its kinds; `segments` joined give `html`, always. Never raises, linear."""
    return split_rendering(render(html))


def split_rendering(body: Rendering) -> HtmlSplit:
    """The same for HTML that has been rendered; what is beyond its bounds belongs to the last segment."""
    text = body.text
    marks = [(hint or mark_line(line)) if line else BLANK for line, hint in zip(body.lines, body.hints, strict=True)]
    if not body.lines or (set(marks) <= {TEXT, BLANK} and not may_hold_more(text)):
        return HtmlSplit(_whole(body.size), tidy(text), text, _whole(len(text)), body.complete)
    labels = label_body(body.lines, marks)
    starts = list(accumulate((len(line) + 1 for line in body.lines), initial=0))
    text_segments = to_segments(labels, starts, len(text))
    segments = _source_segments(labels, body.sources, body.size)
    return HtmlSplit(segments, join_new(text, text_segments), text, text_segments, body.complete)


def _whole(size: int) -> list[Segment]:
    return [Segment("new", 0, size)] if size else []


def _source_segments(labels: Labels, sources: list[int], size: int) -> list[Segment]:
    """Runs of lines of one kind as offsets into the source; what is above the first line goes with it."""
    edges: list[tuple[int, Kind]] = [(0, labels.kinds[0])]
    for source, kind in zip(sources, labels.kinds, strict=True):
        if edges[-1][1] == kind:
            continue
        if edges[-1][0] >= source:
            edges.pop()
        if not edges or edges[-1][1] != kind:
            edges.append((source if edges else 0, kind))
    ends = [start for start, _ in edges[1:]] + [size]
    return [Segment(kind, start, end) for (start, kind), end in zip(edges, ends, strict=True)]

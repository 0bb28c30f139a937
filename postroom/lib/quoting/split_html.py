"""Splitting an HTML body: rendered to lines that remember their source, labelled as plain text is, and mapped back."""

from itertools import accumulate

from postroom.lib.quoting.label import Labels
from postroom.lib.quoting.model import HtmlSplit, Kind, Segment
from postroom.lib.quoting.render import Rendered, Tag, render
from postroom.lib.quoting.split_text import join_new, label_body, to_segments


def split_html(html: str) -> HtmlSplit:
    """Cut an HTML body into its kinds; `segments` joined give `html`, always. Never raises.

    Reads 1,000,000 characters, 20,000 tags and 256 levels; `complete` is false beyond, and what is beyond belongs to the
    last segment.
    """
    body = render(html)
    labels = label_body(body.lines, body.marks)
    text = "\n".join(body.lines)
    starts = list(accumulate((len(line) + 1 for line in body.lines), initial=0))
    text_segments = to_segments(labels, starts, len(text))
    segments = _source_segments(labels, body, len(html))
    return HtmlSplit(
        segments=segments,
        new_text=join_new(text, text_segments),
        new_html=_keep_new(html, segments, body.tags),
        text=text,
        text_segments=text_segments,
        complete=body.complete,
    )


def _source_segments(labels: Labels, body: Rendered, size: int) -> list[Segment]:
    """Runs of lines of one kind as offsets into the source; what is above the first line goes with it."""
    if not size:
        return []
    edges: list[tuple[int, Kind]] = [(0, labels.kinds[0] if labels.kinds else "new")]
    for source, kind in zip(body.sources, labels.kinds, strict=True):
        if edges[-1][1] == kind:
            continue
        if edges[-1][0] >= source:
            edges.pop()
        if not edges or edges[-1][1] != kind:
            edges.append((source if edges else 0, kind))
    ends = [start for start, _ in edges[1:]] + [size]
    return [Segment(kind, start, end) for (start, kind), end in zip(edges, ends, strict=True)]


def _keep_new(html: str, segments: list[Segment], tags: list[Tag]) -> str:
    """The new segments, and of the others the tags whose partner stands outside them."""
    pieces: list[str] = []
    at = 0
    for part in segments:
        if part.kind == "new":
            pieces.append(html[part.start : part.end])
            continue
        while at < len(tags) and tags[at].start < part.start:
            at += 1
        while at < len(tags) and tags[at].start < part.end:
            tag = tags[at]
            other = tags[tag.partner].start if tag.partner >= 0 else part.start
            if not part.start <= other < part.end:
                pieces.append(html[tag.start : tag.end])
            at += 1
    return "".join(pieces)

"""Web pages as text; what their style hides is left out."""

from postroom.lib.documents.text import to_text
from postroom.lib.documents.writer import Writer
from postroom.lib.html import render

_MOST_HTML = 1_048_576


def read_html(content: bytes, out: Writer) -> None:
    """The page as a person sees it."""
    html = to_text(content, _MOST_HTML)
    out.is_truncated |= len(content) > _MOST_HTML
    out.flow(render(html).text)

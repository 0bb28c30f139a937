"""Web pages as text; what their style hides is left out."""

from postroom.lib.documents.text import to_text
from postroom.lib.documents.writer import Writer
from postroom.lib.html import render

_MOST_HTML = 1_048_576
_UNSEEN = frozenset(
    "display_none visibility_hidden hidden_attribute zero_opacity zero_size off_screen tiny_font same_colour mso_hide".split()
)


def read_html(content: bytes, out: Writer) -> None:
    """The page as a person sees it."""
    html = to_text(content, _MOST_HTML)
    out.is_truncated |= len(content) > _MOST_HTML
    out.flow(shown(html, out))


def shown(html: str, out: Writer) -> str:
    """What a person sees of HTML; what its style keeps from them is told apart."""
    page = render(html)
    for one in page.hidden:
        if one.technique in _UNSEEN and not one.is_preheader:
            out.hide(one.text)
    return page.text

"""Lossless splitting of mail bodies: what is new, and what is quoted, signed, forwarded or appended."""

from postroom.lib.quoting.model import HtmlSplit, Segment, Split
from postroom.lib.quoting.split_html import split_html, split_rendering
from postroom.lib.quoting.split_text import split_text

__all__ = ["HtmlSplit", "Segment", "Split", "split_html", "split_rendering", "split_text"]

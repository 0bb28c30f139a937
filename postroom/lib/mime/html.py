"""HTML cut to what is kept of it."""

import re

from postroom.lib.mime.model import ParseLimits

_DEFAULT = ParseLimits()
_TAG = re.compile(r"</?[a-zA-Z]")


def cut_html(html: str, limits: ParseLimits = _DEFAULT) -> tuple[str, bool]:
    """`html` up to its caps of characters and tags, and whether it was cut. How deep it nests is bounded by those who read it."""
    kept = html[: limits.html_bytes]
    if kept.count("<") > limits.html_tags:
        kept = kept[: _tags_end(kept, limits.html_tags)]
    return kept, len(kept) < len(html)


def _tags_end(html: str, most: int) -> int:
    return next((tag.start() for count, tag in enumerate(_TAG.finditer(html), 1) if count > most), len(html))

"""HTML cut to what is kept of it."""

import re

from postroom.lib.mime.model import ParseLimits

_DEFAULT = ParseLimits()
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,40})")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_ENDS_ITSELF = {"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "html", "body", "head"}
_FLAT = _VOID | _ENDS_ITSELF


def cut_html(html: str, limits: ParseLimits = _DEFAULT) -> tuple[str, bool]:
    """`html` up to its caps of characters, tags and depth of open elements, and whether it was cut. One linear scan."""
    whole = html
    html = html[: limits.html_bytes]
    opened = html.count("<")
    if opened > min(limits.html_depth, limits.html_tags) and (opened > limits.html_tags or opened - html.count("</") > limits.html_depth):
        html = html[: _tags_end(html, limits)]
    return html, len(html) < len(whole)


def _tags_end(html: str, limits: ParseLimits) -> int:
    depth = 0
    for count, tag in enumerate(_TAG.finditer(html), 1):
        if tag[1]:
            depth -= tag[2].lower() not in _FLAT and depth > 0
        elif tag[2].lower() not in _FLAT:
            depth += 1
        if count > limits.html_tags or depth > limits.html_depth:
            return tag.start()
    return len(html)

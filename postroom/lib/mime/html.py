"""HTML: cut to what a parser can take, and made harmless for tree builders."""

import re

from postroom.lib.mime.model import ParseLimits
from postroom.lib.mime.tokens import Tag, attributes_of, tokens

_DEFAULT = ParseLimits()
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,40})")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_ENDS_ITSELF = {"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "html", "body", "head"}
_FLAT = _VOID | _ENDS_ITSELF
_UNSEEN = {"template", "svg", "math", "object", "select"}
_DROPPED = {"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"}
_FORMATTING = {"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
_AS_SPAN = _FORMATTING | _UNSEEN | {"applet", "marquee", "frameset", "option", "optgroup"}
_FEW_CHARS = 600


def cut_html(html: str, limits: ParseLimits = _DEFAULT) -> tuple[str, bool]:
    """`html` up to its caps of characters, tags and depth of open elements, and whether it was cut. One linear scan."""
    whole = html
    html = html[: limits.html_bytes]
    opened = html.count("<")
    if opened > min(limits.html_depth, limits.html_tags) and (opened > limits.html_tags or opened - html.count("</") > limits.html_depth):
        html = html[: _tags_end(html, limits)]
    return html, len(html) < len(whole)


def tame_html(html: str, limits: ParseLimits = _DEFAULT) -> str:
    """`html` for a tree builder (lexbor, nh3): well nested within the caps, links, styles and text as they were.

    Formatting elements become `span`, so that a tree cannot grow beyond its source; comments, scripts, style sheets and
    attributes beyond any use are left out. For reading a mail by machine, not for showing it.
    """
    out: list[str] = []
    open_names: list[str] = []
    for token in tokens(html[: limits.html_bytes], limits.html_tags):
        if isinstance(token, str):
            out.append(token.replace("<", "&lt;"))
        elif token.name not in _DROPPED and not _nested(token, out, open_names, limits.html_depth):
            break
    return "".join(out)


def _nested(tag: Tag, out: list[str], open_names: list[str], most: int) -> bool:
    """Append the tag and the ends it implies; False where the next element would lie too deep."""
    name = "span" if tag.name in _AS_SPAN else tag.name
    if tag.closes:
        if name in open_names:
            while True:
                inner = open_names.pop()
                out.append(f"</{inner}>")
                if inner == name:
                    return True
        return True
    if name in _ENDS_ITSELF and open_names and open_names[-1] == name:
        out.append(f"</{open_names.pop()}>")
    if len(open_names) >= most:
        return False
    out.append(f"<{name}{tag.attributes if len(tag.attributes) <= _FEW_CHARS else _rewritten(tag)}>")
    if name not in _VOID:
        open_names.append(name)
    return True


def _rewritten(tag: Tag) -> str:
    pairs = ((n, v.replace('"', "&quot;")) for n, v in attributes_of(tag).items() if "<" not in n and '"' not in n)
    return "".join(f' {name}="{value}"' for name, value in pairs)


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

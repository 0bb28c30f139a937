"""HTML: cut to what a parser can take, made harmless for tree builders, and as text for people."""

import re
from html import unescape

from postroom.lib.mime.clean import storable
from postroom.lib.mime.model import ParseLimits
from postroom.lib.mime.tokens import Tag, attributes_of, tokens

_DEFAULT = ParseLimits()
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,40})")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_ENDS_ITSELF = {"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "html", "body", "head"}
_FLAT = _VOID | _ENDS_ITSELF
_BLOCK_NAMES = """
    address article aside blockquote br center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = {"template", "svg", "math", "object", "select"}
_DROPPED = {"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"}
_FORMATTING = {"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
_AS_SPAN = _FORMATTING | _UNSEEN | {"applet", "marquee", "frameset", "option", "optgroup"}
_HIDDEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|mso-hide\s{0,4}:\s{0,4}all"
    r"|(?<![a-z-])(?:font-size|opacity)\s{0,4}:\s{0,4}0(?![.\d])",
    re.IGNORECASE,
)
_LINE = "\x1e"  # stands for a line end of ours while the blanks of the source are collapsed
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_INVISIBLE = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]")
_LINE_ENDS = re.compile(r" ?\x1e[ \x1e]*")
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


def html_to_text(html: str, limits: ParseLimits = _DEFAULT) -> str:
    """What a reader sees: blocks as lines, cells apart, links as their words; hidden elements, scripts, styles dropped."""
    pieces: list[str] = []
    hidden_name, hidden_depth, preformatted = "", 0, 0
    for token in tokens(storable(html[: limits.html_bytes]), limits.html_tags):
        if isinstance(token, str):
            if not hidden_depth:
                text = unescape(token) if "&" in token else token
                pieces.append(text.replace("\n", _LINE) if preformatted else text)
            continue
        name = token.name
        if hidden_depth and name == "p" == hidden_name and not token.closes:
            hidden_depth = 0  # a paragraph ends where the next begins
        if hidden_depth:
            hidden_depth += (name == hidden_name) * (-1 if token.closes else 1)
        elif not token.closes and name not in _VOID and (name in _UNSEEN or name == "title" or _is_hidden(token)):
            hidden_name, hidden_depth = name, 1
        elif name in _BLOCKS:
            pieces.append(_LINE)
            preformatted = max(0, preformatted + (-1 if token.closes else 1)) if name == "pre" else preformatted
        elif name in ("td", "th"):
            pieces.append(" ")
    text = _INVISIBLE.sub("", storable("".join(pieces)))
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", text)).strip()


def _is_hidden(tag: Tag) -> bool:
    if not tag.attributes or ("hidden" not in tag.attributes.lower() and not _HIDDEN.search(tag.attributes)):
        return False
    attributes = attributes_of(tag)
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))


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

"""HTML: cut to what a parser can take, and its text for people."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from postroom.lib.mime.clean import storable
from postroom.lib.mime.model import ParseLimits

_DEFAULT = ParseLimits()
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_DROPPED = frozenset("head script style template title svg math iframe object select -comment".split())
_BLOCK_NAMES = """
    address article aside blockquote br center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HIDDEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|mso-hide\s{0,4}:\s{0,4}all|font-size\s{0,4}:\s{0,4}0(?![.\d])"
    r"|(?<!-)opacity\s{0,4}:\s{0,4}0(?![.\d])",
    re.IGNORECASE,
)
_LINE = "\x1e"  # stands for a line end of ours while the blanks of the source are collapsed
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_INVISIBLE = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]")
_LINE_ENDS = re.compile(r" ?\x1e[ \x1e]*")


def cut_html(html: str, limits: ParseLimits = _DEFAULT) -> tuple[str, bool]:
    """`html` up to its caps of characters, tags and depth of open elements, and whether it was cut. One linear scan."""
    whole = html
    html = html[: limits.html_bytes]
    opened = html.count("<")
    if opened > min(limits.html_depth, limits.html_tags) and (opened > limits.html_tags or opened - html.count("</") > limits.html_depth):
        html = html[: _tags_end(html, limits)]
    return html, len(html) < len(whole)


def html_to_text(html: str, limits: ParseLimits = _DEFAULT) -> str:
    """What a reader sees: blocks as lines, cells apart, links as their words; hidden elements, scripts, styles dropped."""
    root = LexborHTMLParser(cut_html(storable(html), limits)[0]).body
    if root is None:
        return ""
    text = _INVISIBLE.sub("", "".join(_pieces(root)))
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", text)).strip()


def _tags_end(html: str, limits: ParseLimits) -> int:
    depth = 0
    for count, tag in enumerate(_TAG.finditer(html), 1):
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2].lower() not in _VOID:
            depth += 1
        if count > limits.html_tags or depth > limits.html_depth:
            return tag.start()
    return len(html)


def _pieces(root: LexborNode) -> list[str]:
    """Text in order, without recursion. The tree is only read: nodes of a removed subtree would dangle."""
    pieces: list[str] = []
    above: list[tuple[LexborNode, str]] = []
    node = root.child
    preformatted = 0
    while node is not None or above:
        if node is None:
            node, mark = above.pop()
            pieces.append(mark)
            preformatted -= node.tag == "pre"
            node = node.next
            continue
        tag = node.tag or ""
        if tag == "-text":
            words = node.text_content or ""
            pieces.append(words.replace("\n", _LINE) if preformatted else words)
        elif tag not in _DROPPED and not _is_hidden(node):
            mark = _LINE if tag in _BLOCKS else " " if tag in ("td", "th") else ""
            pieces.append(mark)
            if (child := node.child) is not None:
                preformatted += tag == "pre"
                above.append((node, mark))
                node = child
                continue
        node = node.next
    return pieces


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style[:1000]))

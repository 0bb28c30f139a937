"""HTML: cut to what a parser can take, and its text for people."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from postroom.lib.mime.clean import storable
from postroom.lib.mime.model import ParseLimits

_DEFAULT = ParseLimits()
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_DROPPED = "head,script,style,template,noscript,title,svg,math,iframe,object,select,[hidden]"
_BLOCKS = (
    "address,article,aside,blockquote,br,center,dd,details,dir,div,dl,dt,fieldset,figcaption,figure,footer,form,h1,h2,h3,h4,"
    "h5,h6,header,hr,li,main,menu,nav,ol,p,pre,section,summary,table,tbody,tfoot,thead,tr,ul"
)
_HIDDEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|mso-hide\s{0,4}:\s{0,4}all|font-size\s{0,4}:\s{0,4}0(?![.\d])"
    r"|(?<!-)opacity\s{0,4}:\s{0,4}0(?![.\d])",
    re.IGNORECASE,
)
_LINE, _CELL = "\x1e", "\x1f"
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
    parser = LexborHTMLParser(cut_html(storable(html), limits)[0])
    root = parser.body
    if root is None:
        return ""
    _drop_unseen(parser)
    _mark_lines(parser)
    text = _INVISIBLE.sub("", root.text(deep=True)).replace(_CELL, " ")
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


def _drop_unseen(parser: LexborHTMLParser) -> None:
    for node in parser.css(_DROPPED):
        node.decompose()
    for node in parser.css("[style]"):
        if _HIDDEN.search((node.attributes.get("style") or "")[:1000]):
            node.decompose()


def _mark_lines(parser: LexborHTMLParser) -> None:
    for node in parser.css("pre"):
        _keep_lines(node)
    for node in parser.css(_BLOCKS):
        node.insert_before(_LINE)
        node.insert_after(_LINE)
    for node in parser.css("td,th"):
        node.insert_after(_CELL)


def _keep_lines(pre: LexborNode) -> None:
    for node in pre.traverse(include_text=True):
        if node.tag == "-text" and "\n" in (words := node.text(deep=False)):
            node.replace_with(words.replace("\n", _LINE))

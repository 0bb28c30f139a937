"""HTML to plain lines and anchors, once, with lexbor behind caps.

A cheap scan bounds size, number of tags, depth and the work that unclosed tags cause before lexbor sees a byte; what
breaks a bound is stripped of tags by a linear scan instead, so that its code and links are still found.
"""

import html as entities
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

HTML_MAX: Final = 1_048_576
TAGS_MAX: Final = 20_000
DEPTH_MAX: Final = 256
WORK_MAX: Final = 100_000  # open formatting elements, summed over all tags
SEGMENT_FREE: Final = 512  # a tag of this length costs nothing to speak of
ATTRIBUTE_WORK_MAX: Final = 4_000_000
LINKS_MAX: Final = 1_000
RENDERED_MAX: Final = 262_144


class Anchor(NamedTuple):
    url: str
    text: str
    start: int
    end: int


class Rendering(NamedTuple):
    """`text`: one line a block, blanks between inline pieces; anchors' spans are offsets into it."""

    text: str
    anchors: list[Anchor]


def render_html(html: str) -> Rendering:
    html = html[:HTML_MAX]
    if not is_bounded(html):
        return _strip(html)
    try:
        return _walk(LexborHTMLParser(html))
    except (ValueError, RuntimeError, AttributeError, UnicodeError):
        return _strip(html)


def is_bounded(html: str) -> bool:
    """Linear look at the bytes: tags, depth, unclosed formatting (rebuilt in each paragraph), attributes of one tag
    (compared pairwise by the parser)."""
    tags = html.count("<")
    if tags > TAGS_MAX or (len(html) > SEGMENT_FREE and not _are_attributes_bounded(html)):
        return False
    if tags <= DEPTH_MAX:
        return True
    depth = formats = work = 0
    for slash, void, formatting in _TAGS.findall(html):
        step = -1 if slash else 1
        if not void:
            depth += step
        if formatting:
            formats = max(0, formats + step)
        work += formats
        if depth > DEPTH_MAX or work > WORK_MAX:
            return False
    return True


def _are_attributes_bounded(html: str) -> bool:
    """Squares of the number of attributes, summed; a tag written oddly is taken to end at the last `>` before the next `<`."""
    work = 0
    for segment in html.split("<"):
        if len(segment) > SEGMENT_FREE:
            plain = _PLAIN_TAG.match(segment)
            tag = plain[0] if plain else segment[: segment.rfind(">") if ">" in segment else None]
            work += (len(tag.split()) + (0 if plain else tag.count("/") + (tag.count('"') + tag.count("'")) // 2)) ** 2
            if work > ATTRIBUTE_WORK_MAX:
                return False
    return True


def _walk(tree: LexborHTMLParser) -> Rendering:
    body = tree.body
    if body is None:
        return Rendering("", [])
    pieces: list[str] = []
    anchors: list[Anchor] = []
    size, pending, skip = 0, "", False
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            words = "" if skip else _flat(node.text_content or "")
            skip = False
            if words and size < RENDERED_MAX:
                pieces += (pending, words)
                size += len(pending) + len(words)
                pending = " "
            continue
        skip = tag in _SILENT
        if tag not in _INLINE and size:
            pending = "\n"
        if tag == "a" and len(anchors) < LINKS_MAX:
            url = node.attributes.get("href")
            if url:
                text = " ".join(node.text(separator=" ").split()) or _picture(node)
                start = size + len(pending)
                anchors.append(Anchor(url.strip(), text[:300], start, start + len(text)))
    return Rendering("".join(pieces), anchors)


def _flat(text: str) -> str:
    """One blank for any white space; characters without width go."""
    if not text.isascii():
        text = _NO_WIDTH.sub("", text)
    return " ".join(text.split())


def _picture(node: object) -> str:
    image = node.css_first("img[alt]")  # type: ignore[attr-defined]
    return " ".join((image.attributes.get("alt") or "").split())[:300] if image else ""


def _strip(html: str) -> Rendering:
    """No tree: tags become line breaks, links come without their words."""
    found = islice(_HREF.finditer(html), LINKS_MAX)
    anchors = [Anchor(entities.unescape(m[1] or m[2]).strip(), "", 0, 0) for m in found]
    text = _TAG.sub("\n", "".join(_loud_parts(html[: 4 * RENDERED_MAX])))
    lines = (" ".join(line.split()) for line in entities.unescape(text).splitlines())
    return Rendering("\n".join(line for line in lines if line)[:RENDERED_MAX], anchors)


def _loud_parts(html: str) -> Iterator[str]:
    """What stands outside style and script elements."""
    start, silent = 0, False
    for edge in _SILENT_EDGE.finditer(html):
        closing = edge[0][1] == "/"
        if silent == closing:
            if not silent:
                yield html[start : edge.start()]
            start, silent = edge.end(), not silent
    if not silent:
        yield html[start:]


_INLINE: Final = frozenset(
    """a b i u s em strong span font small big sup sub code mark abbr cite q tt kbd samp var time label wbr img ins del strike
    bdi bdo""".split()
)
_NO_WIDTH: Final = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]+")
_SILENT: Final = frozenset(("script", "style", "template", "title"))
_VOID: Final = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li"
_FORMATTING: Final = "a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_TAGS: Final = re.compile(f"<(/?)(?:({_VOID})\\b|({_FORMATTING})\\b|[a-zA-Z])", re.IGNORECASE)
_PLAIN_TAG: Final = re.compile(r"[a-zA-Z!/][\w:-]*+(?:\s++[\w:-]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[\w.#%:;/-]++))?+)*+\s*+/?>")
_HREF: Final = re.compile("href\\s{0,4}=\\s{0,4}(?:\"([^\"<>]{1,4096})\"|'([^'<>]{1,4096})')", re.IGNORECASE)
_TAG: Final = re.compile("<[^<>]{0,8192}>|<[^<>]{8193}")
_SILENT_EDGE: Final = re.compile("</?(?:style|script)\\b[^<>]{0,2048}>?", re.IGNORECASE)

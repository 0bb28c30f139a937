"""HTML to plain lines and anchors, once, with lexbor behind caps.

A cheap scan bounds size, number of tags, depth and the work that unclosed tags cause before lexbor sees a byte; what
breaks a bound is stripped of tags by a linear scan instead, so that its code and links are still found.
"""

import html as entities
import re
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

HTML_MAX: Final = 1_048_576
TAGS_MAX: Final = 20_000
DEPTH_MAX: Final = 256
WORK_MAX: Final = 100_000  # open formatting elements, summed over all tags
SEGMENT_FREE: Final = 512  # a tag of this length costs nothing to speak of
ATTRIBUTE_WORK_MAX: Final = 4_000_000
LINKS_MAX: Final = 1_000
STEPS_KEPT: Final = 256
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


class _Steps(dict[str, int]):
    """What a tag (`<td`, `</td`) adds to a sum: the exceptions, and one number for all others, taken off by closing tags."""

    def __init__(self, exceptions: dict[str, int], other: int) -> None:
        super().__init__(exceptions)
        self._other = other

    def __missing__(self, tag: str) -> int:
        low = tag.lower()
        step = self[low] if low != tag else -self._other if tag[1] == "/" else self._other
        if len(self) < STEPS_KEPT and len(tag) < 16:
            self[tag] = step
        return step


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
    count = html.count("<")
    if count > TAGS_MAX or (len(html) > SEGMENT_FREE and not _are_attributes_bounded(html)):
        return False
    if count <= DEPTH_MAX:
        return True
    tags = _TAGS.findall(html)
    if max(accumulate(map(_DEPTH_STEP.__getitem__, tags)), default=0) > DEPTH_MAX:
        return False
    opened = list(accumulate(map(_FORMAT_STEP.__getitem__, tags)))
    surplus = -min(0, min(opened, default=0))  # closing tags that close nothing
    return sum(opened) + surplus * len(opened) <= WORK_MAX or _formatting_work(tags) <= WORK_MAX


def _formatting_work(tags: list[str]) -> int:
    formats = work = 0
    for tag in tags:
        formats = max(0, formats + _FORMAT_STEP[tag])
        work += formats
    return work


def _are_attributes_bounded(html: str) -> bool:
    """Squares of the number of attributes, summed; a tag written oddly is taken to end at the last `>` before the next `<`."""
    if _is_finely_cut(html):
        return True
    work = 0
    for segment in html.split("<"):
        if len(segment) > SEGMENT_FREE:
            plain = _PLAIN_TAG.match(segment)
            tag = plain[0] if plain else segment[: segment.rfind(">") if ">" in segment else None]
            work += (len(tag.split()) + (0 if plain else tag.count("/") + (tag.count('"') + tag.count("'")) // 2)) ** 2
            if work > ATTRIBUTE_WORK_MAX:
                return False
    return True


def _is_finely_cut(html: str) -> bool:
    """True when no piece between two `<` is longer than `SEGMENT_FREE`; two leaps pass at least that much."""
    at, last = -1, len(html) - SEGMENT_FREE
    while at < last:
        leap = html.rfind("<", at + 1, at + SEGMENT_FREE + 2)
        if leap < 0:
            return False
        at = leap
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
            if skip:
                skip = False
                continue
            text = node.text_content or ""
            words = " ".join((text if text.isascii() else _NO_WIDTH.sub("", text)).split())
            if words and size < RENDERED_MAX:
                pieces.append(pending + words)
                size += len(pending) + len(words)
                pending = " "
        elif tag == "a":
            skip = False
            if (url := node.attributes.get("href")) and len(anchors) < LINKS_MAX:
                text = " ".join(node.text(separator=" ").split()) or _picture(node)
                start = size + len(pending)
                anchors.append(Anchor(url.strip(), text[:300], start, start + len(text)))
        elif tag in _INLINE:
            skip = False
        else:
            skip = tag in _SILENT
            if size:
                pending = "\n"
    return Rendering("".join(pieces), anchors)


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
    """b i u s em strong span font small big sup sub code mark abbr cite q tt kbd samp var time label wbr img ins del strike
    bdi bdo""".split()
)
_NO_WIDTH: Final = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]+")
_SILENT: Final = frozenset(("script", "style", "template", "title"))
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr p li".split())
_FORMATTING: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_TAGS: Final = re.compile(r"</?[A-Za-z]\w*")
_DEPTH_STEP: Final = _Steps({f"<{slash}{name}": 0 for name in _VOID for slash in ("", "/")}, 1)
_FORMAT_STEP: Final = _Steps({f"<{slash}{name}": -1 if slash else 1 for name in _FORMATTING for slash in ("", "/")}, 0)
_PLAIN_TAG: Final = re.compile(r"[a-zA-Z!/][\w:-]*+(?:\s++[\w:-]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[\w.#%:;/-]++))?+)*+\s*+/?>")
_HREF: Final = re.compile("href\\s{0,4}=\\s{0,4}(?:\"([^\"<>]{1,4096})\"|'([^'<>]{1,4096})')", re.IGNORECASE)
_TAG: Final = re.compile("<[^<>]{0,8192}>|<[^<>]{8193}")
_SILENT_EDGE: Final = re.compile("</?(?:style|script)\\b[^<>]{0,2048}>?", re.IGNORECASE)

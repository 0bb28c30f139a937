"""Rendering HTML as lines of text that remember where in the source they came from and what held them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from postroom.lib.quoting.lines import BLANK, CITE, FORWARD, MAX_LINES, QUOTE, REST, SIGN, SOFT, TEXT, mark_line
from postroom.lib.quoting.tokens import MAX_CHARS, MAX_TAGS, Token, cut_tokens
from postroom.lib.quoting.words import hints

MAX_DEPTH: Final = 256
_BLOCKS: Final = frozenset(
    """address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header html
    li main nav ol p pre section table tbody td tfoot th thead tr ul""".split()
)
_SPACED: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table"))
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_UNSEEN: Final = frozenset(("head", "script", "style", "title", "template", "noembed"))
_CELLS: Final = frozenset(("td", "th"))
_STRONG: Final = (QUOTE, REST, FORWARD)
_NAMES: Final = re.compile(r"""\b(?:id|class|name)\s*=\s*(?:"([^"]{0,400})"|'([^']{0,400})'|([^\s"'>]{1,200}))""", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass
class Tag:
    """A tag in the source; `partner` is the index of the tag that closes or opens it, -1 where there is none."""

    start: int
    end: int
    partner: int = -1


@dataclass
class Rendered:
    """`lines[i]` has mark `marks[i]` and starts in the source at `sources[i]`."""

    lines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    complete: bool = True


def render(html: str) -> Rendered:
    """Linear; reads 1,000,000 characters, 20,000 tags, 256 levels."""
    return _Renderer(html).run()


@dataclass(frozen=True)
class _Open:
    name: str
    tag: int
    mark: str  # of the text inside
    pre: bool
    unseen: bool


class _Renderer:
    def __init__(self, html: str) -> None:
        self.html = html
        low = html[:MAX_CHARS].lower()
        self.hinted = any(word in low for word in hints.ANY)
        self.last_block = max(html.rfind("<blockquote"), html.rfind("<BLOCKQUOTE"))
        self.out = Rendered()
        self.stack: list[_Open] = []
        self.names: Counter[str] = Counter()
        self.top = _Open("", -1, "", False, False)
        self.gap = 0  # where a line that starts now starts in the source
        self.parts: list[str] = []
        self.line_source = 0
        self.line_mark = ""
        self.wants_blank = False

    def run(self) -> Rendered:
        for token in cut_tokens(self.html):
            if not token.name:
                if not self.top.unseen:
                    self._text(token)
                continue
            self.out.tags.append(Tag(token.start, token.end))
            if token.closing:
                self._close(token)
            else:
                self._open(token)
        self._flush()
        self.out.complete = self.out.complete and len(self.html) <= MAX_CHARS and len(self.out.tags) < MAX_TAGS
        return self.out

    def _open(self, token: Token) -> None:
        name = token.name
        if name in _VOID:
            self._void(token)
            return
        mark = self._hint(token) or self.top.mark
        if name in _BLOCKS or mark != self.top.mark:
            self._break(name)
        if len(self.stack) >= MAX_DEPTH:
            self.out.complete = False
            return
        pre = self.top.pre or name == "pre" or ("pre-wrap" in token.attributes and "white-space" in token.attributes)
        unseen = self.top.unseen or name in _UNSEEN
        self.top = _Open(name, len(self.out.tags) - 1, mark, pre, unseen)
        self.stack.append(self.top)
        self.names[name] += 1

    def _void(self, token: Token) -> None:
        if token.name == "br":
            if not self.parts:
                self.line_source = self.gap
            self._flush(even_empty=True)
        elif token.name == "hr":
            self._break("p")
        self.gap = token.end

    def _close(self, token: Token) -> None:
        name = token.name
        if not self.names[name]:
            if name == "p":
                self._break(name)
            return
        while self.stack:
            opened = self.stack.pop()
            self.names[opened.name] -= 1
            if opened.name == name:
                here = len(self.out.tags) - 1
                self.out.tags[here].partner = opened.tag
                self.out.tags[opened.tag].partner = here
                break
        before, self.top = self.top.mark, self.stack[-1] if self.stack else _Open("", -1, "", False, False)
        if name in _BLOCKS or before != self.top.mark:
            self._break(name)
        self.gap = token.end

    def _text(self, token: Token) -> None:
        raw = self.html[token.start : token.end]
        if not self.top.pre:
            if not self.parts and raw.isspace():
                return
            self._piece(_SPACE.sub(" ", unescape(raw) if "&" in raw else raw), self.gap)
            self.gap = token.end
            return
        at = token.start
        for number, piece in enumerate(raw.split("\n")):
            if number:
                if not self.parts:
                    self.line_source = self.gap
                self._flush(even_empty=True)
                self.gap = at
            self._piece(unescape(piece).rstrip("\r"), self.gap)
            at += len(piece) + 1
        self.gap = token.end

    def _piece(self, text: str, source: int) -> None:
        if not text:
            return
        if not self.parts:
            self.line_source = source
            self.line_mark = self.top.mark
        self.parts.append(text)

    def _break(self, name: str) -> None:
        if name in _CELLS:
            if self.parts:
                self.parts.append(" ")
            return
        self._flush()
        self.wants_blank = self.wants_blank or name in _SPACED

    def _flush(self, even_empty: bool = False) -> None:
        line = "".join(self.parts)
        self.parts.clear()
        line = line.rstrip() if self.top.pre else _SPACE.sub(" ", line).strip()
        if not line and not even_empty:
            return
        if self.wants_blank and line and self.out.lines and self.out.lines[-1]:
            self._add("", BLANK, self.line_source)
        self.wants_blank = self.wants_blank and not line
        mark = (self.line_mark or mark_line(line)) if line else BLANK
        self._add(line, mark, self.line_source)

    def _add(self, line: str, mark: str, source: int) -> None:
        if len(self.out.lines) >= MAX_LINES:
            self.out.complete = False
            return
        self.out.lines.append(line)
        self.out.marks.append(mark)
        self.out.sources.append(source)

    def _hint(self, token: Token) -> str:
        """What the tag says about the text inside it; what is inside a quote stays a quote."""
        if self.top.mark in _STRONG:
            return ""
        mark = self._named(token) if self.hinted and token.attributes else ""
        if mark or token.name != "blockquote":
            return mark
        attributes = token.attributes.lower()
        if "cite" in attributes or "border-left" in attributes or "quote" in attributes:
            return QUOTE
        return "" if "border:none" in attributes or "margin:0 0 0 40px" in attributes else SOFT

    def _named(self, token: Token) -> str:
        for found in _NAMES.finditer(token.attributes, 0, 2000):
            value = (found.group(1) or found.group(2) or found.group(3) or "").lower()
            for word in value.split():
                mark = _mark_of(word)
                if mark:
                    return mark
                if word.startswith("gmail_quote"):
                    return self._gmail(token)
                if word == "appendonsend" and "divrplyfwdmsg" in self.html[token.end : token.end + 600].lower():
                    return REST
        return ""

    def _gmail(self, token: Token) -> str:
        """Gmail's outer container also holds answers written between blocks; without a block it is all quoted."""
        if token.name == "blockquote":
            return QUOTE
        return "" if self.last_block > token.end else REST


def _mark_of(word: str) -> str:
    while word.startswith("x_"):
        word = word[2:]
    for inside in hints.INSIDE:
        if inside in word:
            word = inside
    return _MARKS.get(word, "")


_MARKS: Final = {
    **dict.fromkeys(hints.QUOTES, QUOTE),
    **dict.fromkeys(hints.OPENINGS, REST),
    **dict.fromkeys(hints.ATTRIBUTIONS, CITE),
    **dict.fromkeys(hints.SIGNATURES, SIGN),
    **dict.fromkeys(hints.FORWARDS, FORWARD),
}
assert TEXT not in _MARKS.values()

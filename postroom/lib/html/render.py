"""HTML read once, in one pass without a tree: its lines, what mail programs say about them, its links, and what it hides."""

import re
from typing import Final

from postroom.lib.html.cut import MAX_CHARS, cut
from postroom.lib.html.hidden import Stretches
from postroom.lib.html.hinting import placed_hint
from postroom.lib.html.lines import Lines
from postroom.lib.html.model import Anchor, Rendering, Technique
from postroom.lib.html.nesting import FORMATTING, implied_end, place_of
from postroom.lib.html.states import State, States
from postroom.lib.html.tags import BREAK, CELL, CLOSES, OPENS, OTHER, SPACED, Tag, Tags, reader_for

MAX_DEPTH: Final = 256
MAX_ANCHORS: Final = 1_000
_MAX_WORDS: Final = 300
_DEEP: Final = "/"  # stands for all elements that lie too deep; no element has this name
_STAYING: Final = frozenset(("body", "html"))  # what stands behind their end tags still belongs to them
_READ_AS_TEXT: Final = frozenset(("textarea", "xmp"))
_START: Final = re.compile(r"<[^>=]*+(?:=[\t\n\f\r ]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >]*+)[^>=]*+)*+>?")
_CSS_COMMENT: Final = re.compile(r"/\*([^*]*+(?:\*(?!/)[^*]*+)*+)")
_CSS_CONTENT: Final = re.compile(r"content:\s{0,8}(?:\"([^\"\n]{12,2000})|'([^'\n]{12,2000}))")
_CONDITION: Final = re.compile(r"<!--\[if[^\]]{0,200}\]>|<!\[endif\]-->|<!--|-->")


def render(html: str) -> Rendering:
    """Reads 1,048,576 characters, 20,000 tags and comments, 256 levels, 50,000 lines. Never raises; linear."""
    return _Renderer(html).run()


class _Renderer:
    def __init__(self, html: str) -> None:
        self.html = html
        self.pieces = cut(html)
        reader = reader_for([one for one in dict.fromkeys(self.pieces.markups) if one[:6].lower() == "<style"])
        self.tags = Tags(reader)
        self.states = States(reader.is_sure)
        self.names = [""]  # of the open elements
        self.open = [self.states.outermost]  # what holds inside each
        self.too_deep = 0
        self.lines = Lines()
        self.stretches = Stretches()
        self.seen = (0, 0)
        self.blocks: list[int] = []  # depths of elements that only their style makes blocks
        self.anchors: list[tuple[str, list[str], int, int]] = []
        self.anchor: tuple[str, list[str], int] | None = None
        self.last_block = -2

    def run(self) -> Rendering:
        pieces = self.pieces
        lines, tags, names, opened = self.lines, self.tags, self.names, self.open
        parts, blocks = lines.parts, self.blocks
        for text, source, end in zip(pieces.texts, pieces.markups, pieces.ends, strict=True):
            inner = opened[-1]
            if text:
                if inner.is_special:
                    self._special(text, end - len(source) - len(text))
                elif parts:
                    parts.append(text)
                elif not text.isspace():
                    lines.source, lines.hint = lines.gap, inner.hint
                    parts.append(text)
                    lines.gap = end - len(source)
            tag = tags[source]
            if tag.kind == OPENS:
                self._open(tag, source, end, inner)
                continue
            lines.gap = end
            if tag.kind != CLOSES:
                self._standing(tag, source, end)
            elif names[-1] != tag.name:
                self._close_far(tag)
            else:
                if tag.breaks == CELL and parts and not blocks:
                    parts.append(" ")
                elif tag.breaks or tag.is_telling or blocks:
                    self._end(tag, inner)
                names.pop()
                opened.pop()
                if inner is not opened[-1] and inner.hint != opened[-1].hint:
                    lines.flush(inner.is_pre)
        return self._finish(pieces.last, pieces.complete)

    def _open(self, tag: Tag, source: str, end: int, top: State) -> None:
        names, breaks = self.names, tag.breaks
        if tag.floor is not None and names[-1] not in tag.floor and not self.too_deep:
            self._cut(implied_end(names, tag.name))
            top = self.open[-1]
        if breaks == CELL:
            if self.lines.parts:
                self.lines.parts.append(" ")
        elif breaks:
            self._break(breaks, top)
        if self.too_deep or len(names) > MAX_DEPTH:
            self._sink()
        else:
            names.append(tag.name)
            self.open.append(self._told(tag, source, end, top) if tag.is_telling else top)

    def _told(self, tag: Tag, source: str, end: int, top: State) -> State:
        """What a tag with something to say changes inside it."""
        for how, words in tag.told:
            self._hide_attribute(how, words, end - len(source), end)
        if tag.url and not top.is_flat:
            self._open_anchor(tag.url, top)
        effect = tag.effect
        if effect is None:
            return top
        if effect.style.is_block and tag.breaks == BREAK:
            self.blocks.append(len(self.names) - 1)
        if effect.hint[:1] == "?":
            inner = self.states.inside(top, effect, self._placed(effect.hint, end))
        else:
            known = top.inner.get(effect)
            inner = known or self.states.inside(top, effect, effect.hint)
            if known is None:
                top.inner[effect] = inner
        if inner.hint != top.hint and self.lines.parts:
            self.lines.flush(top.is_pre)
        return inner

    def _break(self, breaks: int, top: State) -> None:
        """The edge of a block or a cell."""
        lines = self.lines
        if top.veil:
            self.stretches.space()
            if top.is_flat:
                return
        if breaks == CELL:
            if lines.parts:
                lines.parts.append(" ")
            return
        if lines.parts:
            lines.flush(top.is_pre)
        if breaks == SPACED:
            lines.wants_blank = True

    def _placed(self, hint: str, end: int) -> str:
        if self.last_block == -2:
            self.last_block = max(self.html.rfind("<blockquote"), self.html.rfind("<BLOCKQUOTE"))
        return placed_hint(hint, self.html, end, self.last_block)

    def _end(self, tag: Tag, top: State) -> None:
        """Before the innermost element closes."""
        breaks = tag.breaks
        if tag.is_telling:
            self._close_anchor()
        while self.blocks and self.blocks[-1] >= len(self.names) - 1:
            breaks = breaks or BREAK
            self.blocks.pop()
        if breaks:
            self._break(breaks, top)

    def _sink(self) -> None:
        """Elements that lie too deep are counted only."""
        if not self.too_deep:
            self.names.append(_DEEP)
            self.open.append(self.open[-1])
        self.too_deep += 1

    def _close_far(self, tag: Tag) -> None:
        """An end tag that is not that of the innermost element."""
        name, names = tag.name, self.names
        if name in _STAYING:
            return
        if self.too_deep:
            self.too_deep -= 1
            if not self.too_deep:
                self._cut(len(names) - 1)
            self._end(tag, self.open[-1])
            return
        at = place_of(names, name)
        if at and name in FORMATTING and self.open[at] is self.open[at - 1]:
            del names[at], self.open[at]  # the elements inside go on (§13.2.6.4.7)
            at = 0
        if at:
            self._cut(at + 1)
        self._end(tag, self.open[-1])
        if at:
            self._cut(at)

    def _cut(self, depth: int) -> None:
        """Close all elements but the outer `depth`."""
        inner = self.open[-1]
        if depth < len(self.names):
            del self.names[depth:], self.open[depth:]
            if inner.hint != self.open[-1].hint:
                self.lines.flush(inner.is_pre)

    def _special(self, text: str, start: int) -> None:
        """Text that is hidden, or whose line ends count."""
        top = self.open[-1]
        technique = top.veil or ("mso_hide" if top.is_mso_hidden else None)
        if technique and not text.isspace():
            seen = (len(self.lines.lines), len(self.lines.parts))
            if seen != self.seen:
                self.stretches.close()
                self.seen = seen
            self.stretches.add(technique, text, start, start + len(text), is_first=seen == (0, 0))
        if top.veil:
            return
        if top.is_pre:
            self.lines.add_preformatted(text, start, top.hint)
        else:
            self.lines.add(text, top.hint)
        self.lines.gap = start + len(text)

    def _standing(self, tag: Tag, source: str, end: int) -> None:
        """What has no end tag."""
        if tag.kind == OTHER:
            self._other(tag.name, source, end)
            return
        top = self.open[-1]
        if tag.name == "br" and not top.is_flat:
            self.lines.end_line(top.is_pre)
        elif tag.breaks:
            self._break(tag.breaks, top)
        if tag.alt and self.anchor and not self.anchor[1]:
            self.anchor[1].append(tag.alt)
        for how, words in tag.told:
            self._hide_attribute(how, words, end - len(source), end)

    def _other(self, name: str, source: str, end: int) -> None:
        start = end - len(source)
        if name == "!":
            if source.startswith("<!--"):
                self.stretches.add_markup("comment", _CONDITION.sub(" ", source), start, end)
        elif not name:
            self.stretches.add_markup("unfinished_tag", source.replace("<", " "), start, end)
        elif name == "style":
            if "/*" in source:
                self.stretches.add("comment", " ".join(_CSS_COMMENT.findall(source)), start, end)
            if "content:" in source:
                self.stretches.add("attribute", " ".join("".join(pair) for pair in _CSS_CONTENT.findall(source)), start, end)
        else:
            body = _START.sub("", source, count=1)
            if name in _READ_AS_TEXT:
                self.lines.add(body, self.open[-1].hint)
            else:
                technique: Technique = "title_element" if name == "title" else "script" if name == "script" else "noscript"
                self.stretches.add(technique, body, end - len(body), end)
        self.stretches.close()

    def _hide_attribute(self, how: Technique, words: str, start: int, end: int) -> None:
        self.stretches.add(how, words, start, end)
        self.stretches.close()

    def _open_anchor(self, url: str, top: State) -> None:
        self._close_anchor()
        if len(self.anchors) < MAX_ANCHORS:
            self.anchor = (url, [], self.lines.edge(True, top.is_pre))

    def _close_anchor(self) -> None:
        if self.anchor:
            url, pictures, start = self.anchor
            self.anchor = None
            self.anchors.append((url, pictures, start, self.lines.edge(False, self.open[-1].is_pre)))

    def _finish(self, last: str, complete: bool) -> Rendering:
        top, lines = self.open[-1], self.lines
        if last:
            if top.is_special:
                self._special(last, min(len(self.html), MAX_CHARS) - len(last))
            else:
                lines.add(last, top.hint)
        self._close_anchor()
        lines.flush(top.is_pre)
        text = lines.text()
        anchors = [self._anchor(text, *one) for one in self.anchors]
        hidden = self.stretches.all()
        return Rendering(
            text,
            lines.lines,
            lines.hints,
            lines.sources,
            anchors,
            hidden,
            complete and not lines.is_full,
            len(self.html),
            not self.stretches.is_full,
        )

    def _anchor(self, text: str, url: str, pictures: list[str], start: int, end: int) -> Anchor:
        first, last = self.lines.places[start], self.lines.places[end]
        first = min(first, last)
        words = text[first:last]
        first += len(words) - len(words.lstrip())
        words = words.strip()
        return Anchor(url, (" ".join(words.split()) or " ".join("".join(pictures).split()))[:_MAX_WORDS], first, first + len(words))

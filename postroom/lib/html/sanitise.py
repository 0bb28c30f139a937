"""HTML for people: written anew from an allow list, well nested, and then sanitised by nh3.

A sanitiser builds a tree, and a tree can grow beyond its source: formatting elements that are left open are opened again in
every later block (WHATWG HTML §13.2.4.3). What is written here closes every element itself, in the order in which a parser
would, so that a parser has nothing to repair.
"""

from html import escape
from typing import Final, Protocol

import nh3

from postroom.lib.html.cut import cut
from postroom.lib.html.nesting import ENDED, implied_end, place_of
from postroom.lib.html.safe_styles import safe_style
from postroom.lib.html.sheets import Sheet, read_sheet
from postroom.lib.html.tags import CLOSES, OTHER, VOID, attributes_of, name_of

MAX_DEPTH: Final = 200
_MAX_ATTRIBUTE: Final = 1_000
_RENAMED: Final = {
    "body": "div", "form": "div", "fieldset": "div", "main": "div", "dir": "ul", "menu": "ul", "font": "span", "nobr": "span",
    "button": "span", "label": "span", "legend": "div", "big": "span", "hgroup": "div", "dialog": "div", "search": "div",
}  # fmt: skip
_ALLOWED: Final = frozenset(
    """a abbr acronym address article aside b bdi bdo blockquote br caption center cite code dd del dfn div dl dt em figcaption figure
    footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol p pre q s samp section small span strike strong sub sup table tbody td
    tfoot th thead time tr tt u ul var wbr""".split()
)
_DROPPED: Final = frozenset("svg math template object select audio video canvas noscript applet head".split())
_FOREIGN: Final = ("svg", "math")
_BREAKS_OUT: Final = frozenset(  # of foreign content (§13.2.6.5)
    """b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li menu meta nobr ol p pre ruby s small
    span strong strike sub sup table tt u ul var""".split()
)
_TABLE_PARTS: Final = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_ROWS: Final = frozenset(("thead", "tbody", "tfoot"))
_PARENTS: Final[dict[str, frozenset[str]]] = {
    "tr": _ROWS | {"table"},
    "caption": frozenset(("table",)),
    **dict.fromkeys(_ROWS, frozenset(("table",))),
}
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STAYS_ON_LINKS: Final = frozenset(("style", "dir", "lang"))
_ATTRIBUTES: Final = frozenset(
    "style align bgcolor border cellpadding cellspacing colspan dir height lang nowrap rowspan scope start title type valign width".split()
)
_OWN_CLASSES: Final = {"pr-host", "pr-image"}
_ON_ALL: Final = {"style", "title", "dir", "lang", "align"}
_KEPT: Final = {
    "*": _ON_ALL,
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "border"},
    "table": {"width", "height", "bgcolor", "border", "cellpadding", "cellspacing"},
    **{name: {"width", "height", "bgcolor", "colspan", "rowspan", "valign", "nowrap", "scope"} for name in ("td", "th")},
    **{name: {"bgcolor", "valign", "height"} for name in ("tr", "thead", "tbody", "tfoot")},
    "div": {"bgcolor"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "hr": {"width", "size"},
}
_SIZES: Final = ("x-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")


class Rewriter(Protocol):
    """What becomes of what leads out of a mail; answers are HTML that `sanitise` lets pass (classes `pr-host`, `pr-image`)."""

    def link(self, url: str) -> tuple[str, str] | None:
        """The address to link to and its title; None for no link at all."""
        ...

    def behind_link(self, url: str, words: str) -> str:
        """What to write behind a link with these words."""
        ...

    def image(self, source: str, attributes: dict[str, str]) -> str:
        """What to write for an image; `attributes` are those of the `img` that may stay."""
        ...


def sanitise(html: str, rewriter: Rewriter) -> str:
    """HTML that runs nothing and fetches only what `rewriter` wrote; bounds as those of `render`, depth 200."""
    return _CLEANER.clean(_Writer(rewriter).write(html))


def _only_pictures_as_data(tag: str, _attribute: str, value: str) -> str | None:
    return value if tag == "img" or value[:5].lower() != "data:" else None


_CLEANER: Final = nh3.Cleaner(
    tags=set(_ALLOWED),
    attributes=_KEPT,
    allowed_classes={"span": _OWN_CLASSES},
    clean_content_tags={"script", "style"},
    attribute_filter=_only_pictures_as_data,
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


class _Writer:
    def __init__(self, rewriter: Rewriter) -> None:
        self.rewriter = rewriter
        self.out: list[str] = []
        self.names = [""]
        self.too_deep = 0
        self.dropped: list[str] = []  # open elements that go with what is in them
        self.link: tuple[str, int] | None = None  # address, where its words begin in `out`
        self.sheet = Sheet({}, True)
        self.looks: dict[str, tuple[dict[str, str], str]] = {}  # by the source of a tag
        self.read: dict[str, tuple[int, str]] = {}

    def write(self, html: str) -> str:
        pieces = cut(html)
        styles = [one.partition(">")[2] for one in pieces.markups if one[:6].lower() == "<style"]
        if styles:
            self.sheet = read_sheet("\n".join(styles))
        for text, source in zip(pieces.texts, pieces.markups, strict=True):
            if text:
                self._text(text)
            known = self.read.get(source)
            if known is None:
                known = self.read[source] = name_of(source)
            kind, name = known
            if kind == OTHER:
                if name in ("textarea", "xmp"):
                    self._text(source.partition(">")[2])
            elif kind == CLOSES:
                self._close(name)
            else:
                self._open(name, source)
        if pieces.last:
            self._text(pieces.last)
        self._end(1)
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if self.dropped:
            return
        if self.names[-1] in _TABLE_PARTS:
            if text.isspace():
                return
            self._enter_cell()
        self.out.append(text.replace("<", "&lt;").replace(">", "&gt;"))

    def _open(self, given: str, source: str) -> None:
        name = _RENAMED.get(given, given)
        if self.dropped:
            if self.dropped[0] not in _FOREIGN or given not in _BREAKS_OUT:
                self.dropped += [name] if name == self.dropped[0] else []
                return
            self.dropped.clear()
        if name in _DROPPED:
            self.dropped.append(name)
        elif name in _ALLOWED and self._make_room(name):
            known = self.looks.get(source)
            if known is None:
                known = self.looks[source] = self._looks(name, given, attributes_of(source))
            if name == "img":
                self._image(*known)
            elif len(self.names) > MAX_DEPTH and name not in VOID:
                self.too_deep += 1
            else:
                self._start(name, *known)

    def _make_room(self, name: str) -> bool:
        """End what `name` ends, begin what it needs; False where it has no place."""
        names = self.names
        if name == "a" and (at := place_of(names, "a")):
            self._end(at)
        if name in _HEADINGS and names[-1] in _HEADINGS:
            self._end(len(names) - 1)
        if name in ENDED:
            self._end(implied_end(names, name))
        if name in _PARENTS:
            return names[-1] in _PARENTS[name]
        if name == "td" or name == "th":
            if names[-1] != "tr" and names[-1] in _TABLE_PARTS:
                self._push("tr", "")
            return names[-1] == "tr"
        if names[-1] in _TABLE_PARTS:
            self._enter_cell()
        return True

    def _enter_cell(self) -> None:
        if self.names[-1] != "tr":
            self._push("tr", "")
        self._push("td", "")

    def _start(self, name: str, attributes: dict[str, str], written: str) -> None:
        if name == "a":
            url = attributes.get("href", "").strip()
            shown = self.rewriter.link(url) if url else None
            if shown is None:
                name = "span"
            else:
                written += f' href="{escape(shown[0])}" title="{escape(shown[1])}"'
                self.link = (url, len(self.out) + 1)
        if name in VOID:
            self.out.append(f"<{name}{written}>")
        else:
            self._push(name, written)

    def _push(self, name: str, written: str) -> None:
        self.out.append(f"<{name}{written}>")
        self.names.append(name)

    def _close(self, given: str) -> None:
        if given == "body":
            return
        if given == "br":
            self._open("br", "<br>")
        if self.dropped:
            if given == self.dropped[-1]:
                self.dropped.pop()
            return
        name = _RENAMED.get(given, given)
        if name == "a" and "a" not in self.names:
            name = "span"
        if name not in _ALLOWED:
            return
        if self.too_deep:
            self.too_deep -= 1
        elif at := place_of(self.names, name):
            self._end(at)

    def _end(self, depth: int) -> None:
        """End all elements but the outer `depth`."""
        while len(self.names) > depth:
            name = self.names.pop()
            self.out.append(f"</{name}>")
            if name == "a" and self.link:
                url, at = self.link
                self.link = None
                self.out.append(self.rewriter.behind_link(url, "".join(self.out[at:-1])))

    def _image(self, attributes: dict[str, str], _written: str) -> None:
        kept = {key: value for key, value in attributes.items() if key in ("alt", "width", "height", "border", "style") and value}
        self.out.append(self.rewriter.image(attributes.get("src", "").strip(), kept))

    def _looks(self, name: str, given: str, attributes: dict[str, str]) -> tuple[dict[str, str], str]:
        """The attributes, style made harmless, and those that may stay as they are written."""
        kept = {key: value if key == "href" or key == "src" else value[:_MAX_ATTRIBUTE] for key, value in attributes.items()}
        kept["style"] = self._style(given, attributes)
        stays = _STAYS_ON_LINKS if name == "a" else _ATTRIBUTES
        return kept, "".join(f' {key}="{escape(value)}"' for key, value in kept.items() if key in stays and value)

    def _style(self, given: str, attributes: dict[str, str]) -> str:
        """The style of its own, and under it what simple rules and attributes of old say."""
        css = attributes.get("style", "")
        if self.sheet.rules:
            css = f"{self.sheet.declarations(given, attributes.get('class', '').split()[:20], attributes.get('id', ''))};{css}"
        if given == "font":
            css = f"{_of_font(attributes)};{css}"
        if given == "body" and "text" in attributes:
            css = f"color:{attributes['text']};{css}"
        return safe_style(css) if css else ""


def _of_font(attributes: dict[str, str]) -> str:
    size = attributes.get("size", "")
    return ";".join(
        f"{name}:{value}"
        for name, value in (
            ("color", attributes.get("color", "")),
            ("font-family", attributes.get("face", "")),
            ("font-size", _SIZES[int(size)] if size in {"1", "2", "3", "4", "5", "6", "7"} else ""),
        )
        if value
    )

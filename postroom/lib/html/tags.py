"""One tag, read: what it opens or closes, and what it says about the text inside."""

import re
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

from postroom.lib.html.colours import UNKNOWN, read_colour
from postroom.lib.html.cut import RAW
from postroom.lib.html.hinting import hint_of
from postroom.lib.html.model import Technique
from postroom.lib.html.nesting import BLOCKS, FLOORS
from postroom.lib.html.sheets import Sheet, read_sheet
from postroom.lib.html.styles import PLAIN, Style, read_style

OPENS: Final = 0
CLOSES: Final = 1
STANDS: Final = 2  # has no end tag
OTHER: Final = 3  # comments, raw elements, declarations, what has no end

NO_BREAK: Final = 0
BREAK: Final = 1
SPACED: Final = 2  # with a blank line
CELL: Final = 3

_SPACE: Final = r"[\t\n\f\r ]"
_ATTRIBUTE: Final = re.compile(
    rf"(=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)(?:{_SPACE}*+={_SPACE}*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\t\n\f\r >\"'][^\t\n\f\r >]*+))?)?"
)
_NAME: Final = re.compile(r"</?([a-zA-Z][^\t\n\f\r />]*+)")
_MAX_ATTRIBUTES: Final = 100
_REMEMBERED_CHARS: Final = 300
_REMEMBERED_SHEET: Final = 30_000
BREAKS: Final = {
    **dict.fromkeys(BLOCKS, BREAK),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "hr"), SPACED),
    "td": CELL,
    "th": CELL,
}
VOID: Final = frozenset("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split())
_SWALLOWED: Final[dict[str, Technique]] = {"svg": "svg", "math": "math", "template": "template", "noscript": "noscript"}
_TOLD: Final[dict[str, Technique]] = {
    "alt": "alt_text",
    "title": "title_attribute",
    "aria-label": "aria_label",
    "placeholder": "attribute",
    "content": "attribute",
    "value": "attribute",
}
_WORDS_OF_META: Final = 5  # fewer are settings, not words
_TOLD_OF_ALL: Final = frozenset(("alt", "title", "aria-label", "placeholder"))
_TOLD_OF: Final = frozenset((("meta", "content"), ("input", "value"), ("option", "value"), ("button", "value")))
_COLOURED: Final = {"font": "color", "body": "text"}
_LOOKS: Final = frozenset(("hidden", "bgcolor", "background"))
_MAX_TOLD: Final = 4_000


class Effect:
    """What a tag changes for the text inside it; those of one content are mostly one object, which is compared by identity."""

    __slots__ = ("hint", "is_link", "is_pre", "style")

    def __init__(self, style: Style, hint: str, is_pre: bool, is_link: bool) -> None:
        self.style = style
        self.hint = hint
        self.is_pre = is_pre
        self.is_link = is_link


class Tag(NamedTuple):
    """`told` are words in attributes, `url` and `alt` those of a link and a picture.

    `floor`: elements under which nothing must end before this one opens. `is_telling`: it does more than nest and break.
    """

    kind: int
    name: str
    breaks: int = NO_BREAK
    floor: frozenset[str] | None = None
    is_telling: bool = False
    effect: Effect | None = None
    told: tuple[tuple[Technique, str], ...] = ()
    url: str | None = None
    alt: str = ""


class Reader:
    """Reads tags under one style sheet, and remembers the latest of them: mails of one sender are made of the same tags."""

    def __init__(self, sheet: Sheet, most: int) -> None:
        self.is_sure = sheet.is_sure
        self._sheet = sheet
        self.remembered = lru_cache(maxsize=most)(self.read)

    def read(self, source: str) -> Tag:
        return read_tag(source, self._sheet)


class Tags(dict[str, Tag]):
    """The tags of one document by their source."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, source: str) -> Tag:
        tag = self[source] = self._reader.remembered(source) if len(source) <= _REMEMBERED_CHARS else self._reader.read(source)
        return tag


def reader_for(elements: list[str]) -> Reader:
    """The reader for a document with these style elements."""
    if not elements:
        return _UNSTYLED
    source = "\n".join(one.partition(">")[2] for one in elements)
    return _reader(source) if len(source) <= _REMEMBERED_SHEET else Reader(read_sheet(source), 0)


@lru_cache(maxsize=16)
def _reader(source: str) -> Reader:
    return Reader(read_sheet(source), 512)


def read_tag(source: str, sheet: Sheet) -> Tag:
    """What `cut` calls a markup."""
    found = _NAME.match(source)
    if found is None:
        return _DECLARATION
    name = found[1].lower()
    if name in RAW and source[1] != "/":
        return Tag(OTHER, name if ">" in source else "")
    if source[-1] != ">":
        return _UNFINISHED
    if source[1] == "/":
        return Tag(STANDS if name == "br" else CLOSES, name, BREAKS.get(name, NO_BREAK), is_telling=name == "a")
    rest = source[found.end() : -1]
    return _opening(name, attributes_of(rest) if rest and rest != "/" else {}, rest, sheet)


_UNSTYLED: Final = Reader(Sheet({}, True), 2_048)
_effect = lru_cache(maxsize=512)(Effect)
_DECLARATION: Final = Tag(OTHER, "!")
_UNFINISHED: Final = Tag(OTHER, "")


def name_of(source: str) -> tuple[int, str]:
    """The kind and the name of a markup, "" where it has none or no end."""
    found = _NAME.match(source)
    name = found[1].lower() if found else ""
    if not name or (name in RAW and source[1] != "/") or source[-1] != ">":
        return OTHER, name if name in RAW else ""
    return (CLOSES if source[1] == "/" else STANDS if name in VOID else OPENS), name


def attributes_of(source: str) -> dict[str, str]:
    """Of a tag, or what stands in it behind its name: the first 100 by lower-case name, the first of each; references resolved."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source)[:_MAX_ATTRIBUTES]:
        key = name.lower()
        if key not in found:
            value = double or single or bare
            found[key] = unescape(value) if "&" in value else value
    return found


def _opening(name: str, attributes: dict[str, str], rest: str, sheet: Sheet) -> Tag:
    css = attributes.get("style", "")
    rules = sheet.rules
    if rules and (name in rules or "class" in attributes or "id" in attributes):
        css = f"{sheet.declarations(name, attributes.get('class', '').split()[:20], attributes.get('id', ''))};{css}"
    style = read_style(css) if css else PLAIN
    if name in _SWALLOWED or name in _COLOURED or not _LOOKS.isdisjoint(attributes):
        style = _looks(style, name, attributes)
    hint = hint_of(name, attributes, rest)
    url = attributes.get("href", "").strip() if name == "a" or name == "area" else None
    is_pre = name == "pre"
    effect = _effect(style, hint, is_pre, bool(url)) if hint or url or is_pre or style is not PLAIN else None
    told = () if _TOLD.keys().isdisjoint(attributes) else _told(name, attributes)
    if "data-" in rest:
        told += _told_to_scripts(attributes)
    kind = STANDS if name in VOID else OPENS
    breaks = BREAKS.get(name, BREAK if style.is_block and kind == OPENS else NO_BREAK)
    alt = attributes.get("alt", "") if name == "img" else ""
    return Tag(kind, name, breaks, FLOORS.get(name), bool(told) or effect is not None, effect, told, url, alt)


def _told(name: str, attributes: dict[str, str]) -> tuple[tuple[Technique, str], ...]:
    keys = [key for key in _TOLD if key in attributes and (key in _TOLD_OF_ALL or (name, key) in _TOLD_OF)]
    if name == "meta" and attributes.get("content", "").count(" ") < _WORDS_OF_META:
        return ()
    return tuple((_TOLD[key], attributes[key][:_MAX_TOLD]) for key in keys)


def _told_to_scripts(attributes: dict[str, str]) -> tuple[tuple[Technique, str], ...]:
    """Words in attributes of one's own: settings have no blanks."""
    told = [text[:_MAX_TOLD] for key, text in attributes.items() if key[:5] == "data-" and text.count(" ") >= _WORDS_OF_META]
    return tuple(("attribute", text) for text in told)


def _looks(style: Style, name: str, attributes: dict[str, str]) -> Style:
    """The style, and under it what other attributes say."""
    if "hidden" in attributes or name in _SWALLOWED:
        style = style._replace(veil=_SWALLOWED.get(name) or style.veil or "hidden_attribute")
    if style.ground is None and ("bgcolor" in attributes or "background" in attributes):
        ground = UNKNOWN if "background" in attributes else read_colour(attributes["bgcolor"].lower())
        style = style._replace(ground=ground) if ground is not None else style
    if style.colour is None and name in _COLOURED and _COLOURED[name] in attributes:
        style = style._replace(colour=read_colour(attributes[_COLOURED[name]].lower()))
    return style

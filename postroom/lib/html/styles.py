"""What the style of an element says about whether its text can be seen."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from postroom.lib.html.colours import Colour, read_colour
from postroom.lib.html.model import Technique

_MAX_CHARS: Final = 4_000
_CACHED_CHARS: Final = 400
# Written as `;name:value`. Sizes and places matter only beside what hides or moves, and are then looked for.
_DECLARATION: Final = re.compile(
    r";\s*+(color|background(?:-color|-image)?|font(?:-size)?|display|visibility|opacity|overflow(?:-[xy])?|text-indent(?=\s*+:\s*+-)"
    r"|margin-(?:left|top)(?=\s*+:\s*+-)|position|clip(?:-path)?|mso-hide|white-space|transform)\s*+:\s*+([^;]*+)"
)
_SIZE: Final = re.compile(r";\s*+((?:max-)?(?:height|width))\s*+:\s*+([^;]*+)")
_PLACE: Final = re.compile(r";\s*+(left|top|right|bottom)\s*+:\s*+([^;]*+)")
_PAINT: Final = frozenset(("color", "background", "background-color", "background-image", "font", "font-size"))
_BLOCK_DISPLAYS: Final = ("block", "table", "flex", "grid", "list-item", "table-row", "flow-root")
_FAR: Final = {"px": -500.0, "pt": -400.0, "em": -50.0, "rem": -50.0, "ex": -100.0, "%": -100.0, "vw": -100.0, "vh": -100.0, "": -500.0}
_TINY: Final = {"px": 2.0, "pt": 1.5, "em": 0.15, "rem": 0.15, "ex": 0.3, "%": 15.0, "vw": 0.1, "vh": 0.1, "": 2.0}
_OVERFLOWS: Final = ("overflow", "overflow-x", "overflow-y")
_GROUNDS: Final = ("background", "background-color", "background-image")
_RELATIVE: Final = ("em", "%", "ex")
_LENGTH: Final = re.compile(r"([+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}))(px|pt|em|rem|ex|%|vw|vh)?(?![a-z0-9])")
_FONT: Final = re.compile(r"(?:^|\s)([0-9.]{1,9}(?:px|pt|em|rem|ex|%)?)(?=\s*+/|\s)")
_CLIPPED: Final = re.compile(
    r"rect\(\s*+[01](?:px)?[\s,]++[01](?:px)?[\s,]++[01](?:px)?[\s,]++[01](?:px)?\s*+\)|inset\(\s*+(?:[5-9][0-9]|100)%"
)
_SCALED: Final = re.compile(r"scale[xy]?\(\s*+0(?:\.0++)?\s*+[,)]|translate[xy]?\(\s*+-[0-9]{4}")
_COMMENT: Final = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)")
_ESCAPE: Final = re.compile(r"\\([0-9a-f]{1,6}) ?|\\(.)", re.DOTALL)


class Style(NamedTuple):
    """`veil`: hides what is inside for good. None stands for "as outside"; a relative size stays tiny within a tiny one."""

    veil: Technique | None = None
    is_shown: bool | None = None  # visibility
    is_tiny: bool | None = None
    is_relative: bool = False
    colour: Colour | None = None
    ground: Colour | None = None
    is_block: bool = False
    is_pre: bool | None = None
    is_mso_hidden: bool = False


PLAIN: Final = Style()


def read_style(source: str) -> Style:
    """Declarations, the later ones of a name winning, those with `!important` over all others."""
    return _cached(source) if len(source) <= _CACHED_CHARS else _read(source[:_MAX_CHARS])


def _read(source: str) -> Style:
    low = ";" + source.lower()
    if "/*" in low:
        low = _COMMENT.sub("", low)
    if "\\" in low:
        low = _ESCAPE.sub(_unescape, low)
    css = _declared(_DECLARATION, low)
    if not css:
        return PLAIN
    colour, ground = _painted(css)
    size = css.get("font-size")
    if size is None and "font" in css and (found := _FONT.search(css["font"])):
        size = found[1]
    is_tiny = None if size is None or size == "inherit" else _is_within(size, _TINY)
    is_relative = size is not None and size.endswith(_RELATIVE) and not size.endswith("rem")
    if css.keys() <= _PAINT:
        return PLAIN if colour is ground is is_tiny is None else Style(None, None, is_tiny, is_relative, colour, ground)
    visibility, space = css.get("visibility"), css.get("white-space")
    style = Style(
        _veil(css, low),
        None if visibility in (None, "inherit") else visibility not in ("hidden", "collapse"),
        is_tiny,
        is_relative,
        colour,
        ground,
        css.get("display", "").startswith(_BLOCK_DISPLAYS),
        None if space is None else space.startswith(("pre", "break-spaces")) and space != "pre-line",
        css.get("mso-hide", "").startswith("all"),
    )
    return PLAIN if style == PLAIN else style


def _declared(pattern: re.Pattern[str], source: str) -> dict[str, str]:
    """Values by property: the last of a name, but those with `!important` before all others."""
    pairs = pattern.findall(source)
    if "!" not in source:
        return dict(pairs)
    plain = {name: value for name, value in pairs if "!" not in value}
    return plain | {name: value.partition("!")[0].strip() for name, value in pairs if "!" in value}


_cached = lru_cache(maxsize=2048)(_read)


def _veil(css: dict[str, str], source: str) -> Technique | None:
    if css.get("display", "").startswith("none"):
        return "display_none"
    if "opacity" in css and _at_most(css["opacity"], 0.05, 5.0):
        return "zero_opacity"
    if _is_shrunk(css, source):
        return "zero_size"
    return "off_screen" if _is_moved(css, source) else None


def _is_shrunk(css: dict[str, str], source: str) -> bool:
    if "scale" in css.get("transform", "") and _SCALED.search(css["transform"]):
        return True
    if "overflow" not in source or not any(css.get(name, "").startswith(("hidden", "clip")) for name in _OVERFLOWS):
        return False
    return any(_at_most(value, 1.0, 0.0) for value in _declared(_SIZE, source).values())


def _is_moved(css: dict[str, str], source: str) -> bool:
    if any(name in css and _is_within(css[name], _FAR) for name in ("text-indent", "margin-left", "margin-top")):
        return True
    if "translate" in css.get("transform", "") and _SCALED.search(css["transform"]):
        return True
    if _CLIPPED.search(css.get("clip-path", "")):
        return True
    if not css.get("position", "").startswith(("absolute", "fixed")):
        return False
    return _CLIPPED.search(css.get("clip", "")) is not None or any(_is_within(v, _FAR) for v in _declared(_PLACE, source).values())


def _painted(css: dict[str, str]) -> tuple[Colour | None, Colour | None]:
    ground = None
    for name in _GROUNDS:
        if name in css and (colour := read_colour(css[name])) is not None:
            ground = colour
    return read_colour(css["color"]) if "color" in css else None, ground


def _is_within(value: str, limits: dict[str, float]) -> bool:
    found = _LENGTH.match(value)
    return found is not None and float(found[1]) <= limits[found[2] or ""]


def _at_most(value: str, limit: float, percent: float) -> bool:
    found = _LENGTH.match(value)
    return found is not None and float(found[1]) <= (percent if found[2] == "%" else limit)


def _unescape(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return (chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd") if found[1] else found[2]

"""Which elements end where their end tag is missing (WHATWG HTML §13.2.6, as far as it decides what can be seen)."""

from typing import Final

_TABLE: Final = frozenset(("", "table", "html", "template"))
_ROWS: Final = frozenset(("tbody", "thead", "tfoot"))
_SCOPE: Final = frozenset(("", "table", "td", "th", "caption", "html", "template", "button", "object", "marquee", "applet"))
BLOCKS: Final = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section select summary table tbody td tfoot th
    thead tr ul""".split()
)
FORMATTING: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())

# What an opening tag ends, and the elements above which it ends nothing.
ENDED: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(BLOCKS - {"body", "html", "button", "option", "optgroup", "caption", "legend", "select"}, frozenset(("p",))),
    "li": frozenset(("li", "p")),
    "dd": frozenset(("dd", "dt", "p")),
    "dt": frozenset(("dd", "dt", "p")),
    "option": frozenset(("option",)),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
    "tr": frozenset(("tr", "td", "th")),
    **dict.fromkeys(_ROWS, _ROWS | {"tr", "td", "th"}),
}
FLOORS: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(ENDED, (BLOCKS - {"p"}) | _SCOPE),
    "li": frozenset(("ul", "ol", "menu", "dir")) | _SCOPE,
    "dd": frozenset(("dl",)) | _SCOPE,
    "dt": frozenset(("dl",)) | _SCOPE,
    "option": frozenset(("select", "optgroup")) | _SCOPE,
    "td": _TABLE | _ROWS | {"tr"},
    "th": _TABLE | _ROWS | {"tr"},
    "tr": _TABLE | _ROWS,
    **dict.fromkeys(_ROWS, _TABLE),
}
_CELLS: Final = frozenset(("td", "th", "tr", "caption")) | _ROWS


def implied_end(names: list[str], opening: str) -> int:
    """How many of the open elements stay open where `opening` opens."""
    ended, floor, cut = ENDED[opening], FLOORS[opening], len(names)
    for at in range(len(names) - 1, 0, -1):
        if names[at] in ended:
            cut = at
        elif names[at] in floor:
            break
    return cut


def place_of(names: list[str], closing: str) -> int:
    """Which open element an end tag ends; 0 for none."""
    if closing not in names:
        return 0
    barrier = _TABLE if closing in _CELLS or closing == "table" else _SCOPE if closing in BLOCKS or closing in FORMATTING else BLOCKS
    for at in range(len(names) - 1, 0, -1):
        if names[at] == closing:
            return at
        if names[at] in barrier:
            return 0
    return 0

"""The picture of the map: a band for each plane, a box for each folder, a curve for each import that goes to a neighbour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.draw_map import Folder

WIDTH = 1180
_MARGIN, _GAP, _PAD, _TITLE = 16, 14, 18, 34
_HEAD, _LINE, _ARC = 30, 14, 42
_MOST_LINES = 5
_LETTER = 5.9  # the width of a letter at 11 pixels, on average
_BANDS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("main", ("main",), "finds every manifest and puts the house together; may import everything"),
    ("dialects", ("dialects",), "languages that clients speak; strangers to each other"),
    ("web and channels", ("web", "channels"), "plumbing for HTTP; media with their drivers, which only main reaches"),
    ("features", ("features",), "one folder a noun, from the lowest rank to the highest"),
    ("kernel", ("kernel",), "imported by every folder above, so that no line is drawn"),
    ("lib", ("lib",), "pure protocol code; who uses what stands in the boxes above as “lib: …”"),
)
_STYLE = """
  .page{fill:#fff}.band{fill:#f4f6f9;stroke:#d9dfe7}.box{fill:#fff;stroke:#9aa8b8}.title{font-weight:600;font-size:13px;fill:#24303d}
  .note{font-size:11px;fill:#68778a}.name{font-weight:600;font-size:13px;fill:#14202c}.says{font-size:11px;fill:#46566a}
  .lib{font-size:11px;fill:#0a6b62}.arrow{fill:none;stroke:#3b6ea8;stroke-width:1.4}.head{fill:#3b6ea8}
  @media (prefers-color-scheme:dark){.page{fill:#0f151c}.band{fill:#161f29;stroke:#2b3947}.box{fill:#1e2a36;stroke:#52657a}
  .title{fill:#dbe5ef}.note{fill:#8fa0b3}.name{fill:#f0f5fa}.says{fill:#b4c2d1}.lib{fill:#58c9bb}.arrow{stroke:#79aee8}.head{fill:#79aee8}}
"""


@dataclass
class Box:
    """Where a folder stands."""

    folder: "Folder"
    x: float
    y: float
    width: float
    row: int
    lines: list[tuple[str, str]]
    height: float = 0

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


def draw(folders: "dict[str, Folder]", ranks: Sequence[str]) -> str:
    """The whole SVG; the same folders give the same text. `ranks`: the features from the lowest to the highest."""
    boxes: dict[str, Box] = {}
    bands: list[str] = []
    y = float(_MARGIN)
    for title, planes, note in _BANDS:
        top, y = y, y + _TITLE
        for line in _rows([one for one in folders.values() if one.plane in planes], ranks):
            arcs = _has_arcs(line)
            y += _ARC if arcs and line[-1].plane == "channels" else 0
            row = _place(line, y)
            boxes.update(row)
            y = max(box.bottom for box in row.values()) + (_ARC if arcs and line[-1].plane != "channels" else _GAP)
        bands.append(_band(title, note, top, y - top))
        y += 22
    height = y - 22 + _MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" '
            'font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif" role="img" '
            'aria-label="Planes and folders of Postroom with their imports">',
            f"<style>{_STYLE}</style>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
            f'<rect class="page" width="{WIDTH}" height="{height:g}"/>',
            *bands,
            *_curves(boxes),
            *(line for box in boxes.values() for line in _box(box)),
            "</svg>\n",
        ]
    )


def _rows(folders: "list[Folder]", ranks: Sequence[str]) -> "list[list[Folder]]":
    """Features by rank, in one row as long as they fit, else the highest first; libraries that belong together first; `web` leads."""
    plane = folders[0].plane if folders else ""
    if plane == "features":
        folders = sorted(folders, key=lambda one: ranks.index(one.short) if one.short in ranks else len(ranks))
    elif plane == "lib":
        wanted = {name for one in folders for name in one.imports}
        folders = sorted(folders, key=lambda one: (-len(one.imports), one.name not in wanted, one.name))
    else:
        folders = sorted(folders, key=lambda one: (one.plane != "web", one.name))
    rows = -(-len(folders) // (9 if plane == "features" else 7))
    most = -(-len(folders) // rows) if rows else 1
    lines = [folders[start : start + most] for start in range(0, len(folders), most)]
    return lines[::-1] if plane == "features" else lines


def _has_arcs(line: "list[Folder]") -> bool:
    """Whether a box of the row imports another of it; main's imports are not drawn."""
    names = {one.name for one in line}
    return any(one.imports & names for one in line if one.plane != "main")


def _place(line: "list[Folder]", y: float) -> dict[str, Box]:
    room = WIDTH - 2 * (_MARGIN + _PAD)
    width = (room - _GAP * (len(line) - 1)) / len(line)
    if line[0].plane == "dialects":
        width = min(width, room / 3)
    boxes = [Box(one, _MARGIN + _PAD + place * (width + _GAP), y, width, int(y), _text(one, width)) for place, one in enumerate(line)]
    height = _HEAD + _LINE * max(len(box.lines) for box in boxes)
    for box in boxes:
        box.height = height
    return {box.folder.name: box for box in boxes}


def _text(folder: "Folder", width: float) -> list[tuple[str, str]]:
    """(style, line): what the folder is, then its files where there is room, or the libraries it uses."""
    libs = sorted(one.removeprefix("lib.") for one in folder.imports if one.startswith("lib."))
    below: list[tuple[str, str]] = []
    if folder.plane in ("main", "kernel"):
        below = [("note", line) for line in _wrapped(" · ".join(folder.files), width, 3)]
    if libs and folder.plane != "lib":
        below += [("lib", line) for line in _wrapped(f"lib: {', '.join(libs)}", width, 3)]
    return [("says", line) for line in _wrapped(folder.says.replace("`", ""), width, _MOST_LINES - min(2, len(below)))] + below


def _band(title: str, note: str, top: float, height: float) -> str:
    left = _MARGIN + _PAD
    return (
        f'<rect class="band" x="{_MARGIN}" y="{top:g}" width="{WIDTH - 2 * _MARGIN}" height="{height:g}" rx="8"/>'
        f'<text x="{left}" y="{top + 21:g}"><tspan class="title">{title}</tspan><tspan class="note" dx="10">{escape(note)}</tspan></text>'
    )


def _box(box: Box) -> list[str]:
    left = box.x + 10
    return [
        f'<rect class="box" x="{box.x:.1f}" y="{box.y:g}" width="{box.width:.1f}" height="{box.height:g}" rx="6"/>',
        f'<text class="name" x="{left:.1f}" y="{box.y + 20:g}">{escape(_name(box))}</text>',
        *(
            f'<text class="{style}" x="{left:.1f}" y="{box.y + 36 + _LINE * place:g}">{escape(text)}</text>'
            for place, (style, text) in enumerate(box.lines)
        ),
    ]


def _name(box: Box) -> str:
    """`email/direct` for a driver, `main/engine`, else the last word."""
    parts = box.folder.name.split(".")
    return f"{parts[1]}/{parts[3]}" if len(parts) == 4 else "/".join(parts) if parts[0] == "main" else parts[-1]


def _wrapped(text: str, width: float, most: int) -> list[str]:
    letters = int((width - 20) / _LETTER)
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(",;:") + " …"]
    return lines


def _curves(boxes: dict[str, Box]) -> Iterable[str]:
    """Lines go to where the eye needs them: not to the kernel, not from main, to a library only from a library."""
    edges = [
        (source, boxes[target])
        for source in boxes.values()
        for target in sorted(source.folder.imports)
        if target in boxes and _is_drawn(source, boxes[target])
    ]
    for source, target in edges:
        start = _spread(source, target, [one[1] for one in edges if one[0] is source])
        end = _spread(target, source, [one[0] for one in edges if one[1] is target])
        yield f'<path class="arrow" marker-end="url(#head)" d="{_path(source, target, start, end)}"/>'


def _is_drawn(source: Box, target: Box) -> bool:
    planes = (source.folder.plane, target.folder.plane)
    return planes[0] != "main" and planes[1] != "kernel" and (planes[1] != "lib" or planes[0] == "lib")


def _spread(box: Box, other: Box, others: list[Box]) -> float:
    """Where on the edge of a box a line to another ends: so that arcs of a row lie inside each other and S-curves do not cross."""
    same_row = [one for one in others if one.row == box.row]
    level = [one for one in others if one.row != box.row] if other not in same_row else same_row
    ordered = sorted(level, key=lambda one: -one.x if other in same_row else one.x)
    return box.x + box.width * (ordered.index(other) + 1) / (len(ordered) + 1)


def _path(source: Box, target: Box, start: float, end: float) -> str:
    """Within a row an arc (above for channels, below for the others), between rows an S."""
    if source.row == target.row:
        above = source.folder.plane == "channels"
        edge = source.y if above else source.bottom
        dip = (-1 if above else 1) * min(_ARC - 6, 16 + 0.07 * abs(start - end)) * 4 / 3
        return f"M{start:.1f} {edge:g}C{start:.1f} {edge + dip:.1f} {end:.1f} {edge + dip:.1f} {end:.1f} {edge:g}"
    half = (source.bottom + target.y) / 2
    return f"M{start:.1f} {source.bottom:g}C{start:.1f} {half:.1f} {end:.1f} {half:.1f} {end:.1f} {target.y:g}"

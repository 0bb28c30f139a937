"""The map of the house, drawn from the imports as they are: `docs/map.svg` and the table in ARCHITECTURE.md.

`python -m tests.draw_map ARCHITECTURE.md` writes both; with `--check` it compares and exits 1 on drift. The same code gives the same bytes.
"""

import argparse
import ast
import re
import sys
from configparser import ConfigParser
from dataclasses import dataclass, field
from pathlib import Path

import grimp

from tests.map_picture import draw

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "map.svg"
BEGIN, END = "<!-- map: begin (drawn by `make openapi`, do not edit) -->", "<!-- map: end -->"
PLANES = ("main", "dialects", "channels", "web", "features", "kernel", "lib")
# How many parts of a module's name make its folder, by plane; drivers and adapters are folders of their own.
_DEPTH = {"dialects": 3, "channels": 3, "features": 3, "lib": 3}


@dataclass
class Folder:
    """One box: `name` as in `features.messages`, what its door says, which folders it imports, what its files are called."""

    name: str
    says: str
    files: list[str] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)

    @property
    def plane(self) -> str:
        """`features` of `features.messages`."""
        return self.name.partition(".")[0]

    @property
    def short(self) -> str:
        """`messages` of `features.messages`."""
        return self.name.rpartition(".")[2]


def read_map() -> dict[str, Folder]:
    """Every folder of the package by name, in the order of planes, with its imports."""
    graph = grimp.build_graph("postroom", cache_dir=None)
    folders: dict[str, Folder] = {}
    for module in sorted(graph.modules):
        name = _folder_of(module)
        if name is None:
            continue
        folder = folders.setdefault(name, Folder(name, _says(name)))
        folder.files += [module.rpartition(".")[2]] * (module.count(".") == name.count(".") + 2)
        imported = {_folder_of(one) for one in graph.find_modules_directly_imported_by(module)}
        folder.imports |= {one for one in imported if one is not None and one != name}
    return dict(sorted(folders.items(), key=lambda item: (PLANES.index(item[1].plane), item[0])))


def read_ranks() -> list[str]:
    """The features from the lowest rank to the highest, as `.importlinter` has them."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter", "utf-8")
    lines = contracts["importlinter:contract:ranks"]["layers"].split("\n")
    return [name.strip() for line in reversed(lines) for name in line.split("|") if name.strip()]


def table(folders: dict[str, Folder]) -> str:
    """The map as text, for those who do not see the picture and for reviews of changes."""
    lines = ["| folder | what it is | imports, beside the kernel |", "|---|---|---|"]
    for folder in folders.values():
        imports = ", ".join(f"`{one.replace('.', '/')}`" for one in sorted(folder.imports - {"kernel"}, key=list(folders).index))
        lines.append(f"| `{folder.name.replace('.', '/')}` | {folder.says} | {imports or '–'} |")
    return "\n".join(lines)


def section(folders: dict[str, Folder]) -> str:
    """What stands between the markers."""
    picture = "![The map of the house: planes from main down to lib, with the imports between folders](docs/map.svg)"
    return f"{BEGIN}\n{picture}\n\n{table(folders)}\n{END}"


def main() -> int:
    """Write, or compare; the exit status."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("page", type=Path)
    arguments.add_argument("--check", action="store_true")
    given = arguments.parse_args()
    folders = read_map()
    wanted = {given.page: _replaced(given.page.read_text("utf-8"), section(folders)), PICTURE: draw(folders, read_ranks())}
    stale = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    if given.check:
        for path in stale:
            print(f"{path.name} differs from the imports; run `make openapi` and commit it.", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path], "utf-8")
    return 0


def _folder_of(module: str) -> str | None:
    parts = module.split(".")[1:]
    if not parts or parts[0] not in PLANES:
        return None
    if parts[0] == "channels" and len(parts) > 3 and parts[2] == "drivers":
        return ".".join(parts[:4])
    if parts[:2] == ["main", "engine"]:
        return "main.engine"
    depth = _DEPTH.get(parts[0], 2) - 1
    return ".".join(parts[:depth]) if len(parts) >= depth else None


def _says(name: str) -> str:
    """The first sentence of the door's docstring."""
    folder = ROOT / "postroom" / Path(*name.split("."))
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    first = re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
    return first.removesuffix(".").replace("|", "\\|")


def _replaced(page: str, text: str) -> str:
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"the page has no markers: {BEGIN} … {END}")
    return before + text + after


if __name__ == "__main__":
    sys.exit(main())

"""A contract for import-linter: a folder is entered by its door (`__init__.py`), never by a file in it.

From outside, `from postroom.lib.mime import parse` is right where `parse` stands in the door's `__all__`; any other import of a module
inside the folder is not. `manifest` is open, because discovery imports it.
"""

import ast
from pathlib import Path

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

OPEN = "manifest"


class FacesContract(Contract):
    """Option `folders`: module names, `*` for any one name."""

    type_name = "faces"
    folders = fields.ListField(subfield=fields.ModuleExpressionField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - the signature is import-linter's
        """Kept when nobody climbs in by a window."""
        folders = {module for one in self.folders for module in graph.find_matching_modules(str(one))}  # type: ignore[attr-defined]
        windows = [found for folder in folders for found in _windows(graph, folder, folders)]
        return ContractCheck(kept=not windows, metadata={"windows": sorted(windows)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import."""
        for importer, imported, line in check.metadata["windows"]:
            output.print_error(f"{importer} imports {imported} (line {line}), which is no name of the folder's door")


def _windows(graph: ImportGraph, folder: str, folders: set[str]) -> list[tuple[str, str, int]]:
    found = []
    for inside in graph.find_descendants(folder):
        if _owner(inside, folders) != folder or inside == f"{folder}.{OPEN}":
            continue
        for importer in graph.find_modules_that_directly_import(inside):
            if _owner(importer, folders) != folder:
                found += [(importer, inside, line) for line in _lines_beside_the_door(graph, importer, inside, folder)]
    return found


def _owner(module: str, folders: set[str]) -> str | None:
    """The innermost folder that a module lies in."""
    parts = module.split(".")
    parents = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((parent for parent in parents if parent in folders), None)


def _lines_beside_the_door(graph: ImportGraph, importer: str, inside: str, folder: str) -> list[int]:
    # The graph takes `from folder import name` for an import of the module folder.name where there is one of that name.
    by_door = inside.removeprefix(f"{folder}.") in _names_of_door(folder)
    details = graph.get_import_details(importer=importer, imported=inside)
    return [one["line_number"] for one in details if not (by_door and one["line_contents"].startswith(f"from {folder} import"))]


def _names_of_door(folder: str) -> list[str]:
    """The door's `__all__`, read without running it; a door without one lets nothing through."""
    door = Path(*folder.split("."), "__init__.py")
    for node in ast.parse(door.read_text("utf-8")).body if door.is_file() else ():
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
            return list(ast.literal_eval(node.value))
    return []

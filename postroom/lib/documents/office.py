"""What the three office formats share: parts of a package, their relationships, and tables in Markdown."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from postroom.lib.documents.archive import Archive
from postroom.lib.documents.model import NoText
from postroom.lib.documents.xml import Listener, listen

_MOST_TARGETS = 20_000


class Silent:
    """A listener that hears nothing; others override what they want to hear."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Characters within an element."""


class Relations(Silent):
    """The targets of a part's relationships, by id, and their types; paths are within the package."""

    def __init__(self, part: str) -> None:
        self.targets: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.external: dict[str, str] = {}
        self._folder = posixpath.dirname(part)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "Relationship" or len(self.types) >= _MOST_TARGETS:
            return
        name, target = attributes.get("Id", ""), attributes.get("Target", "")
        self.types[name] = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode") == "External":
            self.external[name] = target
        else:
            self.targets[name] = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(self._folder, target))

    def of_type(self, kind: str) -> Iterator[str]:
        """The parts of a type."""
        return (self.targets[name] for name, found in self.types.items() if found == kind and name in self.targets)


def relations_of(archive: Archive, part: str) -> Relations:
    """The relationships of a part (ECMA-376 part 2 §8.3); none where it has none, or broken ones."""
    relations = Relations(part)
    folder, name = posixpath.split(part)
    listen_to(archive, posixpath.join(folder, "_rels", f"{name}.rels"), relations)
    return relations


def main_part(archive: Archive) -> str:
    """The part that the package is about."""
    relations = Relations("")
    listen_to(archive, "_rels/.rels", relations)
    found = next((one for one in relations.of_type("officeDocument") if one in archive), None)
    if found is None:
        raise NoText("unreadable", "The file has no main part.")
    return found


def listen_to(archive: Archive, part: str, listener: Listener) -> bool:
    """Hear a part that need not be there; whether it was, and was whole."""
    if part not in archive:
        return False
    try:
        listen(archive.chunks(part), listener)
    except NoText:
        return False
    return True


def table_row(cells: Sequence[str]) -> str:
    """One row of a Markdown table."""
    return f"| {' | '.join(cell(one) for one in cells)} |"


def table_rule(columns: int) -> str:
    """What stands between the head of a Markdown table and its rows."""
    return f"|{' --- |' * columns}"


def cell(text: str) -> str:
    """The text on one line, without what would end the cell."""
    if "\n" in text or "\r" in text or "\t" in text:
        text = " ".join(text.split())
    return text.replace("|", "\\|") if "|" in text else text

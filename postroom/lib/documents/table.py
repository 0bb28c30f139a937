"""Rows to Markdown tables, page by page, each with the head of the table again."""

from collections.abc import Collection, Mapping

from postroom.lib.documents.office import table_row, table_rule
from postroom.lib.documents.writer import Writer

_PAGE_CHARS = 12_000
_MOST_COLUMNS = 60


class Table:
    """One table. The first row is its head; what a hidden row, column or table says goes to what is hidden."""

    def __init__(self, out: Writer, label: str, *, is_hidden: bool = False) -> None:
        self._out, self._label, self._is_hidden = out, label, is_hidden
        self._rows: list[str] = []
        self._size = 0
        self._head: str = ""
        self._first = self._last = 0
        self._columns = 0
        self._pages = 0

    def row(self, number: int, cells: Mapping[int, str], *, hidden: Collection[int] = ()) -> None:
        """Add a row by its number and its cells by column from 0."""
        if self._is_hidden or hidden:
            kept = () if self._is_hidden else hidden
            self._out.hide(" ".join(text for place, text in cells.items() if self._is_hidden or place in kept))
            cells = {} if self._is_hidden else {place: text for place, text in cells.items() if place not in hidden}
        shown = {place: text for place, text in cells.items() if text and place < _MOST_COLUMNS}
        if len(shown) < len(cells) and any(place >= _MOST_COLUMNS and text for place, text in cells.items()):
            self._out.is_truncated = True
            self._out.notice(f"Columns beyond the {_MOST_COLUMNS}th are left out.")
        if shown:
            self._add(number, table_row([shown.get(place, "") for place in range(max(shown) + 1)]), max(shown) + 1)

    def end(self) -> None:
        """No row follows."""
        if self._rows or (not self._pages and not self._is_hidden):
            self._write()

    def _add(self, number: int, line: str, columns: int) -> None:
        if self._size + len(line) > _PAGE_CHARS and len(self._rows) > 2:
            self._write()
        if not self._head:
            self._head = f"{line}\n{table_rule(columns)}"
            line = self._head
        elif not self._rows:
            self._put(self._head)
        if not self._first:
            self._first = number
        self._last = number
        self._put(line)

    def _put(self, line: str) -> None:
        self._rows.append(line)
        self._size += len(line) + 1

    def _write(self) -> None:
        rows = f", rows {self._first}-{self._last}" if self._first else ""
        self._out.page(f"{self._label}{rows}".removeprefix(", "))
        self._pages += 1
        for line in self._rows:
            self._out.line(line)
        self._rows, self._size, self._first = [], 0, 0

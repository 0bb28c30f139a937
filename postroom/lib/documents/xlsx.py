"""Workbooks (ECMA-376 part 1 §18): a table a sheet, with what the cells showed when they were last computed."""

import re
from collections.abc import Mapping

from postroom.lib.documents.archive import Archive
from postroom.lib.documents.numbers import date_styles, shown_number
from postroom.lib.documents.office import Silent, listen_to, main_part, relations_of
from postroom.lib.documents.table import Table
from postroom.lib.documents.writer import Writer
from postroom.lib.documents.xml import listen

_MOST_STRINGS = 500_000
_MOST_STRING_CHARS = 8_000_000
_MOST_CELL_CHARS = 4_000
_MOST_SHEETS = 1_000
_MOST_FORMATS = 20_000
_COLUMN = re.compile(r"[A-Z]{1,3}")


def read_xlsx(archive: Archive, out: Writer) -> None:
    """All sheets in their order; hidden ones, rows and columns included, are kept apart."""
    part = main_part(archive)
    book, relations, styles, strings = _Book(), relations_of(archive, part), _Styles(), _Strings()
    listen(archive.chunks(part), book)
    for name in relations.of_type("styles"):
        listen_to(archive, name, styles)
    dates = date_styles(styles.formats, styles.cell_formats)
    for name in relations.of_type("sharedStrings"):
        listen_to(archive, name, strings)
    if strings.is_cut:
        out.is_truncated = True
        out.notice("The workbook holds more text than is read of one.")
    for title, identifier, is_hidden in book.sheets:
        if is_hidden:
            out.notice(f'Sheet "{title}" is hidden; its text is left out.')
        table = Table(out, f'sheet "{title}"', is_hidden=is_hidden)
        sheet = _Sheet(table, strings.values, dates, book.is_1904)
        if not listen_to(archive, relations.targets.get(identifier, ""), sheet):
            out.notice(f'Sheet "{title}" is broken or has no cells.')
        table.end()


class _Book(Silent):
    """The sheets: (name, relationship id, hidden)."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet" and len(self.sheets) < _MOST_SHEETS:
            name = " ".join(attributes.get("name", "").split())[:100]
            self.sheets.append((name, attributes.get("r:id", ""), attributes.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")


class _Styles(Silent):
    """Number formats by id, and the format id of each cell style."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = {}
        self.cell_formats: list[str] = []
        self._in_cells = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt" and len(self.formats) < _MOST_FORMATS:
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells and len(self.cell_formats) < _MOST_FORMATS:
            self.cell_formats.append(attributes.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False


class _Strings(Silent):
    """The shared strings. Phonetic runs are how to pronounce them, not what they say."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._in_phonetic = False
        self._chars = 0
        self.is_cut = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - what a listener hears
        if tag == "t":
            self._in_text = True
        elif tag == "rPh":
            self._in_phonetic = True
        elif tag == "si":
            self._parts = []

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_phonetic = False
        elif tag == "si":
            self.is_cut |= len(self.values) >= _MOST_STRINGS or self._chars >= _MOST_STRING_CHARS
            if not self.is_cut:
                self.values.append("".join(self._parts)[:_MOST_CELL_CHARS])
            self._parts = []

    def text(self, data: str) -> None:
        if self._in_text and not self._in_phonetic and not self.is_cut:
            self._parts.append(data)
            self._chars += len(data)


class _Sheet(Silent):
    """Rows of cells to a table."""

    def __init__(self, table: Table, strings: list[str], dates: Mapping[str, str], is_1904: bool) -> None:
        self._table, self._strings, self._dates, self._is_1904 = table, strings, dates, is_1904
        self._row: dict[int, str] = {}
        self._number = 0
        self._column = -1
        self._kind = self._style = ""
        self._value: list[str] = []
        self._takes = False
        self._is_hidden = False
        self._hidden_columns: list[tuple[int, int]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._column = _column(attributes.get("r", ""), self._column + 1)
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value = []
        elif tag in ("v", "t"):
            self._takes = True
        elif tag == "rPh":
            self._takes = False
        elif tag == "row":
            self._row, self._column = {}, -1
            number = attributes.get("r", "")
            self._number = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else self._number + 1
            self._is_hidden = attributes.get("hidden") in ("1", "true")
        elif tag == "col" and attributes.get("hidden") in ("1", "true") and len(self._hidden_columns) < _MOST_SHEETS:
            self._hide(attributes.get("min", ""), attributes.get("max", ""))

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._takes = False
        elif tag == "c" and self._value:
            self._row[self._column] = self._shown("".join(self._value))
            self._value = []
        elif tag == "row" and self._row:
            hidden = {place for place in self._row if any(low <= place <= high for low, high in self._hidden_columns)}
            self._table.row(self._number, self._row, hidden=self._row if self._is_hidden else hidden)

    def text(self, data: str) -> None:
        if self._takes:
            self._value.append(data[:_MOST_CELL_CHARS])

    def _hide(self, low: str, high: str) -> None:
        if low.isascii() and low.isdigit() and high.isascii() and high.isdigit() and len(low + high) < 12:
            self._hidden_columns.append((int(low) - 1, int(high) - 1))

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            known = value.isascii() and value.isdigit() and len(value) < 8 and int(value) < len(self._strings)
            return self._strings[int(value)] if known else ""
        if self._kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if self._kind == "n":
            return shown_number(value, self._dates.get(self._style, ""), is_1904=self._is_1904)
        return value[:_MOST_CELL_CHARS]


def _column(reference: str, following: int) -> int:
    """`AB12` → 27; a cell without a reference follows the one before."""
    found = _COLUMN.match(reference)
    if found is None:
        return following
    number = 0
    for letter in found[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1

"""Word documents (ECMA-376 part 1 §17): paragraphs, headings, lists, tables, links, notes and comments."""

import re
from collections.abc import Mapping

from postroom.lib.documents.archive import Archive
from postroom.lib.documents.office import Relations, Silent, listen_to, main_part, relations_of, table_row, table_rule
from postroom.lib.documents.writer import Writer
from postroom.lib.documents.xml import listen

_HEADING = re.compile(r"heading ([1-6])\Z", re.IGNORECASE)
_OFF = frozenset(("0", "false", "off", "none"))
_MOST_STYLES = 5_000
_MOST_COLUMNS = 60
_MOST_URL = 500


def read_docx(archive: Archive, out: Writer) -> None:
    """The body by pages where the file says that they break, then foot- and endnotes, then comments."""
    part = main_part(archive)
    relations, styles = relations_of(archive, part), _Styles()
    for name in relations.of_type("styles"):
        listen_to(archive, name, styles)
    out.page(flows=True)
    body = _Body(out, relations, styles)
    listen(archive.chunks(part), body)
    body.flush()
    for kind, label in (("footnotes", "footnotes"), ("endnotes", "endnotes"), ("comments", "comments")):
        for name in relations.of_type(kind):
            notes = _Body(out, Relations(name), _Styles(), label)
            listen_to(archive, name, notes)
            notes.flush()


class _Styles(Silent):
    """Paragraph styles: which are headings (by the name `heading 1`, whatever the language of the id, or by level), which are lists."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self.items: set[str] = set()
        self._style = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "style":
            self._style = attributes.get("styleId", "")
        elif self._style and len(self.levels) < _MOST_STYLES:
            value = attributes.get("val", "")
            if tag == "name" and (found := _HEADING.match(value)):
                self.levels[self._style] = int(found[1])
            elif tag == "name" and value.lower() == "title":
                self.levels[self._style] = 1
            elif tag == "numPr":
                self.items.add(self._style)
            elif tag == "outlineLvl" and value in ("0", "1", "2", "3", "4", "5"):
                self.levels.setdefault(self._style, int(value) + 1)


class _Body(Silent):
    """Runs to paragraphs to lines. Within a table paragraphs end up in cells; tables in tables are their text."""

    def __init__(self, out: Writer, relations: Relations, styles: _Styles, label: str = "") -> None:
        self._out, self._relations, self._styles, self._label = out, relations, styles, label
        self._paragraph: list[str] = []
        self._link: tuple[int, str] | None = None
        self._level = 0
        self._is_item = False
        self._in_text = False
        self._is_hidden = False
        self._skips = 0
        self._tables = 0
        self._row: list[str] = []
        self._cell: list[str] = []
        self._columns = 0
        self._began = not label

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skips or tag == "Fallback":  # the same drawing again, for old programs
            self._skips += 1
            return
        if tag == "t":
            self._in_text = True
        elif tag == "r":
            self._is_hidden = False
        elif tag == "vanish":
            self._is_hidden = attributes.get("val", "1") not in _OFF
        elif tag in ("tab", "br", "cr", "noBreakHyphen", "lastRenderedPageBreak"):
            self._break(tag, attributes.get("type", ""))
        else:
            self._structure(tag, attributes)

    def end(self, tag: str) -> None:
        if self._skips:
            self._skips -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p":
            self._end_paragraph()
        elif tag == "hyperlink":
            self._end_link()
        elif tag == "tc" and self._tables == 1:
            self._row.append(" ".join(self._cell))
            self._cell = []
        elif tag == "tr" and self._tables == 1:
            self._end_row()
        elif tag == "tbl":
            self._tables -= 1
            if self._tables == 0:
                self._line("")

    def text(self, data: str) -> None:
        if self._in_text:
            if self._is_hidden:
                self._out.hide(data)
            else:
                self._paragraph.append(data)

    def flush(self) -> None:
        """What a document that ends early leaves behind."""
        self._end_paragraph()

    def _structure(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "p":
            self._paragraph, self._level, self._is_item = [], 0, False
        elif tag == "pStyle":
            style = attributes.get("val", "")
            self._level, self._is_item = self._styles.levels.get(style, 0), style in self._styles.items
        elif tag == "numPr":
            self._is_item = True
        elif tag == "hyperlink":
            self._link = (len(self._paragraph), self._relations.external.get(attributes.get("r:id", ""), ""))
        elif tag == "tbl":
            self._tables += 1
            if self._tables == 1:
                self._columns = 0
        elif tag == "tr" and self._tables == 1:
            self._row = []

    def _break(self, tag: str, kind: str) -> None:
        if tag == "lastRenderedPageBreak" or kind == "page":
            if self._tables == 0 and not self._label and not self._out.is_blank:
                self._end_paragraph()
                self._out.page(flows=True)
        elif tag in ("br", "cr"):
            self._paragraph.append("\n")
        else:
            self._paragraph.append("\t" if tag == "tab" else "-")

    def _end_paragraph(self) -> None:
        text, self._paragraph = "".join(self._paragraph).strip(), []
        if not text:
            return
        if self._tables:
            self._cell.append(text)
        elif self._level:
            self._line(f"{'#' * self._level} {' '.join(text.split())}\n")
        else:
            self._line(f"- {text}" if self._is_item else f"{text}\n")

    def _end_link(self) -> None:
        if self._link is not None and self._link[1]:
            start, url = self._link
            text = "".join(self._paragraph[start:]).strip()
            if text and text != url:
                self._paragraph[start:] = [f"[{text}]({url[:_MOST_URL]})"]
        self._link = None

    def _end_row(self) -> None:
        row = self._row[:_MOST_COLUMNS]
        if not any(row):
            return
        is_head, self._columns = self._columns == 0, max(self._columns, len(row))
        self._line(table_row(row))
        if is_head:
            self._line(table_rule(len(row)))

    def _line(self, text: str) -> None:
        if not self._began:
            self._out.page(self._label, flows=True)
            self._began = True
        self._out.line(text)

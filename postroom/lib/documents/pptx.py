"""Presentations (ECMA-376 part 1 §19): a page a slide, titles, lists, tables, notes."""

from collections.abc import Mapping

from postroom.lib.documents.archive import Archive
from postroom.lib.documents.office import Silent, listen_to, main_part, relations_of, table_row, table_rule
from postroom.lib.documents.writer import Writer
from postroom.lib.documents.xml import listen

_TITLES = frozenset(("title", "ctrTitle"))
_FURNITURE = frozenset(("dt", "ftr", "sldNum", "hdr", "sldImg"))
_MOST_SLIDES = 5_000
_MOST_COLUMNS = 60


def read_pptx(archive: Archive, out: Writer) -> None:
    """Slides in their order. Those that are hidden in a show are not read to anybody."""
    part = main_part(archive)
    slides, relations = _Slides(), relations_of(archive, part)
    listen(archive.chunks(part), slides)
    for number, identifier in enumerate(slides.ids, start=1):
        name = relations.targets.get(identifier, "")
        slide = _Shapes()
        out.page(f"slide {number}")
        if not listen_to(archive, name, slide):
            out.notice(f"Slide {number} is broken or missing.")
        if slide.is_hidden:
            out.hide("\n".join(slide.lines))
            out.notice(f"Slide {number} is hidden; its text is left out.")
            continue
        for line in slide.lines:
            out.line(line)
        _read_notes(archive, name, out)


def _read_notes(archive: Archive, slide: str, out: Writer) -> None:
    for name in relations_of(archive, slide).of_type("notesSlide"):
        notes = _Shapes()
        listen_to(archive, name, notes)
        if any(notes.lines):
            out.line("\nNotes:\n")
            for line in notes.lines:
                out.line(line)


class _Slides(Silent):
    """The relationship ids of the slides in their order."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sldId" and len(self.ids) < _MOST_SLIDES:
            self.ids.append(attributes.get("r:id", ""))


class _Shapes(Silent):
    """The lines of one slide, or of its notes."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.is_hidden = False
        self._paragraph: list[str] = []
        self._kind = ""
        self._in_text = False
        self._skips = 0
        self._row: list[str] | None = None
        self._cell: list[str] = []
        self._rows = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skips or tag == "Fallback":
            self._skips += 1
        elif tag in ("sld", "notes"):
            self.is_hidden = attributes.get("show") in ("0", "false")
        elif tag == "sp":
            self._kind = ""
        elif tag == "ph":
            self._kind = attributes.get("type", "body")
        elif tag == "t":
            self._in_text = True
        elif tag == "br":
            self._paragraph.append(" ")
        elif tag == "tbl":
            self._rows = 0
        elif tag == "tr":
            self._row = []

    def end(self, tag: str) -> None:
        if self._skips:
            self._skips -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p":
            self._end_paragraph()
        elif tag == "tc" and self._row is not None:
            self._row.append(" ".join(self._cell))
            self._cell = []
        elif tag == "tr" and self._row is not None:
            self._end_row(self._row[:_MOST_COLUMNS])
            self._row = None

    def text(self, data: str) -> None:
        if self._in_text:
            self._paragraph.append(data)

    def _end_paragraph(self) -> None:
        text, self._paragraph = "".join(self._paragraph).strip(), []
        if not text or self._kind in _FURNITURE:
            return
        if self._row is not None:
            self._cell.append(text)
        elif self._kind in _TITLES:
            self.lines.append(f"# {text}\n")
        else:
            self.lines.append(f"- {text}" if self._kind == "body" else text)

    def _end_row(self, row: list[str]) -> None:
        if any(row):
            self._rows += 1
            self.lines.append(table_row(row))
            if self._rows == 1:
                self.lines.append(table_rule(len(row)))

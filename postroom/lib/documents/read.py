"""One file to a document: what it is, the reader for that, and one word for whatever goes wrong."""

from postroom.lib.documents.alarm import cut_after
from postroom.lib.documents.archive import Archive, Budget
from postroom.lib.documents.archived import read_zip
from postroom.lib.documents.calendars import read_ics
from postroom.lib.documents.docx import read_docx
from postroom.lib.documents.html import read_html
from postroom.lib.documents.kinds import IMAGES, TEXTUAL, declared_kind, kind_of
from postroom.lib.documents.mail import read_mail
from postroom.lib.documents.model import Cut, Document, Limits, NoText, Status
from postroom.lib.documents.ocr import read_image
from postroom.lib.documents.pdf import read_pdf
from postroom.lib.documents.pptx import read_pptx
from postroom.lib.documents.rtf import read_rtf
from postroom.lib.documents.text import read_csv, read_text
from postroom.lib.documents.vcards import read_vcards
from postroom.lib.documents.writer import Writer
from postroom.lib.documents.xlsx import read_xlsx

# How the streams of an encrypted office file are called (MS-OFFCRYPTO §2.3.1), as an OLE directory writes names.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PLAIN = frozenset("text markdown json xml".split())
_OFFICE = {"docx": read_docx, "xlsx": read_xlsx, "pptx": read_pptx}
_CUTS = {
    "chars": "The text is longer than what is kept of one file.",
    "pages": "The file has more pages than are read of one.",
    "time": "Reading took too long; this is what was read until then.",
    "expansion": "What is packed in the file expands to more than is read of one.",
}


def read_document(content: bytes, filename: str | None, content_type: str, limits: Limits) -> Document:
    """The text of a file. Total: what cannot be read has a `status` that says why. Meant for a confined process."""
    kind = kind_of(content, filename, content_type)
    if len(content) > limits.input_bytes:
        said = f"The file has {len(content)} bytes; {limits.input_bytes} are read at most."
        return Document(kind or "unknown", "too_large", notices=[said], is_truncated=True)
    out = Writer(limits)
    declared = declared_kind(filename, content_type)
    if declared and kind != declared and content and not (declared in TEXTUAL and kind in TEXTUAL):
        out.notice(f"declared {declared}, is {kind or 'something unknown'}")
    status: Status = "read"
    try:
        with cut_after(limits.time_s):
            _Reading(out, Budget(limits, len(content))).read(content, kind)
    except NoText as error:
        status = _without(error, out)
    except Cut as cut:
        status = _after(cut, out)
    except MemoryError:
        raise
    except Exception as error:
        status = _without(NoText("unreadable", f"The file is broken ({type(error).__name__})."), out)
    return _document((kind if content else declared) or "unknown", status, out)


class _Reading:
    """One file and the files within it share caps and budget; `_depth` counts how deep we are."""

    def __init__(self, out: Writer, budget: Budget) -> None:
        self._out, self._budget, self._depth = out, budget, 0

    def read(self, content: bytes, kind: str | None) -> None:
        """Write the text of a file of this kind."""
        out = self._out
        if not content:
            raise NoText("empty", "The file has no bytes.")
        if kind in _OFFICE:
            _OFFICE[kind](Archive(content, self._budget), out)
        elif kind in _PLAIN:
            read_text(content, out)
        elif kind in IMAGES:
            read_image(content, out)
        elif kind in ("zip", "eml"):
            self._within(content, kind)
        elif kind == "csv":
            read_csv(content, out)
        elif kind == "tsv":
            read_csv(content, out, delimiter="\t")
        else:
            self._read_other(content, kind)

    def _read_other(self, content: bytes, kind: str | None) -> None:
        single = {"pdf": read_pdf, "html": read_html, "ics": read_ics, "vcf": read_vcards, "rtf": read_rtf}
        if kind in single:
            single[kind](content, self._out)
        elif kind == "ole" and _ENCRYPTED_PACKAGE in content[:1_048_576]:
            raise NoText("encrypted", "The document asks for a password.")
        elif kind == "ole":
            raise NoText("unsupported", "Office files from before 2007 give no text; ask the sender for docx, xlsx, pptx or PDF.")
        else:
            raise NoText("unsupported", f"A file of kind {kind or 'unknown'} gives no text.")

    def _within(self, content: bytes, kind: str) -> None:
        if self._depth >= self._out.limits.depth:
            self._out.is_truncated = True
            raise NoText("too_large", f"is nested deeper than {self._out.limits.depth} files")
        self._depth += 1
        try:
            if kind == "zip":
                read_zip(Archive(content, self._budget), self._out, self._budget, self.read)
            else:
                read_mail(content, self._out, self.read)
        finally:
            self._depth -= 1


def _without(error: NoText, out: Writer) -> Status:
    """A file that breaks in the middle keeps what was read until then."""
    if error.notice:
        out.notice(error.notice)
    if error.status != "unreadable" or out.is_blank:
        return error.status
    out.is_truncated = True
    return "read"


def _after(cut: Cut, out: Writer) -> Status:
    """What was written before a cap was reached stays."""
    out.is_truncated = True
    out.notice(_CUTS[cut.reason])
    if not out.is_blank:
        return "read"
    return "timed_out" if cut.reason == "time" else "too_large"


def _document(kind: str, status: Status, out: Writer) -> Document:
    pages = out.finished()
    if status == "read" and not pages:
        status = "empty"
    return Document(kind, status, pages, out.notices, out.is_truncated, out.hidden)

"""Reading files and screening what came out of them, in one call of a confined process. Pure."""

import msgspec

from postroom.lib.documents import Document, Limits, read_document
from postroom.lib.html import Hidden
from postroom.lib.screening import Screening, screen

_MOST_FINDINGS = 50


class File(msgspec.Struct, frozen=True):
    """A file as it came: its bytes, and what was said of it."""

    content: bytes
    filename: str | None
    content_type: str


class Examined(msgspec.Struct, frozen=True):
    """A document and what its text tries. Findings stand in `page 3`, or in `hidden`: what a person would not have seen."""

    document: Document
    screening: Screening


def read_and_examine_all(files: list[File], limits: Limits) -> list[Examined]:
    """One after the other."""
    return [read_and_examine(file, limits) for file in files]


def read_and_examine(file: File, limits: Limits) -> Examined:
    """Total, as its parts are."""
    document = read_document(file.content, file.filename, file.content_type, limits)
    return Examined(document, examine(document))


def examine(document: Document) -> Screening:
    """What the text of a document tries; the excerpts stay in the document."""
    texts = [(f"page {number}", page.text) for number, page in enumerate(document.pages, start=1) if page.text]
    hidden = [Hidden("display_none", document.hidden, 0, len(document.hidden))] if document.hidden else []
    found = screen(texts, hidden)
    findings = [
        msgspec.structs.replace(one, where="hidden" if one.where == "html" else one.where, excerpt="")
        for one in found.findings[:_MOST_FINDINGS]
    ]
    return msgspec.structs.replace(found, findings=findings)

"""Files as bounded text: PDF, office documents, tables, calendars, cards, mails and archives become Markdown in pages.

Pure, and made to run in a confined process (`lib/confine`): hostile files are expected. What is heavy is imported when a file needs it.
"""

from postroom.lib.documents.kinds import has_ocr, is_picture, is_readable, may_have_text
from postroom.lib.documents.model import Document, Limits, Page, Status
from postroom.lib.documents.paging import View, estimate_tokens, view_of
from postroom.lib.documents.read import read_document

__all__ = [
    "Document",
    "Limits",
    "Page",
    "Status",
    "View",
    "estimate_tokens",
    "has_ocr",
    "is_picture",
    "is_readable",
    "may_have_text",
    "read_document",
    "view_of",
]

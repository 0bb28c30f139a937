"""Every text of a mail that could reach a machine, handed to the screening."""

from collections.abc import Iterator

from postroom.lib.html import Rendering
from postroom.lib.mime import Address, Attachment, ParsedMail
from postroom.lib.screening import Screening, Spam, screen, weigh_spam

# Beyond these, files are examined when they are read as documents.
_LARGEST_FILE = 65_536
_MOST_FILES = 20
_PLAIN = ("text/plain", "text/calendar", "text/csv", "text/markdown", "text/vcard", "application/json")


def examine(mail: ParsedMail, body: str, page: Rendering | None) -> tuple[Screening, Spam]:
    """What could fool a machine, and signs of unsolicited mail. `body` is what is stored as the text."""
    screening = screen(_texts(mail, body, page), page.hidden if page else ())
    sender = mail.from_.address if mail.from_ else ""
    return screening, weigh_spam(mail.subject, body, sender, page.anchors if page else ())


def _texts(mail: ParsedMail, body: str, page: Rendering | None) -> Iterator[tuple[str, str]]:
    yield "subject", mail.subject
    yield "from", _said(mail.from_)
    for one in (*mail.reply_to, *mail.to, *mail.cc):
        if one.name:
            yield "names", one.name
    yield "text", body
    if page and mail.text is not None and page.text != body:
        yield "html_text", page.text
    for file in mail.attachments[:_MOST_FILES]:
        yield from _of_file(file)


def _said(address: Address | None) -> str:
    return f"{address.name} {address.address}".strip() if address else ""


def _of_file(file: Attachment) -> Iterator[tuple[str, str]]:
    """Its name, and what it says where it is small and plain."""
    if file.filename:
        yield "attachment_name", file.filename
    if file.content_type in _PLAIN and file.size_bytes <= _LARGEST_FILE:
        text = file.content.decode("utf-8", "replace")
        yield ("calendar", _unfolded(text)) if file.content_type == "text/calendar" else ("attachment", text)


def _unfolded(text: str) -> str:
    """RFC 5545 §3.1 and §3.3.11: lines in one piece, and their breaks as breaks."""
    return text.replace("\r\n ", "").replace("\n ", "").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")

"""Mails that are attached: who wrote to whom, the text, and what is attached to them in turn."""

from postroom.lib.documents.archived import ReadInner, inside
from postroom.lib.documents.html import shown
from postroom.lib.documents.model import NoText
from postroom.lib.documents.writer import Writer
from postroom.lib.mime import Address, MimeError, parse

_MOST_FILES = 50


def read_mail(content: bytes, out: Writer, read_inner: ReadInner) -> None:
    """The mail as people see it."""
    try:
        mail = parse(content)
    except MimeError as error:
        raise NoText("too_large" if error.code == "message_too_large" else "unreadable", error.detail) from error
    out.page()
    for name, value in (
        ("From", _people([mail.from_] if mail.from_ else [])),
        ("To", _people(mail.to)),
        ("Cc", _people(mail.cc)),
        ("Date", mail.date.isoformat() if mail.date else ""),
        ("Subject", mail.subject),
    ):
        if value:
            out.line(f"{name}: {value}")
    out.line("")
    text = mail.text if mail.text is not None else shown(mail.html or "", out)
    out.line(text[: out.limits.page_chars])
    for place, file in enumerate(mail.attachments[:_MOST_FILES], start=1):
        inside(out, file.filename or f"{place}", file.content, file.content_type, read_inner)


def _people(addresses: list[Address]) -> str:
    return ", ".join(f"{one.name} <{one.address}>" if one.name else one.address for one in addresses[:50])

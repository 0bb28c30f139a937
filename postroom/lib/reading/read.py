"""One mail, read once: the MIME parse, the rendering of its HTML, the split of its text, the extraction and the screening share
their work."""

from datetime import datetime

import msgspec

from postroom.lib.bounces import Report, read_report
from postroom.lib.calendar import Invitation, read_invitation
from postroom.lib.documents import may_have_text
from postroom.lib.extraction import Code, Link, Rival, extract
from postroom.lib.html import Rendering, render
from postroom.lib.mime import Address, Attachment, ParsedMail, parse
from postroom.lib.quoting import Segment, split_rendering, split_text
from postroom.lib.reading.examine import examine
from postroom.lib.reading.summary import summarise
from postroom.lib.screening import Screening, Spam

_MOST_LINKS = 100
_MOST_CODES = 50
_CALENDARS = frozenset(("text/calendar", "application/ics"))
_MOST_CALENDAR_BYTES = 524_288


class Part(msgspec.Struct, frozen=True):
    """A file of the mail; its bytes stay in the raw mail at `path`. `may_have_text`: it is worth opening it unasked."""

    path: str
    filename: str | None
    content_type: str
    content_id: str | None
    inline: bool
    size_bytes: int
    sha256: bytes
    may_have_text: bool


class Reading(msgspec.Struct, frozen=True):
    """What was read. `body` is the text part, or the HTML part rendered; `segments` cut it without loss."""

    from_: Address | None
    reply_to: list[Address]
    to: list[Address]
    cc: list[Address]
    bcc: list[Address]
    subject: str
    date: datetime | None
    message_id: str | None
    in_reply_to: list[str]
    references: list[str]
    headers: list[tuple[str, str]]
    body: str
    segments: list[Segment]
    html: str | None
    parts: list[Part]
    codes: list[Code]
    links: list[Link]
    rivals: list[Rival]
    code_expires_at: datetime | None
    category: str
    category_rule: str
    summary: str
    is_ambiguous: bool
    report: Report | None
    invitation: Invitation | None
    screening: Screening
    spam: Spam
    defects: list[str]


def read_mail(raw: bytes, recipients: list[str], received_at: datetime) -> Reading:
    """Everything that is stored about a mail. Raises MimeError where it cannot be parsed at all."""
    mail = parse(raw)
    page = render(mail.html) if mail.html else None
    body, segments = _split(mail, page)
    headers = _first_by_name(mail)
    report = read_report(mail, headers, page)
    found = extract(
        subject=mail.subject,
        text=mail.text,
        html=page,
        from_address=mail.from_.address if mail.from_ else None,
        to_addresses=recipients,
        received_at=received_at,
        headers=headers,
    )
    if report is not None and report.kind == "delivery":
        arrived = all(one.action not in ("failed", "delayed") for one in report.recipients)
        found = msgspec.structs.replace(found, category="notification" if arrived else "bounce", category_rule="delivery_report")
    screening, spam = examine(mail, body, page)
    return Reading(
        from_=mail.from_ or mail.sender,
        reply_to=mail.reply_to,
        to=mail.to,
        cc=mail.cc,
        bcc=mail.bcc,
        subject=mail.subject,
        date=mail.date,
        message_id=mail.message_id,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        headers=mail.headers,
        body=body,
        segments=segments,
        html=mail.html,
        parts=[_part(one) for one in mail.attachments],
        codes=found.codes[:_MOST_CODES],
        links=found.links[:_MOST_LINKS],
        rivals=found.rivals,
        code_expires_at=found.code_expires_at,
        category=found.category,
        category_rule=found.category_rule,
        summary=summarise(_who(mail), mail.subject, _new_text(body, segments), found),
        is_ambiguous=found.ambiguous,
        report=report,
        invitation=_invitation(mail),
        screening=screening,
        spam=spam,
        defects=mail.defects if page is None or page.complete else [*mail.defects, "html_cut"],
    )


def _split(mail: ParsedMail, page: Rendering | None) -> tuple[str, list[Segment]]:
    """The text to read and its cut: the text part, or where there is none the HTML part as a person sees it."""
    if mail.text is not None or page is None:
        return mail.text or "", split_text(mail.text or "").segments
    split = split_rendering(page)
    return split.text, split.text_segments


def _part(file: Attachment) -> Part:
    may_have = may_have_text(file.content, file.filename, file.content_type)
    return Part(file.path, file.filename, file.content_type, file.content_id, file.inline, file.size_bytes, file.sha256, may_have)


def _invitation(mail: ParsedMail) -> Invitation | None:
    """Of the first calendar among the parts: programs send the same one as an alternative of the text and as a file."""
    for one in mail.attachments:
        if one.content_type in _CALENDARS or (one.filename or "").lower().endswith(".ics"):
            return read_invitation(one.content) if one.size_bytes <= _MOST_CALENDAR_BYTES else None
    return None


def _who(mail: ParsedMail) -> str:
    sender = mail.from_ or mail.sender
    return (sender.name or sender.address) if sender else ""


def _new_text(body: str, segments: list[Segment]) -> str:
    """Where new text begins; the summary reads its first lines."""
    return next((body[one.start : one.end] for one in segments if one.kind == "new" and not body[one.start : one.end].isspace()), body)


def _first_by_name(mail: ParsedMail) -> dict[str, str]:
    named: dict[str, str] = {}
    for name, value in mail.headers:
        named.setdefault(name.lower(), value)
    return named

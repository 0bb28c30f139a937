"""Raw bytes to a `ParsedMail`, to one part of it, or to the verdict that this had better happen elsewhere."""

import re

from postroom.lib.mime.addresses import read_addresses
from postroom.lib.mime.body import BodyReader, is_body, leaves, read_attachment
from postroom.lib.mime.clean import one_line
from postroom.lib.mime.dates import read_date
from postroom.lib.mime.headers import read_headers
from postroom.lib.mime.model import Address, Attachment, MimeError, ParsedMail, ParseLimits
from postroom.lib.mime.tree import Part, Splitter
from postroom.lib.mime.words import decode_words
from postroom.lib.threading import message_ids

_DEFAULT = ParseLimits()
_LEADING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s{0,200}(?=(?:from|to|subject|date|received|return-path|message-id|mime-version|"
    rb"delivered-to|reply-to|content-type|dkim-signature|x-[a-z-]{1,40}):))?(?:>?From [^\n]{0,998}\n)?",
    re.IGNORECASE,
)
_SUSPICIOUS_BYTES = 65_536


def parse(raw: bytes, limits: ParseLimits = _DEFAULT) -> ParsedMail:
    """The mail in `raw`. Total and linear; raises `MimeError("message_too_large")` only."""
    source, start = _prepared(raw, limits)
    block = read_headers(source, start, len(source), limits)
    splitter = Splitter(limits)
    splitter.defects += block.defects
    root = splitter.root(source, block.fields, block.body_start)
    text, html = BodyReader(splitter, limits).read(root)
    attachments = _attachments(root, splitter)
    raws: dict[str, str] = {}
    for name, value in block.fields:
        raws.setdefault(name.lower(), value)
    found = raws.get
    return ParsedMail(
        from_=_first(found("from")),
        sender=_first(found("sender")),
        reply_to=_all(found("reply-to"), limits),
        to=_all(found("to"), limits),
        cc=_all(found("cc"), limits),
        bcc=_all(found("bcc"), limits),
        subject=decode_words(found("subject", "")),
        date=read_date(raws["date"]) if "date" in raws else None,
        message_id=next(iter(message_ids(one_line(found("message-id", "")))), None),
        in_reply_to=message_ids(one_line(found("in-reply-to", ""))),
        references=message_ids(one_line(found("references", ""))),
        headers=[(name, decode_words(value)) for name, value in block.fields],
        text=text,
        html=html,
        attachments=attachments,
        defects=list(dict.fromkeys(splitter.defects)),
    )


def read_part(raw: bytes, path: str, limits: ParseLimits = _DEFAULT) -> Attachment:
    """The attachment (or any leaf, also inside embedded mails) at `path`; raises `MimeError("part_not_found")`."""
    source, start = _prepared(raw, limits)
    block = read_headers(source, start, len(source), limits)
    splitter = Splitter(limits)
    root = splitter.root(source, block.fields, block.body_start)
    if not root.children and path == "1":
        return read_attachment(root, None)[0]
    found = _descend(splitter, root, None, path, 0) if path else None
    if found is None:
        raise MimeError("part_not_found", f"the mail has no part {path[:80]!r}")
    return read_attachment(*found)[0]


def is_suspicious(raw: bytes) -> bool:
    """Whether to parse this mail in a confined process: large, or near a cap, or dense in what costs time."""
    return (
        len(raw) > _SUSPICIOUS_BYTES
        or (raw.count(b"?") > 400 and raw.count(b"=?") > 400)  # single bytes first: three times as quick
        or (raw.count(b"-") > 400 and raw.count(b"\n--") > 200)
        or raw.count(b"<") > 4_000
        or raw.count(b",") > 4_000
    )


def _prepared(raw: bytes, limits: ParseLimits) -> tuple[bytes, int]:
    """The bytes with line ends a parser knows, and where the first field begins."""
    if len(raw) > limits.message_bytes:
        raise MimeError("message_too_large", f"{len(raw)} bytes; the limit is {limits.message_bytes}")
    head = raw[:4096]
    if head.count(b"\r") > head.count(b"\n"):
        raw = raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    leading = _LEADING.match(raw)
    return raw, leading.end() if leading else 0


def _attachments(root: Part, splitter: Splitter) -> list[Attachment]:
    found = []
    for part, parent in leaves(root, None):
        if not is_body(part, parent):
            attachment, defect = read_attachment(part, parent)
            found.append(attachment)
            if defect:
                splitter.defects.append(defect)
    return found


def _first(value: str | None) -> Address | None:
    found = read_addresses(value, 1) if value else []
    return found[0] if found else None


def _all(value: str | None, limits: ParseLimits) -> list[Address]:
    return read_addresses(value, limits.addresses) if value else []


def _descend(splitter: Splitter, part: Part, parent: Part | None, path: str, depth: int) -> tuple[Part, Part | None] | None:
    if part.path == path and not part.children:
        return part, parent
    if not path.startswith(f"{part.path}." if part.path else ""):
        return None
    if part.is_message and (inner := splitter.embedded(part, depth + 1)):
        if not inner.children and path == f"{part.path}.1":
            return inner, None
        return next(filter(None, (_descend(splitter, c, inner, path, depth + 1) for c in inner.children)), None)
    return next(filter(None, (_descend(splitter, c, part, path, depth + 1) for c in part.children)), None)

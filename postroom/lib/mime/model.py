"""What a parsed mail looks like, and how much of one is ever looked at."""

from datetime import datetime

import msgspec


class MimeError(Exception):
    """The mail, or the part of it that was asked for, cannot be read. `code` is stable, `detail` is for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class ParseLimits(msgspec.Struct, frozen=True):
    """Caps applied before anything is decoded; what lies beyond one is cut and named in `ParsedMail.defects`."""

    message_bytes: int = 67_108_864
    header_line_bytes: int = 16_384
    header_block_bytes: int = 262_144
    headers: int = 2_000
    addresses: int = 1_000
    depth: int = 32
    parts: int = 1_000
    text_bytes: int = 1_048_576
    html_bytes: int = 1_048_576
    html_tags: int = 20_000


class Address(msgspec.Struct, frozen=True):
    """A mailbox. `address` is `local@domain` as written, or what stood in its place; either may be empty, not both."""

    name: str
    address: str


class Attachment(msgspec.Struct, frozen=True):
    """A leaf that is no body text. `path` counts parts from 1 (`2.1`); `sha256` is of `content`, the decoded bytes."""

    path: str
    filename: str | None
    content_type: str
    content_id: str | None
    inline: bool
    size_bytes: int
    sha256: bytes
    content: bytes


class ParsedMail(msgspec.Struct, frozen=True):
    """A mail in Unicode without NUL and lone surrogates. `date` is UTC within 1970 to 2100; ids are without brackets.

    `text` and `html` are None where the mail has none (or only blanks) of its own kind; lines end with LF.
    `headers` are decoded and unfolded, in order, each name in its original case. `defects` are stable codes.
    """

    from_: Address | None
    sender: Address | None
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
    text: str | None
    html: str | None
    attachments: list[Attachment]
    defects: list[str]

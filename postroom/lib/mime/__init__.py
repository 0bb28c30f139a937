"""MIME in and out: raw bytes to `ParsedMail` within caps, and an `OutgoingMail` to bytes. Pure and total."""

from postroom.lib.mime.charset import decode_text
from postroom.lib.mime.compose import OutgoingAttachment, OutgoingCalendar, OutgoingMail, compose, needs_smtputf8
from postroom.lib.mime.model import Address, Attachment, MimeError, ParsedMail, ParseLimits
from postroom.lib.mime.parse import is_suspicious, parse, read_part

__all__ = [
    "Address",
    "Attachment",
    "MimeError",
    "OutgoingAttachment",
    "OutgoingCalendar",
    "OutgoingMail",
    "ParseLimits",
    "ParsedMail",
    "compose",
    "decode_text",
    "is_suspicious",
    "needs_smtputf8",
    "parse",
    "read_part",
]

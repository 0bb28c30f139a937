"""From a parsed mail to the report in it."""

from collections.abc import Mapping
from typing import Final

import msgspec

from postroom.lib.bounces.fields import MAX_CHARS, Fields, action_in, address_in, is_permanent, read_groups, recipient_of, status_in
from postroom.lib.bounces.model import Report, ReportedRecipient
from postroom.lib.bounces.narrative import read_narrative
from postroom.lib.bounces.returned import is_for, message_id_in, receiver_in, returned_in
from postroom.lib.bounces.senders import LIST_SUBJECTS, POSTMEN, PROGRAMS, SUBJECTS
from postroom.lib.html import Rendering, render
from postroom.lib.mime import Attachment, ParsedMail

_STATUS: Final = ("message/delivery-status", "message/global-delivery-status")
_COPIES: Final = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers", "message/partial")
_MAX_COPY: Final = 65_536
_COMPLAINT: Final = "complaint about message from"  # Outlook.com's, older than RFC 5965
_MACHINE: Final = b"inal-recipient:"  # in what was meant to be a message/delivery-status
_MAX_MACHINE: Final = 4_096


def may_be_report(mail: ParsedMail, headers: Mapping[str, str]) -> bool:
    """Cheap: is this worth reading as a report? `headers` by lower-case name."""
    kind = headers.get("content-type", "")[:200].lower()
    if kind.startswith(("multipart/report", "message/delivery-status")):
        return "disposition-notification" not in kind
    if "x-failed-recipients" in headers:
        return True
    if "x-mlserver" in headers and any(map(mail.subject[:200].lower().__contains__, LIST_SUBJECTS)):
        return True
    if any(one.content_type in _STATUS for one in mail.attachments):
        return True
    sender = mail.from_ or mail.sender
    address, name = (sender.address.lower(), sender.name.lower()) if sender else ("", "")
    if address.startswith(PROGRAMS) or name.startswith(PROGRAMS):
        return True
    low = mail.subject[:200].lower()
    if _is_from_nobody(headers) or address.startswith(POSTMEN) or name.startswith(POSTMEN):
        return any(map(low.__contains__, SUBJECTS))
    return low.startswith(_COMPLAINT)


def _is_from_nobody(headers: Mapping[str, str]) -> bool:
    """A null sender who is no answering machine, which repeats the subject that it answers."""
    return headers.get("return-path", "").strip() == "<>" and "auto-replied" not in headers.get("auto-submitted", "").lower()


def read_report(mail: ParsedMail, headers: Mapping[str, str], page: Rendering | None = None) -> Report | None:
    """The report that a mail is, None where it is none. Pure, bounded and linear; what it says is the claim of its sender.

    `page` is the rendering of its HTML, where there is one already.
    """
    if not may_be_report(mail, headers):
        return None
    copy = next((_text(one) for one in mail.attachments if one.content_type in _COPIES), "")
    for part in mail.attachments:
        if part.content_type == "message/feedback-report":
            return _feedback(read_groups(_text(part))[0], copy)
    if copy and mail.subject.lower().startswith(_COMPLAINT):
        return _feedback({"feedback-type": "abuse"}, copy)
    message, recipients, copy = _from_fields(mail, copy)
    if not recipients:
        told = _told(mail, headers, copy, page)
        return _completed(told, message) if told else None
    return Report(
        kind="delivery",
        recipients=recipients,
        reporting_mta=_mta(message.get("reporting-mta", "")),
        original_message_id=message_id_in(copy),
    )


def _told(mail: ParsedMail, headers: Mapping[str, str], copy: str, page: Rendering | None) -> Report | None:
    """A report in free text."""
    text = mail.text if mail.text is not None else (page or render(mail.html or "")).text
    recipients, copy = read_narrative(text, mail.subject, _named(headers), _own(mail), copy or _other_copy(mail))
    if not recipients:
        return None
    told = [_whom_it_was_for(recipients[0], copy)] if len(recipients) == 1 else recipients
    return Report(kind="delivery", recipients=told, original_message_id=message_id_in(copy))


def _completed(told: Report, fields: Fields) -> Report:
    """The machine part named nobody: what it says of its one recipient is told of whom the text names."""
    if len(told.recipients) != 1 or not fields.get("status"):
        return told
    one = told.recipients[0]
    status = status_in(fields["status"]) or one.status
    action = action_in(fields)
    sure = msgspec.structs.replace(one, status=status, action=action, permanent=is_permanent(action, status))
    return msgspec.structs.replace(told, recipients=[sure], reporting_mta=_mta(fields.get("reporting-mta", "")))


def _from_fields(mail: ParsedMail, copy: str) -> tuple[Fields, list[ReportedRecipient], str]:
    """From the part made for machines, or from the same fields inside of the text."""
    texts = [_text(one) for one in mail.attachments if one.content_type in _STATUS or _is_machine(one)]
    if not texts and "final-recipient" in (mail.text or "")[:MAX_CHARS].lower():
        texts = [mail.text or ""]
        copy = copy or texts[0][returned_in(texts[0]) :]
    message: Fields = {}
    recipients: list[ReportedRecipient] = []
    for text in texts[:10]:
        found, groups = read_groups(text)
        message = message or (found | groups[0] if len(groups) == 1 else found)
        recipients += [one for group in groups if (one := recipient_of(group))]
    return message, recipients, copy


def _is_machine(part: Attachment) -> bool:
    """Some send the part for machines as a text or a file without a type."""
    if not part.content_type.startswith(("text/plain", "application/octet-stream")):
        return False
    return _MACHINE in part.content[:_MAX_MACHINE].lower()


def _feedback(fields: Fields, copy: str) -> Report:
    address = address_in(fields.get("original-rcpt-to", "")) or receiver_in(copy) or ""
    complained = [ReportedRecipient(address, "delivered", False, "spam")] if address else []
    return Report(
        kind="feedback",
        recipients=complained,
        reporting_mta=_mta(fields.get("reporting-mta", "")),
        original_message_id=message_id_in(copy),
        feedback_type=fields.get("feedback-type", "").lower()[:40] or "other",
    )


def _whom_it_was_for(one: ReportedRecipient, copy: str) -> ReportedRecipient:
    """The copy is exact where the text is a guess: an address that it never mentions is where its receiver's mail went on to."""
    receiver = receiver_in(copy)
    if receiver is None or is_for(copy, one.recipient):
        return one
    return msgspec.structs.replace(one, recipient=receiver, reported_as=one.recipient)


def _other_copy(mail: ParsedMail) -> str:
    """Some send the copy as a text file."""
    return next((_text(one) for one in mail.attachments if one.content_type == "text/plain"), "")


def _own(mail: ParsedMail) -> frozenset[str]:
    """Who writes and gets the report: nobody that it is about."""
    people = [*mail.to, *mail.cc, *([mail.from_] if mail.from_ else [])]
    return frozenset(one.address.lower() for one in people)


def _named(headers: Mapping[str, str]) -> list[str]:
    listed = headers.get("x-failed-recipients", "")[:8_000].replace(";", ",").split(",")
    return [address for one in listed if (address := address_in(one))]


def _text(part: Attachment) -> str:
    return part.content[: _MAX_COPY if part.content_type in _COPIES else MAX_CHARS].decode("utf-8", "replace")


def _mta(value: str) -> str | None:
    return value.rpartition(";")[2].strip()[:255] or None

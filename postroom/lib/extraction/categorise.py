"""What kind of message it is, by the first rule that holds; headers before words."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from postroom.lib.extraction.words.categories import (
    AUTO,
    BOUNCE,
    FINANCIAL,
    NOTIFICATION,
    SECURITY,
    TRANSACTIONAL,
    category_classes,
)

HEAD_SCANNED: Final = 600


class Marks(NamedTuple):
    """What subject, sender and headers say before the body is looked at."""

    subject: str  # lower case
    from_address: str  # lower case
    spoken: int  # classes of the subject
    ruled: tuple[str, str] | None  # (category, rule) where the headers settle it
    is_report: bool  # a delivery report by its headers: it carries no code for its reader


class Seen(NamedTuple):
    """What was found in the body."""

    head: str  # its beginning, lower case
    has_code: bool
    action: str  # kind of the best action link, "" when none


def read_marks(subject: str, from_address: str, headers: Mapping[str, str]) -> Marks:
    spoken = category_classes(subject) if subject else 0
    ruled = _by_headers(subject, from_address, headers, spoken) if headers or spoken & (BOUNCE | AUTO) else None
    return Marks(subject, from_address, spoken, ruled, bool(headers) and ruled is not None and ruled[0] == "bounce")


def categorise(marks: Marks, seen: Seen, headers: Mapping[str, str]) -> tuple[str, str]:
    """(category, the rule that said so)."""
    return (
        marks.ruled
        or _by_purpose(seen, marks.spoken)
        or (_by_list(headers) if headers else None)
        or _by_words(marks, seen, headers)
        or ("personal", "no_automatic_mark")
    )


def _by_headers(subject: str, from_address: str, headers: Mapping[str, str], spoken: int) -> tuple[str, str] | None:
    content_type = headers.get("content-type", "")[:400].lower()
    if content_type.lstrip().startswith("multipart/report") and "disposition-notification" not in content_type:
        return "bounce", "content_type_report"
    if spoken & BOUNCE and _DAEMON.match(from_address):
        return "bounce", "from_mailer_daemon"
    if headers.get("x-failed-recipients"):
        return "bounce", "x_failed_recipients"
    submitted = headers.get("auto-submitted", "").strip().lower()
    if submitted.startswith("auto-replied") or headers.get("x-autoreply") or headers.get("x-autorespond"):
        return "auto_reply", "auto_submitted_header"
    if spoken & BOUNCE and headers.get("return-path", "").strip() == "<>":
        return "bounce", "null_return_path"
    announced = submitted not in ("", "no") or headers.get("precedence", "").strip().lower() == "auto_reply"
    if spoken & AUTO and (announced or _AUTO_START.match(subject)):
        return "auto_reply", "subject_words"
    return None


def _by_purpose(seen: Seen, spoken: int) -> tuple[str, str] | None:
    if seen.has_code:
        return "verification", "has_code"
    if seen.action:
        return "verification", "has_" + (seen.action if seen.action == "magic_link" else seen.action + "_link")
    return ("security", "subject_words") if spoken & SECURITY else None


def _by_list(headers: Mapping[str, str]) -> tuple[str, str] | None:
    if headers.get("list-id"):
        return "newsletter", "list_id_header"
    precedence = headers.get("precedence", "").strip().lower()
    return ("newsletter", "precedence_header") if precedence in ("list", "bulk", "junk") else None


def _by_words(marks: Marks, seen: Seen, headers: Mapping[str, str]) -> tuple[str, str] | None:
    if _is_answer(marks, headers):
        return None
    for name, words in _KINDS:
        if marks.spoken & words:
            return name, "subject_words"
    if headers.get("list-unsubscribe"):
        return "newsletter", "list_unsubscribe_header"
    if marks.spoken & NOTIFICATION:
        return "notification", "subject_words"
    if not _is_automatic(marks, headers):
        return None
    spoken = category_classes(seen.head[:HEAD_SCANNED])
    for name, words in (*_KINDS, ("security", SECURITY)):
        if spoken & words:
            return name, "body_words"
    return "notification", "automatic_sender"


def _is_answer(marks: Marks, headers: Mapping[str, str]) -> bool:
    """A person who answers: the words of the subject are those of the mail before."""
    is_reply = _ANSWERED.match(marks.subject) is not None or "in-reply-to" in headers
    return is_reply and not _is_automatic(marks, headers) and not headers.get("list-unsubscribe")


def _is_automatic(marks: Marks, headers: Mapping[str, str]) -> bool:
    submitted = headers.get("auto-submitted", "").strip().lower()
    return bool(_NO_REPLY.match(marks.from_address)) or submitted.startswith("auto") or not marks.from_address


_KINDS: Final = (("financial", FINANCIAL), ("transactional", TRANSACTIONAL))
_DAEMON: Final = re.compile("(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@")
_NO_REPLY: Final = re.compile(
    "(?:no-?_?reply|do-?not-?reply|notifications?|notify|alerts?|mailer|automated|info|hello|news|team|billing|invoices?|orders?|service|security)[+@._-]|[a-z0-9]{2,11}$"
)
_ANSWERED: Final = re.compile("(?:re|aw|antw|sv|vs|odp|rv|ref|res|ynt|ha|atb|отв|hal|bls|回复|答复|回覆|返信) ?[:：]")
_AUTO_START: Final = re.compile("(?:auto|out of|abwesen|risposta|respuesta|réponse|resposta|automat|自动|自動|автоответ)")

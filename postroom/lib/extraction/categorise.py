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


class Seen(NamedTuple):
    subject: str  # lower case
    head: str  # the first 2,000 characters of the body, lower case
    from_address: str  # lower case
    has_code: bool
    action: str  # kind of the best action link, "" when none


def categorise(seen: Seen, headers: Mapping[str, str]) -> tuple[str, str]:
    """(category, the rule that said so)."""
    spoken = category_classes(seen.subject) if seen.subject else 0
    return (
        (_by_headers(seen, headers, spoken) if headers or spoken & (BOUNCE | AUTO) else None)
        or _by_purpose(seen, spoken)
        or (_by_list(headers) if headers else None)
        or _by_words(seen, headers, spoken)
        or ("personal", "no_automatic_mark")
    )


def is_report(headers: Mapping[str, str], from_address: str, subject: str) -> bool:
    """A delivery report by its headers: it carries no code for its reader."""
    found = _by_headers(Seen(subject, "", from_address, False, ""), headers, category_classes(subject)) if headers else None
    return found is not None and found[0] == "bounce"


def _by_headers(seen: Seen, headers: Mapping[str, str], spoken: int) -> tuple[str, str] | None:
    content_type = headers.get("content-type", "")[:400].lower()
    if content_type.lstrip().startswith("multipart/report") and "disposition-notification" not in content_type:
        return "bounce", "content_type_report"
    if spoken & BOUNCE and _DAEMON.match(seen.from_address):
        return "bounce", "from_mailer_daemon"
    if headers.get("x-failed-recipients"):
        return "bounce", "x_failed_recipients"
    submitted = headers.get("auto-submitted", "").strip().lower()
    if submitted.startswith("auto-replied") or headers.get("x-autoreply") or headers.get("x-autorespond"):
        return "auto_reply", "auto_submitted_header"
    if spoken & BOUNCE and headers.get("return-path", "").strip() == "<>":
        return "bounce", "null_return_path"
    announced = submitted not in ("", "no") or headers.get("precedence", "").strip().lower() == "auto_reply"
    if spoken & AUTO and (announced or _AUTO_START.match(seen.subject)):
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


def _by_words(seen: Seen, headers: Mapping[str, str], spoken: int) -> tuple[str, str] | None:
    for name, words in _KINDS:
        if spoken & words:
            return name, "subject_words"
    if headers.get("list-unsubscribe"):
        return "newsletter", "list_unsubscribe_header"
    if spoken & NOTIFICATION:
        return "notification", "subject_words"
    if not _is_automatic(seen, headers):
        return None
    spoken = category_classes(seen.head[:HEAD_SCANNED])
    for name, words in (*_KINDS, ("security", SECURITY)):
        if spoken & words:
            return name, "body_words"
    return "notification", "automatic_sender"


def _is_automatic(seen: Seen, headers: Mapping[str, str]) -> bool:
    submitted = headers.get("auto-submitted", "").strip().lower()
    return bool(_NO_REPLY.match(seen.from_address)) or submitted.startswith("auto") or not seen.from_address


_KINDS: Final = (("financial", FINANCIAL), ("transactional", TRANSACTIONAL))
_DAEMON: Final = re.compile("(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@")
_NO_REPLY: Final = re.compile(
    "(?:no-?_?reply|do-?not-?reply|notifications?|notify|alerts?|mailer|automated|info|hello|news|team|billing|invoices?|orders?|service|security)[+@._-]|[a-z0-9]{2,11}$"
)
_AUTO_START: Final = re.compile("(?:auto|out of|abwesen|risposta|respuesta|réponse|resposta|automat|自动|自動|автоответ)")

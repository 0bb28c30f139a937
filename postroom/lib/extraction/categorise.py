"""What kind of message it is, by the first rule that holds; headers before words."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from postroom.lib.extraction.words.categories import (
    AUTO_SUBJECT,
    BOUNCE_SUBJECT,
    FINANCIAL,
    NOTIFICATION,
    SECURITY,
    TRANSACTIONAL,
    contains,
)


class Seen(NamedTuple):
    subject: str  # lower case
    head: str  # the first 2,000 characters of the body, lower case
    from_address: str  # lower case
    has_code: bool
    action: str  # kind of the best action link, "" when none


def categorise(seen: Seen, headers: Mapping[str, str]) -> tuple[str, str]:
    """(category, the rule that said so)."""
    return (
        _by_headers(seen, headers)
        or _by_purpose(seen)
        or _by_list(headers)
        or _by_words(seen, headers)
        or ("personal", "no_automatic_mark")
    )


def _by_headers(seen: Seen, headers: Mapping[str, str]) -> tuple[str, str] | None:
    content_type = headers.get("content-type", "").lower()
    if content_type.startswith("multipart/report") and "disposition-notification" not in content_type:
        return "bounce", "content_type_report"
    if _DAEMON.match(seen.from_address) and contains(BOUNCE_SUBJECT, seen.subject):
        return "bounce", "from_mailer_daemon"
    if headers.get("x-failed-recipients"):
        return "bounce", "x_failed_recipients"
    submitted = headers.get("auto-submitted", "").strip().lower()
    if submitted.startswith("auto-replied") or headers.get("x-autoreply") or headers.get("x-autorespond"):
        return "auto_reply", "auto_submitted_header"
    if headers.get("return-path", "").strip() == "<>" and contains(BOUNCE_SUBJECT, seen.subject):
        return "bounce", "null_return_path"
    if contains(AUTO_SUBJECT, seen.subject) and (
        submitted not in ("", "no") or "auto_reply" in headers.get("precedence", "").lower() or _AUTO_START.match(seen.subject)
    ):
        return "auto_reply", "subject_words"
    return None


def _by_purpose(seen: Seen) -> tuple[str, str] | None:
    if seen.has_code:
        return "verification", "has_code"
    if seen.action:
        return "verification", "has_" + (seen.action if seen.action == "magic_link" else seen.action + "_link")
    if contains(SECURITY, seen.subject):
        return "security", "subject_words"
    return None


def _by_list(headers: Mapping[str, str]) -> tuple[str, str] | None:
    if headers.get("list-id") and headers.get("list-post"):
        return "newsletter", "list_id_header"
    if headers.get("precedence", "").strip().lower() in ("list", "bulk", "junk") or headers.get("list-id"):
        return "newsletter", "list_id_header" if headers.get("list-id") else "precedence_header"
    return None


def _by_words(seen: Seen, headers: Mapping[str, str]) -> tuple[str, str] | None:
    for name, words in (("financial", FINANCIAL), ("transactional", TRANSACTIONAL)):
        if contains(words, seen.subject):
            return name, "subject_words"
    if headers.get("list-unsubscribe"):
        return "newsletter", "list_unsubscribe_header"
    if contains(NOTIFICATION, seen.subject):
        return "notification", "subject_words"
    for name, words in (("financial", FINANCIAL), ("transactional", TRANSACTIONAL), ("security", SECURITY)):
        if _is_automatic(seen, headers) and contains(words, seen.head):
            return name, "body_words"
    return ("notification", "automatic_sender") if _is_automatic(seen, headers) else None


def _is_automatic(seen: Seen, headers: Mapping[str, str]) -> bool:
    submitted = headers.get("auto-submitted", "").strip().lower()
    return bool(_NO_REPLY.match(seen.from_address)) or submitted.startswith("auto") or not seen.from_address


_DAEMON: Final = re.compile("(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@")
_NO_REPLY: Final = re.compile(
    "(?:no-?_?reply|do-?not-?reply|notifications?|notify|alerts?|mailer|automated|info|hello|news|team|billing|invoices?|orders?|service|security)[+@._-]|[a-z0-9]{2,11}$"
)
_AUTO_START: Final = re.compile("(?:auto|out of|abwesen|risposta|respuesta|réponse|resposta|automat|自动|自動|автоответ)")

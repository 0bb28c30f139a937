"""The fields of a message/delivery-status part (RFC 3464 §2) or of a message/feedback-report (RFC 5965 §3), wherever they stand."""

import re
from typing import Final

from postroom.lib.bounces.model import Action, ReportedRecipient
from postroom.lib.bounces.reasons import reason_of

MAX_CHARS: Final = 262_144
_MAX_LINES: Final = 5_000
_MAX_RECIPIENTS: Final = 100
_MAX_VALUE: Final = 2_000
_OF_MESSAGE: Final = frozenset(("reporting-mta", "original-envelope-id", "dsn-gateway", "received-from-mta", "arrival-date"))
_OF_RECIPIENT: Final = frozenset(
    (
        "final-recipient",
        "original-recipient",
        "x-actual-recipient",
        "action",
        "status",
        "remote-mta",
        "diagnostic-code",
        "last-attempt-date",
        "final-log-id",
        "will-retry-until",
    )
)
_OF_FEEDBACK: Final = frozenset(("feedback-type", "original-rcpt-to", "original-mail-from", "removal-recipient"))
_NAMES: Final = _OF_MESSAGE | _OF_RECIPIENT | _OF_FEEDBACK
_STATUS: Final = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_BRACKETED: Final = re.compile(r"<(?:mailto:)?([^<>\s]{1,320}@[^<>\s]{1,255})>")
_XTEXT: Final = re.compile(r"\+([0-9A-F]{2})")
_ACTIONS: Final[dict[str, Action]] = {
    "failed": "failed",
    "failure": "failed",
    "fail": "failed",
    "expired": "failed",
    "delayed": "delayed",
    "deferred": "delayed",
    "delivered": "delivered",
    "relayed": "relayed",
    "expanded": "expanded",
}

Fields = dict[str, str]


def read_groups(text: str) -> tuple[Fields, list[Fields]]:
    """The fields of the message, and those of each recipient; unknown fields are left out. Linear and bounded."""
    groups: list[dict[str, list[str]]] = [{}]
    name = ""
    for line in text[:MAX_CHARS].splitlines()[:_MAX_LINES]:
        bare = line.strip()
        if not bare:
            groups, name = _closed(groups), ""
        elif line[0] in " \t" and name and bare.partition(":")[0].lower() not in _NAMES:
            groups[-1][name].append(bare)
        else:
            key, colon, value = bare.partition(":")
            name = key.rstrip().lower() if colon and key.rstrip().lower() in _NAMES else ""
            if name and name in groups[-1]:
                groups = _closed(groups)
            if name:
                groups[-1][name] = [value.strip()]
    named = [{key: " ".join(lines)[:_MAX_VALUE].strip() for key, lines in group.items()} for group in groups if group]
    return _sort_out(named)


def recipient_of(fields: Fields) -> ReportedRecipient | None:
    """What a group of fields says about its recipient; None where it names nobody."""
    final = address_in(fields.get("final-recipient", "") or fields.get("x-actual-recipient", ""))
    original = address_in(fields.get("original-recipient", ""))
    if not final and not original:
        return None
    if "@" not in final and "@" in original:
        final = original  # a local user, or an address of X.400, of whom only the original is known to the sender
    diagnostic = _typed(fields.get("diagnostic-code", "")) or None
    status = status_in(fields.get("status", "")) or status_in(diagnostic or "")
    action = _action(fields.get("action", ""), status)
    return ReportedRecipient(
        recipient=final or original,
        action=action,
        permanent=is_permanent(action, status),
        reason=reason_of(status, diagnostic or "", action),
        original_recipient=original or None,
        status=status,
        diagnostic=diagnostic,
        remote_mta=_typed(fields.get("remote-mta", ""))[:255] or None,
    )


def action_in(fields: Fields) -> Action:
    """What the fields say was done, also where they name nobody."""
    return _action(fields.get("action", ""), status_in(fields.get("status", "")))


def is_permanent(action: Action, status: str | None) -> bool:
    """Class 5, or failed without a word about it; what failed with class 4 was given up, and may be sent again."""
    return action == "failed" and (status is None or status[0] == "5")


def status_in(text: str) -> str | None:
    """The first status code of RFC 3463 in it; addresses of the internet protocol are none."""
    found = _STATUS.search(text[:_MAX_VALUE])
    return found[0] if found else None


def address_in(value: str) -> str:
    """The address of "rfc822; <ana@example.com>"; some name a local user without a domain."""
    address = _typed(_typed(value))
    bracketed = _BRACKETED.search(address)
    address = (bracketed[1] if bracketed else address.removeprefix("mailto:")).strip("<>' \t")
    if address.startswith('"'):
        address = address.replace('"', "")  # RFC 5321 §4.1.2: quotes around what needs none are no part of the address
    if "@" not in address and "+40" in address:
        address = _XTEXT.sub(lambda found: chr(int(found[1], 16)), address)  # RFC 3461 §4
    return address.split(" ")[0].strip("<>")[:320]


def _closed(groups: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    """Begin a new group, where the last has anything."""
    if groups[-1]:
        groups.append({})
    return groups


def _sort_out(groups: list[Fields]) -> tuple[Fields, list[Fields]]:
    """Fields of the message may share a group with the first recipient, and a group that was torn apart is joined."""
    message: Fields = {}
    recipients: list[Fields] = []
    for group in groups:
        message.update({key: value for key, value in group.items() if key not in _OF_RECIPIENT and key not in message})
        own = {key: value for key, value in group.items() if key in _OF_RECIPIENT}
        named = _is_named(own)
        if recipients and own and not (named and _is_named(recipients[-1])) and not own.keys() & recipients[-1].keys():
            recipients[-1].update(own)
        elif own and len(recipients) < _MAX_RECIPIENTS:
            recipients.append(own)
    return message, recipients


def _is_named(group: Fields) -> bool:
    return "final-recipient" in group or "original-recipient" in group or "x-actual-recipient" in group


def _typed(value: str) -> str:
    """Without the type before the semicolon."""
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and len(kind) < 40 and " " not in kind.strip() else value.strip()


def _action(said: str, status: str | None) -> Action:
    word = said.split("(")[0].strip().split(" ")[0].strip(".,;").lower()
    if word in _ACTIONS:
        return _ACTIONS[word]
    return "delivered" if status is not None and status[0] == "2" else "failed"

"""What screening found in a message: as it is stored, as it is told, and the view that is safe to show. Pure."""

import secrets
from typing import Any, Literal

import msgspec

from postroom.lib.screening import Finding, safe_view
from postroom.lib.screening import Screening as Found
from postroom.lib.screening import Spam as Signs

ScreeningVerdict = Literal["allow", "review", "block"]


class ScreenFinding(msgspec.Struct, frozen=True):
    """One piece of evidence that a mail could fool a machine. `where` names a text of it: subject, from, names, text, html_text, html
    (as it came), attachment_name, attachment, calendar; `span` are its characters."""

    technique: str
    where: str
    span: tuple[int, int]
    confidence: float


class Spam(msgspec.Struct, frozen=True):
    """Signs of unsolicited mail: from 0 to 1, and why. They change no verdict."""

    score: float = 0.0
    reasons: list[str] = []


class StoredScreening(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was found, whatever the thresholds. The score is for the policy, not for readers: with it thresholds could be probed."""

    score: float = 0.0
    findings: list[ScreenFinding] = []
    spam: Spam = Spam()

    @classmethod
    def of(cls, found: Found, signs: Signs) -> "StoredScreening":
        """Without what the sender wrote: it stands in the message."""
        return cls(found.score, [finding(one) for one in found.findings], Spam(signs.score, signs.reasons))


class Screening(msgspec.Struct, frozen=True):
    """`verdict` is allow, review or block, by the policy of the organisation when the message came."""

    verdict: ScreeningVerdict
    findings: list[ScreenFinding]
    spam: Spam


class SafeView(msgspec.Struct, frozen=True):
    """The new text of a message as it may be shown to a machine: fenced with a nonce of this very read."""

    safe_text: str
    nonce: str
    verdict: ScreeningVerdict | None
    findings: list[ScreenFinding]


def finding(one: Finding) -> ScreenFinding:
    """The public shape."""
    return ScreenFinding(one.technique, one.where, one.span, one.confidence)


def screening_shape(row: Any) -> Screening | None:
    """Null where the message was not examined."""
    if row["screening_verdict"] is None:
        return None
    stored = msgspec.convert(row["screening"] or {}, StoredScreening)
    return Screening(row["screening_verdict"], stored.findings, stored.spam)


def view_safely(message: Any) -> SafeView:
    """Of a `Message`; the nonce is random and used once."""
    nonce, found = secrets.token_hex(8), message.screening
    sender = message.from_
    return SafeView(
        safe_text=safe_view(
            message.text,
            nonce,
            subject=message.subject,
            sender=f"{sender.name} <{sender.address}>" if sender.name else sender.address,
            verdict=found.verdict if found else "allow",
            techniques=[one.technique for one in found.findings] if found else (),
        ),
        nonce=nonce,
        verdict=found.verdict if found else None,
        findings=found.findings if found else [],
    )

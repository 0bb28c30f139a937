"""What screening finds, and how sure it is."""

import msgspec

REVIEW = 0.5
BLOCK = 0.9


class Finding(msgspec.Struct, frozen=True):
    """One piece of evidence. `where` names the text, `span` the place in it (of the payload, where one was decoded)."""

    technique: str
    where: str
    span: tuple[int, int]
    confidence: float
    excerpt: str = ""


class Screening(msgspec.Struct, frozen=True):
    """All findings of a mail, surest first, and their sum. `partial` says that there was more text than was looked at."""

    score: float = 0.0
    findings: list[Finding] = []
    partial: bool = False


class Thresholds(msgspec.Struct, frozen=True):
    """From which score on a mail is put to review, or blocked. Off: nothing is."""

    review: float = REVIEW
    block: float = BLOCK
    enabled: bool = True


def verdict(score: float, thresholds: Thresholds = Thresholds()) -> str:  # noqa: B008 (frozen)
    """allow, review or block."""
    if not thresholds.enabled or score < min(thresholds.review, thresholds.block):
        return "allow"
    return "block" if score >= thresholds.block else "review"

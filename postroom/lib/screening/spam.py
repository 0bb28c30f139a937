"""Small signs of unsolicited mail, each with its reason. It is no verdict on attacks, and is never mixed with one."""

import re
from collections.abc import Sequence

import msgspec

from postroom.lib.html import Anchor

_SCAM = (
    "lottery",
    "jackpot",
    "viagra",
    "cialis",
    "casino",
    "inheritance",
    "next of kin",
    "million dollars",
    "million usd",
    "million euros",
    "western union",
    "you have been selected",
    "claim your prize",
    "claim your reward",
    "work from home",
    "100% free",
    "risk-free",
    "cheap meds",
    "hot singles",
    "crypto giveaway",
    "guaranteed returns",
    "act now",
    "dear friend",
    "dear beneficiary",
)
_SHORTENERS = frozenset("bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly cutt.ly rb.gy shorturl.at rebrand.ly".split())
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]{1,63}(?:\.[\w-]{2,63}){1,4})", re.IGNORECASE)
_LOOKED_AT = 4_000
_MOST_ANCHORS = 200
_FEW_CHARS = 200  # for a link, of words that are counted then


class Spam(msgspec.Struct, frozen=True):
    """From 0 to 1, and why."""

    score: float = 0.0
    reasons: list[str] = []


def weigh_spam(subject: str, text: str, sender: str = "", anchors: Sequence[Anchor] = ()) -> Spam:
    """Deterministic and explained."""
    reasons: dict[str, float] = {}
    letters = [one for one in subject if one.isalpha()]
    if len(letters) >= 10 and sum(one.isupper() for one in letters) > 0.8 * len(letters):
        reasons["subject_in_capitals"] = 0.25
    if subject.count("!") >= 2 or "$$" in subject:
        reasons["loud_subject"] = 0.2
    lowered = f"{subject}\n{text[:_LOOKED_AT]}".lower()
    offers = [phrase for phrase in _SCAM if phrase in lowered]
    if offers:
        reasons["words_of_scams"] = min(0.25 + 0.2 * (len(offers) - 1), 0.75)
    local = sender.partition("@")[0]
    if sum(one.isdigit() for one in local) >= 6:
        reasons["sender_of_digits"] = 0.2
    reasons |= _links(text, anchors)
    doubt = 1.0
    for weight in reasons.values():
        doubt *= 1 - weight
    return Spam(round(1 - doubt, 2), sorted(reasons))


def _links(text: str, anchors: Sequence[Anchor]) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in anchors[:_MOST_ANCHORS]:
        target = _HOST.match(one.url)
        if target and target[1].lower() in _SHORTENERS:
            found["shortened_link"] = 0.2
        shown = _HOST.match(one.text.strip()) if target and "." in one.text else None
        if shown and target and one.url[:4].lower() == "http" and not _related(shown[1].lower(), target[1].lower()):
            found["link_shows_another_host"] = 0.35
    if len(anchors) > 5 and len(text) < _FEW_CHARS * len(anchors) and len(text.split()) < 2 * len(anchors):
        found["hardly_anything_but_links"] = 0.2
    return found


def _related(one: str, other: str) -> bool:
    return one.split(".")[-2:] == other.split(".")[-2:]

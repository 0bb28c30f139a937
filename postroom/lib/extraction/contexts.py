"""Settings in which a code noun means something else: a booking's confirmation code, a meeting's passcode, a receipt's approval."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from postroom.lib.extraction.keywords import Keyword, words_before

SCANNED: Final = 4_096
NEAR: Final = 40
MEETING_REACH: Final = 160
MEETINGS_MAX: Final = 8


def without_settings(low: str, subject: str, keywords: Sequence[Keyword]) -> list[Keyword]:
    """The keywords, those that a setting claims with weight 0."""
    told: dict[re.Pattern[str], bool] = {}
    speaks = any(map(low.__contains__, _MEETING_ASCII if low.isascii() else _MEETING_ANY))
    meetings = [match.end() for match in islice(_MEETING_ID.finditer(low, 0, SCANNED), MEETINGS_MAX)] if speaks else ()
    kept = []
    for keyword in keywords:
        setting = _setting_of(low, keyword) if keyword.weight > 1 else None
        if setting and setting not in told:
            told[setting] = bool(setting.search(low, 0, SCANNED) or setting.search(subject))
        is_claimed = (setting and told[setting]) or any(0 <= keyword.start - end <= MEETING_REACH for end in meetings)
        kept.append(keyword._replace(weight=0) if is_claimed else keyword)
    return kept


def _setting_of(low: str, keyword: Keyword) -> re.Pattern[str] | None:
    word = low[keyword.start : keyword.end]
    if word > "\u3000":
        return _RECEIPT_JA if word == "承認番号" else _BOOKED_JA if word == "確認番号" else None
    if word in _MEETING_NOUNS:
        return _BOOKED if word == "pin" else _MEETING
    if _AUTHORISED.match(low, keyword.end):
        return _RECEIPT
    near = low[max(0, keyword.start - NEAR) : keyword.start]
    if not any(map(near.__contains__, _CLAIMS)):
        return None
    before = words_before(low, keyword.start, 1, NEAR)
    if not before:
        return None
    if before[0].startswith(("confirm", "record")):
        return _TRAVEL
    if before[0] in ("access", "pin"):
        return _MEETING if before[0] == "access" else _BOOKED
    return _RECEIPT if before[0].startswith(("auth", "approv")) and not before[0].startswith("authent") else None


_CLAIMS: Final = ("confirm", "access", "auth", "approv", "record", "pin")
_MEETING_NOUNS: Final = frozenset(("passcode", "password", "kenncode", "pin", "passwort"))
# The number of a meeting, written above its passcode.
_MEETING_ID: Final = re.compile(
    "(?:meeting|webinar|conference|besprechungs|vergader|mødes?|möte|kokous)(?:[- ]?(?:id|kennnummer|number|nummer)|-id)\\b"
    "|(?:id|n[uú]mero|numéro|identifiant|identificador|identyfikator|идентификатор)(?: (?:de|da|della|del|la|l|di))*[ ’']?"
    "(?:réunion|reunión|reunião|reunio|riunione|spotkania|конференции|собрания|toplant)"
    "|toplantı (?:kimliği|no)|会议号|会议 ?id|會議 ?id|會議號|ミーティング ?id|회의 ?id|id riunione"
)
# One of these is in whatever the pattern finds.
_MEETING_ASCII: Final = tuple("meeting webinar conference besprechungs vergader kokous reunio riunione spotkania toplant".split())
_MEETING_ANY: Final = (
    *_MEETING_ASCII,
    *"møde möte réunion reunión reunião конференции собрания 会议 會議 ミーティング 회의".split(),
)
_MEETING: Final = re.compile(
    r"\b(?:meeting[- ]?id|webinar[- ]?id|conference id|join (?:the|our|your|this|zoom) ?meeting|"
    r"meeting-kennnummer|id de réunion|id de reunión)\b"
)
_BOOKED: Final = re.compile(
    r"\b(?:confirmation|booking|reservation) (?:number|no\b|code|id\b)|gift ?card|geschenkkarte|carte cadeau|tarjeta (?:de )?regalo|"
    "cartão[- ]presente|carta regalo|buono regalo|cadeau(?:kaart|bon)|presentkort|gavekort|lahjakort|podarunkow|подарочн|hediye kart"
)
_RECEIPT_JA: Final = re.compile("ご利用|加盟店|売上")
_BOOKED_JA: Final = re.compile("予約|便名|座席|宿泊")
_TRAVEL: Final = re.compile(
    r"\b(?:flights?|boarding|itinerary|reservations?|check[- ]?in|hotel|passengers?|airline|departure|seat \d|your (?:stay|trip|booking))\b"
)
_AUTHORISED: Final = re.compile(" (?:de |di |d['’])?(?:авториз|autoriz|autoris)")
_RECEIPT: Final = re.compile(
    r"\b(?:receipt|keep for your records|terminal|терминал|термінал|total (?:usd|eur|gbp|\$|€|£)|card ending|merchant|subtotal)\b"
)

"""Codes of one text: candidates, code nouns, scores, and the two forms that need no score (origin-bound, backup lists)."""

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from postroom.lib.extraction.backup import find_backup_codes
from postroom.lib.extraction.candidates import Candidate, Span, digits_between, find_candidates, letters_at, may_be_spelled, spelled_near
from postroom.lib.extraction.contexts import without_settings
from postroom.lib.extraction.keywords import Keyword, classes_of, find_keywords
from postroom.lib.extraction.labels import is_labelled
from postroom.lib.extraction.model import Code, Rival, Source
from postroom.lib.extraction.normalise import Text
from postroom.lib.extraction.score import Scene, Scored, score_all
from postroom.lib.extraction.shape import is_coupon
from postroom.lib.extraction.words.lexicon import BACKUP, INTENT_LOGIN, INTENT_RESET, INTENT_VERIFY, POSITIVE, PROMO

REACH_BEFORE: Final = 700
REACH_AFTER: Final = 260
SCANNED_WITHOUT_DIGITS: Final = 2_048
RUNS_UNANNOUNCED: Final = 16
LETTERS_NEAR: Final = 16
SHORTEST_UNTOLD: Final = 5  # letters of a code that neither a colon nor a verb leads to
QUOTED_LINE: Final = 1_000
SPELLED_BEFORE: Final = 48
SPELLED_AFTER: Final = 140
RIVALS_MAX: Final = 10


class Found(NamedTuple):
    codes: list[Code]
    announced: int  # weight of the heaviest code noun seen, 0 when none
    rivals: Sequence[Rival] = ()


def find_codes(text: Text, source: Source, taken: Sequence[Span], *, announced: int = 0, subject: str = "") -> Found:
    """Codes in order of appearance, unranked. `taken` are spans that hold no code (URLs), in order."""
    digits = digits_between(text.clean)
    keywords = _keywords(text, digits, taken, subject)
    weight = classes = 0
    for keyword in keywords:
        classes |= keyword.classes
        weight = max(weight, keyword.weight)
    if source == "subject" and not weight:
        weight = 1 if classes_of(_WORD.findall(text.low)) & POSITIVE else 0
    if classes & BACKUP:
        backup = find_backup_codes(text, source, taken, subject)
        if backup:
            return Found(backup, weight)
    candidates = _candidates(text.clean, digits, taken, keywords, announced)
    if not candidates:
        return Found([], weight)
    scored, lost = score_all(_scene(text, keywords, candidates, announced, classes, source, subject))
    if len(scored) > 1:
        scored, old = _without_quoted(text.clean, scored)
        lost += old
    rivals = _rivals(text, lost, source) if lost and (scored or weight or announced) else ()
    return Found([_code(s, source) for s in _bound_to_origin(text.clean) + scored], weight, rivals)


def _without_quoted(clean: str, scored: list[Scored]) -> tuple[list[Scored], list[Scored]]:
    """What is quoted from an older mail gives way to what is not."""
    opened = _OLDER.search(clean)
    older = opened.start() if opened else len(clean)
    new = [one for one in scored if one.candidate.start < older and not _is_quoted(clean, one.candidate.start)]
    if not new:
        return scored, []
    return new, [one._replace(rule="outranked") for one in scored if one not in new]


def _is_quoted(clean: str, position: int) -> bool:
    begin = clean.rfind("\n", max(0, position - QUOTED_LINE), position) + 1
    return clean[begin : begin + 1] == ">" and (begin > 0 or position < QUOTED_LINE)


def _keywords(text: Text, digits: Span, taken: Sequence[Span], subject: str) -> list[Keyword]:
    """Code nouns around the digits; without digits (a code of letters) near the beginning."""
    size = len(text.low)
    start, end = (
        (max(0, digits[0] - REACH_BEFORE), min(size, digits[1] + REACH_AFTER)) if digits[1] else (0, min(size, SCANNED_WITHOUT_DIGITS))
    )
    keywords = find_keywords(text.low, start, end, taken)
    return without_settings(text.low, subject, keywords) if keywords else keywords


def _candidates(clean: str, digits: Span, taken: Sequence[Span], keywords: Sequence[Keyword], announced: int) -> list[Candidate]:
    """Where a noun announces, what is in its reach; where the subject does, all; else a few, for verbs and lone numbers."""
    weighty = [k for k in keywords if k.weight]
    if not weighty and not announced:
        return find_candidates(clean, taken, *digits, RUNS_UNANNOUNCED) if digits[1] else []
    if announced:
        return _with_letters(clean, find_candidates(clean, taken, 0, len(clean)), weighty)
    start, end = max(0, weighty[0].start - REACH_AFTER), min(len(clean), weighty[-1].end + REACH_BEFORE)
    return _with_letters(clean, find_candidates(clean, taken, start, end), weighty)


def _scene(
    text: Text, keywords: Sequence[Keyword], candidates: Sequence[Candidate], announced: int, spoken: int, source: Source, subject: str
) -> Scene:
    alone = len([c for c in candidates if c.alone])
    promoting = any(map(is_coupon, candidates)) and _is_promoting(text.low, subject)
    return Scene(
        text, text.low, keywords, candidates, announced, source == "html", promoting, alone, spoken | (POSITIVE if announced else 0)
    )


def bare_in_subject(subject: Text, *, announced: int) -> list[Code]:
    """`[Oak] 482913`: one number that begins or ends the subject, where the subject or the body speaks of a code."""
    candidates = find_candidates(subject.clean, (), 0, len(subject.clean))
    if len(candidates) != 1 or not announced:
        return []
    only = candidates[0]
    at_edge = not subject.clean[: only.start].strip() or not subject.clean[only.end :].strip(" )]")
    if only.shape not in ("digits", "groups") or not 5 <= len(only.value) <= 9 or not at_edge:
        return []
    if is_labelled(subject, only.start, only.end, None):
        return []
    return [Code(only.value, "otp", 0.75, (only.start, only.end), "subject", "bare_in_subject")]


def _is_promoting(low: str, subject: str) -> bool:
    if _PERCENT.search(low, 0, 8192) or _PERCENT.search(subject):
        return True
    return bool(classes_of(_WORD.findall(subject)) & PROMO)


def _with_letters(clean: str, candidates: list[Candidate], keywords: Sequence[Keyword]) -> list[Candidate]:
    """Adds what is looked for only near a code noun: codes of letters alone, codes spelled out."""
    added: list[Candidate] = []
    keywords = keywords[:LETTERS_NEAR]
    spells = keywords and may_be_spelled(clean, max(0, keywords[0].start - SPELLED_BEFORE), keywords[-1].end + SPELLED_AFTER)
    for keyword in keywords:
        match = _ANNOUNCES.match(clean, keyword.end)
        letters = letters_at(clean, match.end()) if match else None
        if letters and match and _may_be_letters(clean, keyword, letters, match[0]):
            added.append(letters)
        spelled = _spelled_around(clean, keyword) if spells else None
        if spelled:
            added.append(spelled)
    if not added:
        return candidates
    known = {c.start for c in candidates}
    fresh = {c.start: c for c in added if c.start not in known or c.shape == "spelled"}
    if not fresh:
        return candidates
    spans = [(c.start, c.end) for c in fresh.values() if c.shape == "spelled"]
    kept = [c for c in candidates if not any(a <= c.start < b for a, b in spans)]
    return sorted(kept + list(fresh.values()), key=lambda c: c.start)


def _spelled_around(clean: str, keyword: Keyword) -> Candidate | None:
    after = spelled_near(clean, keyword.end, keyword.end + SPELLED_AFTER)
    return after or spelled_near(clean, max(0, keyword.start - SPELLED_BEFORE), keyword.start)


def _may_be_letters(clean: str, keyword: Keyword, letters: Candidate, between: str) -> bool:
    """Among capitals a shouted word is no code; small letters need a colon."""
    if letters.shape == "small_letters":
        return ":" in between and keyword.weight == 3
    if letters.shape == "letters" and letters.end - letters.start < SHORTEST_UNTOLD and not between.strip(_OPENING):
        return False  # `kod BLIK`, `code IBAN`
    shouting = clean[keyword.start : keyword.end].isupper()
    return not shouting or ":" in between


def _bound_to_origin(clean: str) -> list[Scored]:
    """`@example.com #747723`, the last line of an origin-bound one-time code (WICG sms-one-time-codes)."""
    match = _ORIGIN_BOUND.search(clean[-400:]) if "#" in clean else None
    if not match:
        return []
    start = max(0, len(clean) - 400) + match.start(1)
    candidate = Candidate(match[1], start, start + len(match[1]), "digits", False)
    return [Scored(candidate, 0.99, "origin_bound", 0)]


def _code(scored: Scored, source: Source) -> Code:
    candidate = scored.candidate
    confidence = round(min(scored.confidence, 0.99), 2)
    return Code(candidate.value, _kind(scored.classes), confidence, (candidate.start, candidate.end), source, scored.rule)


def _rivals(text: Text, lost: list[Scored], source: Source) -> list[Rival]:
    """The likeliest of them; that other words claim a number is the better reason."""
    lost.sort(key=_confidence, reverse=True)
    found = []
    for one in lost[:RIVALS_MAX]:
        span = one.candidate.start, one.candidate.end
        reason = one.rule if one.rule == "year" or not is_labelled(text, *span, None) else "labelled"
        found.append(Rival(one.candidate.value, round(one.confidence, 2), span, source, reason))
    return found


def _kind(classes: int) -> str:
    if classes & INTENT_RESET:
        return "reset"
    if classes & INTENT_LOGIN:
        return "otp"
    return "verification" if classes & INTENT_VERIFY else "otp"


_confidence: Final = attrgetter("confidence")
_ANNOUNCES: Final = re.compile(
    "[ \t\u00a0*]{0,3}(?:(?:is|are|ist|lautet|est|es|è|é|er|är|on|to|jest|je|это)[ \t*]{1,3})?"
    "[:：=＝\\-–—]?[ \t\r\n\u00a0*_\"'“„«(\\[<【「]{0,8}"
)
_OPENING: Final = " \t\u00a0\"'“„«(<【「"
# `-----Original Message-----`, in any language.
_OLDER: Final = re.compile("(?:^|\n)[ >]{0,4}-{3,8} ?[^\\W\\d_][^\n-]{3,40}-{3,8}[ \r]*(?=\n)")
_PERCENT: Final = re.compile(r"[0-9] ?%")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ORIGIN_BOUND: Final = re.compile(r"(?:^|\n)@[A-Za-z0-9.-]{3,80} #([A-Za-z0-9]{3,12})(?=\s|$)")

"""Codes of one text: candidates, code nouns, scores, and the two forms that need no score (origin-bound, backup lists)."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from postroom.lib.extraction.backup import FEWEST, find_backup_codes
from postroom.lib.extraction.candidates import Candidate, Span, find_candidates, letters_at
from postroom.lib.extraction.contexts import without_settings
from postroom.lib.extraction.keywords import Keyword, classes_of, find_keywords
from postroom.lib.extraction.labels import is_labelled
from postroom.lib.extraction.model import Code, Source
from postroom.lib.extraction.normalise import Text
from postroom.lib.extraction.score import Scene, Scored, score_all
from postroom.lib.extraction.words import INTENT_LOGIN, INTENT_RESET, INTENT_VERIFY, POSITIVE, PROMO

REACH_BEFORE: Final = 700
REACH_AFTER: Final = 260
SCANNED_WITHOUT_DIGITS: Final = 8_192


class Found(NamedTuple):
    codes: list[Code]
    announced: int  # weight of the heaviest code noun seen, 0 when none


def find_codes(text: Text, source: Source, taken: Sequence[Span], *, announced: int = 0, subject: str = "") -> Found:
    """Codes in order of appearance, unranked. `taken` are spans that hold no code (URLs), in order."""
    candidates = find_candidates(text.clean, taken)
    start, end = _region(candidates, len(text.low))
    keywords = without_settings(text.low, subject, _outside(find_keywords(text.low, start, end), taken))
    candidates = _with_letters(text.clean, candidates, keywords)
    weight = max((k.weight for k in keywords), default=0)
    if source == "subject" and not weight:
        weight = 1 if classes_of(_WORD.findall(text.low)) & POSITIVE else 0
    if not candidates or not (keywords or announced or _has_prompt(candidates)):
        return Found([], weight)
    if len(candidates) >= FEWEST or _MANY.search(text.low, 0, 4096):
        backup = find_backup_codes(text, source, taken, subject)
        if backup:
            return Found(backup, weight)
    alone = sum(c.alone for c in candidates)
    scene = Scene(text, text.low, keywords, candidates, announced, source == "html", _is_promoting(text.low, subject), alone)
    scored = _bound_to_origin(text.clean, candidates) + score_all(scene)
    return Found([_code(s, source) for s in scored], weight)


def _outside(keywords: list[Keyword], taken: Sequence[Span]) -> list[Keyword]:
    """Without the words inside addresses (`?reset_token=`)."""
    if not taken:
        return keywords
    starts = [span[0] for span in taken]
    inside = (bisect_right(starts, k.start) - 1 for k in keywords)
    return [k for k, at in zip(keywords, inside, strict=True) if at < 0 or k.start >= taken[at][1]]


def bare_in_subject(subject: Text, *, announced: int) -> list[Code]:
    """`[Oak] 482913`: one number that begins or ends the subject, where the subject or the body speaks of a code."""
    candidates = find_candidates(subject.clean, ())
    if len(candidates) != 1 or not announced:
        return []
    only = candidates[0]
    at_edge = not subject.clean[: only.start].strip() or not subject.clean[only.end :].strip()
    if only.shape not in ("digits", "groups") or not 5 <= len(only.value) <= 9 or not at_edge:
        return []
    if is_labelled(subject, only.start, only.end, None):
        return []
    return [Code(only.value, "otp", 0.75, (only.start, only.end), "subject", "bare_in_subject")]


def _is_promoting(low: str, subject: str) -> bool:
    if _PERCENT.search(low, 0, 8192) or _PERCENT.search(subject):
        return True
    return bool(classes_of(_WORD.findall(subject)) & PROMO)


def _region(candidates: Sequence[Candidate], size: int) -> Span:
    if not candidates:
        return 0, min(size, SCANNED_WITHOUT_DIGITS)
    return max(0, candidates[0].start - REACH_BEFORE), min(size, candidates[-1].end + REACH_AFTER)


def _has_prompt(candidates: Sequence[Candidate]) -> bool:
    return any(c.shape in ("digits", "groups", "mixed", "mixed_groups") for c in candidates)


def _with_letters(clean: str, candidates: list[Candidate], keywords: Sequence[Keyword]) -> list[Candidate]:
    """Adds codes of letters alone that directly follow a code noun."""
    known = {c.start for c in candidates}
    added = []
    for keyword in keywords:
        match = _ANNOUNCES.match(clean, keyword.end) if keyword.weight else None
        letters = letters_at(clean, match.end()) if match else None
        if letters and letters.start not in known and _may_be_letters(clean, keyword, letters, match[0] if match else ""):
            added.append(letters)
            known.add(letters.start)
    return sorted(candidates + added, key=lambda c: c.start) if added else candidates


def _may_be_letters(clean: str, keyword: Keyword, letters: Candidate, between: str) -> bool:
    """Among capitals a shouted word is no code; small letters need a colon."""
    if letters.shape == "small_letters":
        return ":" in between and keyword.weight == 3
    shouting = clean[keyword.start : keyword.end].isupper()
    return not shouting or ":" in between


def _bound_to_origin(clean: str, candidates: Sequence[Candidate]) -> list[Scored]:
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


def _kind(classes: int) -> str:
    if classes & INTENT_RESET:
        return "reset"
    if classes & INTENT_LOGIN:
        return "otp"
    return "verification" if classes & INTENT_VERIFY else "otp"


_ANNOUNCES: Final = re.compile(
    "[ \t\u00a0*]{0,3}(?:(?:is|are|ist|lautet|est|es|è|é|er|är|on|to|jest|je|это)[ \t*]{1,3})?[:：=＝\\-–—]?[ \t\r\n\u00a0*_\"'“„«(\\[<【「]{0,8}"
)
_PERCENT: Final = re.compile(r"[0-9] ?%")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MANY: Final = re.compile("(?:\n[^\n]{4,24}){3}")
_ORIGIN_BOUND: Final = re.compile(r"(?:^|\n)@[A-Za-z0-9.-]{3,80} #([A-Za-z0-9]{3,12})(?=\s|$)")

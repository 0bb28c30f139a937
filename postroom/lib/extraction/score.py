"""How sure it is that a candidate is the code: the best announcing word, how close it stands, how likely the shape."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from postroom.lib.extraction.candidates import Candidate
from postroom.lib.extraction.keywords import LEXICON, WORD_CLASSES, Keyword, classes_of, words_after, words_before
from postroom.lib.extraction.labels import is_labelled
from postroom.lib.extraction.normalise import Text
from postroom.lib.extraction.shape import is_coupon, is_discount, is_loose, is_year, shape_factor
from postroom.lib.extraction.words.lexicon import ENTER, NEVER, OWN, POSITIVE

KEPT_FROM: Final = 0.5
SHORT: Final = 1_500
ADJACENT: Final = 0.975  # at most two words between
NAMED: Final = 0.985  # a colon between
SURE: Final = 0.93  # no need to look for a better reading
DIRECT: Final = 0.95
REACH_BEFORE: Final = 600
PURPOSE_REACH: Final = 90
REACH_AFTER: Final = 160
YEAR_WORDS: Final = 5
SMALL_WORD: Final = 4  # letters
IS_REACH: Final = 11
LABEL_REACH: Final = 16
_WEIGHTS: Final = {3: 1.0, 2: 0.97, 1: 0.62, 0: 0.0}


class Scored(NamedTuple):
    candidate: Candidate
    confidence: float
    rule: str
    classes: int
    weight: int = 0  # of the noun that announced it


class Scene(NamedTuple):
    """One text and what was found in it."""

    text: Text
    low: str
    keywords: Sequence[Keyword]
    candidates: Sequence[Candidate]
    announced: int  # weight of the code noun in the subject, 0 when none
    soft_breaks: bool  # line breaks come from HTML and end no sentence
    promoting: bool  # the mail sells something: words with a number behind are coupons
    alone: int  # candidates alone on their line
    spoken: int  # classes of all nouns


def score_all(scene: Scene) -> tuple[list[Scored], list[Scored]]:
    """What reaches `KEPT_FROM`, in order of appearance; and what lost, with the reason as its rule."""
    starts = [keyword.start for keyword in scene.keywords]
    scored, lost = [], []
    for index, candidate in enumerate(scene.candidates):
        best = _best(scene, starts, index, candidate)
        if best.confidence >= KEPT_FROM:
            scored.append(best)
        else:
            lost.append(best)
    firm = [one for one in scored if one.confidence >= SURE and not is_loose(one.candidate)]
    if firm and len(scored) > 1:
        announced = any(one.weight == 3 for one in firm)
        vague = [one for one in scored if is_loose(one.candidate) or (announced and one.weight == 2 and not one.classes & OWN)]
        scored = [one for one in scored if one not in vague]
        lost += [one._replace(rule="outranked") for one in vague]
    return scored, lost


def _best(scene: Scene, starts: list[int], index: int, candidate: Candidate) -> Scored:
    at = bisect_right(starts, candidate.start)
    reach = REACH_BEFORE if candidate.alone else REACH_AFTER
    best = _NOTHING
    nearest = None
    for keyword in reversed(scene.keywords[max(0, at - 4) : at]):
        if keyword.end > candidate.start:
            continue
        nearest = nearest or keyword
        if candidate.start - keyword.end > reach or best.confidence >= SURE:
            break
        if keyword.weight:
            best = max(best, _after_noun(scene, index, candidate, keyword), key=_confidence)
    for keyword in scene.keywords[at : at + 3]:
        if keyword.start - candidate.end > REACH_AFTER or best.confidence >= SURE:
            break
        if keyword.weight and keyword.start >= candidate.end:
            best = max(best, _before_noun(scene, index, candidate, keyword), key=_confidence)
            break
    if best.confidence < SURE:
        best = max(best, *_without_noun(scene, candidate, nearest), key=_confidence)
    if best.confidence < KEPT_FROM:
        return Scored(candidate, best.confidence, _why_lost(candidate, best), 0)
    if is_labelled(scene.text, candidate.start, candidate.end, nearest):
        return Scored(candidate, 0.0, "labelled", 0)
    return best


def _why_lost(candidate: Candidate, best: Scored) -> str:
    if is_year(candidate.value):
        return "year"
    return "unlikely" if best.confidence else "far"


def _without_noun(scene: Scene, candidate: Candidate, nearest: Keyword | None) -> Iterator[Scored]:
    yield _NOTHING
    if candidate.shape in _FIRM and len(candidate.value) >= 4:
        yield _entered(scene, candidate)
    if not candidate.alone:
        return
    if scene.announced and (candidate.shape in _FIRM or candidate.shape == "letters"):
        yield _announced_by_subject(scene, candidate)
    if nearest and not nearest.weight and candidate.start - nearest.end <= LABEL_REACH:
        return  # another sort of code
    if len(scene.candidates) == 1 and len(scene.low) <= SHORT and _SIX.fullmatch(candidate.value):
        yield Scored(candidate, 0.55, "only_number", 0)


def _after_noun(scene: Scene, index: int, candidate: Candidate, keyword: Keyword) -> Scored:
    """`your code is 482913`, or the code alone on a line below."""
    gap = scene.low[keyword.end : candidate.start]
    closeness, rule = _closeness(gap, candidate.alone, scene.soft_breaks)
    if rule == "next_sentence" and (keyword.classes & NEVER or _is_counted(scene.low, candidate)):
        return _NOTHING  # `Never tell your PIN. Call 116116`
    if rule == "in_sentence" and candidate.shape == "mixed" and keyword.weight == 2 and not keyword.classes & (OWN | ENTER):
        closeness *= 0.5  # `the code needs work to support I18N`
    if keyword.weight == 2 and not scene.spoken & _EVIDENCE and _QUALIFIED.fullmatch(scene.text.clean, keyword.end, candidate.start):
        closeness *= 0.5  # `code paie 7712` where nothing else speaks of a code for the reader
    if _leads_to(scene, candidate, index + 1):
        return _NOTHING  # `the OTP for PAN ABCPX1234K is 664120`
    closeness *= _rivals(scene, index, keyword.end, candidate.start)
    return _combined(scene, closeness, keyword, candidate, rule)


def _leads_to(scene: Scene, candidate: Candidate, index: int) -> bool:
    """Whether the next candidate is what this one is said to be."""
    if index >= len(scene.candidates):
        return False
    following = scene.candidates[index]
    if following.start - candidate.end > IS_REACH:
        return False
    return following.shape in _NUMBERS and _IS.fullmatch(scene.low, candidate.end, following.start) is not None


def _is_counted(low: str, candidate: Candidate) -> bool:
    """`4821 additions`"""
    return candidate.end - candidate.start <= 4 and _COUNTED.match(low, candidate.end) is not None


def _closeness(gap: str, alone: bool, soft: bool) -> tuple[float, str]:
    broken = _BREAK.search(gap) is not None
    if len(gap) <= 16 and not _LETTER.search(gap):
        sure = (0.985 if ":" in gap or "：" in gap else 0.98) if alone or not broken or len(gap) <= 4 else 0.8
        return sure, "after_code_word"
    words = _count_words(gap)
    if broken or ("\n" in gap and not (soft and words <= 4)):
        if alone:
            return (0.97 if len(gap) <= 300 else 0.9), "alone_on_line"
        return _step(len(gap), _ACROSS_SENTENCES), "next_sentence"
    return _step(words, _IN_SENTENCE), "after_code_word" if words <= 4 else "in_sentence"


def _before_noun(scene: Scene, index: int, candidate: Candidate, keyword: Keyword) -> Scored:
    """`482913 is your code`."""
    gap = scene.low[candidate.end : keyword.start]
    broken = "\n" in gap and not scene.soft_breaks
    if broken and not gap.strip():
        return _NOTHING
    if ("," in gap or "\n" in gap) and _OWN_NUMBER.match(scene.low, keyword.end):
        return _NOTHING  # `…, 12045, client code 771204`
    words = _count_words(gap)
    across = broken or _BREAK.search(gap) is not None or "]" in gap
    closeness = (
        0.87
        if across and candidate.shape in _FIRM and len(gap) <= 90 and (candidate.alone or _ends_first_line(scene.low, candidate))
        else _step(words, _BACK_ACROSS if across else _BACK)
    )
    if is_year(candidate.value) and words <= YEAR_WORDS and keyword.classes & OWN and _opens(scene.low, candidate.start):
        closeness = NAMED  # `2026 is your code`
    elif is_loose(candidate) or (candidate.shape == "mixed" and not gap.strip() and not candidate.value.isupper()):
        closeness *= 0.4  # `lena2024`; `the x2apic code`
    closeness *= _rivals(scene, index, candidate.end, keyword.start)
    return _combined(scene, closeness, keyword, candidate, "before_code_word")


def _ends_first_line(low: str, candidate: Candidate) -> bool:
    """`Oak: 482913`, and what it is below."""
    return (
        low[candidate.end : candidate.end + 1] == "\n"
        and low[candidate.start - 2 : candidate.start] == ": "
        and _opens(low, candidate.start)
    )


def _opens(low: str, start: int) -> bool:
    """At the beginning of the text or of a line, maybe behind the name of who writes."""
    return low[max(0, low.rfind("\n", max(0, start - 48), start)) : start].strip()[-1:] in _LEADS


def _entered(scene: Scene, candidate: Candidate) -> Scored:
    """No noun but a verb and a purpose: `enter 390410 to log in`."""
    low, start, end = scene.low, candidate.start, candidate.end
    near = low[max(0, start - 28) : start] + "\n" + low[end : end + 24]
    around = LEXICON.window_classes(near) if not near.isascii() and _UNSPACED.search(near) else 0
    if around & ENTER:
        purpose = around & POSITIVE
    elif _is_verb_before(low, start) or (_may_end_in_verb(near, low, end) and classes_of(words_after(low, end, 2)) & ENTER):
        around = classes_of(words_after(low, end, 9, PURPOSE_REACH))
        if not around & POSITIVE:  # `to confirm your payment, enter 1029`
            around = classes_of(words_before(low, start, 12, PURPOSE_REACH))
        purpose = around & POSITIVE
    else:
        return _NOTHING
    if not purpose or is_loose(candidate):
        return _NOTHING
    return Scored(candidate, 0.92 * shape_factor(candidate, 3, direct=True), "enter_to", around)


def _is_verb_before(low: str, start: int) -> bool:
    """`enter 482913`, `type in 482913`, but not `use platform 4821`."""
    words = words_before(low, start, 2)
    if not words or not classes_of(words) & ENTER:
        return False
    return len(words[0]) <= SMALL_WORD or bool(WORD_CLASSES[words[0]] & (ENTER | POSITIVE | OWN))


def _may_end_in_verb(near: str, low: str, end: int) -> bool:
    """`482913 girin` in languages that put the verb last, `482913 – enter it`; a cheap look."""
    return not near.isascii() or _VERB_BEHIND.match(low, end) is not None


def _announced_by_subject(scene: Scene, candidate: Candidate) -> Scored:
    """Nothing in the text says what it is, but the subject speaks of a code and it stands alone on a line."""
    sure = 0.93 if scene.announced >= 2 and scene.alone == 1 else 0.7 if scene.alone <= 3 else 0.0
    return Scored(candidate, sure * shape_factor(candidate, scene.announced, direct=True), "alone_announced_by_subject", 0)


def _combined(scene: Scene, closeness: float, keyword: Keyword, candidate: Candidate, rule: str) -> Scored:
    if keyword.weight == 2 and ((scene.promoting and is_coupon(candidate)) or is_discount(candidate)):
        return _NOTHING
    weight = _WEIGHTS[keyword.weight]
    direct = closeness >= DIRECT
    shape = shape_factor(
        candidate, keyword.weight, direct=direct, adjacent=closeness >= ADJACENT, owned=closeness >= NAMED or bool(keyword.classes & OWN)
    )
    return Scored(candidate, closeness * (weight if direct else weight * weight) * shape, rule, keyword.classes, keyword.weight)


def _rivals(scene: Scene, index: int, start: int, end: int) -> float:
    """A candidate between noun and this one takes the noun for itself, unless the two are a list (`111111 or 222222`)."""
    this = scene.candidates[index]
    step = -1 if start < this.start else 1
    at = index + step
    factor, last = 1.0, this
    while 0 <= at < len(scene.candidates) and factor > 0.2:
        other = scene.candidates[at]
        if other.start < start or other.end > end:
            break
        if is_loose(other) or is_labelled(scene.text, other.start, other.end, None) or _leads_to(scene, other, at + 1):
            last, at = other, at + step
            continue
        first, second = (other, last) if step < 0 else (last, other)
        alike = other.shape == this.shape and len(other.value) == len(this.value)
        factor *= 0.97 if alike and _count_words(scene.low[first.end : second.start]) <= 1 else 0.55
        last = other
        at += step
    return factor


def _count_words(gap: str) -> int:
    if gap.isascii():
        return len(gap.split())
    return len(_WORD.findall(gap)) + len(_UNSPACED.findall(gap)) // 3


def _step(measure: int, steps: Sequence[tuple[int, float]]) -> float:
    for limit, value in steps:
        if measure <= limit:
            return value
    return 0.2


_confidence: Final = attrgetter("confidence")
_NOTHING: Final = Scored(Candidate("", 0, 0, "", False), 0.0, "", 0)
_FIRM: Final = frozenset(("digits", "groups", "mixed", "mixed_groups"))
# (words or characters at most, closeness)
_IN_SENTENCE: Final = ((2, 0.975), (4, 0.97), (7, 0.95), (12, 0.93), (20, 0.8), (99, 0.6))
_ACROSS_SENTENCES: Final = ((60, 0.6), (160, 0.45))
_BACK: Final = ((3, 0.97), (7, 0.95), (12, 0.85), (99, 0.6))
_BACK_ACROSS: Final = ((6, 0.5), (99, 0.3))
_UNSPACED_CHARS: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_NUMBERS: Final = frozenset(("digits", "groups"))
_EVIDENCE: Final = OWN | ENTER | POSITIVE | NEVER
_IS: Final = re.compile(" (?:is|ist|lautet|est|es|è|é|e|är|er|on|to|je|jest|este|είναι|adalah|ialah|là) :?")
_QUALIFIED: Final = re.compile(r"(?: (?:de|di|del|da|do|della|des|du|за|на))? [a-zà-ÿœąćęłńóśźżа-яёіїє]{4,20} ")
_COUNTED: Final = re.compile(" [a-z]{5}")
_OWN_NUMBER: Final = re.compile(r"(?: [^\W\d_]{1,20}){0,2}[:=]? ?#?[0-9]{3}")
_VERB_BEHIND: Final = re.compile(" ?(?:[-,:(]|eingeb|kirit|gir|kullan|masuk)")
_LEADS: Final = ("", ":", "]", ")", "-", "–", ">")
_SIX: Final = re.compile("[0-9]{6}|[0-9]{3}[ -][0-9]{3}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(f"[^\\W\\d_{_UNSPACED_CHARS}]+")
_UNSPACED: Final = re.compile(f"[{_UNSPACED_CHARS}]")
_BREAK: Final = re.compile(r"(?:(?<![ (](?:rs|no|nr))[.]|[!?])(?:\s|$)|[。！？；।؟]|\n\s{0,8}\n")

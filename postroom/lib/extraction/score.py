"""How sure it is that a candidate is the code: the best announcing word, how close it stands, and what contradicts it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from postroom.lib.extraction.candidates import Candidate
from postroom.lib.extraction.keywords import (
    LEXICON,
    Keyword,
    classes_of,
    is_unspaced,
    word_classes,
    words_after,
    words_before,
)
from postroom.lib.extraction.words import ENTER, LABEL, NUMBER, POSITIVE, PROMO

KEPT_FROM: Final = 0.5


class Scored(NamedTuple):
    candidate: Candidate
    confidence: float
    rule: str
    classes: int


class Scene(NamedTuple):
    """One text with what was found in it. `announced`: another part of the mail (the subject) speaks of a code."""

    clean: str
    low: str
    keywords: Sequence[Keyword]
    candidates: Sequence[Candidate]
    announced: int = 0
    soft_breaks: bool = False


def score_all(scene: Scene) -> list[Scored]:
    starts = [k.start for k in scene.keywords]
    scored = []
    for index, candidate in enumerate(scene.candidates):
        best = _score(scene, starts, index, candidate)
        if best and best.confidence >= KEPT_FROM:
            scored.append(best)
    return scored


def _score(scene: Scene, starts: list[int], index: int, candidate: Candidate) -> Scored | None:
    at = bisect_right(starts, candidate.start)
    before = list(reversed(scene.keywords[max(0, at - 4) : at]))
    after = scene.keywords[at : at + 3]
    if _is_labelled(scene, candidate, before[0] if before else None):
        return None
    best: Scored | None = None
    for rank, keyword in enumerate(before):
        if keyword.end <= candidate.start:
            found = _before(scene, index, candidate, keyword, rank)
            best = found if best is None or found.confidence > best.confidence else best
    for keyword in after:
        if keyword.start >= candidate.end:
            found = _after(scene, index, candidate, keyword)
            best = found if best is None or found.confidence > best.confidence else best
    for found in (_entered(scene, candidate), _unannounced(scene, candidate)):
        if found and (best is None or found.confidence > best.confidence):
            best = found
    return best


def _before(scene: Scene, index: int, candidate: Candidate, keyword: Keyword, rank: int) -> Scored:
    """The noun stands first: `your code is 482913`, or the code alone on a line below."""
    gap = scene.low[keyword.end : candidate.start] if candidate.start - keyword.end <= 600 else None
    if gap is None:
        return Scored(candidate, 0.0, "", 0)
    closeness, rule = _closeness_before(gap, candidate.alone, scene.soft_breaks)
    closeness *= _rivals(scene, index, keyword.end, candidate.start)
    return Scored(candidate, _combined(closeness, keyword, candidate, rule), rule, keyword.classes)


def _closeness_before(gap: str, alone: bool, soft: bool) -> tuple[float, str]:
    if len(gap) <= 16 and not _LETTER.search(gap):
        if not _BREAK.search(gap) or len(gap) <= 4 or alone:
            return 0.98, "after_code_word"
        return 0.8, "after_code_word"
    broken = bool(_BREAK.search(gap)) or (not soft and "\n" in gap)
    words = _count_words(gap)
    if not broken:
        return (
            (0.97, "after_code_word")
            if words <= 4
            else (0.93, "in_sentence")
            if words <= 12
            else (0.8, "in_sentence")
            if words <= 20
            else (0.6, "in_sentence")
        )
    if alone:
        return (0.97, "alone_on_line") if len(gap) <= 300 else (0.9, "alone_on_line")
    return (0.62, "next_sentence") if len(gap) <= 60 else (0.45, "far") if len(gap) <= 160 else (0.2, "far")


def _after(scene: Scene, index: int, candidate: Candidate, keyword: Keyword) -> Scored:
    """The noun follows: `482913 is your code`."""
    gap = scene.low[candidate.end : keyword.start] if keyword.start - candidate.end <= 160 else None
    if gap is None or (not gap.strip() and "\n" in gap and not scene.soft_breaks):
        return Scored(candidate, 0.0, "", 0)
    words = _count_words(gap)
    if _BREAK.search(gap) or ("\n" in gap and not scene.soft_breaks):
        closeness = 0.5 if words <= 6 else 0.3
    else:
        closeness = 0.97 if words <= 3 else 0.95 if words <= 7 else 0.85 if words <= 12 else 0.6
        if _is_year(candidate.value) or _is_user_name(candidate.value):
            closeness *= 0.4
    closeness *= _rivals(scene, index, candidate.end, keyword.start)
    return Scored(candidate, _combined(closeness, keyword, candidate, "before_code_word"), "before_code_word", keyword.classes)


def _entered(scene: Scene, candidate: Candidate) -> Scored | None:
    """No noun but a verb: `enter 390410 to log in`."""
    if candidate.shape not in ("digits", "groups", "mixed", "mixed_groups") or len(candidate.value) < 4:
        return None
    window = scene.low[max(0, candidate.start - 8) : candidate.start]
    after = scene.low[candidate.end : candidate.end + 24]
    if window and is_unspaced(window.strip()[-1:] or " "):
        entered = LEXICON.window_classes(window) & ENTER
        purpose = LEXICON.window_classes(after) & POSITIVE
    else:
        entered = classes_of(words_before(scene.low, candidate.start, 2)) & ENTER
        purpose = classes_of(words_after(scene.low, candidate.end, 6)) & POSITIVE
    if entered and purpose:
        return Scored(candidate, 0.92 * _shape_factor(candidate, 3, direct=True), "enter_to", purpose)
    return None


def _unannounced(scene: Scene, candidate: Candidate) -> Scored | None:
    """Alone on its line, where nothing in the text says what it is: the subject must, or it is the only such line."""
    if not candidate.alone or candidate.shape not in ("digits", "groups", "mixed", "mixed_groups", "letters"):
        return None
    rivals = sum(c.alone for c in scene.candidates)
    if scene.announced >= 2 and rivals == 1:
        return Scored(candidate, 0.93 * _shape_factor(candidate, scene.announced, direct=True), "alone_announced_by_subject", 0)
    if scene.announced and rivals <= 3:
        return Scored(candidate, 0.7 * _shape_factor(candidate, scene.announced, direct=True), "alone_announced_by_subject", 0)
    return None


def _combined(closeness: float, keyword: Keyword, candidate: Candidate, rule: str) -> float:
    if keyword.weight == 0:
        return 0.0
    direct = closeness >= 0.95
    factor = {3: 1.0, 2: 0.97, 1: 0.62}[keyword.weight]
    if not direct:
        factor = factor * factor
    return closeness * factor * _shape_factor(candidate, keyword.weight, direct=direct and rule != "in_sentence")


def _shape_factor(candidate: Candidate, weight: int, *, direct: bool) -> float:
    value, shape = candidate.value, candidate.shape
    if shape == "digits":
        return _digits_factor(value, candidate.alone, direct, weight)
    if shape in ("letters", "word_groups", "spelled"):
        return 0.96 if direct or candidate.alone else 0.4
    if shape == "small_letters":
        return 0.8 if direct and weight == 3 else 0.4
    if shape == "mixed":
        if _is_user_name(value) and not candidate.alone:
            return 0.85 if direct else 0.3
        bare = value.upper() != value and value.lower() != value
        return (0.93 if bare else 1.0) if direct or candidate.alone else 0.7
    return 1.0 if direct or candidate.alone else 0.75


def _digits_factor(value: str, alone: bool, direct: bool, weight: int) -> float:
    size = len(value)
    if _is_year(value):
        return 0.9 if direct or alone else 0.4
    if 4 <= size <= 8:
        return 1.0
    if size == 3:
        return 0.93 if direct and weight > 1 else 0.4
    return 0.97 if direct or alone else 0.6


def _is_year(value: str) -> bool:
    return len(value) == 4 and "1950" <= value <= "2099"


def _is_user_name(value: str) -> bool:
    """`lena2024`: a small word with a number behind."""
    return _USER_NAME.fullmatch(value) is not None


def _rivals(scene: Scene, index: int, start: int, end: int) -> float:
    """Another candidate between the noun and this one takes the noun for itself, unless the two are one list."""
    factor = 1.0
    for other in _between(scene, index, start, end):
        first, second = (
            (other, scene.candidates[index]) if other.start < scene.candidates[index].start else (scene.candidates[index], other)
        )
        listed = (
            _count_words(scene.low[first.end : second.start]) <= 1
            and other.shape == scene.candidates[index].shape
            and len(other.value) == len(scene.candidates[index].value)
        )
        factor *= 0.97 if listed else 0.55
    return max(factor, 0.2)


def _between(scene: Scene, index: int, start: int, end: int) -> list[Candidate]:
    found: list[Candidate] = []
    step = -1 if start < scene.candidates[index].start else 1
    at = index + step
    while 0 <= at < len(scene.candidates) and len(found) < 12:
        other = scene.candidates[at]
        if other.start < start or other.end > end:
            break
        found.append(other)
        at += step
    return found[:1] if all(_alike(o, scene.candidates[index]) for o in found) else found


def _alike(one: Candidate, other: Candidate) -> bool:
    return one.shape == other.shape and len(one.value) == len(other.value)


def _is_labelled(scene: Scene, candidate: Candidate, keyword: Keyword | None) -> bool:
    """True when the words right before say it is something else (`order no. 482913`), and no code noun stands between."""
    start = candidate.start
    window = scene.low[max(0, start - 10) : start]
    if not window.isascii() and any(map(is_unspaced, window)):
        position = _last_label(window)
        return position >= 0 and not (keyword and keyword.weight and keyword.end > start - len(window) + position)
    low = scene.low
    line_start = low.rfind("\n", max(0, start - 48), start)
    words = (
        words_before(low, start, 3, 32) if line_start < 0 or low[line_start + 1 : start].strip(" *>#:\t") else _label_line(low, line_start)
    )
    if _MONEY_BEFORE.search(low, max(0, start - 6), start) or _UNIT_AFTER.match(low, candidate.end):
        return True
    return _disowns(low, start, words, keyword)


def _disowns(low: str, start: int, words: list[str], keyword: Keyword | None) -> bool:
    position = start
    for word in words:
        position = low.rfind(word, 0, position) if position - 64 < 0 else low.rfind(word, position - 64, position)
        if position < 0 or _NUMBER_BETWEEN.search(low, position, start):
            return False
        if keyword and keyword.end > position:
            return not keyword.weight
        classes = word_classes(word)
        if classes & POSITIVE:
            return False
        if classes & (LABEL | NUMBER | PROMO):
            around = classes_of(words_before(low, position, 2))
            return not (classes & NUMBER and around & POSITIVE)
    return bool(low[start - 1 : start] == "#" and not (keyword and start - keyword.end <= 3))


def _label_line(low: str, line_start: int) -> list[str]:
    """A short line right above (`Order number:`) labels what stands alone below it."""
    end = line_start
    while end > 0 and low[end - 1] in " \t\r\n*":
        end -= 1
    if line_start - end > 4:
        return []
    begin = low.rfind("\n", max(0, end - 40), end)
    line = low[begin + 1 : end]
    return words_before(low, end, 3) if len(line) <= 32 and begin >= max(0, end - 40) - 1 else []


def _last_label(window: str) -> int:
    best = -1
    for text, classes in LEXICON.substrings:
        if classes & LABEL and not classes & POSITIVE:
            best = max(best, window.rfind(text))
    return best


def _count_words(gap: str) -> int:
    words = len(_WORD.findall(gap))
    unspaced = len(_UNSPACED.findall(gap))
    return words + unspaced // 3


_USER_NAME: Final = re.compile("[a-z]{3,}[0-9]{1,4}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile("[^\\W\\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BREAK: Final = re.compile(r"[.!?](?:\s|$)|[。！？；।؟]|\n\s*\n")
_NUMBER_BETWEEN: Final = re.compile("[0-9]{2,}[^0-9]*")
_MONEY_BEFORE: Final = re.compile("(?<![a-z])(?:usd|eur|gbp|inr|rs|rm|kr|zł|pln|chf|cny|jpy|twd|try|rub|vnd|idr|rp|brl|mxn|cad|aud)[. :]?$")
_UNIT_AFTER: Final = re.compile(
    r"[ \u00a0]?(?:usd|eur|gbp|inr|rub|руб|zł|pln|kč|czk|sek|nok|dkk|chf|tl|try|jpy|円|元|원|vnd|irt|ريال|ریال|تومان|kr\b|ft\b|"
    r"min(?:ute|uten|utes|utos|uti|uut|ut)?s?\b|hours?|stunden|days?|tage?n?\b|seconds?|sekunden|минут|час|дн|分钟|分鐘|分間|小时|小時|"
    r"points?\b|punkte|km\b|kg\b|gb\b|mb\b|people\b|items?\b|users?\b|years?\b|ans\b|años\b|jahre)"
)

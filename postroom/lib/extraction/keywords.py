"""Where a text speaks of a code: positions of code nouns, each weighed by the words beside it."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from postroom.lib.extraction.words.codes import CODE_PROBES, CODE_STEMS, NOT_CODES, ONE_TIME_PHRASES, PLAIN_HEADS, Stem
from postroom.lib.extraction.words.lexicon import (
    INTENT_LOGIN,
    INTENT_RESET,
    INTENT_VERIFY,
    LABEL,
    OTHER_CODE,
    POSITIVE,
    PROMO,
    TEMPORARY,
    Lexicon,
    plain,
)

LEXICON: Final = Lexicon()
HITS_MAX: Final = 128
BESIDE: Final = 40  # characters on each side of a noun that weigh it
_INTENTS: Final = INTENT_LOGIN | INTENT_RESET | INTENT_VERIFY


class Probed(NamedTuple):
    stem: Stem
    offset: int  # of the probe inside the stem


class Keyword(NamedTuple):
    """Weight 3: one-time code, 2: code, 1: password or token, 0: another sort of code (postal code, promotion)."""

    start: int
    end: int
    weight: int
    classes: int


def find_keywords(low: str, start: int, end: int) -> list[Keyword]:
    """Code nouns in `low[start:end]`, in order, at most `HITS_MAX` a stem; where two overlap the heavier one stays."""
    found: list[Keyword] = []
    for probe, stems in _probes_for(low, start, end):
        position = low.find(probe, start, end)
        hits = 0
        while position >= 0 and hits < HITS_MAX:
            hits += 1
            for stem in stems:
                at = position - stem.offset
                if at < start or not low.startswith(stem.stem.text, at) or not _edges_allow(low, at, stem.stem):
                    continue
                keyword = _weigh(low, at, stem.stem)
                if keyword:
                    found.append(keyword)
            position = low.find(probe, position + len(probe), end)
    return _without_overlaps(found) if len(found) > 1 else found


def _edges_allow(low: str, at: int, stem: Stem) -> bool:
    """A quick no for a whole-word stem inside a longer word (`tan` in `important`)."""
    if not stem.before and at and low[at - 1].isalpha():
        return is_unspaced(low[at - 1])
    end = at + len(stem.text)
    return bool(stem.after) or end >= len(low) or not low[end].isalpha() or is_unspaced(low[end])


def words_before(low: str, position: int, count: int, reach: int = 40) -> list[str]:
    """Up to `count` words left of `position` in its sentence, nearest first."""
    words: list[str] = []
    for token in reversed(_TOKEN.findall(low[max(0, position - reach) : position])):
        if token in _STOPS or len(words) == count:
            break
        words.append(token)
    return words


def words_after(low: str, position: int, count: int, reach: int = 40) -> list[str]:
    words: list[str] = []
    for token in _TOKEN.findall(low[position : position + reach]):
        if token in _STOPS or len(words) == count:
            break
        words.append(token)
    return words


def classes_of(words: Iterable[str]) -> int:
    found = 0
    for word in words:
        found |= word_classes(word)
    return found


@lru_cache(maxsize=8192)
def word_classes(word: str) -> int:
    """Classes of one lower-case word, Arabic and Hebrew with glued particles too."""
    found = LEXICON.word_classes(word)
    if not found and word[0] >= "\u0590":
        prefix = _PREFIXED.match(word)
        if prefix:
            found = LEXICON.word_classes(word[prefix.end() :])
    return found


def is_unspaced(char: str) -> bool:
    """Thai, Lao, Chinese, Japanese, Korean: words are found as substrings."""
    return "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or char >= "\u1780"


def _weigh(low: str, position: int, stem: Stem) -> Keyword | None:
    end = position + len(stem.text)
    if is_unspaced(stem.text[0]):
        return _weigh_unspaced(low, position, end, stem)
    word_start, word_end = _word_bounds(low, position, end)
    if position - word_start > stem.before or word_end - end > stem.after:
        return None
    word = low[word_start:word_end]
    if word_start < position and word[0] >= "\u0590" and not _PREFIXES.fullmatch(low, word_start, position):
        return None
    before, after = low[max(0, word_start - BESIDE) : word_start], low[word_end : word_end + BESIDE]
    return Keyword(word_start, word_end, *_judged(before, word, after, position - word_start, stem))


@lru_cache(maxsize=4096)
def _judged(before: str, word: str, after: str, head: int, stem: Stem) -> tuple[int, int]:
    """(weight, classes) of a noun between its neighbours; kept, because the same templates come again and again."""
    if word in NOT_CODES:
        return 0, OTHER_CODE
    glued = _compound_classes(word[:head]) if head else 0
    if head and not glued and stem.before > 20 and word[:head] not in PLAIN_HEADS:
        return 0, OTHER_CODE  # vscode, geocode, Strichcode
    left, right = words_before(before, len(before), 5), words_after(after, 0, 5)
    beside = [word_classes(w) for w in (*left[:1], *right[: 2 if right and len(right[0]) <= 3 else 1])]
    if stem.weight < 3 and any(c & (OTHER_CODE | PROMO) and not c & POSITIVE for c in (glued, *beside)):
        return 0, OTHER_CODE
    classes = glued | classes_of(left) | classes_of(right)
    if stem.weight == 1 and _ONE_TIME.search(f"{before[-32:]}{word}{after[:32]}"):
        classes |= TEMPORARY | POSITIVE
    if stem.weight < 3 and classes & PROMO and not classes & POSITIVE:
        return 0, OTHER_CODE
    return _raised(stem.weight, classes), classes


def _weigh_unspaced(low: str, position: int, end: int, stem: Stem) -> Keyword:
    window = low[max(0, position - 10) : end + 8]
    classes = LEXICON.window_classes(window)
    if stem.weight < 3 and classes & PROMO and not classes & POSITIVE:
        return Keyword(position, end, 0, OTHER_CODE)
    if stem.weight < 3 and classes & LABEL and not classes & POSITIVE:
        return Keyword(position, end, 0, OTHER_CODE)
    return Keyword(position, end, _raised(stem.weight, classes), classes)


def _compound_classes(head: str) -> int:
    """Classes of the parts glued before the stem (`e-postbekreftelses-kode`); its beginning also disowns."""
    found = word_classes(head)
    if found & POSITIVE or len(head) < 8:
        return found
    for at in range(2, len(head) - 3):
        found |= LEXICON.word_classes(head[at:]) & (POSITIVE | _INTENTS)
    return found


def _raised(weight: int, classes: int) -> int:
    if weight == 1:
        return 3 if classes & TEMPORARY else 1
    return 3 if classes & POSITIVE else weight


def _word_bounds(low: str, start: int, end: int) -> tuple[int, int]:
    floor = max(0, start - 40)
    while start > floor and low[start - 1].isalpha() and not is_unspaced(low[start - 1]):
        start -= 1
    if low[start - 2 : start] == "e-":  # e-post…, e-mail…: one word
        start -= 2
    ceiling = min(len(low), end + 24)
    while end < ceiling and (low[end].isalpha() or low[end] == "’") and not is_unspaced(low[end]):
        end += 1
    return start, end


def _without_overlaps(found: list[Keyword]) -> list[Keyword]:
    found.sort(key=lambda k: (k.start, -k.weight, -k.end))
    kept: list[Keyword] = []
    for keyword in found:
        if kept and keyword.start < kept[-1].end:
            if keyword.weight > kept[-1].weight > 0:
                kept[-1] = keyword
            continue
        kept.append(keyword)
    return kept


def _probes_for(low: str, start: int, end: int) -> Iterable[tuple[str, tuple[Probed, ...]]]:
    region = low[start:end]
    if region.isascii():
        return _ASCII_PROBES
    probes = list(_LATIN_PROBES)
    for block in {_script(ord(c)) for c in set(region)}:
        probes += _SCRIPT_PROBES.get(block, ())
    return probes


def _script(code: int) -> int:
    """A number per script; all of Chinese and Japanese is one, as is all Latin."""
    if code < 0x370:
        return 0
    return 0x4E if 0x3000 <= code < 0xA000 else 0xAC if 0xAC00 <= code < 0xD7B0 else code >> 7


def _spellings() -> list[Stem]:
    spelled: dict[str, Stem] = {}
    for stem in CODE_STEMS:
        for text in {stem.text, plain(stem.text) if len(stem.text) > 2 else stem.text}:
            if text not in spelled or spelled[text].weight < stem.weight:
                spelled[text] = stem._replace(text=text)
    return list(spelled.values())


def _probes(stems: Iterable[Stem]) -> tuple[tuple[str, tuple[Probed, ...]], ...]:
    """Stems by a piece many share: one search for `cod` serves code, código, codice, passcode."""
    shared: dict[str, list[Probed]] = {}
    for stem in stems:
        probe = next((p for p in CODE_PROBES if p in stem.text), stem.text)
        shared.setdefault(probe, []).append(Probed(stem, stem.text.index(probe)))
    return tuple((probe, tuple(members)) for probe, members in shared.items())


def _by_script(stems: Iterable[Stem]) -> dict[int, list[Stem]]:
    scripts: dict[int, list[Stem]] = {}
    for stem in stems:
        scripts.setdefault(_script(ord(stem.text[0])), []).append(stem)
    return scripts


_ONE_TIME: Final = re.compile("|".join(map(re.escape, ONE_TIME_PHRASES)))
_ALL_STEMS: Final = _spellings()
_ASCII_PROBES: Final = _probes(stem for stem in _ALL_STEMS if stem.text.isascii())
_SCRIPT_PROBES: Final = {script: _probes(stems) for script, stems in _by_script(_ALL_STEMS).items()}
_LATIN_PROBES: Final = _SCRIPT_PROBES.pop(0)
_TOKEN: Final = re.compile(r"(?:e-)?[^\W\d_]+(?:[/’'][^\W\d_]+)?|[.](?=\s|$)|[\n!?;。！？；]")
_STOPS: Final = frozenset(".\n!?;。！？；")
# Arabic article and particles, Hebrew one-letter prefixes: glued to the word.
_PREFIXES: Final = re.compile("(?:[وفبلك]?ال|لل|[وفبلك]|[הבלמשוכ]{1,3}|[^\u0590-\u06ff]+)")
_PREFIXED: Final = re.compile("(?:[وفبلك]?ال|لل|[وفبلك](?=[\u0600-\u06ff]{3})|[הבלמשוכ]{1,2}(?=[א-ת]{3}))")

"""Where a text speaks of a code: positions of code nouns, each weighed by the words beside it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from postroom.lib.extraction.probes import Probe, probes_in
from postroom.lib.extraction.words.codes import NOT_CODES, ONE_TIME_PHRASES, PLAIN_HEADS, Stem
from postroom.lib.extraction.words.lexicon import (
    ENTER,
    INTENT_LOGIN,
    INTENT_RESET,
    INTENT_VERIFY,
    LABEL,
    NUMBER,
    OTHER_CODE,
    OWN,
    POSITIVE,
    PROMO,
    TEMPORARY,
    THING,
    Known,
    Lexicon,
)

LEXICON: Final = Lexicon()
HITS_MAX: Final = 128
_FAR: Final = 1 << 30
BESIDE: Final = 40  # characters on each side of a noun that weigh it
_INTENTS: Final = INTENT_LOGIN | INTENT_RESET | INTENT_VERIFY


class Keyword(NamedTuple):
    """Weight 3: one-time code, 2: code, 1: password or token, 0: another sort of code (postal code, promotion)."""

    start: int
    end: int
    weight: int
    classes: int


def find_keywords(low: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> list[Keyword]:
    """Code nouns in `low[start:end]` outside the `taken` spans, in order, at most `HITS_MAX` a stem; where two overlap the
    heavier one stays."""
    found: list[Keyword] = []
    region = low[start:end]
    for probe in probes_in(region):
        found += _probed(low, start, end, probe, taken)
    return _without_overlaps(found) if len(found) > 1 else found


def _probed(low: str, start: int, end: int, probe: Probe, taken: Sequence[tuple[int, int]]) -> list[Keyword]:
    found: list[Keyword] = []
    piece, anywhere, by_next = probe
    size, hits = len(piece), 0
    position = low.find(piece, start, end)
    while position >= 0 and hits < HITS_MAX:
        hits += 1
        after = position + size
        if not taken or not _is_inside(position, taken):
            told = 0  # a shorter stem of no more weight says nothing new
            for stem, offset in by_next.get(low[after : after + 1], anywhere):
                at = position - offset
                if stem.weight > told and at >= start and low.startswith(stem.text, at):
                    keyword = _weigh(low, at, stem)
                    if keyword:
                        found.append(keyword)
                        told = stem.weight
        position = low.find(piece, after, end)
    return found


def _is_inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (position, _FAR)) - 1
    return at >= 0 and position < spans[at][1]


def words_before(low: str, position: int, count: int, reach: int = 40) -> list[str]:
    """Up to `count` words left of `position` in its sentence, nearest first."""
    words: list[str] = []
    for token in reversed(_tokens(low[max(0, position - reach) : position])):
        if token in _STOPS or len(words) == count:
            break
        words.append(token)
    return words


def words_after(low: str, position: int, count: int, reach: int = 40) -> list[str]:
    words: list[str] = []
    for token in _tokens(low[position : position + reach]):
        if token in _STOPS or len(words) == count:
            break
        words.append(token)
    return words


def _tokens(piece: str) -> list[str]:
    return _ASCII_TOKEN.findall(piece) if piece.isascii() else _TOKEN.findall(piece)


def classes_of(words: Iterable[str]) -> int:
    found = 0
    for word in words:
        found |= WORD_CLASSES[word]
    return found


def _word_classes(word: str) -> int:
    """Classes of one lower-case word, Arabic and Hebrew with glued particles too."""
    found = LEXICON.word_classes(word)
    if not found and word.endswith(_NUMBER_ENDS) and len(word) > 4:  # Ticketnummer, kundenr: a number of something
        return NUMBER | LABEL
    if not found and (word[1:2] in _ELISIONS or word[2:3] in _ELISIONS):  # d'accès
        return LEXICON.word_classes(re.split("['’]", word, maxsplit=1)[1])
    if not found and word[0] >= "\u0590":
        prefix = _PREFIXED.match(word)
        if prefix:
            found = LEXICON.word_classes(word[prefix.end() :])
    return found


def is_unspaced(char: str) -> bool:
    """Thai, Lao, Chinese, Japanese, Korean: words are found as substrings."""
    return "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff" or char >= "\u2e80"


def is_mark(char: str) -> bool:
    """A sign of an Indic script that is part of a word, no danda."""
    return "\u0900" <= char < "\u0e00" and char not in "।॥"


def _weigh(low: str, position: int, stem: Stem) -> Keyword | None:
    text, _, most_before, most_after = stem
    end = position + len(text)
    if text[0] >= "\u0e00" and is_unspaced(text[0]):
        return _weigh_unspaced(low, position, end, stem)
    word_start, word_end = _word_start(low, position), _word_end(low, end)
    if position - word_start > most_before or word_end - end > most_after:
        return None
    word = low[word_start:word_end]
    if word_start < position and word[0] >= "\u0590" and not _PREFIXES.fullmatch(low, word_start, position):
        return None
    before, after = low[max(0, word_start - BESIDE) : word_start], low[word_end : word_end + BESIDE]
    weight, classes = _judged(before, word, after, position - word_start, stem.weight, most_before)
    return Keyword(word_start, word_end, weight, classes)


@lru_cache(maxsize=4096)
def _judged(before: str, word: str, after: str, head: int, weight: int, most_before: int) -> tuple[int, int]:
    """(weight, classes) of a noun between its neighbours; kept, because the same templates come again and again."""
    if word in NOT_CODES or (word == "nip" and _TAX_NUMBER.match(after)):
        return 0, OTHER_CODE
    glued = _compound_classes(word[:head]) if head else 0
    if head and not glued and most_before > 20 and word[:head] not in PLAIN_HEADS:
        return 0, OTHER_CODE  # vscode, geocode, Strichcode
    before = before[before.rfind(":") + 1 :]  # `warning: code`
    left, right = words_before(before, len(before), 5), words_after(after, 0, 5)
    classes = glued | classes_of(left) | classes_of(right)
    if weight < 3:
        number = _DIGIT.search(after)
        beside = right if number is None else words_after(after[: number.start()], 0, 2)
        near = [] if before.rstrip()[-1:] in _APART else left[:1]
        near += beside[: 2 if beside and len(beside[0]) <= 3 else 1]
        other = OTHER_CODE | PROMO | (0 if classes & (OWN | ENTER) else THING)
        if any(_is_other(told, other) for told in (*map(WORD_CLASSES.__getitem__, near), glued)):
            return 0, OTHER_CODE
    if weight == 1 and _ONE_TIME.search(f"{before[-32:]}{word}{after[:32]}"):
        classes |= TEMPORARY | POSITIVE
    if weight < 3 and classes & PROMO and not classes & POSITIVE:
        return 0, OTHER_CODE
    return _raised(weight, classes), classes


def _is_other(classes: int, other: int) -> bool:
    return bool(classes & other) and not classes & POSITIVE


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
    found = WORD_CLASSES[head]
    if found & POSITIVE or len(head) < 8:
        return found
    for at in range(2, len(head) - 3):
        found |= LEXICON.word_classes(head[at:]) & (POSITIVE | _INTENTS)
    return found


def _raised(weight: int, classes: int) -> int:
    if weight == 1:
        return 3 if classes & TEMPORARY else 2 if classes & INTENT_VERIFY else 1
    return 3 if classes & POSITIVE else weight


def _word_start(low: str, start: int) -> int:
    floor = max(0, start - 40)
    while start > floor and _is_inner(low[start - 1]):
        start -= 1
    return start - 2 if low[start - 2 : start] == "e-" else start  # e-post…, e-mail…: one word


def _word_end(low: str, end: int) -> int:
    ceiling = min(len(low), end + 24)
    while end < ceiling and (_is_inner(low[end]) or low[end] == "’"):
        end += 1
    return end


def _is_inner(char: str) -> bool:
    if char < "\u0900":
        return char.isalpha()
    return (char.isalpha() or is_mark(char)) and not is_unspaced(char)


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


_NUMBER_ENDS: Final = ("nummer", "nummern", "nummeret", "numret", "nr", "numer", "numero", "numeris", "numerot")
_ELISIONS: Final = ("'", "’")
_APART: Final = frozenset(",;|)]–—")  # `Dear customer, code …`
_TAX_NUMBER: Final = re.compile("[: ]{0,2}(?:[0-9]{3}-?){3}")  # Polish; elsewhere the word is for a PIN
_DIGIT: Final = re.compile("(?<![a-z])[0-9]")
_ONE_TIME: Final = re.compile("|".join(map(re.escape, ONE_TIME_PHRASES)))
# Letters, with the marks that are part of a word (vowel signs of Indic scripts), but no danda.
_WORD: Final = "(?:[^\\W\\d_]++[\u0900-\u0963\u0966-\u0dff]*+)++"
# A word (not one that runs into a digit), the end of a sentence (not that of an abbreviation), the end of a line.
_GLUED: Final = r"(?![0-9])(?:[/’'][^\W\d_]+|[.](?:com|net|org|io|ru)\b)?"
_END: Final = r"(?<! no)(?<! nr)(?<!ref)(?<!tel)[.](?=\s|$)"
_ASCII_TOKEN: Final = re.compile(rf"(?:[et]-)?[a-z]++{_GLUED}|{_END}|[\n!?;]")
_TOKEN: Final = re.compile(rf"(?:[et]-)?{_WORD}{_GLUED}|{_END}|[\n!?;。！？；।]")
_STOPS: Final = frozenset(".\n!?;。！？；।")
# Arabic article and particles, Hebrew one-letter prefixes: glued to the word.
_PREFIXES: Final = re.compile("(?:[وفبلك]?ال|لل|[وفبلك]|[הבלמשוכ]{1,3}|[^\u0590-\u06ff]+)")
_PREFIXED: Final = re.compile("(?:[وفبلك]?ال|لل|[وفبلك](?=[\u0600-\u06ff]{3})|[הבלמשוכ]{1,2}(?=[א-ת]{3}))")
WORD_CLASSES: Final = Known(_word_classes)

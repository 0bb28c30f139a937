"""What contradicts: the words right before a number say it is a number of something else (`order no. 482913`)."""

import re
from typing import Final

from postroom.lib.extraction.keywords import LEXICON, WORD_CLASSES, Keyword, classes_of, is_unspaced, words_before
from postroom.lib.extraction.normalise import Text
from postroom.lib.extraction.words.lexicon import ENTER, LABEL, NUMBER, POSITIVE, PROMO

REACH: Final = 32


def is_labelled(text: Text, start: int, end: int, keyword: Keyword | None) -> bool:
    """True when label, money or unit claims `text[start:end]` and no code noun (`keyword`, the nearest before) stands between."""
    low = text.low
    behind = low[end : end + 1]
    if (behind in _BLANKS or behind.isalpha() or behind > "\x7f") and (_STREET_AFTER.match(low, end) or _UNIT_AFTER.match(low, end)):
        return True
    if end - start == 5 and _STATE_BEFORE.search(text.clean, max(0, start - 6), start):
        return True
    if low[max(0, start - 6) : start].rstrip(". :\n").endswith(_MONEY) and _MONEY_BEFORE.search(low, max(0, start - 6), start):
        return True
    window = low[max(0, start - 10) : start]
    if not window.isascii() and any(map(is_unspaced, window)):
        return _is_labelled_unspaced(window, start, keyword)
    line_start = low.rfind("\n", max(0, start - 48), start)
    stands_alone = line_start >= 0 and not low[line_start + 1 : start].strip(" *>#:\t")
    if low[start - 1 : start] == "-" and _ONE_LETTER.fullmatch(low, max(0, start - 3), start - 1):  # `V-482913`: no word
        start -= 2
    words = _label_line(low, line_start) if stands_alone else _label_words(low, start)
    return _disowns(low, start, words, keyword)


def _label_words(low: str, start: int) -> list[str]:
    """Like `words_before`, but a comma ends the label's reach."""
    floor = max(0, start - REACH)
    comma = max(low.rfind(",", floor, start), low.rfind("、", floor, start))
    reach = min(REACH, start - comma - 1) if comma >= 0 else REACH
    return words_before(low, start, 3, reach) if reach else []


def _is_labelled_unspaced(window: str, start: int, keyword: Keyword | None) -> bool:
    """Chinese, Japanese, Korean, Thai: the last label inside the ten characters before."""
    position = -1
    for text, classes in LEXICON.substrings:
        if classes & LABEL and not classes & POSITIVE:
            position = max(position, window.rfind(text))
    return position >= 0 and not (keyword and keyword.weight and keyword.end > start - len(window) + position)


def _disowns(low: str, start: int, words: list[str], keyword: Keyword | None) -> bool:
    """Walks the words from the nearest: the first that is a code noun, a purpose or a label decides."""
    position = start
    for word in words:
        position = low.rfind(word, max(0, position - 64), position)
        if position < 0 or _NUMBER_BETWEEN.search(low, position, start):
            return False
        if keyword and keyword.end > position:
            return not keyword.weight
        classes = WORD_CLASSES[word]
        if classes & (POSITIVE | ENTER):
            return False
        if classes & NUMBER and classes_of(words_before(low, position, 2)) & POSITIVE:
            return False
        if classes & (LABEL | NUMBER | PROMO):
            return True
    return low[start - 1 : start] == "#" and not (keyword and start - keyword.end <= 3)


def _label_line(low: str, line_start: int) -> list[str]:
    """A short line right above (`Order number:`) labels what stands alone below it."""
    end = line_start
    floor = max(0, line_start - 8)
    while end > floor and low[end - 1] in " \t\r\n*":
        end -= 1
    if line_start - end > 4 or low[end - 1 : end] == ",":  # `Dear customer,`
        return []
    begin = low.rfind("\n", max(0, end - 40), end)
    if begin < 0 and end > 32:
        return []
    return words_before(low, end, 3) if end - begin <= 33 else []


_ONE_LETTER: Final = re.compile("[^a-z0-9]?[a-z]")
_NUMBER_BETWEEN: Final = re.compile("[0-9]{2}")
_BLANKS: Final = " \u00a0"
_MONEY: Final = tuple("usd eur gbp inr rs rm kr zł pln chf cny jpy twd try rub vnd idr rp brl mxn cad aud czk huf ron sek nok dkk".split())
_MONEY_BEFORE: Final = re.compile(f"(?<![a-z])(?:{'|'.join(_MONEY)})(?:[. :]|[.] )?$")
_STATE_BEFORE: Final = re.compile("[, ] ?[A-Z]{2} {1,2}$")
_STREET_AFTER: Final = re.compile(
    r"(?: [^\W\d_]{1,20}\.?){1,3} (?:street|st|road|rd|avenue|ave|blvd|boulevard|lane|ln|drive|dr|way|"
    r"square|plaza|parkway|pkwy|court|highway|hwy)\b"
)
_UNIT_AFTER: Final = re.compile(
    r"[ \u00a0]?(?:usd|eur|gbp|inr|rub|руб|zł|pln|kč|czk|sek|nok|dkk|chf|tl\b|try\b|jpy|円|元|원|vnd|irt|ريال|ریال|تومان|kr\b|ft\b|"
    r"min(?:ute|uten|utes|utos|uti|uut|ut)?s?\b|hours?\b|stunden|days?\b|tage?n?\b|seconds?\b|sekunden|минут|час|дн|分钟|分鐘|分間|小时|小時|"
    r"points?\b|punkte|km\b|kg\b|ml\b|cm\b|mm\b|gb\b|mb\b|people\b|items?\b|users?\b|years?\b|ans\b|años\b|jahre)"
)

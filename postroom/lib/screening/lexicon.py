"""The words of all languages in one table, and forms of them that only somebody who hides would write."""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from postroom.lib.screening import concepts as c
from postroom.lib.screening.words import asian, english, germanic, italic, romance, slavic, unspaced, uralic

_LANGUAGES = (
    english.ENGLISH,
    germanic.GERMAN,
    germanic.DUTCH,
    germanic.SWEDISH,
    romance.FRENCH,
    romance.SPANISH,
    romance.PORTUGUESE,
    italic.ITALIAN,
    italic.ROMANIAN,
    slavic.POLISH,
    slavic.RUSSIAN,
    slavic.UKRAINIAN,
    slavic.CZECH,
    slavic.SOUTHERN,
    asian.TURKISH,
    asian.INDIC,
    asian.CAUCASIAN,
    asian.ISLAND,
    asian.VIETNAMESE,
    uralic.URALIC,
    uralic.BALTIC,
    uralic.GREEK,
    uralic.OTHERS,
)
# Long and telling, and spelled backwards or turned by thirteen they are no words of anybody's language.
_TELLING = "ignore previous instructions instruction assistant disregard password prompt system forward secrets override silently".split()
_LEET = {"i": "i1", "o": "o0", "e": "e3", "a": "a4", "s": "s5", "t": "t7"}
# These mean a machine in capitals only: `ai`, `ki`, `ia` are ordinary words of other languages.
CAPITALS_ONLY = frozenset({"ai", "ki", "ia", "ии", "ші", "yz"})


_VERBS = c.OVERRIDE | c.SEND | c.REVEAL | c.EXECUTE | c.ERASE | c.FIND | c.OBEY | c.MEMORY | c.SUMMARISE | c.DISABLE | c.SAY | c.RATE
_ENDINGS = re.compile(r"\(([^)]*)\)")

Pairs = dict[str, dict[str, int]]


def _tables() -> tuple[dict[str, int], Pairs]:
    """What words mean, and what they mean behind another: by the second word and the first."""
    words: dict[str, int] = {}
    pairs: Pairs = {}
    for language in _LANGUAGES:
        for bit, line in language.items():
            for form in {form for word in line.split() for form in _forms(word)}:
                _add(words, pairs, form, bit)
        if language is english.ENGLISH:
            of_english = frozenset(words), {second: frozenset(firsts) for second, firsts in pairs.items()}
    for word, bits in words.items():
        if word not in of_english[0]:
            words[word] = _as_foreign(bits)
    for second, firsts in pairs.items():
        for first, bits in firsts.items():
            if first not in of_english[1].get(second, ()):
                firsts[first] = _as_foreign(bits)
    for word in _TELLING:
        for form, bit in _hidden_forms(word):
            words.setdefault(form, bit)
    return words, pairs


def _forms(word: str) -> set[str]:
    """`stem(a|b)` is `stema` and `stemb`; all of them also as people write them who have no accents on their keys."""
    endings = _ENDINGS.search(word)
    forms = {word[: endings.start()] + ending + word[endings.end() :] for ending in endings[1].split("|")} if endings else {word}
    return forms | {_without_accents(form) for form in forms}


def _add(words: dict[str, int], pairs: Pairs, form: str, bit: int) -> None:
    first, _, second = form.rpartition("_")
    if first:
        firsts = pairs.setdefault(second, {})
        firsts[first] = firsts.get(first, 0) | bit
    else:
        words[form] = words.get(form, 0) | bit


def _as_foreign(bits: int) -> int:
    """The forms that are listed are those of orders, wherever they stand."""
    return bits | c.placed(bits) | (c.FOREIGN if bits & _VERBS else 0)


def _without_accents(word: str) -> str:
    if not word or (not "a" <= word[0] <= "z" and word[0] > "\u0250"):
        return word
    plain = "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
    return plain if len(plain) > 3 and plain.isascii() else word


def _hidden_forms(word: str) -> Iterator[tuple[str, int]]:
    for spelling in itertools.product(*(_LEET.get(letter, letter) for letter in word)):
        if (form := "".join(spelling)) != word:
            yield form, c.LEET


WORDS, PAIRS = _tables()
OF_ENGLISH = frozenset(word for line in english.ENGLISH.values() for word in line.split())
# The same in UTF-8: a mail is cut into words as bytes, which is several times faster.
BITS_OF_KEY = {word.encode(): bits for word, bits in WORDS.items()}
PAIRS_OF_KEY = {second.encode(): [(first.encode(), bits) for first, bits in firsts.items()] for second, firsts in PAIRS.items()}
STEMS: dict[str, int] = {}
for _bit, _line in unspaced.UNSPACED.items():
    for _stem in (one.replace("_", " ") for one in _line.lower().split()):
        STEMS[_stem] = STEMS.get(_stem, 0) | _bit
STEMS = {stem: _as_foreign(bits) for stem, bits in STEMS.items()}
STEM = re.compile("|".join(sorted(map(re.escape, STEMS), key=lambda stem: (-len(stem), stem))))
# Of these a text must have one before the others are looked for.
_CORE = (
    c.SYSTEM_PROMPT
    | c.MODE
    | c.OVERRIDE
    | c.AI
    | c.ASSISTANT
    | c.PROMPT
    | c.HIDE
    | c.PERSONA
    | c.UNBOUND
    | c.SUMMARISE
    | c.USER
    | c.GUARD
    | c.STORED
    | c.VAULT
    | c.FROM_NOW
)
_SCRIPTS = {
    "han": "[\u4e00-\u9fff]",
    "kana": "[\u3040-\u30ff]",
    "hangul": "[\uac00-\ud7af]",
    "thai": "[\u0e00-\u0e7f]",
    "arabic": "[\u0600-\u06ff]",
    "hebrew": "[\u0590-\u05ff]",
}
_LEADS = {
    "han": range(0xE4, 0xEA),
    "kana": (0xE3,),
    "hangul": range(0xEA, 0xEE),
    "thai": (0xE0,),
    "arabic": range(0xD8, 0xDC),
    "hebrew": (0xD6, 0xD7),
}
# By the first bytes of a script in UTF-8: its stems that come first.
CORE_STEMS: list[tuple[bytes, "re.Pattern[str]"]] = [
    (
        bytes(_LEADS[name]),
        re.compile("|".join(re.escape(stem) for stem, bits in STEMS.items() if bits & _CORE and re.search(letters, stem))),
    )
    for name, letters in _SCRIPTS.items()
]

"""Look-ups over the tables: a word's classes by its first letters, a window's classes for scripts without blanks."""

import unicodedata
from collections.abc import Callable
from typing import Final

from postroom.lib.extraction.words import modifiers

POSITIVE: Final = 1
LABEL: Final = 2
NUMBER: Final = 4
PROMO: Final = 8
ENTER: Final = 16
INTENT_VERIFY: Final = 32
INTENT_LOGIN: Final = 64
INTENT_RESET: Final = 128
TEMPORARY: Final = 256
OTHER_CODE: Final = 512
OWN: Final = 1024
BACKUP: Final = 2048
THING: Final = 4096  # a label long enough to say by itself what sort of code it stands beside
NEVER: Final = 8192

THING_FROM: Final = 5  # letters

KNOWN_MAX: Final = 16_384
KNOWN_CHARS: Final = 32

_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th"})

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe", "ß": "ss"})


def plain(word: str) -> str:
    """The word as people type it without accents (`contraseña` → `contrasena`); other scripts come back unchanged."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.translate(_UNDECOMPOSED) if bare[:1].isascii() or word[:1] in "łøđıæðþ" else word


def _typed(word: str) -> tuple[str, ...]:
    """As typed on a keyboard without these letters: `bestätig` as `bestatig` and `bestaetig`."""
    return plain(word), word.translate(_SPELLED_OUT)


class Known(dict[str, int]):
    """Classes by word, worked out at the first look and kept: mails are made of few words. At most `KNOWN_MAX`, short ones."""

    def __init__(self, classify: Callable[[str], int]) -> None:
        super().__init__()
        self._classify = classify

    def __missing__(self, word: str) -> int:
        classes = self._classify(word)
        if len(word) <= KNOWN_CHARS:
            if len(self) >= KNOWN_MAX:
                self.clear()
            self[word] = classes
        return classes


class Lexicon:
    """Classes of words. `word_classes` is a bit mask; unknown words are 0."""

    __slots__ = ("_by_head", "_exact", "_substrings")

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._by_head: dict[str, tuple[tuple[str, int], ...]] = {}
        self._substrings: tuple[tuple[str, int], ...] = ()
        self._load()

    @property
    def substrings(self) -> tuple[tuple[str, int], ...]:
        return self._substrings

    def word_classes(self, word: str) -> int:
        found = self._exact.get(word, 0)
        for stem, classes in self._by_head.get(word[:3], ()):
            if word.startswith(stem):
                found |= classes
        return found

    def window_classes(self, window: str) -> int:
        """For Chinese, Japanese, Korean, Thai: classes of any table word inside the window."""
        found = 0
        for text, classes in self._substrings:
            if text in window:
                found |= classes
        return found

    def _load(self) -> None:
        heads: dict[str, dict[str, int]] = {}
        for words, classes in _PREFIX_TABLES:
            for word in words.split():
                firm = THING if classes & LABEL and len(word) >= THING_FROM else 0
                for spelling in {word, *_typed(word)} if len(word) > 4 else (word,):
                    self._add(heads, spelling, classes | firm)
        for words, classes in _EXACT_TABLES:
            for word in words.split():
                self._exact[word] = self._exact.get(word, 0) | classes
        self._by_head = {head: tuple(stems.items()) for head, stems in heads.items()}
        joined: dict[str, int] = {}
        for name, classes in _SUBSTRING_CLASSES.items():
            for text in modifiers.SUBSTRINGS[name].split():
                joined[text] = joined.get(text, 0) | classes
        self._substrings = tuple(joined.items())

    def _add(self, heads: dict[str, dict[str, int]], word: str, classes: int) -> None:
        stem = word.split("_")[0] if "_" in word else word
        if len(stem) < 3 or word.endswith("_"):
            self._exact[stem] = self._exact.get(stem, 0) | classes
        elif "_" not in word:
            stems = heads.setdefault(stem[:3], {})
            stems[stem] = stems.get(stem, 0) | classes


_PREFIX_TABLES = (
    (modifiers.VERIFY, POSITIVE | INTENT_VERIFY),
    (modifiers.LOGIN, POSITIVE | INTENT_LOGIN),
    (modifiers.RESET, POSITIVE | INTENT_RESET),
    (modifiers.ONE_TIME, POSITIVE | TEMPORARY),
    (modifiers.ENTRY_WORDS, POSITIVE),
    (modifiers.OTHER_CODE, OTHER_CODE),
    (modifiers.LABEL, LABEL),
    (modifiers.NUMBER, NUMBER),
    (modifiers.PROMO, PROMO),
    (modifiers.ENTER, ENTER),
    (modifiers.BACKUP, BACKUP),
)
_EXACT_TABLES = (
    (modifiers.LABEL_EXACT, LABEL),
    (modifiers.NUMBER_EXACT, NUMBER),
    (modifiers.OTHER_CODE_EXACT, OTHER_CODE),
    (modifiers.PROMO_EXACT, PROMO),
    (modifiers.LABEL_ENGLISH, LABEL | THING),
    (" ".join(f"{word}s" for word in modifiers.LABEL_ENGLISH.split()), LABEL | THING),
    (modifiers.OWN_EXACT, OWN),
    (modifiers.NEVER_EXACT, NEVER),
    (modifiers.LOGIN_EXACT, POSITIVE | INTENT_LOGIN),
)
_SUBSTRING_CLASSES = {
    "positive": POSITIVE | INTENT_VERIFY,
    "reset": POSITIVE | INTENT_RESET,
    "login": POSITIVE | INTENT_LOGIN,
    "label": LABEL,
    "promo": PROMO,
    "enter": ENTER,
    "backup": BACKUP,
}

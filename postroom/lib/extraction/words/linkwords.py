"""Classes of the words around a link."""

import re
from typing import Final

from postroom.lib.extraction.words import links
from postroom.lib.extraction.words.lexicon import Known, plain
from postroom.lib.extraction.words.patterns import grouped

VERIFY: Final = 1
RESET: Final = 2
LOGIN: Final = 4
PASSWORD: Final = 8
UNSUBSCRIBE: Final = 16
FOLLOW: Final = 32
ACCOUNT: Final = 64
CHANGE: Final = 128
DENY: Final = 256
ACTING: Final = VERIFY | RESET | LOGIN


def link_classes(low: str) -> int:
    """Which of the classes a lower-case text speaks of."""
    found = 0
    known = _KNOWN
    if low.isascii():
        for word in _ASCII_WORD.findall(low):
            found |= known[word]
        for match in _ASCII_PHRASES.findall(low):
            found |= _ASCII_PHRASE_CLASSES[match]
        return found
    for word in _WORD.findall(low):
        found |= known[word]
    for head in _PHRASES.keys() & set(low):
        for phrase, classes in _PHRASES[head]:
            if phrase in low:
                found |= classes
    return found


def anchor_classes(low: str) -> int:
    """The same of the words of a link, and whether they end a subscription or are for who did not ask."""
    found = link_classes(low)
    for head in _OWN_PHRASES.keys() & set(low):
        for phrase, classes in _OWN_PHRASES[head]:
            if phrase in low:
                found |= classes
    return found


def _word_classes(word: str) -> int:
    found = 0
    for stem, classes in _BY_HEAD.get(word[:3], ()):
        if word.startswith(stem):
            found |= classes
    return found


def _load() -> tuple[dict[str, list[tuple[str, int]]], dict[str, list[tuple[str, int]]]]:
    heads: dict[str, dict[str, int]] = {}
    phrases: dict[str, int] = {}
    for table, classes in _TABLES:
        for word in table.split():
            if not word.replace("-", "").isalpha():  # two words, or letters with marks that end a word for `_WORD`
                text = word.replace("_", " ").strip()
                phrases[text] = phrases.get(text, 0) | classes
                continue
            for spelling in {word, plain(word)}:
                stems = heads.setdefault(spelling[:3], {})
                stems[spelling] = stems.get(spelling, 0) | classes
    for name, classes in _PHRASE_CLASSES.items():
        for phrase in links.PHRASES[name].split():
            text = phrase.replace("_", " ")
            phrases[text] = phrases.get(text, 0) | classes
    by_head: dict[str, list[tuple[str, int]]] = {}
    for text, classes in phrases.items():
        by_head.setdefault(text[0], []).append((text, classes))
    return {head: list(stems.items()) for head, stems in heads.items()}, by_head


_TABLES: Final = (
    (links.VERIFY, VERIFY),
    (links.RESET, RESET),
    (links.LOGIN, LOGIN),
    (links.ENTRY_WORDS, PASSWORD),
    (links.UNSUBSCRIBE, UNSUBSCRIBE),
    (links.FOLLOW, FOLLOW),
    (links.ACCOUNT, ACCOUNT),
    (links.CHANGE, CHANGE),
    (links.DENY, DENY),
)
_PHRASE_CLASSES: Final = {
    "verify": VERIFY,
    "reset": RESET,
    "login": LOGIN,
    "password": PASSWORD,
    "unsubscribe": UNSUBSCRIBE,
    "follow": FOLLOW,
    "change": CHANGE,
    "account": ACCOUNT,
}
_OF_ANCHORS: Final = UNSUBSCRIBE | DENY
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ASCII_WORD: Final = re.compile("[a-z]+(?:-[a-z]+)*")
_BY_HEAD, _ALL_PHRASES = _load()
_PHRASES: Final = {
    head: kept for head, some in _ALL_PHRASES.items() if (kept := [(phrase, classes) for phrase, classes in some if classes & ~_OF_ANCHORS])
}
_OWN_PHRASES: Final = {
    head: kept for head, some in _ALL_PHRASES.items() if (kept := [(phrase, classes) for phrase, classes in some if classes & _OF_ANCHORS])
}
_ASCII_PHRASE_CLASSES: Final = {phrase: classes for some in _PHRASES.values() for phrase, classes in some if phrase.isascii()}
_ASCII_PHRASES: Final = re.compile(grouped(sorted(_ASCII_PHRASE_CLASSES, key=len, reverse=True)))
_KNOWN: Final = Known(_word_classes)

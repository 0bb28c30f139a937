"""Turns of phrase, looked for around their literals only."""

import re
from typing import NamedTuple

from postroom.lib.screening import concepts as c
from postroom.lib.screening.evidence import Glance, Match
from postroom.lib.screening.needs import Need, needs
from postroom.lib.screening.words.orders import ENGLISH_ORDERS
from postroom.lib.screening.words.phrases import ENGLISH_PHRASES

_BEFORE, _AFTER = 190, 190


class Phrase(NamedTuple):
    """`literals`: the pattern is tried around each of these, and nowhere else, and only where all it `needs` is near."""

    technique: str
    confidence: float
    literals: tuple[str, ...]
    pattern: "re.Pattern[str]"
    needs: tuple[Need, ...]


PHRASES = tuple(
    Phrase(technique, confidence, tuple(literals.split("|")), re.compile(pattern, re.MULTILINE), tuple(sorted(needs(pattern), key=len)))
    for technique, confidence, literals, pattern in (*ENGLISH_PHRASES, *ENGLISH_ORDERS)
)
_FREQUENT = frozenset(
    "a about after all an and answer any are as asked at be been before begin being by call can contains could do don e-mail each"
    " email end every first for from get given got had has have i in is it last list longer mail me message more most must my need"
    " needs new next no not now of on one only or our please read real reply say see send sent should so start than that the their"
    " them then there they this to us was we were what when which who will with would you your".split()
)


def _key_word(literal: str) -> bytes:
    """The longest word of a literal that is not in every mail."""
    words = re.findall(r"[\w-]+", literal)
    return max([word for word in words if word not in _FREQUENT] or words, key=len, default="").encode()


# By a word of each literal: only where that word is in a text its literals are looked for. Those without a word have a mark.
_BY_WORD: dict[bytes, dict[str, list[Phrase]]] = {}
for _one in PHRASES:
    for _literal in _one.literals:
        _BY_WORD.setdefault(_key_word(_literal), {}).setdefault(_literal, []).append(_one)
TRIGGERS = frozenset(_BY_WORD) - {b""}
# How far the literals of a word reach from it, where there are several.
_REACH = {word: max(map(len, literals)) for word, literals in _BY_WORD.items() if word and len(literals) > 2}
_MANY = 60
_LONG = 1_000


def find_phrases(lowered: str, seen: Glance) -> list[Match]:
    """At most three matches of every phrase around each of its literals."""
    matches = []
    for word in TRIGGERS & seen.found:
        matches += _of_word(lowered, word)
    has_target = b"@" in seen.marks and seen.bits & c.SEND and seen.bits & c.SECRET
    if has_target or b"[" in seen.marks or b"+" in seen.marks:
        matches += _of_word(lowered, b"")
    return matches


def _of_word(lowered: str, word: bytes) -> list[Match]:
    matches: list[Match] = []
    near = _around_word(lowered, word.decode(), _REACH[word]) if len(lowered) > _LONG and word in _REACH else lowered
    for literal, phrases in _BY_WORD[word].items():
        if literal in near:
            for phrase in phrases:
                matches += _around(lowered, literal, phrase)
    return matches


def _around_word(lowered: str, word: str, reach: int) -> str:
    """What stands around a word, all its literals among it: far less to look through than all of the text."""
    pieces = []
    at = lowered.find(word)
    while at >= 0:
        pieces.append(lowered[max(0, at - reach) : at + reach])
        if len(pieces) > _MANY:
            return lowered
        at = lowered.find(word, at + len(word))
    return "\0".join(pieces)


def _around(lowered: str, literal: str, phrase: Phrase) -> list[Match]:
    """One pass: stretches around the places of the literal, joined where they overlap."""
    matches: list[Match] = []
    at = lowered.find(literal)
    while at >= 0 and len(matches) < 3:
        begin, end = max(0, at - _BEFORE), at + len(literal) + _AFTER
        at = lowered.find(literal, at + len(literal))
        while 0 <= at <= end:
            end = at + len(literal) + _AFTER
            at = lowered.find(literal, at + len(literal))
        near = lowered[begin:end]
        if not all(any(map(near.__contains__, need)) for need in phrase.needs):
            continue
        for match in phrase.pattern.finditer(lowered, begin, end):
            matches.append(Match(phrase.technique, phrase.confidence, match.start(), match.end()))
            if len(matches) == 3:
                break
    return matches

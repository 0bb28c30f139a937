"""What the stages of screening hand to each other."""

from typing import NamedTuple


class Glance(NamedTuple):
    """What a text may be about: the bits of all its words, the words that stand for something, and the longest of all words."""

    bits: int
    found: frozenset[bytes]
    longest: int
    is_spelled: bool  # letters may stand apart: w o r d
    has_stems: bool
    marks: bytes  # its rarer punctuation


class Hit(NamedTuple):
    """A word that stands for something. `sentence` counts from 0."""

    start: int
    end: int
    bits: int
    sentence: int


class Match(NamedTuple):
    """Something that was found in a text, by a rule or a phrase."""

    technique: str
    confidence: float
    start: int
    end: int

"""What the stages of screening hand to each other."""

from typing import NamedTuple


class Glance(NamedTuple):
    """What a text may be about: the bits of all its words, the words that stand for something, and how it is written."""

    bits: int
    found: frozenset[bytes]
    has_long: bool  # twenty characters without a blank
    is_spelled: bool  # letters may stand apart: w o r d
    has_stems: bool
    marks: bytes  # its rarer punctuation
    is_leet: bool  # digits may stand for letters
    is_dotted: bool  # dots may stand for blanks
    is_morse: bool  # dots and dashes may
    is_lined: bool  # a word a line


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

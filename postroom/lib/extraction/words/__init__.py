"""Words by language, as data: what announces a code, what disowns a number, what a link or a duration says.

Everything is lower case. `Lexicon` turns the tables into look-ups; spellings without accents are derived, not written.
"""

from postroom.lib.extraction.words.codes import BACKUP_WORDS, CODE_PROBES, CODE_STEMS, NOT_CODES, ONE_TIME_PHRASES, PLAIN_HEADS, Stem
from postroom.lib.extraction.words.lexicon import (
    BACKUP,
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
    Lexicon,
    plain,
)

__all__ = [
    "BACKUP",
    "BACKUP_WORDS",
    "CODE_PROBES",
    "CODE_STEMS",
    "ENTER",
    "INTENT_LOGIN",
    "INTENT_RESET",
    "INTENT_VERIFY",
    "LABEL",
    "NOT_CODES",
    "NUMBER",
    "ONE_TIME_PHRASES",
    "OTHER_CODE",
    "OWN",
    "PLAIN_HEADS",
    "POSITIVE",
    "PROMO",
    "TEMPORARY",
    "Lexicon",
    "Stem",
    "plain",
]

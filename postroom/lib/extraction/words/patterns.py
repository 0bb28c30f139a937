"""Patterns made from tables of words, so that a miss costs little: grouped by first letter, the needless left out."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Matches where some word is; a word that has another inside needs no looking for."""
    told = sorted(set(words))
    return grouped([word for word in told if not any(other in word for other in told if other != word)])


def grouped(words: Iterable[str]) -> str:
    """One group by first letter, words in their order inside it."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in heads.items()) + ")"

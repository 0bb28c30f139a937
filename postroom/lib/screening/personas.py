"""Jailbreaks: prompts that give a machine a character without limits. No one word shows them, the company of words does."""

from collections.abc import Sequence

from postroom.lib.screening import concepts as c
from postroom.lib.screening.evidence import Hit, Match

_LEAST = 5
_NEAR = 900
_ROLE = frozenset({"role_play", "jailbreak", "instruction_override"})


def find_persona(hits: Sequence[Hit], lowered: str, matches: Sequence[Match]) -> Match | None:
    """The densest stretch of words about characters, limits and refusals, where somebody is told what to be."""
    about = [hit for hit in hits if hit.bits & (c.UNBOUND | c.REFUSE | c.PERSONA | c.LAB | c.AI | c.OUTPUT | c.PROMPT)]
    if len(about) < _LEAST:
        return None
    told = [match for match in matches if match.technique in _ROLE]
    best, place = 0.0, (0, 0)
    for first in range(0, len(about), 4):
        stretch = [hit for hit in about[first : first + 40] if hit.start - about[first].start <= _NEAR]
        sure = _confidence(stretch, lowered, any(abs(match.start - stretch[0].start) <= _NEAR for match in told))
        if sure > best:
            best, place = sure, (stretch[0].start, stretch[-1].end)
    return Match("jailbreak", round(best, 2), *place) if best >= 0.3 else None


def _confidence(stretch: Sequence[Hit], lowered: str, is_told: bool) -> float:
    unbound = len({lowered[hit.start : hit.end] for hit in stretch if hit.bits & c.UNBOUND})
    bits = 0
    for hit in stretch:
        bits |= hit.bits
    others = sum(bool(bits & one) for one in (c.REFUSE, c.PERSONA, c.LAB | c.AI, c.OUTPUT | c.PROMPT))
    if not unbound or not others:
        return 0.0
    left = 0.87 ** min(unbound, 6) * 0.85**others * (0.6 if is_told else 1.0)
    return 1 - left if unbound + others >= 4 else 0.0

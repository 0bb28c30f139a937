"""Rules over what words stand for: the same for every language."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from postroom.lib.screening import concepts as c
from postroom.lib.screening.evidence import Hit, Match

_MACHINE = c.AI | c.LAB | c.VOCATIVE
_ANY_MACHINE = _MACHINE | c.ASSISTANT


class Rule(NamedTuple):
    """All of `groups` within `window` characters and `sentences` full stops, by words of their own."""

    technique: str
    confidence: float
    groups: tuple[int, ...]
    window: int = 90
    sentences: int = 0


RULES = (
    Rule("instruction_override", 0.72, (c.OVERRIDE, c.ALL, c.PRIOR, c.RULES | c.PROMPT)),
    Rule("instruction_override", 0.6, (c.OVERRIDE, c.PRIOR, c.RULES | c.PROMPT), 70),
    Rule("instruction_override", 0.55, (c.OVERRIDE, c.YOUR, c.RULES | c.PROMPT), 45),
    Rule("instruction_override", 0.65, (_MACHINE, c.OVERRIDE, c.RULES | c.PROMPT | c.PRIOR), 120),
    Rule("instruction_override", 0.4, (c.OVERRIDE, c.SYSTEM, c.RULES | c.PROMPT), 50),
    Rule("instruction_override", 0.6, (c.OVERRIDE, c.TOLD, c.PRIOR), 60),
    Rule("instruction_override", 0.6, (_MACHINE, c.DISABLE, c.RULES), 100),
    Rule("instruction_override", 0.55, (c.ASSISTANT, c.DISABLE, c.RULES, c.MUST | c.YOUR), 100),
    Rule("exfiltration", 0.6, (c.SEND | c.REVEAL, c.SECRET, _MACHINE), 200, 1),
    Rule("exfiltration", 0.6, (c.SEND, c.SECRET, c.HIDE), 160, 1),
    Rule("exfiltration", 0.3, (c.SEND, c.SECRET, c.ADDRESS), 160),
    Rule("exfiltration", 0.45, (c.SEND, c.SECRET | c.MAILS, c.ALL, c.ADDRESS), 160),
    Rule("exfiltration", 0.6, (c.SEND, c.SECRET, c.OVERRIDE, c.PRIOR | c.RULES), 200, 1),
    Rule("prompt_leak", 0.6, (c.REVEAL, c.SYSTEM, c.PROMPT), 60),
    Rule("prompt_leak", 0.55, (c.REVEAL, c.YOUR, c.PROMPT), 50),
    Rule("prompt_leak", 0.6, (c.REVEAL, c.SYSTEM_PROMPT), 50),
    Rule("prompt_leak", 0.35, (c.REVEAL, c.SYSTEM, c.RULES), 50),
    Rule("instruction_override", 0.45, (c.OVERRIDE, c.ALL, c.PRIOR), 40),
    Rule("instruction_override", 0.2, (c.FROM_NOW, c.MODE), 45),
    Rule("instruction_override", 0.5, (c.FROM_NOW, c.ASSISTANT | c.AI, c.NOT, c.RULES), 80),
    Rule("prompt_leak", 0.55, (c.FROM_NOW, c.MODE, c.REVEAL, c.SYSTEM | c.PROMPT | c.RULES | c.SYSTEM_PROMPT), 100, 1),
    Rule("exfiltration", 0.45, (c.REVEAL, c.ALL, c.SECRET), 50),
    Rule("exfiltration", 0.3, (c.REVEAL, c.SECRET), 30),
    Rule("concealment", 0.7, (_ANY_MACHINE, c.NOT, c.TELL, c.USER), 140),
    Rule("concealment", 0.45, (c.NOT, c.TELL, c.USER), 45),
    Rule("concealment", 0.4, (c.HIDE, c.SEND | c.EXECUTE), 50),
    Rule(
        "addressed_to_ai", 0.55, (c.VOCATIVE, c.SEND | c.REVEAL | c.EXECUTE | c.OVERRIDE | c.DECODE | c.MEMORY | c.SUMMARISE | c.TELL), 110
    ),
    Rule("addressed_to_ai", 0.45, (c.AI, c.MUST, c.SEND | c.EXECUTE | c.REVEAL), 80),
    Rule("addressed_to_ai", 0.4, (c.ASSISTANT, c.MUST, c.SEND, c.SECRET | c.MAILS), 70),
    Rule("addressed_to_ai", 0.3, (_ANY_MACHINE, c.READ, c.MAILS), 50),
    Rule("false_approval", 0.6, (c.USER, c.APPROVED, c.NOT, c.ASK), 160, 1),
    Rule("false_approval", 0.5, (c.APPROVED, c.EXECUTE, c.NOT, c.ASK), 120, 1),
    Rule("memory_poisoning", 0.5, (c.MEMORY, _MACHINE, c.USER | c.ALL), 140),
    Rule("encoded_order", 0.45, (c.DECODE, c.VOCATIVE | c.AI), 70),
    Rule("output_control", 0.55, (c.YOUR, c.OUTPUT, c.FORM), 80),
)


@lru_cache(maxsize=4096)
def possible(bits: int) -> tuple[tuple[Rule, ...], float]:
    """The rules whose words are all there, wherever, and how sure they could make us together."""
    bits |= c.ADDRESS
    if bits & (c.AI | c.ASSISTANT):
        bits |= c.VOCATIVE
    rules = tuple(rule for rule in RULES if all(bits & group for group in rule.groups))
    doubt = 1.0
    for technique in {rule.technique for rule in rules}:
        doubt *= 1 - max(rule.confidence for rule in rules if rule.technique == technique)
    return rules, 1 - doubt


@lru_cache(maxsize=4096)
def wanted_by(rules: tuple[Rule, ...]) -> int:
    """All that the rules look for, and what negates it."""
    bits = c.NOT
    for rule in rules:
        for group in rule.groups:
            bits |= group
    return bits | (c.ASSISTANT | c.AI if bits & c.VOCATIVE else 0)


def apply(rules: Sequence[Rule], hits: Sequence[Hit]) -> Iterator[Match]:
    """The first and the closest matches of every rule: at most three of one."""
    for rule in rules:
        for start, end in islice(_windows(rule, hits), 3):
            yield Match(rule.technique, rule.confidence, start, end)


def _windows(rule: Rule, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """One pass: the last place of every group is kept; whenever all lie close enough, that is a match."""
    count = len(rule.groups)
    last = [-1] * count
    wanted = 0
    for group in rule.groups:
        wanted |= group
    for index, hit in enumerate(hits):
        if not hit.bits & wanted:
            continue
        _place(rule.groups, hits, last, index)
        earliest = min(last)
        if earliest < 0 or len(set(last)) < count:
            continue
        first = hits[earliest]
        if hit.end - first.start <= rule.window and hit.sentence - first.sentence <= rule.sentences:
            yield first.start, hit.end
            last = [-1] * count


def _place(groups: tuple[int, ...], hits: Sequence[Hit], last: list[int], index: int) -> None:
    """A word that could stand for two groups takes the place of the one that was filled longest ago."""
    bits = hits[index].bits
    able = [place for place, group in enumerate(groups) if bits & group]
    last[min(able, key=lambda place: last[place])] = index

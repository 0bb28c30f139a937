"""How rules over what words stand for are put to a text: which of them are possible, and where all their words come together."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from postroom.lib.screening import concepts as c
from postroom.lib.screening.evidence import Hit, Match

_MOST = 3
_BESIDE = 12


class Rule(NamedTuple):
    """All of `groups` within `window` characters and `sentences` full stops, by words of their own.

    `ordered`: one after the other. `spared`: no match where a word of these stands between or just behind. `foreign`: only with
    a verb of another language than English, where order tells less.
    """

    technique: str
    confidence: float
    groups: tuple[int, ...]
    window: int = 90
    sentences: int = 0
    ordered: bool = False
    spared: int = 0
    foreign: bool = False


# What is said in most mails.
_COMMON = (
    c.NOT | c.ALL | c.SEND | c.EXECUTE | c.YOUR | c.MUST | c.SAY | c.ACT | c.GIVE | c.UTTER | c.TELL | c.OUTPUT | c.ADDRESS | c.MAILS
    | c.FIND | c.ASK | c.PRIOR | c.RULES | c.SECRET | c.OWN | c.FROM_NOW | c.RECENT | c.FORBID | c.MONEY
)  # fmt: skip
Tested = list[tuple[Rule, tuple[int, ...]]]


class Possible(NamedTuple):
    """The rules whose words are all there, wherever; how sure they could make us together; all that they look for."""

    rules: tuple[Rule, ...]
    ceiling: float
    wanted: int


def possible(rules: Tested, bits: int) -> Possible:
    """What of `rules` a text could match that says `bits`."""
    bits |= c.placed(bits)
    if bits & (c.AI | c.ASSISTANT | c.LAB):
        bits |= c.VOCATIVE | c.CALLED
    some = []
    for rule, groups in rules:
        for group in groups:
            if not bits & group:
                break
        else:
            some.append(rule)
    doubt = 1.0
    for technique in {rule.technique for rule in some}:
        doubt *= 1 - max(rule.confidence for rule in some if rule.technique == technique)
    return Possible(tuple(some), 1 - doubt, _wanted_by(some))


def tested(rules: Sequence[Rule]) -> Tested:
    """Each rule with what it asks for, the rarest first."""
    return [
        (rule, tuple(sorted((*rule.groups, *((c.FOREIGN,) if rule.foreign else ())), key=lambda group: bool(group & _COMMON))))
        for rule in rules
    ]


def _wanted_by(rules: Sequence[Rule]) -> int:
    """All that the rules look for, and what negates it."""
    bits = c.NOT
    for rule in rules:
        bits |= _any_of(rule) | rule.spared
    for those, one in c.PLACED:
        bits |= those if bits & one else 0
    return bits | (c.ASSISTANT | c.AI | c.LAB if bits & (c.VOCATIVE | c.CALLED) else 0)


def all_of(rules: Sequence[Rule]) -> int:
    """All that decides which rules are possible."""
    bits = c.FOREIGN
    for rule in rules:
        bits |= _any_of(rule)
    for those, one in c.PLACED:
        bits |= those if bits & one else 0
    return bits


def apply(rules: Sequence[Rule], hits: Sequence[Hit]) -> Iterator[Match]:
    """The first and the closest matches of every rule: at most three of one."""
    for rule in rules:
        found = _in_order(rule, hits) if rule.ordered else _together(rule, hits)
        for first, last in islice(found, _MOST):
            yield Match(rule.technique, rule.confidence, hits[first].start, hits[last].end)


def _together(rule: Rule, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """One pass: the last place of every group is kept; whenever all lie close enough, that is a match."""
    count = len(rule.groups)
    last = [-1] * count
    wanted = _any_of(rule)
    for index, hit in enumerate(hits):
        if not hit.bits & wanted:
            continue
        _place(rule.groups, hits, last, index)
        earliest = min(last)
        if earliest >= 0 and len(set(last)) == count and _is_close(rule, hits, earliest, index):
            yield earliest, index
            last = [-1] * count


def _in_order(rule: Rule, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """One pass: of every group, where the latest row of it and those before it began."""
    began = [-1] * len(rule.groups)
    backwards = list(enumerate(rule.groups))[::-1]
    wanted = _any_of(rule)
    for index, hit in enumerate(hits):
        if not hit.bits & wanted:
            continue
        is_whole = False
        for place, group in backwards:
            if hit.bits & group:
                began[place] = began[place - 1] if place else index
                is_whole = is_whole or place == len(began) - 1
        if is_whole and began[-1] >= 0 and _is_close(rule, hits, began[-1], index):
            yield began[-1], index
            began = [-1] * len(began)


def _any_of(rule: Rule) -> int:
    wanted = 0
    for group in rule.groups:
        wanted |= group
    return wanted


def _is_close(rule: Rule, hits: Sequence[Hit], first: int, last: int) -> bool:
    begin, end = hits[first], hits[last]
    if end.end - begin.start > rule.window or end.sentence - begin.sentence > rule.sentences:
        return False
    if rule.foreign and not any(one.bits & c.FOREIGN for one in hits[first : last + 1]):
        return False
    if not rule.spared:
        return True
    behind = [one for one in hits[last + 1 : last + 2] if one.start - end.end <= _BESIDE]
    return not any(one.bits & rule.spared for one in (*hits[first : last + 1], *behind))


def _place(groups: tuple[int, ...], hits: Sequence[Hit], last: list[int], index: int) -> None:
    """A word that could stand for two groups takes the place of the one that was filled longest ago."""
    bits = hits[index].bits
    able = [place for place, group in enumerate(groups) if bits & group]
    last[min(able, key=lambda place: last[place])] = index

"""What a pattern cannot do without: words that `in` finds in a tenth of the time that the pattern takes to fail."""

import re

_SHORTEST = 3
_MARKS = "_@"
_AROUND = re.compile(r"\(\?<?[!=]")
_OPENING = re.compile(r"\((?:\?:)?")
_TOKEN = re.compile(r"\[(?:\\.|[^\]\\])+\]|\\.|.", re.DOTALL)
_REPEAT = re.compile(r"[?*+]\??|\{\d+(?:,\d+)?\}\??")
_OPTIONAL = ("?", "*", "{0")
_NO_LETTERS = frozenset("^$.")

Need = frozenset[str]


def needs(pattern: str) -> list[Need]:
    """Sets of words: whatever the pattern matches holds one of each. Reads groups, looks around, classes, escapes and repeats."""
    return _alternatives(pattern, 0)[0]


def _alternatives(pattern: str, at: int) -> tuple[list[Need], int]:
    """Of `a|b` either is needed: the best set of each, together. And the place behind the closing bracket."""
    branches: list[list[Need]] = []
    while True:
        branch, at = _sequence(pattern, at)
        branches.append(branch)
        at += 1
        if pattern[at - 1 : at] != "|":
            break
    if len(branches) == 1:
        return branches[0], at
    return [frozenset().union(*(max(one, key=_worth) for one in branches))] if all(branches) else [], at


def _worth(need: Need) -> tuple[int, int]:
    """Long words are rarer, few are looked for faster."""
    return min(map(len, need)), -len(need)


def _sequence(pattern: str, at: int) -> tuple[list[Need], int]:
    """Of what stands in a row all is needed, but for what may be there no times."""
    found: list[Need] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        inner, letter, end = _piece(pattern, at)
        repeat = _REPEAT.match(pattern, end)
        if letter and not repeat:
            run, at = run + letter, end
            continue
        found += _words(run) + ([] if repeat and repeat[0].startswith(_OPTIONAL) else inner)
        run, at = "", repeat.end() if repeat else end
    return found + _words(run), at


def _piece(pattern: str, at: int) -> tuple[list[Need], str, int]:
    """What the group at this place needs, or its letter, and where it ends."""
    if around := _AROUND.match(pattern, at):
        return [], "", _alternatives(pattern, around.end())[1]
    if opening := _OPENING.match(pattern, at):
        inner, end = _alternatives(pattern, opening.end())
        return inner, "", end
    token = _TOKEN.match(pattern, at)
    assert token
    return [], token[0] if len(token[0]) == 1 and token[0] not in _NO_LETTERS else "", token.end()


def _words(run: str) -> list[Need]:
    is_telling = len(run.strip()) >= _SHORTEST or (run != "" and run in _MARKS)
    return [frozenset((run,))] if is_telling else []

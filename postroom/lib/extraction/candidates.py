"""Tokens that have the shape of a code, before anything around them is weighed.

Digit runs lead the way: a text without digits costs one scan. Cheap looks at the neighbours throw out dates, prices,
decimals, times, masked cards, domains and URLs at once.
"""

import re
from collections.abc import Sequence
from itertools import chain
from operator import attrgetter
from typing import Final, NamedTuple

CANDIDATES_MAX: Final = 100
RUNS_MAX: Final = 4_000
TOKEN_MAX: Final = 40

Span = tuple[int, int]


class Candidate(NamedTuple):
    """`shape`: digits, groups (of digits), mixed, mixed_groups, letters, word_groups, spelled."""

    value: str
    start: int
    end: int
    shape: str
    alone: bool  # the only thing on its line


def digits_between(clean: str) -> Span:
    """Where the digits begin and end, (0, 0) without any; ten searches for one character cost less than one for a class."""
    first = [at for at in map(clean.find, "0123456789") if at >= 0]
    return (min(first), max(map(clean.rfind, "0123456789")) + 1) if first else (0, 0)


def find_candidates(clean: str, taken: Sequence[Span], start: int, end: int, runs_max: int = RUNS_MAX) -> list[Candidate]:
    """Candidates in order that begin in `clean[start:end]`, outside the `taken` spans (URLs)."""
    found = _digit_tokens(clean, taken, start, end, runs_max)
    letters = _letters_alone(clean, start, end) if "\n" in clean or len(clean) <= TOKEN_MAX else []
    if letters:
        found = sorted(found + letters, key=_start)
    return found[:CANDIDATES_MAX]


def spelled_near(clean: str, start: int, end: int) -> Candidate | None:
    """`4 8 2 9 1 3`, `a u 8 k u f`: single characters with one blank or break between, inside `clean[start:end]`."""
    if not _SINGLES.search(clean, start, end):
        return None
    match = _SPELLED.search(clean, start, end)
    if not match:
        return None
    characters = [c for c in match[1].split() if c.isalnum()]
    if not 4 <= len(characters) <= 10:
        return None
    return Candidate("".join(characters), *match.span(1), "spelled", _is_alone(clean, *match.span(1)))


def may_be_spelled(clean: str, start: int, end: int) -> bool:
    """False where `spelled_near` finds nothing in any part of `clean[start:end]`."""
    return _SINGLES.search(clean, start, end) is not None


def letters_at(clean: str, position: int) -> Candidate | None:
    """A code of letters alone right at `position`, which the caller knows to follow a code noun."""
    match = _LETTERS.match(clean, position)
    if not match or match[0] in _SHOUTED or len(set(match[0])) < 3:
        return None
    shape = "letters" if match[0].isupper() else "word_groups" if "-" in match[0] else "small_letters"
    return Candidate(match[0], match.start(), match.end(), shape, _is_alone(clean, match.start(), match.end()))


def _digit_tokens(clean: str, taken: Sequence[Span], first: int, last: int, runs_max: int) -> list[Candidate]:
    found: list[Candidate] = []
    done, at, runs = 0, 0, 0
    for run in _DIGITS.finditer(clean, first, last):
        start = run.start()
        runs += 1
        if runs > runs_max or len(found) >= CANDIDATES_MAX:
            break
        if start < done:
            continue
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] <= start:
            done = taken[at][1]
            continue
        end = run.end()
        if end - start <= 2 and _is_small(clean, start, end):
            continue
        start, end = _token_bounds(clean, start, end)
        done = end
        candidate = _judged(clean, start, end)
        if candidate:
            found.append(candidate)
            done = max(done, candidate.end)
    return found


def _is_small(clean: str, start: int, end: int) -> bool:
    """One or two digits by themselves, no group of a longer number."""
    if start and (clean[start - 1] in _INNER or clean[start - 1] in _DASHES):
        return False
    after = clean[end : end + 2]
    return not after or not (after[0] in _INNER or after[0] in _DASHES or after[1:].isdigit())


def _token_bounds(clean: str, start: int, end: int) -> Span:
    floor = max(0, start - TOKEN_MAX)
    while start > floor and (clean[start - 1] in _INNER or (clean[start - 1] in _DASHES and start > 1 and clean[start - 2] in _INNER)):
        start -= 1
    match = _TOKEN_REST.match(clean, end, end + TOKEN_MAX)
    return start, match.end() if match else end


def _judged(clean: str, start: int, end: int) -> Candidate | None:
    if end - start > TOKEN_MAX or not _edges_allow(clean, start, end):
        return None
    token = clean[start:end]
    if token.isdigit():
        return _digits(clean, start, end)
    prefixed = _PREFIXED.match(token)
    if prefixed:
        return Candidate(prefixed[1], start + prefixed.start(1), end, "digits", _is_alone(clean, start, end))
    groups = _SPLIT.split(token)
    sizes = [len(g) for g in groups]
    alone = _is_alone(clean, start, end)
    if token.replace("-", "").replace("\u2011", "").replace("\u2013", "").isdigit():
        wanted = sizes in _DASHED_SIZES
        return Candidate(token, start, end, "groups", alone) if wanted else None
    if len(groups) == 1:
        return Candidate(token, start, end, "mixed", alone) if 4 <= end - start <= 10 and not _UNIT.match(token) else None
    if 2 <= len(groups) <= 4 and min(sizes) >= 3 and max(sizes) <= 6 and max(sizes) - min(sizes) <= 1:
        return Candidate(token, start, end, "mixed_groups", alone)
    return None


def _digits(clean: str, start: int, end: int) -> Candidate | None:
    if 2 <= end - start <= 5:
        grouped = _SPACED[end - start].match(clean, start)
        if grouped and _edges_allow(clean, start, grouped.end()) and not _before_is_group(clean, start):
            return Candidate(grouped[0], start, grouped.end(), "groups", _is_alone(clean, start, grouped.end()))
    if _MORE_DIGITS.match(clean, end) or _before_is_group(clean, start):
        return None
    if not 3 <= end - start <= 10 or not clean[start:end].strip("0"):
        return None
    return Candidate(clean[start:end], start, end, "digits", _is_alone(clean, start, end))


def _before_is_group(clean: str, start: int) -> bool:
    return _DIGITS_BEFORE.search(clean, max(0, start - 5), start) is not None


def _edges_allow(clean: str, start: int, end: int) -> bool:
    """False beside currency signs, decimals, times, dates, paths, masks, mail addresses."""
    before = clean[start - 2 : start] if start > 1 else clean[:start]
    after = clean[end : end + 2]
    if before:
        last = before[-1]
        if (
            last in _BAD_BEFORE
            or (before == ".." and _MASK_BEFORE.search(clean, max(0, start - 8), start))
            or (last in ".,:/'-" and before[0] in _DIGIT_OR_MASK)
            or (last in "./_*" and before[0].isalnum())
        ):
            return False
        if last in " \u00a0" and before[0] in _MONEY:
            return False
        if last == "*" and end - start == 4 and not after.startswith("*"):  # the end of a card's number
            return False
        if last == "=" and _IN_ADDRESS.search(clean, max(0, start - 80), start):
            return False
    if after:
        first = after[0]
        if (
            first in _BAD_AFTER
            or (first == "*" and after[1:] and after[1] in _MASKED)
            or (first in ".,:/-'" and after[1:].isdigit() and not _CLAUSE.match(clean, end))
            or (first == "." and after[1:].isalpha() and after.isascii() and not _SENTENCE_GLUED.match(clean, end))
            or (after == "]:" and before[-1:] == "[")
        ):
            return False
        if first in " \u00a0" and after[1:] and after[1] in _MONEY_AFTER:
            return False
    return True


def _letters_alone(clean: str, start: int, end: int) -> list[Candidate]:
    """Lines that hold one shouted word or dashed groups of letters and nothing else."""
    found: list[Candidate] = []
    first = _LETTERS_LINE.match(clean) if not start else None
    for match in chain((first,) if first else (), _NEXT_LETTERS_LINE.finditer(clean, start, end)):
        value = match[1]
        if value in _SHOUTED or len(set(value)) < 3:
            continue
        shape = "letters" if value.isupper() else "word_groups"
        found.append(Candidate(value, match.start(1), match.end(1), shape, True))
        if len(found) > 2:
            return []  # many such lines are shouting
    return found


def _is_alone(clean: str, start: int, end: int) -> bool:
    """Alone on its line but for marks and a bullet."""
    line = clean.rfind("\n", max(0, start - 12), start)
    if (line < 0 and start > 12) or not _BULLET.fullmatch(clean, line + 1, start):
        return False
    ceiling = min(len(clean), end + 12)
    while end < ceiling and clean[end] in _FRAME_AFTER:
        end += 1
    return end == len(clean) or clean[end] == "\n"


_start: Final = attrgetter("start")
_INNER: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_DASHES: Final = frozenset("-\u2010\u2011\u2013")
_FRAME: Final = " \t\r\u00a0*_>|#=\"'“”«»(){}<【】「」\u200e\u200f\u200b\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_BULLET: Final = re.compile(f"[{_FRAME}\\[\\]]*(?:[0-9]{{1,2}}[.)]|[-•·–])?[{_FRAME}]*")
_FRAME_AFTER: Final = frozenset(_FRAME + ".[]")
_MONEY: Final = frozenset("$€£¥￥₽₹₺₩₪฿₫₴₸₱₦")
_MONEY_AFTER: Final = _MONEY | frozenset("%")
_BAD_BEFORE: Final = _MONEY | frozenset("+@•&?×")
_BAD_AFTER: Final = _MONEY_AFTER | frozenset("@°_•")
_DIGITS: Final = re.compile("[0-9]+")
_TOKEN_REST: Final = re.compile("[A-Za-z0-9]*(?:[-\u2010\u2011\u2013][A-Za-z0-9]+)*")
_MORE_DIGITS: Final = re.compile("[ \u00a0][0-9]{3}")
_DIGITS_BEFORE: Final = re.compile("[0-9]{2}[ \u00a0]$")
_IN_ADDRESS: Final = re.compile("[/?&][^\\s]{0,60}=$")
_MASK_BEFORE: Final = re.compile("[0-9xX*#][.]{2,}$")
_DIGIT_OR_MASK: Final = frozenset("0123456789*•●")
_MASKED: Final = _INNER | frozenset("*•")
_SPLIT: Final = re.compile("[-\u2010\u2011\u2013]")
_SENTENCE_GLUED: Final = re.compile("[.][A-Z][a-z]{1,14}[ ,'’]")  # `482913.Please use it`
_CLAUSE: Final = re.compile(",[0-9]{1,3}[\u3040-\u9fff\uac00-\ud7af]")  # `482913,10分钟内有效`
_PREFIXED: Final = re.compile("(?:[A-Z]{1,2}|OTP|PIN|TAN|CODE|ng[uo])[-\u2011]([0-9]{4,8})$")
_UNIT: Final = re.compile(
    "[0-9]+(?:st|nd|rd|th|[kKMG][BbW]?|[KMGT]i?[Bb](?:ps)?|p|px|pt|ml|kg|km|mm|cm|min|mins|sec|hrs?|[AaPp][Mm]|GMT|UTC|x[0-9a-f]+|[hH][0-5][0-9])$"
)
_DASHED_SIZES: Final = [[3, 3], [4, 4], [2, 2, 2], [3, 3, 3], [3, 4], [4, 3], [5, 5], [1, 1, 1, 1, 1, 1], [1, 1, 1, 1], [2, 2, 2, 2]]
_SPACED: Final = {
    size: re.compile(rf"[0-9]{{{size}}}(?:[ \u00a0\u2009\u202f][0-9]{{{size}}}){{{more}}}+(?![ \u00a0.]?[0-9])")
    for size, more in ((2, "2,3"), (3, "1,2"), (4, "1,3"), (5, "1"))
}
_LETTERS: Final = re.compile(
    "(?:[A-Z]{3,5}(?:-[A-Z]{3,5}){1,3}|[A-Z]{4,10}|[a-z]{3,8}(?:-[a-z]{3,8}){2,5}|[a-z]{5,8}(?=[ \t\r.]*(?:\n|$)))(?![\\w@-]|[.][A-Za-z])"
)
_LETTERS_LINE: Final = re.compile(
    '[ \t*>"]{0,8}([A-Z]{3,5}(?:-[A-Z]{3,5}){1,3}|[A-Z]{5,10}|[a-z]{3,8}(?:-[a-z]{3,8}){2,5})[ \t*"\r]{0,8}(?=\n|\\Z)'
)
_NEXT_LETTERS_LINE: Final = re.compile("\n" + _LETTERS_LINE.pattern)
_SINGLES: Final = re.compile("[ \n\u00a0][A-Za-z0-9][ \n\u00a0][A-Za-z0-9][ \n\u00a0][A-Za-z0-9]")
_SPELLED: Final = re.compile("(?<![^\\s:])([A-Za-z0-9](?:[ \n\u00a0](?:[-–][ \n\u00a0])?[A-Za-z0-9]){3,11})(?=[\\s.,;]|\\Z)")
_SHOUTED: Final = frozenset(
    """HTTP HTTPS HTML HELP STOP HERE BELOW VALID ONLY NEVER HELLO DEAR THANKS THANK WELCOME NOTE NOTICE WARNING IMPORTANT EXPIRES
    CODE CODES LOGIN PASSWORD ACCOUNT CLICK ENTER VERIFY CONFIRM ORDER INVOICE RECEIPT TOTAL DATE NAME EMAIL SUPPORT TEAM SALE FREE
    SHOP OFFER UNSUBSCRIBE PRIVACY TERMS CONTACT ABOUT DETAILS SUMMARY DESCRIPTION AMOUNT SUBTOTAL SHIPPING BILLING PAYMENT STATUS
    NEWS NEWSLETTER READ MORE VIEW OPEN START UPDATE ALERT SECURITY WITH YOUR THIS THAT FROM PLEASE SHARE TODAY MONDAY TUESDAY
    WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY SMTP NULL NONE TRUE FALSE BETA INFO
    HINWEIS ACHTUNG DANKE HALLO GRATIS MERCI BONJOUR""".split()
)

"""Words that are set apart letter by letter, or run together: what they say with blanks where they belong."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from postroom.lib.screening.lexicon import OF_ENGLISH, WORDS
from postroom.lib.screening.reveal import Payload

_MOST = 40
_MOST_RUNS = 500
_LONGEST = 2_000
_LONGEST_STRETCH = 16_384
_BETWEEN = 12  # from one word that is spelled to the next
_SPELLED = re.compile(r"(?<!\w)[^\W\d_](?:[ .,_*|/-]{1,3}+[^\W\d_](?!\w)){8,}+")
_SHORTER = re.compile(r"(?<!\w)[^\W\d_](?:[ .,_*|/-]{1,3}+[^\W\d_](?!\w)){1,400}+")
_ADDRESS = re.compile(r"[ .]{0,3}@[ .]{0,3}(\w{2,40})[ .]{1,2}(\w{2,12})")
_GAP = re.compile(r"[ .,_*|/-]{2,}")
_LONGEST_WORD = 16
_PARTS = re.compile(r"[A-Z]?[a-z']+|[A-Z]+(?![a-z])|[^\s_.A-Za-z-]+")
_LEAST_TELLING = 2  # words of ours: hosts and identifiers are made of parts as well
_ADDRESSES = ("http", "<http", "(http", "mailto", "www.", "<mailto", "/")
_LETTERS_ONLY = re.compile(r"[A-Za-z]{20,}[.!?]?\Z")
_SMALL = (
    "a an and are as at be but by can do for from has have i if in is it me my no not of on or so that the their them then this to was what"
)
_KNOWN = frozenset(word for word in OF_ENGLISH if word.isalpha() and len(word) > 3) | frozenset(
    f"{_SMALL} with you your all any ai".split()
)
_UNKNOWN = 1.0  # a letter of no known word
_A_WORD = 0.4
_MOST_UNKNOWN = 0.5


def find_set_apart(text: str) -> Iterator[Payload]:
    """The first stretch of words that are spelled out, one close to the other."""
    first = _SPELLED.search(text)
    if first:
        start, end = first.start(), min(first.end(), first.start() + _LONGEST_STRETCH)
        runs = [run.span() for run in islice(_SHORTER.finditer(text, max(0, start - _LONGEST), end + _LONGEST), _MOST_RUNS)]
        for begin, stop in reversed(runs):
            start = begin if begin < start and start - stop <= _BETWEEN else start
        for begin, stop in runs:
            end = stop if stop > end and begin - end <= _BETWEEN else end
        yield Payload("letters_apart", _ADDRESS.sub(r"@\1.\2", _SHORTER.sub(_joined, text[start:end])), (start, end))


def find_run_together(text: str, tokens: Iterable[str]) -> Iterator[Payload]:
    """`IgnoreAllRules`, `ignore_all_rules`, `ignore.all.rules`, `ignoreallrules`: of the long `tokens` of a text, in their order."""
    at = 0
    for token in islice(tokens, _MOST):
        at = text.find(token, at)
        if not token.startswith(_ADDRESSES) and "://" not in token[:24]:
            said = (
                segmented(token)
                if _LETTERS_ONLY.match(token) and not token[1:-1].isupper() and token[1:].islower()
                else _parted(token[:_LONGEST])
            )
            if said and sum(len(word) > 2 and word in WORDS for word in said.lower().split()) >= _LEAST_TELLING:
                yield Payload("joined_words", said, (at, at + len(token)))
        at += len(token)


def segmented(letters: str) -> str:
    """With blanks between the words that it is likely made of; nothing where it is none of ours."""
    letters = letters[:_LONGEST].lower()
    costs, begins = [0.0], [0]
    for end in range(1, len(letters) + 1):
        cost, begin = costs[end - 1] + _UNKNOWN, end - 1
        for start in range(max(0, end - _LONGEST_WORD), end):
            if costs[start] + _A_WORD < cost and letters[start:end] in _KNOWN:
                cost, begin = costs[start] + _A_WORD, start
        costs.append(cost)
        begins.append(begin)
    words, end = [], len(letters)
    while end:
        words.append(letters[begins[end] : end])
        end = begins[end]
    if sum(len(word) == 1 for word in words) > _MOST_UNKNOWN * len(letters):
        return ""
    return re.sub(r"(?<= \w) (?=\w(?: |$))", "", " " + " ".join(reversed(words))).strip()


def _joined(match: "re.Match[str]") -> str:
    spelled = match[0]
    if spelled.count("-") + spelled.count("_") > spelled.count(" "):
        words = ["".join(one for one in word if one.isalnum()) for word in spelled.split()]
    else:
        words = ["".join(one for one in word if one.isalnum()) for word in _GAP.split(spelled)]
    return " ".join(segmented(word) or word if len(word) > _LONGEST_WORD else word for word in words)


def _parted(token: str) -> str:
    parts = _PARTS.findall(token)
    if sum(len(part) > 2 and part.lower() in _KNOWN for part in parts) < _LEAST_TELLING:
        return ""
    return _ADDRESS.sub(r"@\1.\2", " ".join(parts))

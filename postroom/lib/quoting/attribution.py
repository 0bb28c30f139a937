"""Finding the line that introduces a quote: "On Tue, 3 May 2016 at 10:00, Ana <ana@example.com> wrote:".

The line may be wrapped, may lack the verb or the address, and is found from its end: the end is what is rare.
"""

import re
from typing import Final

from postroom.lib.quoting.lines import INVISIBLE
from postroom.lib.quoting.words.around import OPENERS, VERBS

_MAX_LINES_UP: Final = 6
MAX_CHARS: Final = 400  # of an attribution
_MAX_TITLE: Final = 100  # a first line such as "Quoth Ana:" that only its place above a quote tells
_MAX_WRAPPED: Final = 100  # characters of a line that a mail program broke off
_SENTENCE_ENDS: Final = ".!?:：。"
_EDGES: Final = " \t\r\u00a0*_" + INVISIBLE
_HEAD: Final = "> \t\u00a0*_-—\"'" + INVISIBLE


def _pattern(words: dict[str, tuple[str, ...]]) -> str:
    """Alternatives, longest first; words of scripts with spaces must stand alone."""
    every = sorted({word for row in words.values() for word in row}, key=len, reverse=True)
    return "|".join(_one(word) for word in every)


def _one(word: str) -> str:
    body = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    if word.endswith("*"):
        return rf"\b{body}\w*"
    return rf"\b{body}\b" if ord(word[-1]) < 0x0E00 and word[-1].isalpha() else body


# One search for each verb: an alternation of them all would be tried at every character.
_VERBS: Final = tuple((word.rstrip("*"), re.compile(_one(word))) for word in dict.fromkeys(word for row in VERBS.values() for word in row))
_OPENER: Final = re.compile(rf"(?:{_pattern(OPENERS)})(?=[\s,\d]|$)|[在于於]|ב-", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[:.h]\d\d(?!\d)|(?<!\d)\d{1,4}([-/.])\s?\d{1,2}\1\s?\d{1,4}|\d{1,2}\s?[月월時시]"
)
_INNER_OPENER: Final = re.compile(rf"\s(?:{_pattern(OPENERS)})\s", re.IGNORECASE)
_TIME: Final = re.compile(r"\d[:.h]\d\d")
_DAY: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}([-/.])\d{1,2}\1\d{2}\b")
_ADDRESS_END: Final = re.compile(r"@[^\s@]{1,120}\s?\S{0,3}\s?[:：]$")
# Who wrote, at the head of a line.
_BY: Final = re.compile(r"(?:\W?\w[^<>@]{0,80}[<(\[](?:mailto:)?|[<(\[]?)[^\s<>@]{1,200}@[^\s<>@]{1,200}")
_CLOCK: Final = re.compile(r"(?:[上下]午|오[전후]\s?)?\d\d?[:.]\d\d\D")
_NAMED: Final = r"\(?[^\W\d_a-z|][\w.'-]{0,24}\)?"
_NAME: Final = re.compile(rf"{_NAMED}(?:,? (?:{_NAMED}|\||via|von|van|de|da|la|el|bin)){{0,5}}$")  # Ana Lima via Forum
# Of old, and mail.ru: "Tuesday, 3 May 2022, 10:15 +03:00 from Ana Lima ana@example.com:"
_OFFSET: Final = re.compile(r"\d\d?:\d\d(?::\d\d)?\s(?:GMT|UTC)?[+-]\d\d:?\d\d\b")
_SENTENCE: Final = re.compile(r"[!?]|:(?!\s?\d)|[^\W\d_]{4,}\.\s(?!\d)")  # no initial, title, or day or month before its stop
_LED: Final = re.compile(r"\s{0,9}(\w[^<>]{8,160}<[^<>\s]{1,120}@[^<>\s]{1,120}>[^<>:：]{0,30}[:：])\s")
_DIGIT: Final = re.compile(r"\d")
_PARTING: Final = re.compile(r"[-–—]{2,}\s?(?=\w)|[.!?…]\s{1,3}(?=\w)")
# Gmail of old: "2016-03-03 17:21 GMT+01:00 Some One <a@example.com>", "2013/7/20 Some One <a@example.com>".
_ISO: Final = re.compile(r"\d{4}([-/])\d{1,2}\1\d{1,2}\s(?:.{0,120}<[^<>\s]+@[^<>\s]+>|\d\d?:\d\d\s(?:GMT|UTC)\S*\s.{1,80})$")

_UNDATED: Final = ("in article ", "in message ", "in news:")
_LAST_WORDS: Final = frozenset(
    word.split()[-1].rstrip("*") for row in VERBS.values() for word in row if word.isascii() or " " in word or len(word) > 3
)

Found = tuple[int, int]  # first line, and the column in it where the attribution starts


def find_attribution(lines: list[str], last: int, floor: int, before_quote: bool) -> Found | None:
    """Does an attribution end on line `last`? `floor` is the first line that may belong to it.

    `before_quote` says that marked quoted lines follow, which makes a mere "Ana wrote:" an attribution.
    """
    tail = lines[last].strip(_EDGES)
    if not tail or len(tail) > MAX_CHARS:
        return _shared_line(lines, last)
    if tail[-1] in ":：":
        return _shared_line(lines, last) or _climb(lines, last, floor, before_quote)
    if tail[-1] in "-–—" and tail[0] in "-–—" and has_verb(tail):
        return last, 0
    if tail[0].isdigit() and _ISO.match(tail):
        return last, 0
    if not before_quote and ends_in_verb(tail):
        return _climb_whole(lines, last, floor)
    if before_quote and ("news:" in tail or (has_verb(tail) and (_DATE.search(tail) or "@" in tail))):
        return _climb(lines, last, floor, before_quote)
    return (last, 0) if before_quote and _is_dated(tail) else None


def _is_dated(tail: str) -> bool:
    """ "On Tue, 3 May 2022 at 10:15, Ana Lima", "Ana Lima (2022-05-03 10:15)": a date and a time that say whose the quote is."""
    if len(tail) > 120 or tail[-1] in ".!?" or not _TIME.search(tail) or not _DAY.search(tail):
        return False
    return tail[-1] == ")" or _OPENER.match(tail) is not None


def leads_line(line: str) -> bool:
    """ "On Tue, 3 May 2022 at 10:15, Ana<ana@example.com> wrote:   Shall we?", as Yahoo on Android puts it: all on one line."""
    led = _LED.match(line) if "@" in line and ">" in line else None
    return led is not None and _OPENER.match(led[1]) is not None and _opens(led[1])


def may_name(line: str) -> bool:
    """ "Quoth Ana:", with a capital somewhere after the first word; "Look:" introduces what its writer chose."""
    words = line.split()
    return len(line) < _MAX_TITLE and any(word[:1].isupper() or not word.isascii() for word in words[1:] or words * (not line.isascii()))


def says_whose(line: str) -> bool:
    """A mere indentation is a quote of a mail where the line above it says when, or who; "As the poet says:" does not."""
    return "@" in line or any(map(str.isdigit, line)) or (len(line.split()) < 4 and has_verb(line))


def ends_in_verb(line: str) -> bool:
    """Some programs forget the colon: "On 3 May 2022 10:15 Ana <ana@example.com> wrote"."""
    word = line[-16:].rsplit(None, 1)
    return len(word) > 1 and word[1].lower() in _LAST_WORDS


def has_verb(line: str) -> bool:
    """Does it say "wrote" in any of the languages?"""
    low = line[: 2 * MAX_CHARS].lower()
    return any(stem in low and word.search(low) is not None for stem, word in _VERBS)


def _climb_whole(lines: list[str], last: int, floor: int) -> Found | None:
    """Without a colon only what has everything else is believed: an opening, a date, an address in brackets."""
    joined = ""
    for at in range(last, max(floor, last - 2) - 1, -1):
        joined = f"{lines[at].strip(_HEAD)} {joined}".rstrip(_EDGES)
        if len(joined) > MAX_CHARS or not joined:
            return None
        if "@" in joined and joined[0].isupper() and _DATE.search(joined) and _OPENER.match(joined):
            return (at, 0) if "<" in joined else None
    return None


def _climb(lines: list[str], last: int, floor: int, before_quote: bool) -> Found | None:
    """Take lines in from below until they make an attribution with a proper first line."""
    fallback: Found | None = None
    joined, crossed = "", False
    for at in range(last, max(floor, last - _MAX_LINES_UP + 1) - 1, -1):
        line = lines[at].strip(_HEAD + "\r")
        if not line:
            if _continues(lines, at + 1):
                crossed = True
                fallback = fallback or (at + 1, 0) if _addressed(joined) else fallback
                continue
            break
        if at < last and line[-1] in ".!?:：" and "@" not in line and not _DATE.search(line) and not line[-2:-1].isdigit():
            break
        joined = f"{line} {joined}".rstrip(_EDGES)
        if len(joined) > MAX_CHARS:
            break
        if _opens(joined) and (not crossed or joined[0].isdigit() or _OPENER.match(joined)):
            return _first_line(lines, at, floor, joined), 0
        if fallback is None and not crossed and _stands_alone(joined):
            fallback = at, 0
    return fallback or _loose(lines, last, before_quote)


def _first_line(lines: list[str], at: int, floor: int, joined: str) -> int:
    """ "On 3 May 2022,\nat 10:15,\nAna wrote:" opens more than once: the topmost opening that the rest continues is the head."""
    found, whole = at, joined
    for above in range(at - 1, max(floor, at - 3) - 1, -1):
        line = lines[above].strip(_HEAD + "\r")
        if not line or len(line) > _MAX_WRAPPED or (line[-1] in _SENTENCE_ENDS and not _DATE.search(line) and not line[-2:-1].isdigit()):
            break
        below, whole = whole, f"{line} {whole}"
        if (_is_continued(line, below) and _opens_or_names(whole)) or _is_bare_opener(line, whole):
            found = above
    return found


def _is_continued(line: str, below: str) -> bool:
    """Does `below` lack what `line` has: lower case after a comma, the opening of a bare date, the name of who wrote?"""
    dated = _DATE.search(line) is not None
    if below[:1].islower() and (line.endswith(",") or (dated and (_OPENER.match(line) or _INNER_OPENER.search(line)))):
        return True
    if below[:1] in ("<", "[") and _NAME.match(line):
        return True
    if dated and _CLOCK.match(below):
        return True
    opened = _OPENER.match(below) is not None
    if _BY.match(line) and "@" not in below and (not opened or not below[0].isupper() or below[0] >= "\u1100"):
        return True
    return dated and not opened and _OPENER.match(line) is not None


def _is_bare_opener(line: str, whole: str) -> bool:
    """ "On", alone on a line."""
    return len(line) < 12 and _OPENER.fullmatch(line) is not None and _opens(whole)


def _opens_or_names(whole: str) -> bool:
    return len(whole) <= MAX_CHARS and (_opens(whole) or _stands_alone(whole) or (len(whole) < 160 and has_verb(whole)))


def _continues(lines: list[str], at: int) -> bool:
    """A blank line inside an attribution is only known before an address on a line of its own."""
    return at < len(lines) and lines[at].lstrip()[:1] == "<"


def _opens(joined: str) -> bool:
    """Begins as an attribution does: with an opening word and a number, or with a date."""
    if not any(map(str.isdigit, joined)):
        return joined.lower().startswith(_UNDATED) and has_verb(joined)
    dated = _DATE.search(joined)
    if not _OPENER.match(joined) and (dated is None or not _leads(joined[: dated.start()], joined)):
        return False
    if has_verb(joined):
        return True
    is_marked = "<" in joined or "(" in joined or _OFFSET.search(joined) is not None
    return dated is not None and is_marked and _ADDRESS_END.search(joined) is not None


def _leads(lead: str, joined: str) -> bool:
    """What may stand before a date: what belongs to it, "Ana Lima/Sales/Example wrote on", or "Ana Lima hat am", with its verb last."""
    if _dateish(lead):
        return True
    if len(lead) > 80 or not lead[:1].isupper() or _SENTENCE.search(lead):
        return False
    return has_verb(lead) or (_INNER_OPENER.search(lead) is not None and ends_in_verb(joined.rstrip(_EDGES + ":：")))


def _dateish(lead: str) -> bool:
    """What may come before the date proper: a weekday, a day, a month, each a short word."""
    words = lead.split()
    return len(lead) <= 30 and len(words) <= 5 and all(len(word) <= 13 for word in words) and "@" not in lead


def _addressed(joined: str) -> bool:
    """ "<ana@example.com> wrote:", with nothing above that belongs to it."""
    return "@" in joined and has_verb(joined)


def _stands_alone(joined: str) -> bool:
    """Begins with the name: "Ana <ana@example.com> wrote:", "Ana <ana@example.com>, 9 May 2016 tarihinde yazdı:"."""
    return joined[0] not in "<(" and "@" in joined and len(joined) <= 250 and has_verb(joined)


def _loose(lines: list[str], last: int, before_quote: bool) -> Found | None:
    tail = lines[last].strip(_EDGES)
    if not before_quote or len(tail) > 120:
        return None
    if has_verb(tail) or (tail[-1] in ":：" and ("@" in tail or _DATE.search(tail))):
        return last, 0
    return None


def _shared_line(lines: list[str], last: int) -> Found | None:
    """ "fine with me--- On Wed, Apr 4, 2012, ana@example.com wrote:": the reply and the attribution share a line."""
    line = lines[last]
    if len(line) > 1000 or ("--" not in line and ("@" not in line or _OPENER.match(line.lstrip(_HEAD)))):
        return None
    digit = _DIGIT.search(line)
    for parting in _PARTING.finditer(line, 1):
        dashes = parting[0][0] in "-–—"
        if not dashes and (digit is None or digit.start() < parting.start()):
            break  # a date has begun, in which a stop ends nothing
        if not _OPENER.match(line, parting.end()):
            continue
        rest = line[parting.end() :].strip(_EDGES)
        if not line[: parting.start()].strip(_HEAD) or rest[-1:] not in (":", "：") or len(rest) > MAX_CHARS:
            continue
        if (dashes or "@" in rest) and _opens(rest):
            return last, parting.start() if dashes else parting.end()
    return None

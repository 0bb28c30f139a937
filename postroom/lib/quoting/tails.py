"""What hangs below newly written text: signatures and legal notices."""

import re
from typing import Final

from postroom.lib.quoting.devices import is_device_line, names_device
from postroom.lib.quoting.lines import BLANK, CODE, INVISIBLE, mark_line
from postroom.lib.quoting.model import Kind
from postroom.lib.quoting.openings import is_rule
from postroom.lib.quoting.words.below import (
    CLOSINGS,
    DISCLAIMER_OPENERS,
    DISCLAIMERS,
    NOTICE_HINTS,
    STAMPS,
)

_MAX_SIGNATURE: Final = 40  # filled lines below "-- "
_MAX_RULED: Final = 12  # filled lines below a row of dashes
_PLAIN_DELIMITERS: Final = frozenset(("--", "—", "–", "- --"))  # the last is what PGP makes of it (RFC 4880 §7.1)
_DELIMITERS: Final = _PLAIN_DELIMITERS | {"---", "__"}
_DASHES: Final = frozenset(("-", "—", "–", "_"))
_SENTENCE_ENDS: Final = (".", "!", "?", "…", "。", "！", "？")
_LONG_RULE: Final = 30  # dashes that nobody draws by hand
_PATCH: Final = ("diff --git ", "@@ -")
_MAX_CONTACT: Final = 10
_MAX_BELOW_DEVICE: Final = 5
_MAX_NOTICE: Final = 80
_MAX_STAMP: Final = 300  # characters of what a scanner appends
_NOTICE_CHARS: Final = 8_000
_MAX_AFTER: Final = 600  # characters of other paragraphs below a notice
_SIGNED: Final = re.compile(r"--\s?[^\W\d_][\w .'-]{1,40}$")
_WRAP: Final = " \t\r\u00a0<>()[]{}*_~|.·•\"'" + INVISIBLE
_PHONE: Final = re.compile(r"(?!(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d\b)(?<!\d)\+?\(?\d[\d ()./-]{5,18}\d")
_ADDRESS: Final = re.compile(r"@[^\s@]{1,200}")
_URL: Final = re.compile(r"\w\.(?:com|org|net|de|fr|es|it|nl|pl|ru|io|co|eu|uk|jp|cn|kr|br)\b")
_MOBILE_NAME: Final = re.compile(r"[^\s.!?:,;]{2,20}(?: [^\s.!?:,;]{1,20}){0,3}$")


def label_tail(lines: list[str], marks: list[str], kinds: list[Kind], start: int, end: int, in_reply: bool) -> None:
    """Relabel what is below the new text in `lines[start:end]`, a run of new lines; `in_reply`: the mail holds quotes."""
    end = _trim(lines, start, end)
    notice = _find_notice(lines, start, end)
    if notice < end:
        kinds[notice:end] = ["disclaimer"] * (end - notice)
    end = _trim(lines, start, notice)
    end = _sign(lines, kinds, start, end, _find_delimiter(lines, marks, start, end, in_reply))
    end = _sign(lines, kinds, start, end, _find_rule(lines, marks, start, end, in_reply))
    end = _sign(lines, kinds, start, end, _find_devices(lines, start, end))
    _sign(lines, kinds, start, end, _find_contacts(lines, start, end))


def label_devices(lines: list[str], kinds: list[Kind], start: int, end: int) -> None:
    """A device line between blank ones is none of the writer's, also where something was written below it."""
    for at in range(start + 1, end):
        if lines[at] and not lines[at - 1].strip() and (at + 1 == len(lines) or not lines[at + 1].strip()):
            kinds[at] = "signature" if names_device(lines[at]) else kinds[at]


def may_be_notice(text: str) -> bool:
    """Cheap: does the text hold what nearly every legal notice holds?"""
    low = text.lower()
    if any(map(low.__contains__, NOTICE_HINTS["all"])):
        return True
    return not low.isascii() and any(map(low.__contains__, NOTICE_HINTS["wide"]))


def ways_to_reach(block: str) -> int:
    """How many of the three (address, telephone, web) a few lines hold."""
    web = "http" in block or "www." in block or _URL.search(_ADDRESS.sub("@", block[:800])) is not None
    return ("@" in block) + web + (_PHONE.search(block, 0, 800) is not None)


def _sign(lines: list[str], kinds: list[Kind], start: int, end: int, cut: int) -> int:
    """Label `lines[cut:end]` a signature; the end of what is left above it."""
    kinds[cut:end] = ["signature"] * (end - cut)
    return _trim(lines, start, cut)


def _trim(lines: list[str], start: int, end: int) -> int:
    while end > start and mark_line(lines[end - 1]) == BLANK:
        end -= 1
    return end


def _find_notice(lines: list[str], start: int, end: int) -> int:
    """Where the legal notice at the end begins; `end` where there is none."""
    at = floor = max(start, end - _MAX_NOTICE)
    if not may_be_notice("\n".join(lines[floor:end])[-_NOTICE_CHARS:]):
        return end
    found, after = end, 0
    while at < end:
        stop = at
        while stop < end and lines[stop].strip():
            stop += 1
        paragraph = " ".join(lines[at:stop])
        if paragraph and _is_notice(paragraph):
            found = min(found, at)
        elif found < end:
            after += len(paragraph)
            if after > _MAX_AFTER:  # the writer went on: it was no end
                found, after = end, 0
        at = stop + 1
    return _above_rule(lines, found, floor) if found < end else end


def _above_rule(lines: list[str], at: int, floor: int) -> int:
    """Take a row of dashes or stars above the notice in with it."""
    above = _trim(lines, floor, at)
    return above - 1 if above > floor and is_rule(lines[above - 1]) else at


def _is_notice(paragraph: str) -> bool:
    low = paragraph[:6000].lower().strip(_WRAP + "-=#")
    if low.startswith(DISCLAIMER_OPENERS) or (len(low) < _MAX_STAMP and any(map(low.__contains__, STAMPS))):
        return True
    if len(low) < (30 if max(low[:60], default="") >= "\u1100" else 80):  # CJK says the same in a third
        return False
    hits = {group: sum(stem in low for stem in stems) for group, stems in DISCLAIMERS.items()}
    itself = hits.pop("itself") > 0
    groups = sum(1 for count in hits.values() if count)
    # A notice speaks of the mail that it stands in; what only has its vocabulary is about something else.
    return groups > 2 or (itself and (groups == 2 or max(hits.values()) > 2))


def _find_delimiter(lines: list[str], marks: list[str], start: int, end: int, in_reply: bool) -> int:
    """ "-- " (RFC 3676 §4.3) or what became of it."""
    for at in range(start, end):
        bare = lines[at].strip()
        if bare[:1] not in _DASHES:
            continue
        if (
            bare in _DELIMITERS
            and marks[at] != CODE
            and _filled(lines, at + 1, end) <= _limit(bare)
            and (bare in _PLAIN_DELIMITERS or _may_sign(bare, lines[at + 1 : end], in_reply))
            and not any(line.startswith(_PATCH) for line in lines[at + 1 : min(end, at + 20)])
        ):
            return at
        if bare == "-" and at + 1 < end and lines[at + 1].lower().startswith("to unsubscribe"):  # as majordomo appends it
            return at
        if _is_signed(lines, start, at, in_reply and _filled(lines, at + 1, end) == 0) and _filled(lines, at + 1, end) <= _MAX_CONTACT:
            return at
    return end


def _may_sign(rule: str, below: list[str], in_reply: bool) -> bool:
    """Below an answer anything that is no prose, or stands below a rule that nobody draws by hand; else only ways to reach somebody."""
    if in_reply:
        return len(rule) > _LONG_RULE or not _is_prose(below)
    return rule[0] == "_" and ways_to_reach("\n".join(below)[:_NOTICE_CHARS]) > 0


def _is_prose(below: list[str]) -> bool:
    """A paragraph of five words or more that ends as a sentence does, and no way to reach anybody."""
    text = "\n".join(line.strip() for line in below)[:_NOTICE_CHARS]
    paragraphs = [part.strip() for part in text.split("\n\n")]
    sentences = [
        part for part in paragraphs if part.endswith(_SENTENCE_ENDS) and (len(part.split()) > 4 or (part[0] >= "\u2e80" and len(part) > 7))
    ]
    return bool(sentences) and "unsubscribe" not in text.lower() and not ways_to_reach(text)


def _is_signed(lines: list[str], start: int, at: int, last: bool) -> bool:
    """ "-- Bo", the delimiter and the name on one line, below a blank one or the `last` of an answer."""
    return len(lines[at]) < 45 and at > start and (last or not lines[at - 1].strip()) and _SIGNED.match(lines[at].strip()) is not None


def _limit(delimiter: str) -> int:
    """How many filled lines may hang below it: dashes that also draw a rule are believed less."""
    if delimiter in ("--", "- --"):
        return _MAX_SIGNATURE
    return _MAX_RULED


def _filled(lines: list[str], start: int, end: int) -> int:
    return sum(1 for line in lines[start:end] if line.strip()) if end - start < 400 else end - start


def _find_rule(lines: list[str], marks: list[str], start: int, end: int, in_reply: bool) -> int:
    """A row of dashes with little below it, and that a signature: nothing, or ways to reach somebody."""
    rules = [at for at in range(max(start, end - 60), end) if marks[at] != CODE and is_rule(lines[at])]
    if not rules:
        return end
    cut = rules[-1]
    while cut - 1 in rules or (cut - 2 in rules and not lines[cut - 1].strip()):
        cut -= 1 if cut - 1 in rules else 2
    below = lines[rules[-1] + 1 : end]
    if not any(line.strip() for line in below):
        return _framed_footer(lines, rules, cut, in_reply)
    first = cut == rules[0] and (cut == start or not lines[cut - 1].strip())
    if not first and cut > start and len(lines[cut].strip()) > _LONG_RULE and _is_footer(below, in_reply):
        return _framed_footer(lines, rules, cut, in_reply)
    few = sum(1 for line in below if line.strip()) <= _MAX_RULED and all(len(line) < 200 for line in below)
    text = "\n".join(below)
    drawn = lines[cut].strip()
    signed = _may_sign(drawn, below, in_reply) or ways_to_reach(text) > 1 or _is_named(below) or "unsubscribe" in text[:2_000].lower()
    return cut if first and few and signed and not any(line.startswith(_PATCH) for line in below) else end


def _framed_footer(lines: list[str], rules: list[int], cut: int, in_reply: bool) -> int:
    """Above a rule that opens or ends a footer there may be another footer, below a rule of its own."""
    above = [rule for rule in rules if rule < cut]
    return above[-1] if above and _is_footer(lines[above[-1] + 1 : cut], in_reply) else cut


def _is_footer(below: list[str], in_reply: bool) -> bool:
    """Few lines that say where the list is and how to leave it, or below an answer a link; in a newsletter a link is what it is for."""
    filled = [line for line in below if line.strip()]
    text = "\n".join(filled).lower()
    if not filled or len(filled) > _MAX_RULED or len(text) > 2_000:
        return False
    return "unsubscribe" in text or "mailing list" in text or (in_reply and len(filled) < 5 and "http" in text)


def _is_named(below: list[str]) -> bool:
    """A name, and at most three short lines that are no sentences."""
    filled = [line.strip() for line in below if line.strip()]
    plain = all(len(line) < 50 and line[-1] not in ".:;?!," for line in filled)
    return len(filled) <= 4 and plain and len(filled[0].split()) <= 4 and filled[0].istitle() and not any(map(str.isdigit, filled[0]))


def _find_devices(lines: list[str], start: int, end: int) -> int:
    cut = at = _above_reach(lines, start, end)
    while at > start:
        if lines[at - 1].strip():
            if not is_device_line(lines[at - 1]):
                break
            cut = at - 1
        at -= 1
    return _name_above(lines, start, cut) if cut < end and is_device_line(lines[cut]) else end


def _above_reach(lines: list[str], start: int, end: int) -> int:
    """The line after a device line below which its paragraph only says who sent it and how to reach them; else `end`."""
    at = end - 1
    while at > start and end - at < _MAX_BELOW_DEVICE and lines[at].strip() and not is_device_line(lines[at]):
        at -= 1
    if at + 1 >= end or not is_device_line(lines[at]):
        return end
    below = [line.strip() for line in lines[at + 1 : end]]
    plain = all(len(line) < 90 and (_reaches(line) or (line.istitle() and _MOBILE_NAME.match(line))) for line in below)
    return at + 1 if plain else end


def _name_above(lines: list[str], start: int, cut: int) -> int:
    """A full name right above the device line, after a blank line, was put there by the same program; "Bo" was typed."""
    name = lines[cut - 1].strip()
    if cut - 2 > start and not lines[cut - 2].strip() and name.istitle() and " " in name and _MOBILE_NAME.match(name):
        return cut - 1
    return cut


def _find_contacts(lines: list[str], start: int, end: int) -> int:
    """A last paragraph of a name and at least two ways to reach it; closing words and the name below them stay."""
    first = end
    while first > start and lines[first - 1].strip() and end - first <= _MAX_CONTACT:
        first -= 1
    block = lines[first:end]
    if first <= start or not 1 < len(block) <= _MAX_CONTACT or any(len(line) > 90 for line in block):
        return end
    if ways_to_reach("\n".join(block)) < 2 or not _reaches(block[-1]):
        return end
    if block[0].strip().isdigit():
        return end  # a code above the ways to reach help
    if block[0].strip(_WRAP + ",!").lower().startswith(CLOSINGS):
        first += 2
    elif _closes(lines, start, first):
        first += 1
    plain = sum(1 for line in lines[first:end] if not _reaches(line))
    return first if first < end and plain <= (end - first + 1) // 2 + 1 and _reads_as_label(lines[first]) else end


def _closes(lines: list[str], start: int, first: int) -> bool:
    """Are closing words all of the paragraph above? Then the name below them stays too."""
    above = _trim(lines, start, first)
    if above <= start or (above - 1 > start and lines[above - 2].strip()):
        return False
    words = lines[above - 1].strip(_WRAP + ",!").lower()
    return len(words) < 40 and words.startswith(CLOSINGS)


def _reads_as_label(line: str) -> bool:
    bare = line.strip()
    return not bare.endswith((".", ":", "?", "!")) and (_reaches(line) or not any(map(str.isdigit, bare)))


def _reaches(line: str) -> bool:
    return ways_to_reach(line) > 0

"""Where the telling words of a text stand, with what their surroundings make of them."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from postroom.lib.screening import concepts as c
from postroom.lib.screening.evidence import Glance, Hit
from postroom.lib.screening.lexicon import BITS_OF_KEY, CAPITALS_ONLY, PAIRS, PAIRS_OF_KEY, STEM, STEMS, WORDS

_MOST = 6_000
_FEW = 40
_LONGEST_FIRST = 24
_LAST_WORD = re.compile(r"([\w\u0900-\u0d7f'-]+)[ \u00a0\n]{1,2}\Z")
_CONTINUES = re.compile(r"[\w\u0900-\u0d7f-]")
_BEGUN = re.compile(r"[\w\u0900-\u0d7f-]{1,48}+\Z")
_REST = re.compile(r"[\w\u0900-\u0d7f-]{1,200}+")
_GIVING = c.SEND | c.EXECUTE | c.REVEAL | c.FIND | c.SAY | c.MEMORY
# A machine named in the head of a note: `Hinweis für KI-Systeme:`, in whatever language.
_HEADS_TO = re.compile(
    r"(?:^|[\n.!?>(\[{*#])[ \t>*#_\"“(\[-]{0,6}(?:[^\W\d]{1,16}[ '’-]{1,2}){0,5}"
    r"(?:for|to|an|für|aan|voor|till|til|för|aux|pour|para|per|agli|alle|ai|al|aos|pro|do|dla|для|pentru|către|για|προς|untuk|bagi|kepada|за|до|za|na|cho|kwa)"
    r" (?:[^\W\d]{1,12}[ '’-]){0,3}$"
)
_HEADED_TO = re.compile(r"(?:[ -][^\W\d]{2,16}){0,5} ?[:：](?!//)")
_HEADS = re.compile(r"(?:^|[\n.!?>(\[{*#。！？])[ \t>*#_\"“(\[-]{0,6}(?:致|对|對|sayın |ey )?$")
_HEADED = re.compile(r"(?:[ -][^\W\d]{2,16}| sistemleri için not)?[^\W\da-z]{0,10} ?(?:[:：,，、](?!//)|--|–|—)")
_LAST = re.compile(r"[.!?]?(?:\s*\n|\s*\Z)|[.!?] ")
# Models whose names are not those of people.
_DOING = re.compile(r"\s(?:\w+ing\b|any|ever|first|the (?:user|owner|human)|your (?:user|owner|human))")
_NAMES = frozenset("chatgpt gpt copilot gemini deepseek grok".split())
_VERBS = (
    c.OVERRIDE
    | c.SEND
    | c.REVEAL
    | c.EXECUTE
    | c.ERASE
    | c.FIND
    | c.OBEY
    | c.MEMORY
    | c.SUMMARISE
    | c.DISABLE
    | c.SAY
    | c.DECODE
    | c.RATE
    | c.NOT
)
# What stands before a verb that begins a clause: marks, words, and words behind others.
_OPENING = frozenset('.!?:;,>([{"“”„«»*`•–—|-。！？：；，、（「')
_USHERS = frozenset(
    "please kindly just then and now also must should shall do always first finally instead simply immediately quietly silently secretly ai"
    " agent agents assistant assistants bot never bitte 1 2 3 4 5".split()
)
_USHERS_BEHIND = {
    "you": frozenset(("can", "could", "would", "will")),
    "to": frozenset(("asked", "required", "instructed", "need", "needs", "has", "have", "are", "is")),
    **dict.fromkeys(("can", "may", "will"), frozenset(("you",))),
}
_WORD = re.compile(r"[\w\u0900-\u0d7f-]+")  # with the vowel signs of India, which are no letters to Unicode
# Enough of an address to know one: what stands before an @ would have to be looked for from everywhere.
_ADDRESS = re.compile(r"@[\w-]{1,63}\.[\w.-]{2,80}|://[\w.-]{3,80}|\+\d[\d ()-]{6,16}\d|555-\d{4}\b")
_END = re.compile(r"[.!?;](?=[\s\"')\]])|[。！？；]|\n[ \t>]*\n")
_MACHINE_FOLLOWS = re.compile(r"[\s-]{1,3}(?:assist|agent|model|bot|system|tool|reader|summar|пом|асс)")
_KINDS = r"(?:readers?|systems?|agents?|assistants?|models?|bots?|tools?|clients?|processors?|helpers?|summari[sz]ers?)"
_ADDRESSED = re.compile(
    rf"s?(?:[ -]{_KINDS})?(?: (?:(?:de |d')?(?:ia|ai|ki)))?\s{{0,2}}(?:[:,;!>\]：，、！]|[-–—]\s)"
    r"|s?\s(?:reading|processing|summari|if |when |who |that (?:is|are|reads))"
)
# Mostly nouns; they order something only before what is to be sent.
_NOUNS = frozenset("email e-mail mail text copy post share cc bcc leak".split())
_VERB_FOLLOWS = re.compile(r"\s(?:me|us|it|them|this|that|these|all|every|any|everything|the|your|my|our|their|his|her|a)\b")
# `User-Agent:`, `Transfer Agent,`: a machine only after `AI`.
_TITLES = frozenset("agent agents agente agenten model models".split())
_SALUTATIONS = (
    "dear hey hi hello ch[eè]re? car[oa] querid[oa] prezad[oa] beste geachte kära kjære drog[ia] уважаем\\w+ дорогой sevgili kedves milý"
    " please automated automatic virtual"
    " attention note to for an sehr geehrte sehr geehrter notice important achtung"
    " hinweis liebe[rs]? estimad[oa] cher all any the every ai ki"
).split()
_BEFORE = re.compile(rf"(?:^|[.!?:;>\[({{\n\"“„«*#_-])[ \t>*#_\"“-]{{0,6}}(?:(?:{'|'.join(_SALUTATIONS)})[ :,-]{{1,3}}){{0,5}}$")


def find_hits(text: str, lowered: str, seen: Glance, wanted: int) -> list[Hit]:
    """The hits in order, of words that stand for something `wanted`. `lowered` is `text` in lower case, of the same length."""
    words = [word.decode() for word in seen.found if BITS_OF_KEY.get(word, 0) & wanted or _is_paired(word, seen.found, wanted)]
    found = list(_found_one_by_one(lowered, words, wanted)) if len(words) <= _FEW else list(_found_in_turn(lowered, wanted))
    for mark in "-_":
        if mark in lowered:
            _add_compounds(found, lowered, mark)
    if seen.has_stems:
        found += [(m.start(), m.end(), STEMS[m[0]]) for m in _first(STEM, lowered)]
    if seen.bits & _GIVING:
        found += [(m.start(), m.end(), c.ADDRESS) for m in _first(_ADDRESS, lowered)]
    found.sort()
    return _judged(text, lowered, found)


def _is_paired(word: bytes, found: frozenset[bytes], wanted: int) -> bool:
    return word in PAIRS_OF_KEY and any(both & wanted and first in found for first, both in PAIRS_OF_KEY[word])


def _found_one_by_one(lowered: str, words: list[str], wanted: int) -> Iterator[tuple[int, int, int]]:
    """Few words are looked for each by itself, which passes over all others."""
    for word in words:
        bits, firsts = WORDS.get(word, 0) & wanted, PAIRS.get(word)
        left = _MOST
        at = lowered.find(word)
        while at >= 0 and left:
            end = at + len(word)
            if not _CONTINUES.match(lowered, end) and not (at and _CONTINUES.match(lowered, at - 1)):
                both, start = _pair(lowered, at, firsts) if firsts else (0, at)
                if both & wanted:
                    yield start, end, both
                if bits & ~both:
                    yield at, end, WORDS[word] & ~both
            left -= 1
            at = lowered.find(word, end)


def _found_in_turn(lowered: str, wanted: int) -> Iterator[tuple[int, int, int]]:
    for count, match in enumerate(_WORD.finditer(lowered)):
        if count == _MOST:
            return
        word, at = match[0], match.start()
        both, start = _pair(lowered, at, PAIRS[word]) if word in PAIRS else (0, at)
        if both & wanted:
            yield start, match.end(), both
        if (bits := WORDS.get(word, 0)) & wanted & ~both:
            yield at, match.end(), bits & ~both


def _pair(lowered: str, at: int, firsts: dict[str, int]) -> tuple[int, int]:
    """What a word stands for together with the one before it, and where that begins."""
    before = _LAST_WORD.search(lowered, max(0, at - _LONGEST_FIRST), at)
    return (firsts.get(before[1], 0), before.start()) if before else (0, at)


def _add_compounds(found: list[tuple[int, int, int]], lowered: str, mark: str) -> None:
    """`envoie-moi`, `__ignore__`: their parts count by themselves, unless the whole is a word."""
    at = lowered.find(mark)
    for _ in range(_MOST):
        if at < 0:
            return
        before, rest = _BEGUN.search(lowered, max(0, at - 48), at), _REST.match(lowered, at)
        start, end = before.start() if before else at, rest.end() if rest else at + 1
        if end - start > 4 and lowered[start:end] not in WORDS:
            _add_parts(found, lowered[start:end], start)
        at = lowered.find(mark, end)


def _add_parts(found: list[tuple[int, int, int]], word: str, start: int) -> None:
    at = 0
    for part in re.split("[-_]", word):
        if bits := WORDS.get(part, 0):
            found.append((start + at, start + at + len(part), bits))
        at += len(part) + 1


def _first(pattern: "re.Pattern[str]", text: str) -> list["re.Match[str]"]:
    matches = []
    for match in pattern.finditer(text):
        matches.append(match)
        if len(matches) >= _MOST:
            break
    return matches


def _judged(text: str, lowered: str, found: list[tuple[int, int, int]]) -> list[Hit]:
    ends = [match.end() for match in _END.finditer(lowered)]
    hits: list[Hit] = []
    for start, end, bits in found:
        kept = _in_context(text, lowered, start, end, bits)
        if kept & _VERBS and not kept & c.BY_PLACE and _begins_clause(lowered, start):
            kept |= c.placed(kept)
        if hits and kept & (c.OVERRIDE | c.SEND | c.REVEAL):
            kept = _unless_negated(lowered, hits, start, kept)
        if kept:
            hits.append(Hit(start, end, kept, bisect_right(ends, start)))
    return hits


def _in_context(text: str, lowered: str, start: int, end: int, bits: int) -> int:
    word = lowered[start:end]
    if word == "without" and not _DOING.match(lowered, end):
        return 0
    if bits & c.AI and word in CAPITALS_ONLY and text[start:end].islower() and not _MACHINE_FOLLOWS.match(lowered, end):
        bits &= ~c.AI
    if bits & c.SEND and word in _NOUNS and not _VERB_FOLLOWS.match(lowered, end):
        bits &= ~c.SEND
    if word in _TITLES and lowered[max(0, start - 3) : start - 1] not in CAPITALS_ONLY:
        return bits
    if bits & c.AI and _is_head(lowered, start, end):
        bits |= c.VOCATIVE
    elif bits & (c.AI | c.ASSISTANT) and lowered[max(0, start - 2) : start] == ", " and _LAST.match(lowered, end):
        bits |= c.CALLED
    elif bits & (c.AI | c.ASSISTANT | c.LAB) and _ADDRESSED.match(lowered, end) and _BEFORE.search(lowered, max(0, start - 60), start):
        bits |= c.VOCATIVE if bits & c.AI or word in _NAMES else c.CALLED
    return bits


def _is_head(lowered: str, start: int, end: int) -> bool:
    """A machine is named before a colon, after a word like `for` or at once."""
    begin = max(0, start - 60)
    return bool(
        (_HEADED_TO.match(lowered, end) and _HEADS_TO.search(lowered, begin, start))
        or (_HEADED.match(lowered, end) and _HEADS.search(lowered, max(0, start - 8), start))
    )


def _begins_clause(lowered: str, start: int) -> bool:
    before = lowered[max(0, start - 24) : start]
    bare = before.rstrip(" \t\n\"'“„«*>")
    if not bare or bare[-1] in _OPENING or "\n" in before[len(bare) :]:
        return bare[-1:] != "-" or before[-1] != "-"
    *_, earlier, last = ("", *bare.split()[-2:])
    return last in _USHERS or earlier in _USHERS_BEHIND.get(last, ())


def _unless_negated(lowered: str, hits: list[Hit], start: int, bits: int) -> int:
    """`do not ignore`, `never share`: what is forbidden is not asked for."""
    last = hits[-1]
    gap = start - last.end
    if last.bits & c.NOT and 0 <= gap <= 2:
        return bits & ~(c.OVERRIDE | c.SEND | c.REVEAL | c.GIVE | c.ACT | c.VOID)
    for earlier in hits[-3:]:
        if earlier.bits & c.NOT and 0 <= start - earlier.end <= 24 and not _CLAUSE.search(lowered, earlier.end, start):
            return bits & ~(c.SEND | c.REVEAL | c.GIVE)
    return bits


_CLAUSE = re.compile(r"[,;:.!?\n]|\b(?:and|und|et|y|e|en|och|и|i|tell|inform)\b")

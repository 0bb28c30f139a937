"""Where the telling words of a text stand, with what their surroundings make of them."""

import re
from bisect import bisect_right

from postroom.lib.screening import concepts as c
from postroom.lib.screening.evidence import Glance, Hit
from postroom.lib.screening.lexicon import CAPITALS_ONLY, PAIRS, STEM, STEMS, WORDS

_MOST = 6_000
_GAP = 2  # between the two words of a pair
_GIVING = c.SEND | c.EXECUTE | c.REVEAL | c.FIND | c.SAY | c.MEMORY
# A machine named in the head of a note: `Hinweis für KI-Systeme:`, in whatever language.
_HEADS = re.compile(
    r"(?:^|[\n.!?>(\[{*#])[ \t>*#_\"“(\[-]{0,6}(?:(?:[^\W\d]{1,16}[ '’-]{1,2}){0,5}"
    r"(?:for|to|an|für|aan|voor|till|til|för|aux|pour|para|per|agli|alle|ai|al|aos|pro|do|dla|для|pentru|către|για|προς|untuk|bagi|kepada|за|до|za|na|cho|kwa)"
    r" (?:[^\W\d]{1,12}[ '’-]){0,3})?$"
)
_HEADED = re.compile(r"(?:[ -][^\W\d]{2,16}){0,3} ?[:：](?!//)")
# Models whose names are not those of people.
_DOING = re.compile(r"\s(?:\w+ing\b|any|ever|first|the (?:user|owner|human)|your (?:user|owner|human))")
_NAMES = frozenset("chatgpt gpt copilot gemini deepseek grok".split())
_VERBS = c.OVERRIDE | c.SEND | c.REVEAL | c.EXECUTE | c.ERASE | c.FIND | c.OBEY | c.MEMORY | c.SUMMARISE | c.DISABLE | c.SAY | c.DECODE | c.RATE | c.NOT
# What stands before a verb that begins a clause.
_BEGINS = re.compile(
    r"(?:^|[.!?:;,>(\[{\"“”„«»*\n`•–—|-]|\b\d{1,2}[.)]|\b(?:please|kindly|just|then|and|now|also|must|should|shall|(?:can|could|would|will) you|do"
    r"|always|first|finally|instead|simply|immediately|quietly|silently|secretly|ai|(?:asked|required|instructed|need|needs|has|have|are|is) to"
    r"|agents?|assistants?|bot|you (?:can|may|will)))[ \t\n\"'“„«*>]{0,4}$"
)
_WORD = re.compile(r"[\w\u0900-\u0d7f-]+")  # with the vowel signs of India, which are no letters to Unicode
# Enough of an address to know one: what stands before an @ would have to be looked for from everywhere.
_ADDRESS = re.compile(r"@[\w-]{1,63}\.[\w.-]{2,80}|://[\w.-]{3,80}|\+\d[\d ()-]{6,16}\d|555-\d{4}\b")
_END = re.compile(r"[.!?;](?=[\s\"')\]])|[。！？；]|\n[ \t>]*\n")
_MACHINE_FOLLOWS = re.compile(r"[\s-]{1,3}(?:assist|agent|model|bot|system|tool|reader|summar|пом|асс)")
_ADDRESSED = re.compile(
    r"s?(?:[ -](?:readers?|systems?|agents?|assistants?|models?|bots?|tools?|clients?|processors?|helpers?|summari[sz]ers?))?(?: (?:(?:de |d')?(?:ia|ai|ki)))?\s{0,2}(?:[:,;!>\]：，、！]|[-–—]\s)"
    r"|s?\s(?:reading|processing|summari|if |when |who |that (?:is|are|reads))"
)
# Mostly nouns; they order something only before what is to be sent.
_NOUNS = frozenset("email e-mail mail text copy post share cc bcc leak".split())
_VERB_FOLLOWS = re.compile(r"\s(?:me|us|it|them|this|that|these|all|every|any|everything|the|your|my|our|their|his|her|a)\b")
# `User-Agent:`, `Transfer Agent,`: a machine only after `AI`.
_TITLES = frozenset("agent agents agente agenten bot bots model models".split())
_SALUTATIONS = (
    "dear hey hi hello ch[eè]re? car[oa] querid[oa] prezad[oa] beste geachte kära kjære drog[ia] уважаем\\w+ дорогой sevgili kedves milý"
    " automated automatic virtual"
    " attention note to for an notice important achtung hinweis liebe[rs]? estimad[oa] cher all any the every ai ki"
).split()
_BEFORE = re.compile(rf"(?:^|[.!?:;>\[({{\n\"“„«*#_-])[ \t>*#_\"“-]{{0,6}}(?:(?:{'|'.join(_SALUTATIONS)})[ :,-]{{1,3}}){{0,5}}$")


def find_hits(text: str, lowered: str, seen: Glance, wanted: int) -> list[Hit]:
    """The hits in order, of words that stand for something `wanted`. `lowered` is `text` in lower case, of the same length."""
    found: list[tuple[int, int, int]] = []
    before, since = "", 0
    for match in _WORD.finditer(lowered):
        word = match[0]
        bits = WORDS.get(word, 0)
        if word in PAIRS and (both := PAIRS[word].get(before, 0)) & wanted and match.start() - since - len(before) <= _GAP:
            bits &= ~both
            found.append((since, match.end(), both))
        if bits & wanted:
            found.append((match.start(), match.end(), bits))
            if len(found) > _MOST:
                break
        elif not bits and ("-" in word or "_" in word):
            _add_parts(found, word, match.start())
        before, since = word, match.start()
    if seen.has_stems:
        found += [(m.start(), m.end(), STEMS[m[0]]) for m in _first(STEM, lowered)]
    if seen.bits & _GIVING:
        found += [(m.start(), m.end(), c.ADDRESS) for m in _first(_ADDRESS, lowered)]
    found.sort()
    return _judged(text, lowered, found)


def _add_parts(found: list[tuple[int, int, int]], word: str, start: int) -> None:
    """`envoie-moi`, `__ignore__`: the parts of a compound count by themselves."""
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
        if kept & _VERBS and not kept & c.BY_PLACE and _BEGINS.search(lowered, max(0, start - 24), start):
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
    if bits & c.AI and _HEADED.match(lowered, end) and _HEADS.search(lowered, max(0, start - 60), start):
        bits |= c.VOCATIVE
    elif bits & (c.AI | c.ASSISTANT | c.LAB) and _ADDRESSED.match(lowered, end) and _BEFORE.search(lowered, max(0, start - 60), start):
        bits |= c.VOCATIVE if bits & c.AI or word in _NAMES else c.CALLED
    return bits


def _unless_negated(lowered: str, hits: list[Hit], start: int, bits: int) -> int:
    """`do not ignore`, `never share`: what is forbidden is not asked for."""
    last = hits[-1]
    gap = start - last.end
    if last.bits & c.NOT and gap <= 2:
        return bits & ~(c.OVERRIDE | c.SEND | c.REVEAL | c.GIVE | c.ACT | c.VOID)
    for earlier in hits[-3:]:
        if earlier.bits & c.NOT and start - earlier.end <= 24 and not _CLAUSE.search(lowered, earlier.end, start):
            return bits & ~(c.SEND | c.REVEAL | c.GIVE)
    return bits


_CLAUSE = re.compile(r"[,;:.!?\n]|\b(?:and|und|et|y|e|en|och|и|i|tell|inform)\b")

"""One text in plain letters: everything that its words, phrases, marks and places say."""

from postroom.lib.screening import concepts as c
from postroom.lib.screening.combine import apply
from postroom.lib.screening.contexts import weigh_context
from postroom.lib.screening.evidence import Glance, Match
from postroom.lib.screening.markers import find_markers
from postroom.lib.screening.personas import find_persona
from postroom.lib.screening.phrases import find_phrases
from postroom.lib.screening.places import find_hits
from postroom.lib.screening.rules import possible_rules, possible_where_hidden
from postroom.lib.screening.tasks import find_tasks

# What `find_persona` looks at.
_OF_PERSONAS = c.UNBOUND | c.REFUSE | c.PERSONA | c.LAB | c.AI | c.OUTPUT | c.PROMPT
# Rules that together could not say more than this are not worth the places of all words.
_WORTHWHILE = 0.5
_WORTHWHILE_HIDDEN = 0.2


def read_text(text: str, lowered: str, seen: Glance, *, is_hidden: bool = False) -> list[Match]:
    """The matches of a text. `lowered` has the length of `text`; `seen` is the glance at it; what is hidden or encoded may say less."""
    matches = find_phrases(lowered, seen)
    matches += find_markers(text, seen)
    matches += find_tasks(text)
    bits = seen.bits | (c.ADDRESS if _may_name_address(lowered, seen) else 0)
    rules, ceiling, wanted = possible_where_hidden(bits) if is_hidden else possible_rules(bits)
    is_persona = bits & c.UNBOUND and bits & (c.PERSONA | c.REFUSE | c.LAB | c.AI)
    if (rules and (matches or ceiling >= (_WORTHWHILE_HIDDEN if is_hidden else _WORTHWHILE))) or is_persona:
        hits = find_hits(text, lowered, seen, wanted | (_OF_PERSONAS if is_persona else 0))
        matches += apply(rules, hits)
        persona = find_persona(hits, lowered, matches) if is_persona else None
        matches += [persona] if persona else []
    return list(weigh_context(text, lowered, matches, bool(bits & c.REPORT))) if matches else matches


def _may_name_address(lowered: str, seen: Glance) -> bool:
    return b"@" in seen.marks or b"+" in seen.marks or "://" in lowered or "555-" in lowered

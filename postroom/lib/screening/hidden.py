"""What HTML hides from people. Preview lines of newsletters and empty spacers are hidden too, so hiding alone is no offence."""

from collections.abc import Iterator, Sequence

from postroom.lib.html import Hidden
from postroom.lib.screening import concepts as c
from postroom.lib.screening.reveal import Payload
from postroom.lib.screening.triage import glance

_MOST = 200
_LEAST = 12
# Words that a hidden text has no business with; each adds doubt.
_SUSPICIOUS = (
    (c.AI | c.LAB | c.ASSISTANT, 0.3),
    (c.OVERRIDE, 0.2),
    (c.SYSTEM | c.PROMPT, 0.15),
    (c.SECRET, 0.15),
    (c.HIDE | c.MEMORY, 0.2),
    (c.SUMMARISE, 0.2),
    (c.SEND | c.REVEAL, 0.1),
    (c.EXECUTE, 0.1),
    (c.USER, 0.15),
)
# Code and names for machines, not prose.
_CODE = frozenset({"script", "attribute", "svg", "math"})


def find_hidden(hidden: Sequence[Hidden]) -> Iterator[tuple[str, Payload]]:
    """Every hidden text with its technique, and how suspicious its words are before anything is matched."""
    for one in hidden[:_MOST]:
        if len(one.text) >= _LEAST and not one.text.isspace():
            technique = f"hidden_{one.technique}"
            yield technique, Payload(technique, one.text, (one.start, one.end), _suspicion(one))


def _suspicion(one: Hidden) -> float:
    if one.technique in _CODE or one.is_preheader:
        return 0.0
    bits = glance(one.text.lower()).bits
    doubt = 1.0
    for wanted, weight in _SUSPICIOUS:
        if bits & wanted:
            doubt *= 1 - weight
    return round(1 - doubt, 2) if doubt < 0.65 else 0.0

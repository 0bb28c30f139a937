"""A task that was slipped into a mail: a paragraph of its own that orders text to be made, where a mail has none.

Such an order has no word that would give it away, only its place: before the salutation, or after the end of the mail.
"""

import re
from collections.abc import Iterator

from postroom.lib.screening.evidence import Match

_VERBS = (
    "write compose generate create draft produce translate summari[sz]e explain describe solve calculate compute convert implement name"
    " recommend promote identify rewrite paraphrase encode reverse answer define outline classify determine compare evaluate analy[sz]e"
)
_OBJECTS = (
    "poem haiku essay story script function program code python javascript java sql paragraphs? song recipe joke limerick summary equation"
    " capital synonyms? antonyms? algorithm sentiment sentences? words article tweet slogan headline integral derivative theorem theory"
    " advantages product dialogue conversation lyrics quote trivia emoji cipher base64 backwards alphabet"
)
_LANGUAGE = r"(?:in|into|to) (?:french|spanish|german|italian|chinese|japanese|russian|portuguese|arabic|korean|latin|dutch|hindi)"
_PHRASES = r"step[- ]by[- ]step|(?:email|text) above|history of|difference between|pros and cons|examples? of"
_TASK = re.compile(
    rf"(?:(?:please|kindly|now|also|finally|first|next) )?(?:{'|'.join(_VERBS.split())}|give me|tell me)\b"
    rf"(?=[^\n]{{0,160}}\b(?:{'|'.join(_OBJECTS.split())}|{_LANGUAGE}|{_PHRASES})\b)[^\n]{{8,240}}",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(?:hi|hello|dear|hey|good (?:morning|afternoon|evening)|greetings)\b[^\n]{0,40}", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:best|kind|warm|many)? ?(?:regards|wishes|thanks|thank you|sincerely|cheers|yours)\b|unsubscrib|sent (?:from|with)\b|\bsuite\b|©"
    r"|privacy policy|you (?:are receiving|get this)|\b[A-Z]{2} \d{5}\b",
    re.IGNORECASE,
)
_LONGEST = 320
_EDGE = 6_000


def find_tasks(text: str) -> Iterator[Match]:
    """The first and the last paragraph, if one is an order to write and stands outside of the mail around it."""
    head = text[:_EDGE].lstrip()
    first, _, rest = head.partition("\n\n")
    start = text.find(first) if first else 0
    if rest and len(first) <= _LONGEST and "\n" not in first.strip() and _TASK.match(first) and _GREETING.match(rest.lstrip()):
        yield Match("slipped_in_task", 0.52, start, start + len(first))
    tail = text[-_EDGE:].rstrip()
    before, _, last = tail.rpartition("\n\n")
    if before and len(last) <= _LONGEST and "\n" not in last.strip() and _TASK.match(last.lstrip()) and _CLOSING.search(before[-300:]):
        at = text.rfind(last)
        yield Match("slipped_in_task", 0.52, at, at + len(last))

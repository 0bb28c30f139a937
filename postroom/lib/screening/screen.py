"""Screening of a whole mail: every text of it, as it looks, as it is meant, and what is hidden in it."""

from collections.abc import Iterable, Iterator, Sequence

from postroom.lib.html import Hidden
from postroom.lib.screening.ciphers import CIPHERS, upside_down
from postroom.lib.screening.decode import find_encoded
from postroom.lib.screening.evidence import Glance, Match
from postroom.lib.screening.hidden import find_hidden
from postroom.lib.screening.model import Finding, Screening
from postroom.lib.screening.read_text import read_text
from postroom.lib.screening.reveal import Payload, is_disguised, places, reveal, shown, smuggled
from postroom.lib.screening.triage import glance
from postroom.lib.screening.weigh import harder, total

_LONGEST = 1_048_576
_DEPTH = 3
_MOST_DECODED = 131_072
_EXCERPT = 160
_MUCH = 20  # invisible characters


class _Budget:
    """How much decoded text of one mail is looked at."""

    def __init__(self) -> None:
        self.left = _MOST_DECODED
        self.exceeded = False

    def take(self, text: str) -> str:
        self.exceeded |= len(text) > self.left
        text = text[: self.left]
        self.left -= len(text)
        return text


def screen(texts: Iterable[tuple[str, str]], hidden: Sequence[Hidden] = ()) -> Screening:
    """`texts`: (where, text) of all that an agent may read; `hidden`: what the HTML hides. Total, linear and bounded."""
    budget = _Budget()
    findings: list[Finding] = []
    for where, text in texts:
        budget.exceeded |= len(text) > _LONGEST
        findings += _findings(where, text[:_LONGEST], budget)
    for one, payload in find_hidden(hidden):
        findings += _of_payload("html", payload, one, budget, _DEPTH)
    return total(findings, budget.exceeded)


def lower(text: str) -> str:
    """Lower case, of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.replace("\u0130", "i").lower()  # the only one that becomes two


def _findings(where: str, text: str, budget: _Budget) -> Iterator[Finding]:
    """Those of one text that can be seen."""
    if not text.isascii() and is_disguised(text):
        yield from _disguised(where, text, budget)
        return
    look = _look(text)
    for match in read_text(*look):
        yield _finding(where, match, text)
    yield from _encoded(where, look, None, budget, _DEPTH)


def _look(text: str) -> tuple[str, str, Glance]:
    lowered = lower(text)
    return text, lowered, glance(lowered)


def _finding(where: str, match: Match, text: str) -> Finding:
    return Finding(match.technique, where, (match.start, match.end), match.confidence, text[match.start : match.end][:_EXCERPT])


def _disguised(where: str, text: str, budget: _Budget) -> Iterator[Finding]:
    look = _look(reveal(text))
    matches = read_text(*look)
    origins = places(text)
    for match in matches:
        yield from _seen_through(where, text, look[0], origins, match)
    if len(text) - len(look[0]) > _MUCH or look[0] != shown(text):
        for match in set(read_text(*look, is_hidden=True)).difference(matches):
            if (
                look[0][match.start : match.end].isascii()
                and text[origins[match.start] : origins[match.end - 1] + 1] != look[0][match.start : match.end]
            ):
                yield from _seen_through(where, text, look[0], origins, match)
    for payload in (*smuggled(text), *upside_down(text)):
        yield from _of_payload(where, payload, payload.technique, budget, _DEPTH)
    yield from _encoded(where, look, None, budget, _DEPTH)


def _seen_through(where: str, text: str, plain: str, origins: list[int], match: Match) -> Iterator[Finding]:
    """A match in the revealed text; where the original looks different there, that was on purpose."""
    start, end = origins[match.start], origins[match.end - 1] + 1
    excerpt = plain[match.start : match.end][:_EXCERPT]
    if text[start:end] == plain[match.start : match.end]:
        yield Finding(match.technique, where, (start, end), match.confidence, excerpt)
        return
    disguise = "invisible_characters" if end - start > match.end - match.start + 1 else "homoglyphs"
    yield Finding(disguise, where, (start, end), 0.4, excerpt)
    yield Finding(match.technique, where, (start, end), harder(match.confidence), excerpt)


def _encoded(
    where: str, look: tuple[str, str, Glance], span: tuple[int, int] | None, budget: _Budget, depth: int, outer: str = ""
) -> Iterator[Finding]:
    """What is encoded in a text. Payloads within payloads carry the place of the outermost; two ciphers could undo each other."""
    for payload in find_encoded(look[0], look[2]):
        if outer in CIPHERS and payload.technique in CIPHERS:
            continue
        placed = payload if span is None else payload._replace(span=span)
        yield from _of_payload(where, placed, payload.technique, budget, depth - 1)


def _of_payload(where: str, payload: Payload, technique: str, budget: _Budget, depth: int) -> Iterator[Finding]:
    """Findings in a text that was hidden or encoded; that it was counts by itself only where it says so or gives orders."""
    text = budget.take(payload.text)
    if not text:
        return
    look = _look(reveal(text) if not text.isascii() and is_disguised(text) else text)
    matches = [one for one in read_text(*look, is_hidden=True) if not _is_plain(payload.carrier, text, one)]
    deeper = list(_encoded(where, look, payload.span, budget, depth, technique)) if depth > 0 else []
    if matches or deeper or payload.confidence:
        sure = max(payload.confidence, 0.4 if matches or deeper else 0.0)
        yield Finding(technique, where, payload.span, sure, text[:_EXCERPT])
    for match in matches:
        yield Finding(match.technique, where, payload.span, harder(match.confidence), text[match.start : match.end][:_EXCERPT])
    yield from deeper


def _is_plain(carrier: str, text: str, match: Match) -> bool:
    return carrier != "" and carrier[match.start : match.end].lower() == text[match.start : match.end].lower()

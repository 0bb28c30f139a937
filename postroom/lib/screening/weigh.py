"""From matches to findings and one score: independent techniques add up, repeats of one do not."""

from collections.abc import Iterable

from postroom.lib.screening.model import Finding, Screening

_MOST = 20
# What is hidden and gives orders is far worse than either alone.
_HIDDEN_GAIN = 0.45
# How much the first, second, third and later finding of one technique add: a long prompt shows itself by many small signs.
_ONCE = (1.0, 0.0, 0.0, 0.0)
_ADDING = (1.0, 0.6, 0.4, 0.0)


def harder(confidence: float) -> float:
    """How sure an order is that somebody took pains to hide."""
    return round(1 - (1 - confidence) * _HIDDEN_GAIN, 2) if confidence >= 0.2 else confidence


def total(findings: Iterable[Finding], partial: bool = False) -> Screening:
    """The score: one minus the product of doubts, each technique once."""
    found = [*findings, Finding("decoding_limit", "mail", (0, 0), 0.5)] if partial else findings
    best: dict[tuple[str, str, tuple[int, int]], Finding] = {}
    for one in found:
        key = (one.technique, one.where, one.span)
        if key not in best or best[key].confidence < one.confidence:
            best[key] = one
    ordered = sorted(best.values(), key=lambda one: (-one.confidence, one.where, one.span))
    doubt = 1.0
    seen: dict[str, int] = {}
    for one in ordered:
        share = _shares(one.technique)[min(seen.get(one.technique, 0), 3)]
        doubt *= 1 - one.confidence * share
        seen[one.technique] = seen.get(one.technique, 0) + 1
    return Screening(round(1 - doubt, 3), ordered[:_MOST], partial)


def _shares(technique: str) -> tuple[float, ...]:
    return _ADDING if technique in ("role_play", "jailbreak") else _ONCE

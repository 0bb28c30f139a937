"""Does a mail give an order, or does it tell of one? What is quoted in a mail about attacks counts for less."""

from collections.abc import Iterable, Iterator

from postroom.lib.screening.evidence import Match

_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("`", "`"), ("‘", "’"), ("»", "«"))
# A call of a tool has quotation marks of its own.
_OWN_QUOTES = frozenset({"tool_call", "split_payload"})
_FAR = 220
_QUOTED = 0.35
_TOLD_OF = ("example:", "for example", "such as", "e.g.", "for instance", "beispiel", "par exemple", "por ejemplo", "lesson", "like this")


def weigh_context(text: str, lowered: str, matches: Iterable[Match], is_report: bool) -> Iterator[Match]:
    """The same matches, less sure where a report quotes them."""
    for match in matches:
        if is_report and ((match.technique not in _OWN_QUOTES and _is_quoted(text, match)) or _is_told_of(lowered, match)):
            yield match._replace(confidence=round(match.confidence * _QUOTED, 2))
        else:
            yield match


def _is_quoted(text: str, match: Match) -> bool:
    """Within a pair of quotation marks of the same paragraph."""
    begin = max(text.rfind("\n\n", 0, match.start) + 2, match.start - _FAR, 0)
    stop = text.find("\n\n", match.end)
    stop = min(len(text) if stop < 0 else stop, match.end + _FAR)
    return _is_within(text[begin : match.start + 1], text[match.end - 1 : stop]) or _is_within(
        text[begin : match.end], text[match.end - 1 : stop]
    )


def _is_within(before: str, after: str) -> bool:
    for opening, closing in _QUOTES:
        if opening == closing:
            if before.count(opening) % 2 and closing in after:
                return True
        elif before.rfind(opening) > before.rfind(closing) and closing in after:
            return True
    return False


def _is_told_of(lowered: str, match: Match) -> bool:
    """`Example:`, `such as`, just before it on the same line."""
    begin = max(lowered.rfind("\n", 0, match.start) + 1, match.start - 90)
    before = lowered[begin : match.start]
    return any(word in before for word in _TOLD_OF)

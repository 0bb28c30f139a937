"""Where the words of a query stand in a text, and a short piece around them; plain text, never markup."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from postroom.lib.search.cut import BETWEEN, LETTER, LETTERS, LONGEST_WORD, is_spaceless, runs
from postroom.lib.search.fold import fold
from postroom.lib.search.query import Row

_LONGEST_LOOKED_AT = 32_000
_SNIPPET = 200
_BEFORE = 60
_MOST_SPANS = 20
# A letter with what is written on it; what stands alone is its own cluster.
_CHUNK = re.compile(r"\S+")
_CLUSTER = re.compile(
    "[\u1100-\u115f\ua960-\ua97c][\u1160-\u11ff\ud7b0-\ud7fb]*+|[\\s\\S][\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u3099\u309a\u20d0-\u20f0]*+"
)
# What draws nothing, or draws what is not there: left out of snippets.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


class Span(NamedTuple):
    """From `start` up to `end`, in characters."""

    start: int
    end: int


class Snippet(NamedTuple):
    """A piece of a text on one line; `spans` are within it."""

    text: str
    spans: list[Span]


class _Token(NamedTuple):
    word: str
    place: int
    start: int
    end: int


def find_spans(text: str, rows: Sequence[Row]) -> list[Span]:
    """Where the rows stand in the text, in order, without overlaps; at most twenty, within its first 32,000 characters."""
    text = text[:_LONGEST_LOOKED_AT]
    folded = fold(text)
    rows = [row for row in rows if row.words[0].word in folded]
    if not rows:
        return []
    spans = _plain_spans(folded, rows) if _is_aligned(text, folded) else _careful_spans(text, rows)
    return _joined(sorted(set(spans)))[:_MOST_SPANS]


def make_snippet(text: str, spans: Sequence[Span]) -> Snippet:
    """The text around the first spans, or its beginning."""
    start, end = _cut_out(text, spans[0].start if spans else 0)
    shown, places = _cleaned(text[start:end])
    inside = [Span(places[one.start - start], places[min(one.end, end) - start]) for one in spans if start <= one.start < end]
    return Snippet(shown, [one for one in inside if one.start < one.end])


def _is_aligned(text: str, folded: str) -> bool:
    """Whether every character was folded to one, so that a place in one is the same place in the other."""
    if len(text) != len(folded):
        return False
    return text.isascii() or all(len(fold(one)) == 1 for one in set(text) if not one.isascii())


def _plain_spans(folded: str, rows: Sequence[Row]) -> list[Span]:
    return [span for row in rows for span in islice(_occurrences(folded, row), _MOST_SPANS)]


def _occurrences(folded: str, row: Row) -> Iterator[Span]:
    """Where a row stands: its pieces with what may stand between them; between two of letters something must."""
    pieces = _pieces(row)
    first, is_open = pieces[0]
    goes_on = row.is_prefix or len(row.words[-1].word) == LONGEST_WORD
    start = folded.find(first)
    while start >= 0:
        if is_open or start == 0 or not LETTER.match(folded, start - 1):
            end = _end_of(folded, pieces, start, goes_on=goes_on)
            if end is not None:
                yield Span(start, end)
        start = folded.find(first, start + 1)


def _end_of(folded: str, pieces: list[tuple[str, bool]], start: int, *, goes_on: bool) -> int | None:
    end, was_open = start, True
    for place, (text, is_open) in enumerate(pieces):
        if place:
            after = end + len(BETWEEN.match(folded, end)[0])  # type: ignore[index] # it matches nothing as well
            if after == end and not is_open and not was_open:
                return None
            end = after
        if not folded.startswith(text, end):
            return None
        end, was_open = end + len(text), is_open
    letters = LETTERS.match(folded, end)
    if was_open or letters is None:
        return end
    return letters.end() if goes_on else None


def _pieces(row: Row) -> list[tuple[str, bool]]:
    """(text, whether it is of a script without blanks); overlapping pairs of such a script are one text again."""
    pieces: list[tuple[str, bool]] = []
    following = -1
    for word, offset in row.words:
        if not is_spaceless(word):
            pieces.append((word, False))
        elif pieces and pieces[-1][1] and offset < following:
            pieces[-1] = (pieces[-1][0] + word[1:], True)
        else:
            pieces.append((word, True))
        following = offset + len(word)
    return pieces


def _careful_spans(text: str, rows: Sequence[Row]) -> list[Span]:
    """For texts whose characters fold to none, or to several."""
    by_word: dict[str, list[_Token]] = {}
    by_place: dict[int, list[_Token]] = {}
    for token in _tokens(text):
        by_word.setdefault(token.word, []).append(token)
        by_place.setdefault(token.place, []).append(token)
    return [span for row in rows for span in _spans_of(row, by_word, by_place)]


def _tokens(text: str) -> Iterator[_Token]:
    """The words of a text with their places, and where they stand in it as it is written."""
    place = 0
    for chunk in _CHUNK.finditer(text):
        folded = fold(chunk[0])
        origins = _origins(chunk[0], folded)
        for run in runs(folded):
            if not run.is_spaceless:
                yield _Token(run.text[:LONGEST_WORD], place, *_original(chunk.start(), origins, run.start, run.end))
                place += 1
                continue
            for at in range(len(run.text)):
                for length in (1, 2):
                    if at + length <= len(run.text):
                        begin = run.start + at
                        word = run.text[at : at + length]
                        yield _Token(word, place + at, *_original(chunk.start(), origins, begin, begin + length))
            place += len(run.text)


def _origins(chunk: str, folded: str) -> list[Span] | None:
    """For each character of the folded chunk the span it came from; None where they are the same."""
    if chunk.isascii():
        return None
    origins: list[Span] = []
    for cluster in _CLUSTER.finditer(chunk):
        origins += [Span(*cluster.span())] * len(fold(cluster[0]))
    # Letters that only become one across what we took for clusters: then the whole chunk is what was found.
    return origins if len(origins) == len(folded) else [Span(0, len(chunk))] * len(folded)


def _original(offset: int, origins: list[Span] | None, start: int, end: int) -> tuple[int, int]:
    if origins is None:
        return offset + start, offset + end
    return offset + origins[start].start, offset + origins[end - 1].end


def _spans_of(row: Row, by_word: dict[str, list[_Token]], by_place: dict[int, list[_Token]]) -> Iterator[Span]:
    first, *others = row.words
    last = row.words[-1]
    if row.is_prefix and not others:
        for word, tokens in by_word.items():
            if word.startswith(first.word):
                yield from (Span(one.start, one.end) for one in tokens)
        return
    for token in by_word.get(first.word, ()):
        end = token.end
        for wanted in others:
            goes_on = row.is_prefix and wanted is last
            match = next(
                (
                    one
                    for one in by_place.get(token.place + wanted.offset, ())
                    if one.word == wanted.word or (goes_on and one.word.startswith(wanted.word))
                ),
                None,
            )
            if match is None:
                break
            end = max(end, match.end)
        else:
            yield Span(token.start, end)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _cut_out(text: str, first: int) -> tuple[int, int]:
    """About two hundred characters that begin and end between words where there are blanks."""
    start = max(0, first - _BEFORE)
    if start > 0:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + _SNIPPET)
    if end < len(text):
        blank = text.rfind(" ", max(start, first + 1), end)
        end = blank if blank > first else end
    return start, end


def _cleaned(piece: str) -> tuple[str, list[int]]:
    """The piece on one line without what is not seen, and for each of its characters (and its end) where that now stands."""
    if piece.isprintable() and "  " not in piece and not piece.startswith(" ") and not _UNSEEN.search(piece):
        return piece, list(range(len(piece) + 1))
    kept: list[str] = []
    places: list[int] = []
    for one in piece:
        places.append(len(kept))
        if _BLANK.match(one):
            if kept and kept[-1] != " ":
                kept.append(" ")
        elif not _UNSEEN.match(one):
            kept.append(one)
    places.append(len(kept))
    return "".join(kept), places

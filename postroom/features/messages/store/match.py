"""A query as conditions on `message_search f`, `messages m` and `message_state s`; values always travel as parameters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from postroom.features.messages.marks import Marks
from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.features.messages.store.read import like_pattern
from postroom.kernel.errors import invalid_field
from postroom.lib.search import Every, Field, Node, Not, Pairs, Row, Some

# Of one character and of few words: what reads the state of a message can only be asked of those that were found.
_STATE = {
    "label": "s.labels @> ARRAY[${n}::text]",
    "in": "s.folder = ${n}",
}
_IS = {
    "unread": "NOT s.is_read",
    "read": "s.is_read",
    "starred": "s.is_starred",
    "unstarred": "NOT s.is_starred",
}
_COLUMNS = {"from": "f.sender", "to": "f.recipients", "subject": "f.subject"}
_DIRECTIONS = {"sent": "outbound", "received": "inbound"}
_COMMON_FOLDER = "inbox"


@dataclass(slots=True)
class Match:
    """`found` is asked of the index, `kept` of what it found. `words`, a tsquery, is what an order by relevance ranks by.

    `open` has a tsquery for each word that may go on. For these the index reads all that begins so, over all of time, so that it is asked
    only where that is rare; else every message is that was found. `is_driven`: the index is asked for words or pieces beside them.
    Of each of the `shorts` one piece must be there, where messages were indexed in the present form. `pairs` of words must stand side by
    side. `postings`: facts of the state that few messages have. `choose` picks the pieces to look up.
    """

    arguments: list[Any]
    found: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    postings: list[str] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    shorts: list[list[int]] = field(default_factory=list)
    words: str | None = None
    before: datetime | None = None
    after: datetime | None = None
    include_hidden: bool = True
    is_driven: bool = False
    choose: Callable[[Sequence[int]], Sequence[int]] = list

    def give(self, value: Any) -> int:
        """The number of a new parameter."""
        self.arguments.append(value)
        return len(self.arguments)


def compile_query(match: Match, marks: Marks, tree: Node) -> None:
    """Add the conditions of a query."""
    parts = tree.parts if isinstance(tree, Every) else (tree,)
    wordy = [part for part in parts if _is_words(part)]
    if wordy:
        match.words = _tsquery(marks, Every(tuple(wordy)))
        _add_words(match, marks, wordy)
    for part in parts:
        if isinstance(part, Field) and isinstance(part.value, datetime):
            _bound(match, part.name, part.value)
        elif not _is_words(part):
            clause, is_state = _clause(match, marks, part)
            (match.kept if is_state else match.found).append(clause)
            match.is_driven |= isinstance(part, Field) and part.name in _COLUMNS and bool(marks.of_part(part.name, str(part.value)))
            match.postings += _postings(part)
            if isinstance(part, Field) and part.name in _COLUMNS and (pieces := marks.of_two(part.name, str(part.value))):
                match.shorts.append(pieces)


def _add_words(match: Match, marks: Marks, parts: Sequence[Node]) -> None:
    """What is whole goes to the index. What may go on is looked for apart, without it."""
    whole: list[Node] = []
    for part in parts:
        if not _goes_on(part):
            whole.append(part)
        elif isinstance(part, Not):
            match.found.append(f"(f.words @@ ${match.give(_tsquery(marks, part))}::text::tsquery) IS TRUE")
        else:
            match.open.append(_tsquery(marks, part))
            if isinstance(part, Row) and len(part.words) > 1:
                whole.append(Row(part.words[:-1]))
        match.pairs += Pairs.of_row(part.words[:-1] if part.is_prefix else part.words) if isinstance(part, Row) else ()
    if whole:
        match.found.append(f"f.words @@ ${match.give(_tsquery(marks, Every(tuple(whole))))}::text::tsquery")
        match.is_driven |= any(not isinstance(part, Not) for part in whole)


def _goes_on(node: Node) -> bool:
    if isinstance(node, Not):
        return _goes_on(node.part)
    return any(map(_goes_on, node.parts)) if isinstance(node, Every | Some) else isinstance(node, Row) and node.is_prefix


def _postings(part: Node) -> list[str]:
    """As the table of them spells it."""
    if not isinstance(part, Field):
        return []
    is_posted = part.name == "label" or (part.name == "in" and part.value != _COMMON_FOLDER) or part == Field("is", "starred")
    return [f"{part.name} {part.value}"] if is_posted else []


def add_part(match: Match, marks: Marks, name: str, folded: str) -> bool:
    """Narrow to messages whose text has a part, as far as the index knows; False where it is too short to be looked up."""
    pieces = marks.of_part(name, folded)
    if pieces:
        match.found.append(f"f.grams @> ${match.give(list(match.choose(pieces)))}::integer[]")
        match.is_driven = True
    return bool(pieces)


def _bound(match: Match, name: str, instant: datetime) -> None:
    if name == "before":
        match.before = instant if match.before is None else min(match.before, instant)
    else:
        match.after = instant if match.after is None else max(match.after, instant)


def _is_words(node: Node) -> bool:
    if isinstance(node, Not):
        return _is_words(node.part)
    return all(map(_is_words, node.parts)) if isinstance(node, Every | Some) else isinstance(node, Row)


def _tsquery(marks: Marks, node: Node) -> str:
    if isinstance(node, Row):
        return _row(marks, node)
    if isinstance(node, Not):
        return f"!({_tsquery(marks, node.part)})"
    parts = (_tsquery(marks, part) for part in node.parts) if isinstance(node, Every | Some) else ()
    return "(" + (" & " if isinstance(node, Every) else " | ").join(parts) + ")"


def _row(marks: Marks, row: Row) -> str:
    last = len(row.words) - 1
    words = [f"'{marks.word(one.word)}'" + (":*" if row.is_prefix and place == last else "") for place, one in enumerate(row.words)]
    if last == 0:
        return words[0]
    steps = [later.offset - earlier.offset for earlier, later in zip(row.words, row.words[1:], strict=False)]
    phrase = "(" + words[0] + "".join(f" <{step}> {word}" for step, word in zip(steps, words[1:], strict=True)) + ")"
    if all(len(one.word) <= 2 and not one.word.isascii() for one in row.words):
        # Pairs say much even without their places, which end after the first 16,000.
        return f"({phrase} | ('{marks.cut}' & {' & '.join(words)}))"
    return phrase


def _clause(match: Match, marks: Marks, node: Node) -> tuple[str, bool]:
    """A condition, and whether it reads the state."""
    if isinstance(node, Field):
        return _field(match, marks, node.name, node.value)
    if isinstance(node, Row) or _is_words(node):
        return f"f.words @@ ${match.give(_tsquery(marks, node))}::text::tsquery", False
    if isinstance(node, Not):
        if isinstance(node.part, Field) and node.part.name == "in":
            return f"s.folder <> ${match.give(node.part.value)}", True
        clause, is_state = _clause(match, marks, node.part)
        return f"NOT ({clause})", is_state
    return _joined([_clause(match, marks, part) for part in node.parts], " AND " if isinstance(node, Every) else " OR ")


def _joined(clauses: Iterable[tuple[str, bool]], word: str) -> tuple[str, bool]:
    clauses = list(clauses)
    return "(" + word.join(clause for clause, _ in clauses) + ")", any(is_state for _, is_state in clauses)


def _field(match: Match, marks: Marks, name: str, value: Any) -> tuple[str, bool]:
    if name == "in" and value in HIDDEN_FOLDERS and not match.include_hidden:
        raise invalid_field("query.q", f"has in:{value}, which is a hidden folder; ask with include_hidden=true and a key that may.")
    if name in _STATE:
        return _STATE[name].replace("{n}", str(match.give(value))), True
    if name == "is" and value in _IS:
        return _IS[value], True
    if name in _COLUMNS:
        return _part(match, marks, name, value), False
    if name in ("before", "after"):
        return f"f.received_at {'<' if name == 'before' else '>='} ${match.give(value)}::timestamptz", False
    fact = marks.fact("direction", _DIRECTIONS[value]) if name == "is" else marks.fact(name, value)
    return f"f.grams @> ${match.give([fact])}::integer[]", False


def _part(match: Match, marks: Marks, name: str, folded: str) -> str:
    alike = f"{_COLUMNS[name]} LIKE ${match.give(like_pattern(folded))}"
    pieces = marks.of_part(name, folded)
    return f"(f.grams @> ${match.give(list(match.choose(pieces)))}::integer[] AND {alike})" if pieces else alike

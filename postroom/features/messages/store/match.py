"""A query as conditions on `message_search f`, `messages m` and `message_state s`; values always travel as parameters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from postroom.features.messages.marks import EDGE, Marks
from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.features.messages.store.read import like_pattern
from postroom.kernel.errors import invalid_field
from postroom.lib.search import Every, Field, Node, Not, Row, Some

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


@dataclass(slots=True)
class Match:
    """`found` is asked of the index, `kept` of what it found. `words` is what an order by relevance ranks by."""

    arguments: list[Any]
    found: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    words: str | None = None
    before: datetime | None = None
    after: datetime | None = None
    include_hidden: bool = True

    def give(self, value: Any) -> int:
        """The number of a new parameter."""
        self.arguments.append(value)
        return len(self.arguments)


def compile_query(match: Match, marks: Marks, tree: Node) -> None:
    """Add the conditions of a query."""
    parts = tree.parts if isinstance(tree, Every) else (tree,)
    wordy = [part for part in parts if _is_words(part)]
    if wordy:
        number = match.give(_tsquery(marks, wordy[0] if len(wordy) == 1 else Every(tuple(wordy))))
        match.words = f"${number}::text::tsquery"
        match.found.append(f"f.words @@ {match.words}")
    for part in parts:
        if isinstance(part, Field) and isinstance(part.value, datetime):
            _bound(match, part.name, part.value)
        elif not _is_words(part):
            clause, is_state = _clause(match, marks, part)
            (match.kept if is_state else match.found).append(clause)


def add_part(match: Match, marks: Marks, name: str, folded: str) -> bool:
    """Narrow to messages whose text has a part, as far as the index knows; False where it is too short to be looked up."""
    pieces = marks.of_part(name, folded)
    if pieces:
        match.found.append(f"f.grams @> ${match.give(pieces)}::integer[]")
    return bool(pieces)


def _bound(match: Match, name: str, instant: datetime) -> None:
    if name == "before":
        match.before = instant if match.before is None else min(match.before, instant)
    else:
        match.after = instant if match.after is None else max(match.after, instant)


def _is_words(node: Node) -> bool:
    if isinstance(node, Not):
        return _is_words(node.part)
    return all(map(_is_words, node.parts)) if isinstance(node, Every | Some) else isinstance(node, Row) and not _is_edge(node)


def _is_edge(row: Row) -> bool:
    """The beginning of a word that so many words share that it is kept as a piece of its own."""
    return row.is_prefix and len(row.words) == 1 and len(row.words[0].word) == EDGE


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
    if isinstance(node, Row) and _is_edge(node):
        return f"f.grams @> ${match.give([marks.edge(node.words[0].word)])}::integer[]", False
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
    return f"(f.grams @> ${match.give(pieces)}::integer[] AND {alike})" if pieces else alike

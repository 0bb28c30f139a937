"""What people and agents type into a search box, as a tree; total, bounded, and what cannot be understood is named.

`invoice "due today" from:shop.example has:attachment -newsletter after:2026-01-31 (pdf OR docx) invo*`
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from postroom.lib.search.cut import Wanted, cut_query, is_spaceless
from postroom.lib.search.fold import fold_line

LONGEST_QUERY = 500
MOST_TERMS = 40
_MOST_WORDS = 100
_DEEPEST = 8
SHORTEST_PREFIX = 3
CHOICES = {"has": ("code", "link", "attachment"), "is": ("unread", "read", "starred", "unstarred", "sent", "received")}
_TEXTS = ("from", "to", "subject")
_FIELDS = (*_TEXTS, "has", "is", "in", "label", "category", "before", "after")
_TOKEN = re.compile(
    r"(?P<open>-?\()|(?P<close>\))"
    r'|(?P<minus>-?)(?:(?P<field>[A-Za-z_]++):(?P<value>"[^"]*+"|[^\s()"]*+)|(?P<quoted>"[^"]*+")|(?P<word>[^\s()"]++)|(?P<stray>"))'
)
_PARSE_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}\Z")


class QueryError(ValueError):
    """A query that is not understood; its words name the part."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words in a row; with `is_prefix` the last of them may go on."""

    words: tuple[Wanted, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A fact about a message. `value` is folded for from, to and subject; an instant for before and after."""

    name: str
    value: str | datetime


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Every:
    """Parts that must all hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Parts of which one is enough."""

    parts: tuple["Node", ...]


Node = Row | Field | Not | Every | Some


def parse_query(text: str) -> Node:
    """The tree of a query. Raises QueryError."""
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"is longer than {LONGEST_QUERY} characters.")
    parser = _Parser(text)
    node = parser.read_any(0)
    if parser.token is not None:
        raise QueryError("has a `)` that closes nothing; leave it out, or put the text in quotes.")
    if node is None:
        raise QueryError("holds no word to look for.")
    return node


def rows_of(node: Node | None, field: str | None = None) -> Iterator[Row]:
    """The words that are looked for, anywhere or in a field; not those that must be absent."""
    if isinstance(node, Every | Some):
        for part in node.parts:
            yield from rows_of(part, field)
    elif isinstance(node, Row) and field is None:
        yield node
    elif isinstance(node, Field) and node.name == field:
        words = tuple(cut_query(str(node.value)))
        if words:
            yield Row(words, is_prefix=not is_spaceless(words[-1].word))


class _Parser:
    """One token ahead, by recursion of bounded depth."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.finditer(text.replace("“", '"').replace("”", '"').replace("„", '"'))
        self._count = self._words = 0
        self._end = len(text.rstrip())
        self.token: re.Match[str] | None = None
        self._next()

    def read_any(self, depth: int) -> Node | None:
        """Parts with OR between them."""
        parts = [self._read_all(depth)]
        while self.token is not None and self.token[0] == "OR":
            self._next()
            parts.append(self._read_all(depth))
        kept = tuple(one for one in parts if one is not None)
        if len(kept) < len(parts) and len(parts) > 1:
            raise QueryError("has nothing on one side of OR; name both, or put OR in quotes to look for the word.")
        return kept[0] if len(kept) == 1 else Some(kept) if kept else None

    def _read_all(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while (token := self.token) is not None and token["close"] is None and token[0] != "OR":
            part = self._read_group(token, depth) if token["open"] else self._read_term(token)
            if part is not None:
                parts.append(part)
        return parts[0] if len(parts) == 1 else Every(tuple(parts)) if parts else None

    def _read_group(self, token: "re.Match[str]", depth: int) -> Node | None:
        if depth >= _DEEPEST:
            raise QueryError(f"has more than {_DEEPEST} parentheses within each other.")
        self._next()
        inner = self.read_any(depth + 1)
        if self.token is None:
            raise QueryError("has a `(` that is not closed; close it, or put the text in quotes.")
        self._next()
        return Not(inner) if inner is not None and token[0].startswith("-") else inner

    def _read_term(self, token: "re.Match[str]") -> Node | None:
        self._next()
        if token[0] == "NOT" and self.token is not None and self.token["close"] is None and self.token[0] != "OR":
            negated = self._read_group(self.token, _DEEPEST - 1) if self.token["open"] else self._read_term(self.token)
            return None if negated is None else Not(negated)
        if token["stray"]:
            raise QueryError('has a quotation mark (") that is not closed.')
        node = self._read_field(token) if token["field"] else self._read_row(token)
        return Not(node) if node is not None and token["minus"] else node

    def _read_row(self, token: "re.Match[str]") -> Row | None:
        if token[0] == "AND":
            return None
        text = token["quoted"] or token["word"] or token[0]
        words = tuple(cut_query(text))
        self._words += len(words)
        if self._words > _MOST_WORDS:
            raise QueryError(f"has more than {_MOST_WORDS} words.")
        if not words:
            return None
        return Row(words, self._goes_on(token, text, words))

    def _goes_on(self, token: "re.Match[str]", text: str, words: tuple[Wanted, ...]) -> bool:
        """`invo*`, and the last bare word of a query."""
        last = words[-1].word
        if text.endswith("*") and not token["quoted"]:
            if len(last) < SHORTEST_PREFIX and not is_spaceless(last):
                raise QueryError(f"has {text[:40]!r}, which has fewer than {SHORTEST_PREFIX} letters before the `*`.")
            return len(last) >= SHORTEST_PREFIX
        is_last = token.end() >= self._end and not token["quoted"] and not token["minus"]
        return is_last and len(last) >= SHORTEST_PREFIX and text[-1].isalnum()

    def _read_field(self, token: "re.Match[str]") -> Node | None:
        name, value = token["field"].lower(), token["value"].strip('"').strip()
        if name not in _FIELDS:
            if not value or value.startswith("//") or token["value"].startswith('"'):
                return self._read_text(token)
            raise QueryError(
                f"has {token[0][:60]!r}, but there is no field {name[:20]!r}; there are {', '.join(_FIELDS)}."
                " Put it in quotes to look for the text."
            )
        if not value:
            raise QueryError(f'has {name}: without a value; write {name}:word or {name}:"two words".')
        return Field(name, _field_value(name, value))

    def _read_text(self, token: "re.Match[str]") -> Row | None:
        """What looks like a field and is none, such as an address on the web."""
        words = tuple(cut_query(token[0]))
        return Row(words) if words else None

    def _next(self) -> None:
        self.token = next(self._tokens, None)
        self._count += 1
        if self._count > 2 * MOST_TERMS:
            raise QueryError(f"has more than {MOST_TERMS} parts.")


def _field_value(name: str, value: str) -> str | datetime:
    if name in ("before", "after"):
        return _instant(name, value)
    if name in CHOICES:
        if value.lower() not in CHOICES[name]:
            raise QueryError(f"has {name}:{value[:40]}; {name}: takes {', '.join(CHOICES[name])}.")
        return value.lower()
    if name in _TEXTS:
        folded = fold_line(value)
        if not folded:
            raise QueryError(f"has {name}: with nothing in it that can be looked for.")
        return folded
    return value.lower() if name in ("in", "category") else value


def _instant(name: str, value: str) -> datetime:
    try:
        if _PARSE_DATE.match(value):
            year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
            return datetime(year, month, day, tzinfo=UTC)
        instant = datetime.fromisoformat(value)
    except ValueError as error:
        raise QueryError(f"has {name}:{value[:40]}, which is no date; write {name}:2026-01-31 or an RFC 3339 instant.") from error
    if instant.tzinfo is None:
        raise QueryError(f"has {name}:{value[:40]} without a zone; write {name}:2026-01-31 (UTC) or end it in Z.")
    return instant

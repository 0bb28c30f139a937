"""Routes on raw path segments.

Each segment is percent-decoded by itself, so `%2F`, a raw `@` and a raw `+` survive within one. A literal goes before `{parameter}`.
A trailing slash is a segment like any other (an empty one): nothing redirects.
"""

from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote_to_bytes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """The targets of a path by method, and the values of its parameters."""

    targets: dict[str, T]
    values: tuple[str, ...]
    names: dict[str, tuple[str, ...]]

    def parameters(self, method: str) -> dict[str, str]:
        """Parameter values by the names that the route of this method gave them."""
        return dict(zip(self.names[method], self.values, strict=True))

    @property
    def allow(self) -> str:
        """The value of an Allow header."""
        methods = set(self.targets) | {"OPTIONS"} | ({"HEAD"} if "GET" in self.targets else set())
        return ", ".join(sorted(methods))


@dataclass(slots=True)
class _Node(Generic[T]):
    literals: "dict[str, _Node[T]]" = field(default_factory=dict)
    parameter: "_Node[T] | None" = None
    targets: dict[str, T] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Router(Generic[T]):
    """A trie of segments with a table of methods at its leaves."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._depth = 0

    def add(self, method: str, path: str, target: T) -> None:
        """Add `GET /v1/inboxes/{inbox_id}`. Raises ValueError where the same method and shape is taken."""
        segments = path.split("/")
        node, names = self._root, []
        for segment in segments[1:]:
            if segment.startswith("{") and segment.endswith("}"):
                names.append(segment[1:-1])
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment, _Node())
        if segments[0] or method in node.targets or len(set(names)) != len(names):
            raise ValueError(f"{method} {path}: taken already, or not a path")
        node.targets[method] = target
        node.names[method] = tuple(names)
        self._depth = max(self._depth, len(segments))

    def find(self, raw_path: str) -> Match[T] | None:
        """The match for a path as it stands in the request line, without its query."""
        segments = raw_path.split("/", self._depth)
        if segments[0] or len(segments) > self._depth:
            return None
        try:
            decoded = [_decode(segment) if "%" in segment else segment for segment in segments]
        except UnicodeDecodeError:
            return None
        values: list[str] = []
        node = _walk(self._root, decoded, 1, values)
        return None if node is None else Match(node.targets, tuple(values), node.names)


def _walk(node: _Node[T], segments: list[str], place: int, values: list[str]) -> _Node[T] | None:
    if place == len(segments):
        return node if node.targets else None
    literal = node.literals.get(segments[place])
    if literal is not None:
        found = _walk(literal, segments, place + 1, values)
        if found is not None:
            return found
    if node.parameter is None or not segments[place]:
        return None
    values.append(segments[place])
    found = _walk(node.parameter, segments, place + 1, values)
    if found is None:
        values.pop()
    return found


def _decode(segment: str) -> str:
    return unquote_to_bytes(segment).decode("utf-8")

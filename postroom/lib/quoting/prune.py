"""Taking out of an HTML body what is not new, so that its tags still match."""

from collections import Counter

from postroom.lib.quoting.model import Segment
from postroom.lib.quoting.tokens import cut_tokens

_Tag = list[int]  # start, end, index of its partner or -1


def prune(html: str, segments: list[Segment]) -> str:
    """The new segments, and of the others the tags whose partner stands outside them; linear."""
    tags = _pair_tags(html)
    pieces: list[str] = []
    at = 0
    for part in segments:
        if part.kind == "new":
            pieces.append(html[part.start : part.end])
            continue
        while at < len(tags) and tags[at][0] < part.start:
            at += 1
        while at < len(tags) and tags[at][0] < part.end:
            start, end, partner = tags[at]
            if partner >= 0 and not part.start <= tags[partner][0] < part.end:
                pieces.append(html[start:end])
            at += 1
    return "".join(pieces)


def _pair_tags(html: str) -> list[_Tag]:
    """All tags in order, opening and closing ones knowing each other."""
    tags: list[_Tag] = []
    opened: list[tuple[str, int]] = []
    names: Counter[str] = Counter()
    for _, stop, closing, name, _, end in cut_tokens(html):
        if not name:
            continue
        tags.append([stop, end, -1])
        if not closing:
            opened.append((name, len(tags) - 1))
            names[name] += 1
        elif names[name]:
            _match(name, opened, names, tags)
    return tags


def _match(name: str, opened: list[tuple[str, int]], names: Counter[str], tags: list[_Tag]) -> None:
    """Pair the last tag with the innermost open one of its name; those inside stay without partners."""
    while opened:
        inner, index = opened.pop()
        names[inner] -= 1
        if inner == name:
            tags[index][2] = len(tags) - 1
            tags[-1][2] = index
            return

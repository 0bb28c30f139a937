"""Search by meaning, alone or together with words: one page, the best first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.messages import find
from postroom.features.search.embed import Semantic, to_text
from postroom.features.search.embeddings import embed_query
from postroom.kernel.context import Io, Read
from postroom.kernel.errors import invalid_field
from postroom.lib.search import Every, Node, Row

_MOST = 100
# Reciprocal rank fusion: how little the very first places weigh more than the next.
_EVEN = 60


async def vector_of(io: Io, q: str, tree: Node) -> find.Near:
    """The place of a query in the space of the model. Raises Invalid where semantic search is off."""
    semantic = io.use(Semantic)
    semantic.require()
    text, filters = _asked(tree)
    if not text:
        raise invalid_field("query.q", "holds no words whose meaning could be looked for; use mode=keyword.", code="invalid_query")
    return find.Near(semantic.model, to_text(await embed_query(semantic.embeddings, text if filters else q)))


async def find_by_meaning(rd: Read, wish: find.Wish, tree: Node, near: find.Near, *, with_words: bool) -> find.Found:
    """The nearest; with words also what has them, the more the better placed it is in both."""
    _, filters = _asked(tree)
    wide = msgspec.structs.replace(wish, most=max(wish.most, _MOST))
    found = await find.find(rd, msgspec.structs.replace(wide, near=near), {}, Every(tuple(filters)) if filters else None)
    if not with_words:
        return find.Found(found.rows[: wish.most])
    worded = await find.find(rd, msgspec.structs.replace(wide, is_ranked=True), {}, tree)
    return find.Found(_fused([found.rows, worded.rows])[: wish.most])


def _asked(tree: Node) -> tuple[str, list[Node]]:
    """What is looked for by its meaning, and what must hold beside it."""
    parts = tree.parts if isinstance(tree, Every) else (tree,)
    text = " ".join(word.word for part in parts if isinstance(part, Row) for word in part.words)
    return text, [part for part in parts if not isinstance(part, Row)]


def _fused(lists: Sequence[Sequence[Any]]) -> list[Any]:
    scores: dict[UUID, float] = {}
    rows: dict[UUID, Any] = {}
    for some in lists:
        for place, row in enumerate(some):
            rows.setdefault(row["id"], row)
            scores[row["id"]] = scores.get(row["id"], 0.0) + 1 / (_EVEN + place)
    return [rows[one] for one in sorted(rows, key=lambda one: (-scores[one], one))]

"""Vectors of messages, made in batches outside of transactions: the newest first, again after a failure, once for what is refused."""

from collections.abc import Sequence
from typing import Any

from postroom.features.search.embeddings import Embeddings, EmbeddingsFailed, EndpointEmbeddings
from postroom.features.search.index import EMBED_NAME, found_text
from postroom.features.search.settings import SearchSettings
from postroom.features.search.store import vectors
from postroom.kernel.context import Io
from postroom.kernel.errors import invalid_field
from postroom.kernel.house import House
from postroom.kernel.jobs import Claimed, Job, JobHandler, write_jobs
from postroom.kernel.ports.egress import Egress

_BATCH = 32


class Semantic:
    """Whether semantic search works here: `reason` says why not."""

    def __init__(self, embeddings: Embeddings, settings: SearchSettings, reason: str | None) -> None:
        self.embeddings = embeddings
        self.model = f"{settings.embeddings_model} {settings.embeddings_dimension}"
        self.chars = settings.embeddings_chars
        self.reason = reason

    def require(self) -> None:
        """Raises Invalid where it does not."""
        if self.reason is not None:
            detail = f"cannot ask for meaning here: {self.reason}. Search with mode=keyword, or ask the operator."
            raise invalid_field("query.mode", detail, code="semantic_search_off")

    async def stop(self) -> None:
        """Nothing is open."""


async def start_semantic(house: House) -> Semantic:
    """The component: looks whether it can be."""
    settings = house.settings.of(SearchSettings)
    reason: str | None = "search.embeddings_url is not set"
    if settings.is_semantic:
        async with house.database.connection() as connection:
            reason = await vectors.make_table(connection)
    semantic = Semantic(EndpointEmbeddings(house.use(Egress), settings), settings, reason)  # type: ignore[type-abstract]
    house.provide(Semantic, semantic)
    return semantic


async def order_missing(house: House) -> Semantic:
    """The component of workers: orders what has no vector yet, because the setting or the model is new."""
    semantic = house.use(Semantic)
    if semantic.reason is None:
        async with house.database.connection() as connection:
            jobs = [Job(name=EMBED_NAME, org_id=org_id) for org_id in await vectors.list_organisations(connection)]
            await write_jobs(connection, jobs, house.clock.now())
    return semantic


async def check_semantic(house: House) -> tuple[bool, str]:
    """What `postroom doctor` says of it."""
    semantic = house.use(Semantic)
    is_wanted = house.settings.of(SearchSettings).is_semantic
    return semantic.reason is None or not is_wanted, f"off: {semantic.reason}" if semantic.reason else f"on, with {semantic.model}"


async def embed_messages(io: Io, _job: Claimed) -> None:
    """Until no message lacks a vector. Raises EmbeddingsFailed to be tried again later."""
    semantic = io.use(Semantic)
    while semantic.reason is None:
        async with io.read() as rd:
            rows = await vectors.list_missing(rd, semantic.model, _BATCH, semantic.chars)
        if not rows:
            return
        made = await _embed(semantic.embeddings, [_text(row, semantic.chars) for row in rows])
        async with io.tx() as tx:
            await vectors.write_vectors(tx, semantic.model, [row["id"] for row in rows], made)


async def _embed(embeddings: Embeddings, texts: Sequence[str]) -> list[str | None]:
    """Vectors as text; of a batch that is refused each half alone, until the culprit stands alone."""
    try:
        return [to_text(vector) for vector in await embeddings.embed(texts)]
    except EmbeddingsFailed as error:
        if not error.is_refused:
            raise
        if len(texts) == 1:
            return [None]
    half = len(texts) // 2
    return [*await _embed(embeddings, texts[:half]), *await _embed(embeddings, texts[half:])]


def to_text(vector: Sequence[float]) -> str:
    """A vector as PostgreSQL reads it."""
    return "[" + ",".join(f"{number:.7g}" for number in vector) + "]"


def _text(row: Any, chars: int) -> str:
    return f"{row['subject']}\n\n{found_text(row['body'], row['segments'] or ())}".strip()[:chars] or "(empty)"


EMBED_JOB = JobHandler(EMBED_NAME, embed_messages, delays_s=(5, 30, 120, 600, 3600), most=1)

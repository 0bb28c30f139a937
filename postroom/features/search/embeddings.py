"""The embeddings port, and its adapter for any OpenAI-compatible endpoint. What comes back is a stranger's: checked before it is used."""

import math
from collections.abc import Sequence
from typing import Protocol

import msgspec

from postroom.features.search.settings import SearchSettings
from postroom.kernel.errors import Unavailable
from postroom.kernel.ports.egress import Egress, EgressError, EgressResponse

_BYTES_OF_NUMBER = 40
_HEAD_BYTES = 100_000


class EmbeddingsFailed(Exception):
    """No vectors. `is_refused`: the endpoint refuses these texts, and would again."""

    def __init__(self, words: str, *, is_refused: bool = False) -> None:
        super().__init__(words)
        self.is_refused = is_refused


class Embeddings(Protocol):
    """Texts to vectors of one dimension, in the same order. Raises EmbeddingsFailed, nothing else."""

    async def embed(self, texts: Sequence[str]) -> list[list[float]]: ...


class _Vector(msgspec.Struct):
    index: int
    embedding: list[float]


class _Answer(msgspec.Struct):
    data: list[_Vector]


class EndpointEmbeddings:
    """Asks the endpoint of the settings, by the guarded egress."""

    def __init__(self, egress: Egress, settings: SearchSettings) -> None:
        self._egress = egress
        self._settings = settings

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One call."""
        settings = self._settings
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if settings.embeddings_key:
            headers["Authorization"] = f"Bearer {settings.embeddings_key}"
        body = msgspec.json.encode({"model": settings.embeddings_model, "input": list(texts), "encoding_format": "float"})
        most = _HEAD_BYTES + len(texts) * settings.embeddings_dimension * _BYTES_OF_NUMBER
        try:
            answer = await self._egress.request(
                "POST",
                settings.embeddings_url,
                headers=headers,
                body=body,
                timeout_s=settings.embeddings_timeout_s,
                max_response_bytes=most,
            )
        except EgressError as error:
            raise EmbeddingsFailed(f"the endpoint was not reached: {error.word}") from error
        return _vectors(answer, len(texts), settings.embeddings_dimension)


async def embed_query(embeddings: Embeddings, text: str) -> list[float]:
    """The vector of what is looked for. Raises Unavailable."""
    try:
        return (await embeddings.embed([text]))[0]
    except EmbeddingsFailed as error:
        raise Unavailable(
            "embeddings_unavailable",
            f"Semantic search has no vector for this query: {error}.",
            retryable=not error.is_refused,
            suggested_action="Ask again later, or with mode=keyword.",
        ) from error


def _vectors(answer: EgressResponse, count: int, dimension: int) -> list[list[float]]:
    if answer.status != 200:
        refused = 400 <= answer.status < 500 and answer.status not in (401, 403, 404, 408, 409, 425, 429)
        raise EmbeddingsFailed(f"the endpoint answered with status {answer.status}", is_refused=refused)
    try:
        found = msgspec.json.decode(answer.body, type=_Answer).data
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise EmbeddingsFailed("the endpoint's answer has another shape") from error
    vectors = [one.embedding for one in sorted(found, key=lambda one: one.index)]
    if [one.index for one in sorted(found, key=lambda one: one.index)] != list(range(count)):
        raise EmbeddingsFailed(f"the endpoint gave other vectors than the {count} asked for")
    if any(len(vector) != dimension for vector in vectors):
        raise EmbeddingsFailed(f"the endpoint's vectors have {len(vectors[0])} numbers, not the {dimension} of search.embeddings_dimension")
    if not all(math.isfinite(number) and abs(number) < 1e30 for vector in vectors for number in vector):
        raise EmbeddingsFailed("the endpoint's vectors hold what is no number")
    if any(not any(vector) for vector in vectors):
        raise EmbeddingsFailed("the endpoint gave a vector of nothing but zeros")
    return vectors

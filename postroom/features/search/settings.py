"""Settings of search."""

from typing import Annotated

import msgspec


class SearchSettings(msgspec.Struct, frozen=True):
    """Semantic search: off until an endpoint is named. Mail is then sent to it."""

    embeddings_url: Annotated[
        str,
        msgspec.Meta(
            description="An OpenAI-compatible endpoint, e.g. https://models.example/v1/embeddings; empty: no semantic search.\n"
            "One in your own network needs its address in egress.allow_addresses."
        ),
    ] = ""
    embeddings_model: Annotated[str, msgspec.Meta(description="The model that is asked for; another one makes all vectors anew.")] = ""
    embeddings_dimension: Annotated[int, msgspec.Meta(ge=1, le=16_000, description="How many numbers a vector of that model has.")] = 1536
    embeddings_key: Annotated[
        str, msgspec.Meta(description="The endpoint's key; better in a file, by POSTROOM_SEARCH_EMBEDDINGS_KEY_FILE.")
    ] = ""
    embeddings_timeout_s: Annotated[float, msgspec.Meta(gt=0, le=120, description="Time for one call.")] = 20.0
    embeddings_chars: Annotated[int, msgspec.Meta(ge=100, le=100_000, description="Characters of a message that are sent.")] = 6_000

    @property
    def is_semantic(self) -> bool:
        """Whether there is an endpoint."""
        return bool(self.embeddings_url)

    def __repr__(self) -> str:
        return f"SearchSettings(embeddings_url={self.embeddings_url!r}, embeddings_model={self.embeddings_model!r}, …)"

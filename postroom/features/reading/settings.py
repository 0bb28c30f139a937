"""Settings of reading: the model that may fill what the deterministic readers leave empty."""

from typing import Annotated

import msgspec


class ModelSettings(msgspec.Struct, frozen=True):
    """An OpenAI-compatible chat endpoint for structured extraction. Off without an address; asked only when a call wants it."""

    base_url: Annotated[
        str, msgspec.Meta(description="Up to before `/chat/completions`, e.g. https://models.example/v1; empty: no model is asked.")
    ] = ""
    name: Annotated[str, msgspec.Meta(description="Which model of it.")] = ""
    key: Annotated[str, msgspec.Meta(description="Its key, if it wants one; better in a file: POSTROOM_MODEL_KEY_FILE.")] = ""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=120, description="How long it may take.")] = 20.0
    max_characters: Annotated[int, msgspec.Meta(ge=100, le=200_000, description="How much of a text it is shown.")] = 20_000

    def __repr__(self) -> str:
        return f"ModelSettings(base_url={self.base_url!r}, name={self.name!r}, key=<hidden>)"

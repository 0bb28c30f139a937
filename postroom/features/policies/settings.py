"""Settings of policies."""

from typing import Annotated

import msgspec


class PolicySettings(msgspec.Struct, frozen=True):
    """Limits of who may write to whom."""

    max_contact_rules: Annotated[int, msgspec.Meta(ge=1, le=1_000_000, description="Contact rules of one organisation at most.")] = 10_000

"""Settings of policies."""

from typing import Annotated

import msgspec


class PolicySettings(msgspec.Struct, frozen=True):
    """Limits of who may write to whom."""

    max_contact_rules: Annotated[int, msgspec.Meta(ge=1, le=1_000_000, description="Contact rules of one organisation at most.")] = 10_000
    spam_threshold: Annotated[
        float, msgspec.Meta(ge=0.3, le=1.0, description="From this spam score on mail is filed in the folder spam; 1 files none.")
    ] = 0.7

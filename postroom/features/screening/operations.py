"""What may be asked about the screening policy: by keys of the whole organisation that carry `admin`, and by nobody else."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from postroom.features.screening import store
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import invalid_field
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Input, operation
from postroom.lib.screening import Thresholds

# Below this the findings of one sign alone would decide; above, that of nothing.
Threshold = Annotated[float, msgspec.Meta(ge=0.3, le=1.0)]


class Nothing(Input, frozen=True):
    """No input."""


class SetPolicy(Input, frozen=True):
    """What to change; what is left out stays."""

    enabled: Annotated[bool, msgspec.Meta(description="False: mail is examined, and nothing is put to review or blocked.")] | None = None
    review_threshold: Annotated[Threshold, msgspec.Meta(description="From this score on: review. 0.3 to 1.")] | None = None
    block_threshold: Annotated[Threshold, msgspec.Meta(description="From this score on: block. Not below review_threshold.")] | None = None


class Policy(msgspec.Struct, frozen=True):
    """Thresholds on the score of a mail, 0 to 1. `changed_at` is null while the defaults hold."""

    enabled: bool
    review_threshold: float
    block_threshold: float
    changed_at: datetime | None
    changed_by: str | None


@operation("screening.get_policy", rest="GET /v1/screening/policy", scope="admin", audited=True)
async def get_policy(rd: Read, _: Nothing) -> Policy:
    """The screening policy of the organisation. Keys that are narrowed to an agent or to inboxes are refused."""
    rd.principal.require_organisation()
    return _shape(await store.find_policy(rd))


@operation("screening.set_policy", rest="PATCH /v1/screening/policy", scope="admin")
async def set_policy(tx: Tx, command: SetPolicy) -> Policy:
    """Change the screening policy for mail that comes from now on. Keys that are narrowed to an agent or to inboxes are refused."""
    tx.principal.require_organisation()
    now = _shape(await store.find_policy(tx))
    policy = Thresholds(
        review=now.review_threshold if command.review_threshold is None else command.review_threshold,
        block=now.block_threshold if command.block_threshold is None else command.block_threshold,
        enabled=now.enabled if command.enabled is None else command.enabled,
    )
    if policy.block < policy.review:
        raise invalid_field("body.block_threshold", f"must not be below review_threshold ({policy.review:g}).")
    return _shape(await store.set_policy(tx, policy))


def _shape(row: Any) -> Policy:
    if row is None:
        default = Thresholds()
        return Policy(default.enabled, default.review, default.block, None, None)
    review, block = round(row["review"], 3), round(row["block"], 3)
    return Policy(row["is_enabled"], review, block, row["changed_at"], encode_id("key", row["changed_by"]))

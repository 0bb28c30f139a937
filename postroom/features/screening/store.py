"""All SQL of screening policies."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from postroom.kernel.context import Read, Tx
from postroom.kernel.statements import Part
from postroom.lib.screening import Thresholds

Policies = dict[tuple[UUID, str], Thresholds]


async def find_policy(rd: Read) -> Any:
    """The policy of the organisation for the mode of the key, or None."""
    return await rd.fetchrow("SELECT * FROM screening_policies WHERE org_id = $1 AND mode = $2", rd.org_id, rd.principal.mode)


async def set_policy(tx: Tx, policy: Thresholds) -> Any:
    """Write the whole policy."""
    return await tx.fetchrow(
        """
        INSERT INTO screening_policies (org_id, mode, is_enabled, review, block, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (org_id, mode) DO UPDATE SET is_enabled = excluded.is_enabled, review = excluded.review, block = excluded.block,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by
        RETURNING *
        """,
        tx.org_id,
        tx.principal.mode,
        policy.enabled,
        policy.review,
        policy.block,
        tx.now,
        tx.principal.key_id,
    )


def find_policies_part(org_ids: Sequence[UUID]) -> Part:
    """The policies of several organisations, where they have any: give the rows of `screening` to `policies_of`."""
    sql = "SELECT org_id, mode, is_enabled, review, block FROM screening_policies WHERE org_id = ANY($1::uuid[])"
    return Part("screening", sql, (list(org_ids),), rows=True)


def policies_of(rows: Iterable[Any]) -> Policies:
    """By organisation and mode."""
    return {(org_id, mode): Thresholds(round(review, 3), round(block, 3), enabled) for org_id, mode, enabled, review, block in rows}

"""At the end of inboxes: their rules go with them."""

from collections.abc import Sequence
from uuid import UUID

from postroom.features.policies import store
from postroom.features.policies.rulebook import TOPIC
from postroom.kernel.context import Tx


async def forget_rules(tx: Tx, inbox_ids: Sequence[UUID]) -> None:
    """Delete the rules of inboxes, of whichever organisation, that have ended in this transaction."""
    for org_id in await store.delete_of_inboxes(tx, inbox_ids):
        tx.tell(TOPIC, org_id.hex)

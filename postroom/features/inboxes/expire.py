"""The end of inboxes: at their time, or by order."""

from uuid import UUID

from postroom.features.inboxes import store
from postroom.features.inboxes.events import InboxExpired
from postroom.features.inboxes.settings import InboxSettings
from postroom.features.policies import forget_rules
from postroom.kernel.context import Tx, house_principal
from postroom.kernel.house import House
from postroom.kernel.timers import Timer

TIMER = "inboxes.expire"
_BATCH = 500
_NOBODY = UUID(int=0)


async def expire_due_inboxes(house: House) -> None:
    """End one batch of inboxes whose time is over; `inbox.expired` is told in the same transaction."""
    async with house.transaction(house_principal(_NOBODY)) as tx:
        rows = await store.expire_due(tx, _BATCH)
        await release(tx, [row["id"] for row in rows])
        for row in rows:
            tx.emit(
                InboxExpired(org_id=row["org_id"], mode=row["mode"], inbox_id=row["id"], agent_id=row["agent_id"], address=row["address"])
            )


async def release(tx: Tx, inbox_ids: list[UUID]) -> None:
    """Give up the addresses and contact rules of inboxes that have ended, and let every process and every wait know."""
    await store.release_addresses(tx, inbox_ids, reserve=tx.house.settings.of(InboxSettings).reserve_released_addresses)
    await forget_rules(tx, inbox_ids)
    for inbox_id in inbox_ids:
        tx.tell("inboxes", inbox_id.hex)


EXPIRY_TIMER = Timer(TIMER, store.next_expiry, expire_due_inboxes)

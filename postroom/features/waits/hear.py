"""Wake-ups that come from other processes: a hint names organisations, the log says which inboxes."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from postroom.features.waits import store
from postroom.kernel.house import House


class RemoteWakeups:
    """Re-reads the event log of organisations that other processes wrote to, and wakes the waits on their inboxes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen: dict[UUID, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        house.bus.subscribe("events", self._heard)
        house.on_told("inboxes", self._inbox_changed)

    async def stop(self) -> None:
        """Nothing to finish: every wait looks by itself."""
        for task in self._tasks:
            task.cancel()

    def _heard(self, items: Sequence[str] | None) -> None:
        if items is None:
            self._house.wakeups.wake_all()
            return
        if not len(self._house.wakeups):
            return
        heads = {UUID(hex=org): int(seq) for org, _, seq in (item.partition(":") for item in items)}
        task = asyncio.create_task(self._wake(heads))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _wake(self, heads: dict[UUID, int]) -> None:
        """What came since the hint before; of an organisation heard of for the first time, a little more than the hint says."""
        since = {org_id: self._seen.get(org_id, max(0, seq - 1000)) for org_id, seq in heads.items()}
        async with self._house.database.connection() as connection:
            self._house.wakeups.wake(await store.list_touched_inboxes(connection, since))
        for org_id, seq in heads.items():
            self._seen[org_id] = max(seq, self._seen.get(org_id, 0))
        if len(self._seen) > 100_000:
            self._seen.clear()

    def _inbox_changed(self, items: Sequence[str] | None) -> None:
        """An inbox was paused, changed or ended: its waits look whether it can still be seen."""
        if items is not None and "*" not in items:
            self._house.wakeups.wake(UUID(hex=item) for item in items)


async def start_remote_wakeups(house: House) -> RemoteWakeups:
    """The component's factory."""
    return RemoteWakeups(house)

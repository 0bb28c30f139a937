"""Wake-ups that come from other processes: a hint names organisations, the log says which inboxes."""

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

from postroom.features.waits import store
from postroom.kernel.house import House

logger = logging.getLogger("postroom.waits")


class RemoteWakeups:
    """Re-reads the event log of organisations that other processes wrote to, and wakes the waits on their inboxes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen: dict[UUID, int] = {}
        self._told: dict[UUID, int] = {}
        self._task: asyncio.Task[None] | None = None
        house.bus.subscribe("events", self._heard)
        house.on_told("inboxes", self._inbox_changed)

    async def stop(self) -> None:
        """Nothing to finish: every wait looks by itself."""
        if self._task is not None:
            self._task.cancel()

    def _heard(self, items: Sequence[str] | None) -> None:
        if items is None:
            self._house.wakeups.wake_all()
            return
        for org, _, seq in (item.partition(":") for item in items):
            self._told[UUID(hex=org)] = int(seq)
        if not self._house.wakeups:
            self._take()  # whoever begins to wait now looks by himself
        elif self._task is None or self._task.done():
            self._task = asyncio.create_task(self._wake(), name="remote-wakeups")

    async def _wake(self) -> None:
        """One look at a time; what is told meanwhile goes into the next."""
        while self._told:
            since = self._take()
            try:
                async with self._house.database.connection() as connection:
                    self._house.wakeups.wake(await store.list_touched_inboxes(connection, since))
            except Exception:
                logger.exception("cannot see what other processes stored; every wait looks by itself")
                self._house.wakeups.wake_all()

    def _take(self) -> dict[UUID, int]:
        """From where to look; of an organisation heard of for the first time, a little before what was told."""
        told, self._told = self._told, {}
        since = {org_id: self._seen.get(org_id, max(0, seq - 1000)) for org_id, seq in told.items()}
        if len(self._seen) > 100_000:
            self._seen.clear()
        self._seen.update({org_id: max(seq, since[org_id]) for org_id, seq in told.items()})
        return since

    def _inbox_changed(self, items: Sequence[str] | None) -> None:
        """An inbox was paused, changed or ended: its waits look whether it can still be seen."""
        if items is not None and "*" not in items:
            self._house.wakeups.wake(UUID(hex=item) for item in items)


async def start_remote_wakeups(house: House) -> RemoteWakeups:
    """The component's factory."""
    return RemoteWakeups(house)

"""Hidden mail is not kept for good: it goes when its time is over, and the oldest first where an inbox has too much of it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from postroom.features.messages.events import MessageDeleted, about_row
from postroom.features.messages.move_raw import delete_blob_later
from postroom.features.messages.settings import MessageSettings
from postroom.features.messages.store import change, hide
from postroom.kernel.context import Tx, house_principal
from postroom.kernel.followers import Fact, Follower
from postroom.kernel.house import House
from postroom.kernel.timers import Timer

TIMER = "messages.hidden"
_BATCH = 500
_ORGANISATIONS = 20
_NO_LIMIT = 1 << 62
# What somebody had in hand is looked at again soon; where all is kept for good, rarely.
_PAUSE, _IDLE = timedelta(minutes=1), timedelta(days=30)


async def purge_hidden(house: House) -> None:
    """One batch of what was hidden for too long, for each organisation where something is due."""
    async with house.database.connection() as connection:
        due = await hide.list_due(connection, house.clock.now(), _ORGANISATIONS)
    for org_id in due:
        async with house.transaction(house_principal(org_id)) as tx:
            if await hide.take_due(tx):
                await _purge(tx)


async def _purge(tx: Tx) -> None:
    """Where there may be more it stays due."""
    kept = timedelta(days=await hidden_days(tx))
    rows = await hide.list_expired(tx, tx.now - kept, _BATCH) if kept else []
    await _delete(tx, rows, "expired")
    if len(rows) < _BATCH:
        await hide.look_again(tx, tx.now + (_PAUSE if kept else _IDLE), kept)


async def hidden_days(tx: Any) -> int:
    """How long the organisation keeps hidden mail; 0: for good."""
    row = await hide.find_policy(tx)
    days: int = tx.house.settings.of(MessageSettings).hidden_days if row is None else row["hidden_days"]
    return days


async def evict(tx: Tx, facts: Sequence[Fact]) -> None:
    """Hidden mail came: make room where there is too much of it. More comes no faster than it goes."""
    settings = tx.house.settings.of(MessageSettings)
    inbox_ids = list({fact.inbox_id for fact in facts if fact.inbox_id is not None})
    limits = (settings.max_hidden_messages or _NO_LIMIT, settings.max_hidden_bytes or _NO_LIMIT)
    for row in await hide.list_crowded(tx, inbox_ids, *limits):
        oldest = await hide.list_oldest(tx, row["inbox_id"], _BATCH)
        await _delete(tx, list(_until_fits(oldest, row["messages_over"], row["bytes_over"])), "evicted")


def _until_fits(oldest: Iterable[Any], messages_over: int, bytes_over: int) -> Iterable[Any]:
    for row in oldest:
        if messages_over <= 0 and bytes_over <= 0:
            return
        messages_over, bytes_over = messages_over - 1, bytes_over - row["size_bytes"]
        yield row


async def _delete(tx: Tx, rows: Sequence[Any], reason: str) -> None:
    for blob_key in await change.delete_messages(tx, [row["id"] for row in rows]) if rows else ():
        delete_blob_later(tx, blob_key)
    for row in rows:
        tx.emit(MessageDeleted(**about_row(row), reason=reason))


HIDDEN_TIMER = Timer(TIMER, hide.next_purge, purge_hidden)
EVICT_FOLLOWER = Follower("messages.evict_hidden", frozenset({"message.blocked"}), evict)

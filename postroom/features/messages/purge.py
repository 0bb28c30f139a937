"""After the end of an inbox: its mail goes in small batches; the inbox's own row stays as a tombstone."""

from collections.abc import Sequence
from uuid import UUID

from postroom.features.messages.move_raw import delete_blob_later
from postroom.features.messages.store import change
from postroom.kernel.context import Io, Tx
from postroom.kernel.followers import Fact, Follower
from postroom.kernel.jobs import Claimed, Job, JobHandler

_PURGE = "messages.purge_inbox"
_BATCH = 500


async def order_purge(tx: Tx, facts: Sequence[Fact]) -> None:
    """An inbox ended: order the purge."""
    for fact in facts:
        if fact.inbox_id is not None:
            tx.enqueue(Job(name=_PURGE, org_id=tx.org_id, args={"inbox_id": fact.inbox_id.hex}))


async def purge_inbox(io: Io, job: Claimed) -> None:
    """Delete the messages of an inbox, at most 500 a transaction, until none is left."""
    inbox_id = UUID(hex=job.args["inbox_id"])
    while True:
        async with io.tx() as tx:
            ids = await change.list_ids_of_inbox(tx, inbox_id, _BATCH)
            for blob_key in await change.delete_messages(tx, ids) if ids else ():
                delete_blob_later(tx, blob_key)
            if len(ids) < _BATCH:
                await change.forget_inbox(tx, inbox_id)
                return


PURGE_JOB = JobHandler(_PURGE, purge_inbox, delays_s=(1, 5, 30, 120, 600, 3600))
PURGE_FOLLOWER = Follower("messages.purge", frozenset({"inbox.expired", "inbox.deleted"}), order_purge)

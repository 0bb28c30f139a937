"""Large raw bytes move from the database to the blob store after the sender has its answer; a store that is down costs nothing."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from postroom.features.messages.model import NewMessage
from postroom.features.messages.store import change
from postroom.kernel.context import Io, Tx
from postroom.kernel.jobs import Claimed, Job, JobHandler
from postroom.kernel.ports.blobs import Blobs

_LARGE_BYTES = 64 * 1024
_MOVE = "messages.move_raw"
_DELETE = "messages.delete_blob"


def move_raw_jobs(messages: Iterable[NewMessage]) -> list[Job]:
    """The orders to move what is large of new messages, one for each raw mail."""
    large = {(one.org_id, one.raw.id) for one in messages if len(one.raw.compressed) > _LARGE_BYTES}
    return [Job(name=_MOVE, org_id=org_id, args={"raw_id": raw_id.hex}) for org_id, raw_id in large]


def delete_blob_later(tx: Tx, blob_key: str) -> None:
    """The order to delete a blob that no row needs any more."""
    tx.enqueue(Job(name=_DELETE, org_id=tx.org_id, args={"blob_key": blob_key}))


async def move_raw(io: Io, job: Claimed) -> None:
    """Put, then clear the column: a crash in between leaves the bytes in both places, and the job comes again."""
    raw_id = UUID(hex=job.args["raw_id"])
    async with io.tx() as tx:
        rows = await change.list_large_raw(tx, [raw_id])
    for row in rows:
        key = f"raw/{job.org_id.hex}/{raw_id.hex}"
        await io.use(Blobs).put(key, row["compressed"], sha256=hashlib.sha256(row["compressed"]).digest())  # type: ignore[type-abstract]
        async with io.tx() as tx:
            await change.move_to_blob(tx, raw_id, key)


async def delete_blob(io: Io, job: Claimed) -> None:
    """Delete a blob unless a row names it again."""
    async with io.read() as rd:
        if await change.known_blobs(rd.connection, [job.args["blob_key"]]):
            return
    await io.use(Blobs).delete(job.args["blob_key"])  # type: ignore[type-abstract]


JOBS = (
    JobHandler(_MOVE, move_raw, delays_s=(5, 30, 120, 600, 3600, 3600, 3600)),
    JobHandler(_DELETE, delete_blob, delays_s=(5, 30, 120, 600, 3600, 3600, 3600)),
)

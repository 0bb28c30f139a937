"""After the sender has its answer: the files of new messages are read unasked, many in one job. One that fails holds up no other."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from postroom.features.documents import store
from postroom.features.documents.examine import File
from postroom.features.documents.keep import Read, keep
from postroom.features.documents.reader import Reader
from postroom.features.documents.settings import DocumentSettings
from postroom.features.messages import files
from postroom.kernel.context import Io, Tx
from postroom.kernel.errors import NotFound
from postroom.kernel.followers import Fact, Follower
from postroom.kernel.jobs import Claimed, Job, JobHandler, Later
from postroom.lib.confine import TooBusy

logger = logging.getLogger("postroom.documents")
_READ = "documents.read"
_BUSY_S = 2.0
# What one job takes on, beyond its first message.
_MOST_MESSAGES = 50
_MOST_BYTES = 4 * 1024 * 1024


async def order_reading(tx: Tx, facts: Sequence[Fact]) -> None:
    """New messages with files that may give text: order that they are read. Pictures and what is large wait to be asked for."""
    settings = tx.house.settings.of(DocumentSettings)
    ids = [fact.message_id for fact in facts if fact.message_id is not None and fact.data.get("has_attachment", True)]
    if not settings.background or not ids:
        return
    rows = await store.list_readable(tx, ids, settings.background_max_bytes)
    for mode, ones in groupby(rows, lambda row: row["mode"]):
        for some in _portions(ones):
            tx.enqueue(_job(tx.org_id, mode, some))


def _portions(rows: Iterable[Any]) -> Iterator[list[UUID]]:
    some: list[UUID] = []
    size = 0
    for row in rows:
        if some and (len(some) >= _MOST_MESSAGES or size + row["size_bytes"] > _MOST_BYTES):
            yield some
            some, size = [], 0
        some.append(row["id"])
        size += row["size_bytes"]
    if some:
        yield some


def _job(org_id: UUID, mode: str, message_ids: Iterable[UUID]) -> Job:
    return Job(name=_READ, org_id=org_id, mode=mode, args={"message_ids": [one.hex for one in message_ids]})


async def read_attachments(io: Io, job: Claimed) -> None:
    """Read what may give text of some messages; where that fails, each of them is ordered alone."""
    # Jobs of one message are what a process before this version had ordered.
    message_ids = [UUID(hex=one) for one in job.args.get("message_ids") or [job.args["message_id"]]]
    try:
        await _read(io, message_ids)
    except TooBusy as busy:
        raise Later(_BUSY_S) from busy
    except Exception:
        if len(message_ids) == 1:
            raise
        logger.exception("the files of %d messages could not be read together", len(message_ids))
        async with io.tx() as tx:
            for one in message_ids:
                tx.enqueue(_job(job.org_id, job.mode, [one]))


async def _read(io: Io, message_ids: Sequence[UUID]) -> None:
    wanted, contents = await _load(io, message_ids)
    examined = await io.use(Reader).read_all(contents)
    read = [Read(row, row["attachment_id"], one) for row, one in zip(wanted, examined, strict=True)]
    if read:
        async with io.tx() as tx:
            await keep(tx, read)


async def _load(io: Io, message_ids: Sequence[UUID]) -> tuple[list[Any], list[File]]:
    """The files to read with their bytes. What is gone meanwhile is left out."""
    settings = io.house.settings.of(DocumentSettings)
    async with io.read() as rd:
        rows = await store.list_unread(rd, message_ids, settings.background_max_bytes)
    wanted: list[Any] = []
    contents: list[File] = []
    for _, grouped in groupby(rows, lambda row: row["id"]):
        ones = list(grouped)[: settings.background_max_files]
        try:
            found = await files.read_bytes(io, ones[0], ones)
        except NotFound:
            continue
        wanted += ones
        contents += [File(content, row["filename"], row["content_type"]) for row, content in zip(ones, found, strict=True)]
    return wanted, contents


DOCUMENTS_FOLLOWER = Follower("documents.read", frozenset({"message.received", "message.imported"}), order_reading)
DOCUMENTS_JOB = JobHandler(_READ, read_attachments, delays_s=(5, 60, 600), most=2)

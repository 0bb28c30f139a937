"""After the sender has its answer: the files of new messages are read unasked. One that fails holds up no other."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.features.documents import store
from postroom.features.documents.examine import Examined
from postroom.features.documents.keep import keep, read_file
from postroom.features.documents.settings import DocumentSettings
from postroom.features.messages import files, load_message
from postroom.kernel.context import Io, Tx
from postroom.kernel.errors import NotFound
from postroom.kernel.followers import Fact, Follower
from postroom.kernel.ids import encode_id
from postroom.kernel.jobs import Claimed, Job, JobHandler, Later
from postroom.lib.confine import TooBusy
from postroom.lib.documents import is_readable

logger = logging.getLogger("postroom.documents")
_READ = "documents.read"
_BUSY_S = 2.0


async def order_reading(tx: Tx, facts: Sequence[Fact]) -> None:
    """New messages with files: order that they are read."""
    if tx.house.settings.of(DocumentSettings).background:
        ids = [fact.message_id for fact in facts if fact.message_id is not None and fact.data.get("has_attachment", True)]
        for row in await store.list_with_attachments(tx, ids) if ids else ():
            tx.enqueue(Job(name=_READ, org_id=tx.org_id, mode=row["mode"], args={"message_id": row["id"].hex}))


async def read_attachments(io: Io, job: Claimed) -> None:
    """Read what may give text of one message; pictures and what is large wait to be asked for."""
    try:
        async with io.read() as rd:
            message = await load_message(rd, encode_id("msg", UUID(hex=job.args["message_id"])), include_hidden=True)
            wanted = await _unread(rd, message)
        contents = await files.read_bytes(io, message, wanted) if wanted else []
    except NotFound:
        return  # it is gone, or its bytes are
    read: list[tuple[Any, Examined]] = []
    for file, content in zip(wanted, contents, strict=True):
        try:
            read.append((file, await read_file(io, content, file)))
        except TooBusy as busy:
            raise Later(_BUSY_S) from busy
        except Exception:
            logger.exception("a file of %d bytes could not be read", len(content))
    if read:
        async with io.tx() as tx:
            await keep(tx, message, read)


async def _unread(rd: Any, message: Any) -> list[Any]:
    settings = rd.house.settings.of(DocumentSettings)
    known = set(await store.list_read(rd, message["id"]))
    found = await files.list_attachments(rd, message["id"])
    return [one for one in found if one["id"] not in known and _is_cheap(one, settings)][: settings.background_max_files]


def _is_cheap(file: Any, settings: DocumentSettings) -> bool:
    is_picture = file["content_type"].startswith("image/")
    return not is_picture and file["size_bytes"] <= settings.background_max_bytes and is_readable(file["filename"], file["content_type"])


DOCUMENTS_FOLLOWER = Follower("documents.read", frozenset({"message.received", "message.imported"}), order_reading)
DOCUMENTS_JOB = JobHandler(_READ, read_attachments, delays_s=(5, 60, 600), most=2)

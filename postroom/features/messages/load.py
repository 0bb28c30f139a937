"""Loading messages within reach, and their raw bytes from wherever they are."""

from typing import Any
from uuid import UUID

import zstandard

from postroom.features.messages.hidden import HIDDEN_SCOPE, asks_for_hidden
from postroom.features.messages.model import HIDDEN_FOLDERS
from postroom.features.messages.store import read
from postroom.kernel.context import Io, Read
from postroom.kernel.errors import NotFound, Unavailable
from postroom.kernel.ids import require_id
from postroom.kernel.ports.blobs import BlobMissing, Blobs, BlobUnavailable
from postroom.lib.confine import aside


async def load_message(rd: Read, reference: str, *, include_hidden: bool = False) -> Any:
    """The row of a message within reach. Raises NotFound alike for unknown, foreign and out of reach; a hidden one says that it is."""
    asks_for_hidden(rd.principal, include_hidden)
    row = await read.find_message(rd, require_id("msg", reference, "message"))
    if row is None or not _reaches(rd, row["inbox_id"]):
        raise NotFound("message_not_found", f"There is no message {reference[:80]} within reach of this key.")
    if row["folder"] in HIDDEN_FOLDERS and not include_hidden:
        raise NotFound(
            "message_hidden",
            f"Message {reference[:80]} is hidden (folder {row['folder']}).",
            suggested_action=f"Ask with include_hidden=true and a key that carries {HIDDEN_SCOPE}.",
        )
    return row


def _reaches(rd: Read, inbox_id: UUID | None) -> bool:
    if rd.principal.inbox_ids is None:
        return inbox_id is not None or rd.principal.agent_id is None
    return inbox_id in rd.principal.inbox_ids


async def resolve_message(rd: Read, reference: str) -> UUID:
    """The id of a message within reach."""
    identifier: UUID = (await load_message(rd, reference))["id"]
    return identifier


async def load_raw(io: Io, row: Any) -> bytes:
    """The raw bytes of a message, unchanged."""
    async with io.read() as rd:
        raw = await read.find_raw(rd, row["raw_id"])
    if raw is None:
        raise NotFound("raw_not_found", "The raw bytes of this message are no longer kept.")
    compressed = raw["compressed"] if raw["compressed"] is not None else await _from_blob(io, raw["blob_key"])
    return await aside(raw["size_bytes"], _decompress, compressed, raw["size_bytes"])


def _decompress(compressed: bytes, size_bytes: int) -> bytes:
    return zstandard.ZstdDecompressor().decompress(compressed, max_output_size=size_bytes)


async def _from_blob(io: Io, blob_key: str) -> bytes:
    try:
        return await io.use(Blobs).get(blob_key)  # type: ignore[type-abstract]
    except BlobUnavailable as error:
        raise Unavailable("blob_store_unavailable", "The blob store does not answer now.", retryable=True, retry_after_s=5) from error
    except BlobMissing as error:
        raise NotFound("raw_not_found", "The raw bytes of this message are missing from the blob store.") from error

"""The files of a message: which there are, and their bytes out of the raw mail."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postroom.features.messages.load import load_raw
from postroom.features.messages.store.read import list_attachments
from postroom.kernel.context import Io, Read
from postroom.kernel.errors import NotFound
from postroom.kernel.ids import require_id
from postroom.lib.confine import aside
from postroom.lib.mime import MimeError, read_part

__all__ = ["list_attachments", "load_bytes", "load_file", "read_bytes"]


async def load_file(rd: Read, message: Any, reference: str) -> Any:
    """The row of one file of a message that was loaded."""
    identifier: UUID = require_id("att", reference, "attachment")
    found = next((one for one in await list_attachments(rd, message["id"]) if one["id"] == identifier), None)
    if found is None:
        raise NotFound("attachment_not_found", f"This message has no attachment {reference[:80]}.")
    return found


async def load_bytes(io: Io, message: Any, file: Any) -> bytes:
    """The bytes of one file."""
    return (await read_bytes(io, message, [file]))[0]


async def read_bytes(io: Io, message: Any, files: Sequence[Any]) -> list[bytes]:
    """The bytes of several files; the raw mail is loaded once."""
    raw = await load_raw(io, message)
    try:
        return [(await aside(len(raw), read_part, raw, file["path"])).content for file in files]
    except MimeError as error:
        raise NotFound("attachment_not_found", "The bytes of this attachment cannot be read from the mail.") from error

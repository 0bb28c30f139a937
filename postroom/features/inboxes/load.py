"""Loading an inbox that a caller names, within its reach."""

from typing import Any
from uuid import UUID

from postroom.features.inboxes import store
from postroom.kernel.context import Read
from postroom.kernel.errors import NotFound
from postroom.kernel.ids import decode_id
from postroom.lib.addresses import normalise_address


async def load_inbox(rd: Read, reference: str) -> Any:
    """The row behind an id or an address. Raises NotFound alike for unknown, ended, foreign and out of reach."""
    identifier = decode_id("inb", reference)
    address = normalise_address(reference) if identifier is None and "@" in reference else None
    row = None
    if identifier is not None or address is not None:
        row = await store.find_inbox(rd, identifier, str(address) if address else None)
    if row is None or not reaches(rd, row):
        raise unknown_inbox(reference)
    return row


def unknown_inbox(reference: str) -> NotFound:
    """The refusal, the same for every reason."""
    return NotFound("inbox_not_found", f"There is no inbox {reference[:100]} within reach of this key.")


async def resolve_inbox(rd: Read, reference: str) -> UUID:
    """The id of an inbox within reach, named by id or by address."""
    identifier: UUID = (await load_inbox(rd, reference))["id"]
    return identifier


def reaches(rd: Read, row: Any) -> bool:
    """Whether the key's narrowing lets this inbox through."""
    principal = rd.principal
    if principal.inbox_ids is not None and row["id"] not in principal.inbox_ids:
        return False
    return principal.agent_id is None or row["agent_id"] == principal.agent_id

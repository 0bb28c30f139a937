"""What may be asked about the audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from postroom.features.audit import store
from postroom.kernel.context import Read
from postroom.kernel.ids import encode_id
from postroom.kernel.operations import Listing, operation
from postroom.kernel.paging import Page, page, window


class AuditEntry(msgspec.Struct, frozen=True):
    """Who did what, or was denied it."""

    id: str
    occurred_at: datetime
    key_id: str
    operation: str
    outcome: str
    subject: str
    wire: str
    address: str
    request_id: str


class ListAudit(Listing, frozen=True):
    """Which entries."""

    operation: str | None = None
    outcome: str | None = None


@operation("audit.list", rest="GET /v1/audit", scope="audit:read")
async def list_all(rd: Read, query: ListAudit) -> Page[AuditEntry]:
    """What was done and what was denied in this organisation, newest first."""
    rd.principal.require_organisation()
    view = window(query.limit, query.cursor)
    rows = await store.list_entries(rd, view, query.operation, query.outcome)
    return page(rows, view, _shape, _key_of)


def _shape(row: Any) -> AuditEntry:
    return AuditEntry(
        id=encode_id("aud", row["id"]),
        occurred_at=row["occurred_at"],
        key_id=encode_id("key", row["key_id"]),
        operation=row["operation"],
        outcome=row["outcome"],
        subject=row["subject"],
        wire=row["wire"],
        address=row["address"],
        request_id=row["request_id"],
    )


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["occurred_at"], row["id"]

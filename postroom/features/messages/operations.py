"""What may be asked about messages that are there; sending belongs to the channels, waiting to `waits`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from postroom.features.inboxes import InboxRef, load_inbox
from postroom.features.messages import find
from postroom.features.messages.events import MessageDeleted, MessageUpdated, about_row
from postroom.features.messages.files import load_bytes, load_file
from postroom.features.messages.hidden import HIDDEN_SCOPE, asks_for_hidden
from postroom.features.messages.load import load_message, load_raw
from postroom.features.messages.model import (
    HIDDEN_FOLDERS,
    FolderName,
    FromFilter,
    Has,
    IncludeHidden,
    Label,
    Message,
    MessageSummary,
    SubjectFilter,
)
from postroom.features.messages.move import move
from postroom.features.messages.move_raw import delete_blob_later
from postroom.features.messages.screened import SafeView, ScreeningVerdict, view_safely
from postroom.features.messages.shape import message_shape, shape_message, summary_shape
from postroom.features.messages.store import change, read
from postroom.kernel.context import Io, Read, Tx
from postroom.kernel.errors import invalid_field
from postroom.kernel.ids import require_id
from postroom.kernel.operations import Bytes, Input, Listing, operation
from postroom.kernel.paging import Page, page, window
from postroom.lib.mailauth import Verdict


class MessageId(Input, frozen=True):
    """One message."""

    message_id: str
    include_hidden: IncludeHidden = False


class AttachmentId(Input, frozen=True):
    """One file of a message."""

    message_id: str
    attachment_id: str
    include_hidden: IncludeHidden = False


class ListMessages(Listing, frozen=True, rename={"from_": "from"}):
    """Which messages; filters compose."""

    inbox_id: InboxRef | None = None
    thread_id: str | None = None
    q: Annotated[str, msgspec.Meta(max_length=500, description="What to find, as in `GET /v1/search`.")] | None = None
    from_: FromFilter = None
    subject: SubjectFilter = None
    label: Label | None = None
    folder: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    category: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    state: Annotated[str, msgspec.Meta(max_length=64, description="received, queued, sent, captured, deferred, failed, …")] | None = None
    direction: Literal["inbound", "outbound"] | None = None
    has: Has | None = None
    screening: ScreeningVerdict | None = None
    unread: bool | None = None
    starred: bool | None = None
    authentication: Verdict | None = None
    flag: Annotated[str, msgspec.Meta(max_length=64, description="first_contact, look_alike_domain, reply_to_mismatch, …")] | None = None
    received_after: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    received_before: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    include_hidden: IncludeHidden = False


class MarkMessage(Input, frozen=True):
    """What to change; what is left out stays."""

    message_id: str
    read: bool | msgspec.UnsetType = msgspec.UNSET
    starred: bool | msgspec.UnsetType = msgspec.UNSET
    labels: Annotated[list[Label], msgspec.Meta(max_length=50)] | msgspec.UnsetType = msgspec.UNSET
    folder: FolderName | msgspec.UnsetType = msgspec.UNSET


@operation("messages.list", rest="GET /v1/messages", scope="messages:read", agent_tool=True)
async def list_all(rd: Read, query: ListMessages) -> Page[MessageSummary]:
    """Messages within reach, newest first; filters compose.

    What was sent is here too (`direction=outbound`), with its state; what the sink caught is `state=captured`.
    """
    view, hidden = window(query.limit, query.cursor), asks_for_hidden(rd.principal, query.include_hidden)
    if query.folder in HIDDEN_FOLDERS and not hidden:
        raise invalid_field("query.folder", f"{query.folder} is a hidden folder; ask with include_hidden=true, which needs {HIDDEN_SCOPE}.")
    inbox_ids, filters = await _inboxes(rd, query.inbox_id), _filters(query)
    if query.q is None and not find.helps(filters):
        rows = await read.list_messages(rd, view, inbox_ids, filters, include_hidden=hidden)
        return page(rows, view, summary_shape, _key_of)
    tree = None if query.q is None else find.parse(query.q)
    wish = find.Wish(view.fetch, view.after, inbox_ids, include_hidden=hidden)
    return find.found_page(await find.find(rd, wish, filters, tree), view)


@operation("messages.get", rest="GET /v1/messages/{message_id}", scope="messages:read", agent_tool=True)
async def get(rd: Read, query: MessageId) -> Message:
    """One message with its codes, links, parts and headers. Reading does not mark it as read.

    `safe_text` is what to show to a machine; `text` and the other bodies are as the sender wrote them.
    """
    message = await shape_message(await load_message(rd, query.message_id, include_hidden=query.include_hidden))
    return msgspec.structs.replace(message, safe_text=view_safely(message).safe_text) if message.direction == "inbound" else message


@operation("messages.safe", rest="GET /v1/messages/{message_id}/safe", scope="messages:read", agent_tool=True)
async def get_safe(rd: Read, query: MessageId) -> SafeView:
    """The safe view of a message alone: plain letters, nothing hidden, links by host, fenced with a nonce that no sender can know."""
    return view_safely(await shape_message(await load_message(rd, query.message_id, include_hidden=query.include_hidden)))


@operation("messages.raw", rest="GET /v1/messages/{message_id}/raw", scope="messages:read")
async def get_raw(io: Io, query: MessageId) -> Bytes:
    """The mail as it came, byte for byte (message/rfc822)."""
    async with io.read() as rd:
        row = await load_message(rd, query.message_id, include_hidden=query.include_hidden)
    return Bytes(await load_raw(io, row), "message/rfc822", f"{query.message_id}.eml")


@operation("attachments.get", rest="GET /v1/messages/{message_id}/attachments/{attachment_id}", scope="messages:read")
async def get_attachment(io: Io, query: AttachmentId) -> Bytes:
    """The bytes of one file of a message."""
    async with io.read() as rd:
        row = await load_message(rd, query.message_id, include_hidden=query.include_hidden)
        wanted = await load_file(rd, row, query.attachment_id)
    return Bytes(await load_bytes(io, row, wanted), wanted["content_type"], wanted["filename"] or "attachment")


@operation("messages.mark", rest="PATCH /v1/messages/{message_id}", scope="messages:write", agent_tool=True)
async def mark(tx: Tx, command: MarkMessage) -> Message:
    """Mark a message as read or starred, set its labels, or move it to another folder.

    A key with the scope `messages:hidden` releases a hidden message by moving it to another folder: from then on it counts as received,
    with its event, for everybody. What stays in a hidden folder (spam too) is deleted when the time of `GET /v1/retention` is over.
    """
    row = await load_message(tx, command.message_id, include_hidden=tx.principal.may(HIDDEN_SCOPE))
    wanted: dict[str, Any] = {"is_read": command.read, "is_starred": command.starred, "labels": command.labels, "folder": command.folder}
    changes = {name: value for name, value in wanted.items() if value is not msgspec.UNSET}
    if command.labels is not msgspec.UNSET:
        changes["labels"] = sorted(set(command.labels))
    if "folder" in changes:
        changes |= await move(tx, row, changes["folder"], changes.get("labels"))
    if changes:
        await change.mark(tx, row["id"], changes)
        tx.emit(_updated(row, changes, changes.keys() & wanted.keys()))
    return message_shape({**row, **changes})


@operation("messages.delete", rest="DELETE /v1/messages/{message_id}", scope="messages:write", status="empty")
async def delete(tx: Tx, command: MessageId) -> None:
    """Delete a message with its raw bytes, for good."""
    hidden = command.include_hidden or tx.principal.may(HIDDEN_SCOPE)
    row = await load_message(tx, command.message_id, include_hidden=hidden)
    for blob_key in await change.delete_messages(tx, [row["id"]]):
        delete_blob_later(tx, blob_key)
    tx.emit(MessageDeleted(**about_row(row)))


def _updated(row: Any, changes: dict[str, Any], changed: Iterable[str]) -> MessageUpdated:
    before, after = set(row["labels"]), set(changes.get("labels", row["labels"]))
    return MessageUpdated(
        **about_row(row),
        changed=tuple(sorted(changed)),
        labels_added=tuple(sorted(after - before)),
        labels_removed=tuple(sorted(before - after)),
    )


async def _inboxes(rd: Read, reference: str | None) -> Sequence[UUID] | None:
    if reference is not None:
        return [(await load_inbox(rd, reference))["id"]]
    return None if rd.principal.inbox_ids is None else list(rd.principal.inbox_ids)


def _filters(query: ListMessages) -> dict[str, Any]:
    names = (
        "subject",
        "label",
        "folder",
        "category",
        "state",
        "direction",
        "has",
        "screening",
        "unread",
        "starred",
        "authentication",
        "flag",
        "received_after",
        "received_before",
    )
    filters = {name: getattr(query, name) for name in names}
    filters["from"] = query.from_
    filters["thread_id"] = None if query.thread_id is None else require_id("thr", query.thread_id, "thread")
    return filters


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["received_at"], row["id"]

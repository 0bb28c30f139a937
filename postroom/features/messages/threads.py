"""What may be asked about threads: reading them, and changing all their messages at once."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from postroom.features.inboxes import InboxRef, load_inbox
from postroom.features.messages.events import ThreadUpdated, about_thread
from postroom.features.messages.hidden import HIDDEN_FOLDERS, asks_for_hidden
from postroom.features.messages.model import FolderName, IncludeHidden, Label, Thread, ThreadWithMessages, thread_values
from postroom.features.messages.shape import summary_shape
from postroom.features.messages.store import read, thread
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import NotFound, invalid_field
from postroom.kernel.ids import encode_id, require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window

_MOST_MESSAGES = 100


class ListThreads(Listing, frozen=True):
    """Which threads; filters compose."""

    inbox_id: InboxRef | None = None
    folder: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    label: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    agent_id: Annotated[str, msgspec.Meta(description="An agent that is assigned.")] | None = None
    include_hidden: IncludeHidden = False


class ThreadId(Input, frozen=True):
    """One thread."""

    thread_id: str


class GetThread(Input, frozen=True):
    """One thread, and whether with its hidden messages."""

    thread_id: str
    include_hidden: IncludeHidden = False


class UpdateThread(Input, frozen=True):
    """What to change at all visible messages of a thread; what is left out stays."""

    thread_id: str
    folder: FolderName | msgspec.UnsetType = msgspec.UNSET
    add_labels: Annotated[list[Label], msgspec.Meta(max_length=50)] = []
    remove_labels: Annotated[list[Label], msgspec.Meta(max_length=50)] = []
    read: bool | msgspec.UnsetType = msgspec.UNSET


class ListFolders(Input, frozen=True):
    """Of which inbox."""

    inbox_id: InboxRef
    include_hidden: IncludeHidden = False


class Folder(msgspec.Struct, frozen=True):
    """A folder of an inbox and what is in it."""

    name: str
    message_count: int
    unread_count: int


class Folders(msgspec.Struct, frozen=True):
    """The folders of an inbox that hold something, by name."""

    data: list[Folder]


@operation("threads.list", rest="GET /v1/threads", scope="messages:read")
async def list_all(rd: Read, query: ListThreads) -> Page[Thread]:
    """Conversations within reach, the most recently written first; filters compose."""
    view, hidden = window(query.limit, query.cursor), asks_for_hidden(rd.principal, query.include_hidden)
    listed = None if rd.principal.inbox_ids is None else list(rd.principal.inbox_ids)
    inbox_ids = listed if query.inbox_id is None else [(await load_inbox(rd, query.inbox_id))["id"]]
    agent_id = None if query.agent_id is None else await rd.house.resolve(rd, "agt", query.agent_id)
    filters = {"folder": query.folder, "label": query.label, "agent_id": agent_id}
    rows = await thread.list_threads(rd, view, inbox_ids, include_hidden=hidden, filters=filters)
    return page(rows, view, lambda row: Thread(**thread_values(row)), _key_of)


@operation("threads.get", rest="GET /v1/threads/{thread_id}", scope="messages:read", agent_tool=True)
async def get(rd: Read, query: GetThread) -> ThreadWithMessages:
    """One conversation with its messages, oldest first. The id of a thread that was merged leads to where its messages are."""
    hidden = asks_for_hidden(rd.principal, query.include_hidden)
    row = await load_thread(rd, query.thread_id, include_hidden=hidden)
    messages = await read.list_of_thread(rd, row["id"], _MOST_MESSAGES, include_hidden=hidden)
    return ThreadWithMessages(**thread_values(row), messages=[summary_shape(one) for one in reversed(messages)])


@operation("threads.update", rest="PATCH /v1/threads/{thread_id}", scope="messages:write", agent_tool=True)
async def update(tx: Tx, command: UpdateThread) -> Thread:
    """Move, label or mark all visible messages of a thread. A mail that comes later is in the inbox again."""
    row = await load_thread(tx, command.thread_id)
    folder = None if isinstance(command.folder, msgspec.UnsetType) else command.folder
    is_read = None if isinstance(command.read, msgspec.UnsetType) else command.read
    if folder in HIDDEN_FOLDERS:
        raise invalid_field("body.folder", f"a thread is not moved to {folder}; move its messages one by one.")
    added, removed = sorted(set(command.add_labels)), sorted(set(command.remove_labels))
    change = {"folder": folder, "labels_added": added, "labels_removed": removed, "is_read": is_read}
    await thread.change_messages(tx, row["id"], change)
    tx.emit(
        ThreadUpdated(**about_thread(tx.org_id, row), folder=folder, labels_added=tuple(added), labels_removed=tuple(removed), read=is_read)
    )
    return Thread(**thread_values(await thread.find_thread(tx, row["id"])))


@operation("folders.list", rest="GET /v1/inboxes/{inbox_id}/folders", scope="messages:read")
async def list_folders(rd: Read, query: ListFolders) -> Folders:
    """The folders of an inbox with their counts."""
    hidden = asks_for_hidden(rd.principal, query.include_hidden)
    rows = await thread.list_folders(rd, (await load_inbox(rd, query.inbox_id))["id"], include_hidden=hidden)
    return Folders([Folder(row["folder"], row["message_count"], row["unread_count"]) for row in rows])


async def load_thread(rd: Read, reference: str, *, include_hidden: bool = False) -> Any:
    """The row of a thread within reach that has something to see. Raises NotFound alike for unknown, foreign and out of reach."""
    row = await thread.find_thread(rd, require_id("thr", reference, "thread"))
    if row is None or (row["message_count"] == 0 and not (include_hidden and row["hidden_count"])):
        raise _unknown(reference)
    if row["inbox_id"] is not None:
        try:
            await load_inbox(rd, encode_id("inb", row["inbox_id"]))
        except NotFound:
            raise _unknown(reference) from None
    return row


def _unknown(thread_id: str) -> NotFound:
    return NotFound("thread_not_found", f"There is no thread {thread_id[:80]} within reach of this key.")


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["last_message_at"], row["id"]

"""What may be asked about threads."""

from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.features.inboxes import InboxRef, load_inbox
from postroom.features.messages.hidden import asks_for_hidden
from postroom.features.messages.model import IncludeHidden, Thread, ThreadWithMessages, thread_values
from postroom.features.messages.shape import summary_shape
from postroom.features.messages.store import read, thread
from postroom.kernel.context import Read
from postroom.kernel.errors import NotFound
from postroom.kernel.ids import encode_id, require_id
from postroom.kernel.operations import Input, Listing, operation
from postroom.kernel.paging import Page, page, window

_MOST_MESSAGES = 100


class ListThreads(Listing, frozen=True):
    """Which threads."""

    inbox_id: InboxRef | None = None
    include_hidden: IncludeHidden = False


class ThreadId(Input, frozen=True):
    """One thread."""

    thread_id: str
    include_hidden: IncludeHidden = False


@operation("threads.list", rest="GET /v1/threads", scope="messages:read")
async def list_all(rd: Read, query: ListThreads) -> Page[Thread]:
    """Conversations within reach, the most recently written first."""
    view, hidden = window(query.limit, query.cursor), asks_for_hidden(rd.principal, query.include_hidden)
    listed = None if rd.principal.inbox_ids is None else list(rd.principal.inbox_ids)
    inbox_ids = listed if query.inbox_id is None else [(await load_inbox(rd, query.inbox_id))["id"]]
    return page(
        await thread.list_threads(rd, view, inbox_ids, include_hidden=hidden), view, lambda row: Thread(**thread_values(row)), _key_of
    )


@operation("threads.get", rest="GET /v1/threads/{thread_id}", scope="messages:read", agent_tool=True)
async def get(rd: Read, query: ThreadId) -> ThreadWithMessages:
    """One conversation with its messages, oldest first."""
    hidden = asks_for_hidden(rd.principal, query.include_hidden)
    row = await thread.find_thread(rd, require_id("thr", query.thread_id, "thread"))
    if row is None or (row["message_count"] == 0 and not hidden):
        raise _unknown(query.thread_id)
    if row["inbox_id"] is not None:
        try:
            await load_inbox(rd, encode_id("inb", row["inbox_id"]))
        except NotFound:
            raise _unknown(query.thread_id) from None
    messages = await read.list_of_thread(rd, row["id"], _MOST_MESSAGES, include_hidden=hidden)
    return ThreadWithMessages(**thread_values(row), messages=[summary_shape(one) for one in reversed(messages)])


def _unknown(thread_id: str) -> NotFound:
    return NotFound("thread_not_found", f"There is no thread {thread_id[:80]} within reach of this key.")


def _key_of(row: Any) -> tuple[datetime, UUID]:
    return row["last_message_at"], row["id"]

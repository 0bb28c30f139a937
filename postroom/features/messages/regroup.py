"""Threads put in order by hand: merged, split, and both undone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from postroom.features.messages.events import ThreadMerged, ThreadRestored, ThreadSplit, about_thread
from postroom.features.messages.hidden import HIDDEN_SCOPE, asks_for_hidden
from postroom.features.messages.store import regroup as store
from postroom.features.messages.threads import GetThread, load_thread
from postroom.kernel.context import Read, Tx
from postroom.kernel.errors import Conflict, NotFound, TooLarge, invalid_field
from postroom.kernel.ids import encode_id, require_id
from postroom.kernel.operations import Input, operation
from postroom.lib.threading import id_hash

_MOST_MESSAGES = 5_000
_MOST_CHANGES = 100


class MergeThreads(Input, frozen=True):
    """Threads of the same inbox whose messages go into this one."""

    thread_id: str
    thread_ids: Annotated[list[str], msgspec.Meta(min_length=1, max_length=20)]


class SplitThread(Input, frozen=True):
    """Messages of this thread that begin one of their own."""

    thread_id: str
    message_ids: Annotated[list[str], msgspec.Meta(min_length=1, max_length=500)]


class UndoChange(Input, frozen=True):
    """Which change; the newest that is not undone by default."""

    thread_id: str
    change_id: str | None = None


class ThreadChange(msgspec.Struct, frozen=True):
    """What was done to a thread: `message_ids` were moved into `to_thread_id`. `undone_at` is null while it holds.

    Hidden messages are moved along; they are named only for keys with the scope `messages:hidden`.
    """

    id: str
    kind: Literal["merge", "split"]
    thread_id: str
    to_thread_id: str
    message_ids: list[str]
    made_at: datetime
    undone_at: datetime | None


class ThreadChanges(msgspec.Struct, frozen=True):
    """What was done to a thread, newest first (at most 100)."""

    data: list[ThreadChange]


@operation("threads.merge", rest="POST /v1/threads/{thread_id}/merge", scope="threads:write")
async def merge(tx: Tx, command: MergeThreads) -> ThreadChange:
    """Merge other threads of the same inbox into this one. Their ids lead here from now on, and so do answers to their mail."""
    target = await load_thread(tx, command.thread_id)
    others = [await load_thread(tx, one) for one in dict.fromkeys(command.thread_ids)]
    sources = [one["id"] for one in others if one["id"] != target["id"]]
    if not sources:
        raise invalid_field("body.thread_ids", "name at least one thread other than the one merged into.")
    if any(one["inbox_id"] != target["inbox_id"] for one in others):
        raise invalid_field("body.thread_ids", "threads of another inbox cannot be merged into this one.")
    await store.lock_threads(tx, [target["id"], *sources])
    moved = await _messages(tx, sources)
    change = await store.insert_change(tx, tx.new_id(), "merge", target["id"])
    await store.move_messages(tx, change["id"], [row["id"] for row in moved], target["id"])
    await store.move_links(tx, change["id"], sources, None, target["id"])
    await store.set_merged_into(tx, sources, target["id"])
    await store.recount(tx, [target["id"], *sources])
    tx.emit(ThreadMerged(**about_thread(tx.org_id, target), thread_ids=tuple(encode_id("thr", one) for one in sources)))
    return _shape(change, target["id"], [row["id"] for row in moved if row["is_shown"] or tx.principal.may(HIDDEN_SCOPE)])


@operation("threads.split", rest="POST /v1/threads/{thread_id}/split", scope="threads:write")
async def split(tx: Tx, command: SplitThread) -> ThreadChange:
    """Give some messages of a thread a thread of their own; answers to them follow."""
    source = await load_thread(tx, command.thread_id)
    wanted = {require_id("msg", one, "message") for one in command.message_ids}
    await store.lock_threads(tx, [source["id"]])
    messages = [row for row in await _messages(tx, [source["id"]]) if row["is_shown"] or tx.principal.may(HIDDEN_SCOPE)]
    chosen = [row for row in messages if row["id"] in wanted]
    if len(chosen) < len(wanted):
        raise NotFound("message_not_found", "A message named in message_ids is not in this thread.")
    if len(chosen) == len(messages):
        raise invalid_field("body.message_ids", "leave at least one message in the thread.")
    target = tx.new_id()
    await store.insert_thread_like(tx, target, source)
    change = await store.insert_change(tx, tx.new_id(), "split", source["id"])
    await store.move_messages(tx, change["id"], [row["id"] for row in chosen], target)
    hashes = [id_hash(row["message_id"]) for row in chosen if row["message_id"]]
    await store.move_links(tx, change["id"], [source["id"]], hashes, target)
    await store.recount(tx, [source["id"], target])
    tx.emit(ThreadSplit(**about_thread(tx.org_id, source), new_thread_id=encode_id("thr", target)))
    return _shape(change, target, [row["id"] for row in chosen])


@operation("threads.undo", rest="POST /v1/threads/{thread_id}/undo", scope="threads:write")
async def undo(tx: Tx, command: UndoChange) -> ThreadChange:
    """Take a merge or a split back. What was moved elsewhere or deleted meanwhile stays as it is."""
    thread = await load_thread(tx, command.thread_id)
    named = None if command.change_id is None else require_id("tch", command.change_id, "thread_change")
    hidden = tx.principal.may(HIDDEN_SCOPE)
    change = await store.find_change(tx, thread["id"], named, include_hidden=hidden)
    if change is None:
        raise NotFound("thread_change_not_found", "There is nothing to undo in this thread.")
    if change["undone_at"] is not None:
        raise Conflict("thread_change_undone", "This change is undone already.")
    listed = {row["id"]: row for row in await store.list_changes(tx, thread["id"], _MOST_CHANGES, include_hidden=hidden)}
    concerned = await store.list_changed_threads(tx, change["id"])
    await store.lock_threads(tx, concerned)
    await store.take_back(tx, change["id"])
    target = listed[change["id"]]["target"] or thread["id"] if change["id"] in listed else thread["id"]
    await _set_husks(tx, change["kind"], thread["id"], target, concerned)
    await store.recount(tx, concerned)
    tx.emit(ThreadRestored(**about_thread(tx.org_id, thread), change_id=encode_id("tch", change["id"])))
    moved = listed[change["id"]]["message_ids"] if change["id"] in listed else []
    return _shape({**change, "undone_at": tx.now}, target, moved)


@operation("threads.changes", rest="GET /v1/threads/{thread_id}/changes", scope="messages:read")
async def list_changes(rd: Read, query: GetThread) -> ThreadChanges:
    """The merges and splits of a thread, newest first."""
    hidden = asks_for_hidden(rd.principal, query.include_hidden)
    thread = await load_thread(rd, query.thread_id, include_hidden=hidden)
    rows = await store.list_changes(rd, thread["id"], _MOST_CHANGES, include_hidden=hidden)
    return ThreadChanges([_shape(row, row["target"] or thread["id"], row["message_ids"]) for row in rows])


async def _messages(tx: Tx, thread_ids: Sequence[UUID]) -> list[Any]:
    rows = await store.list_message_ids(tx, thread_ids, _MOST_MESSAGES + 1)
    if len(rows) > _MOST_MESSAGES:
        raise TooLarge("thread_too_large", f"These threads hold more than {_MOST_MESSAGES} messages; merge fewer at once.")
    return rows


async def _set_husks(tx: Tx, kind: str, thread_id: UUID, target: UUID, concerned: Sequence[UUID]) -> None:
    """After a merge is undone its threads stand for themselves again; what a split had made leads back."""
    if kind == "merge":
        await store.set_merged_into(tx, [one for one in concerned if one != thread_id], None)
    elif target != thread_id:
        await store.set_merged_into(tx, [target], thread_id)


def _shape(change: Any, target: UUID, message_ids: Sequence[UUID]) -> ThreadChange:
    return ThreadChange(
        id=encode_id("tch", change["id"]),
        kind=change["kind"],
        thread_id=encode_id("thr", change["thread_id"]),
        to_thread_id=encode_id("thr", target),
        message_ids=[encode_id("msg", one) for one in message_ids],
        made_at=change["made_at"],
        undone_at=change["undone_at"],
    )

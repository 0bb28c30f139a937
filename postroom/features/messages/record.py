"""Recording messages: the same function for intake, imports, local delivery and what is sent, for one message or for fifty."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from postroom.features.inboxes import add_usage
from postroom.features.messages.model import NewMessage
from postroom.features.messages.store.insert import insert_messages
from postroom.features.messages.store.thread import LinkKey, add_to_threads, find_links, take_links
from postroom.kernel.ids import new_id
from postroom.lib.threading import base_subject, id_hash, link_order

_MOST_LINKS = 20


async def record(connection: Any, batch: Sequence[NewMessage]) -> None:
    """Find or make the threads, then insert everything. Inside the caller's transaction; sets `thread_id` of each message."""
    await _assign_threads(connection, batch)
    await insert_messages(connection, batch)
    await _count_into_threads(connection, batch)
    await _count_into_inboxes(connection, batch)


async def _assign_threads(connection: Any, batch: Sequence[NewMessage]) -> None:
    keys = {message.id: _link_keys(message) for message in batch}
    known = await find_links(connection, list({key for some in keys.values() for key in some}))
    fresh: dict[LinkKey, UUID] = {}
    for message in batch:
        thread_id = message.thread_id or _known_thread(keys[message.id], known, fresh) or new_id(message.received_at)
        message.thread_id = thread_id
        fresh.update({key: thread_id for key in keys[message.id] if key not in known and key not in fresh})
    if fresh:
        await _take(connection, batch, keys, fresh)


async def _take(connection: Any, batch: Sequence[NewMessage], keys: dict[UUID, list[LinkKey]], fresh: dict[LinkKey, UUID]) -> None:
    """Another process may have bound one of our ids a moment ago: then its thread is ours too."""
    taken = await take_links(connection, fresh)
    moved = {fresh[key]: thread_id for key, thread_id in taken.items() if fresh[key] != thread_id}
    for message in batch if moved else ():
        if message.thread_id in moved and any(key in fresh for key in keys[message.id]):
            message.thread_id = moved[message.thread_id]


def _link_keys(message: NewMessage) -> list[LinkKey]:
    """The Message-IDs that decide the thread, best first, then the message's own."""
    if message.inbox_id is None:
        return []
    ids = link_order(message.in_reply_to, message.references)[:_MOST_LINKS]
    own = [message.message_id] if message.message_id else []
    return [(message.org_id, message.inbox_id, id_hash(one)) for one in dict.fromkeys([*ids, *own])]


def _known_thread(keys: Iterable[LinkKey], *maps: dict[LinkKey, UUID]) -> UUID | None:
    return next((known[key] for key in keys for known in maps if key in known), None)


async def _count_into_threads(connection: Any, batch: Sequence[NewMessage]) -> None:
    by_thread: dict[UUID, list[NewMessage]] = defaultdict(list)
    for message in batch:
        if message.thread_id is not None:
            by_thread[message.thread_id].append(message)
    rows = [
        (some[0].org_id, thread_id, some[0].mode, some[0].inbox_id, base_subject(some[0].subject)[:500], len(some), _newest(some))
        for thread_id, some in by_thread.items()
    ]
    await add_to_threads(connection, rows)


def _newest(messages: Sequence[NewMessage]) -> Any:
    return max(message.received_at for message in messages)


async def _count_into_inboxes(connection: Any, batch: Sequence[NewMessage]) -> None:
    by_inbox: dict[tuple[UUID, UUID], list[int]] = defaultdict(list)
    for message in batch:
        if message.inbox_id is not None:
            by_inbox[(message.org_id, message.inbox_id)].append(message.size_bytes)
    if by_inbox:
        organisations, inboxes = zip(*by_inbox, strict=True)
        sizes = list(by_inbox.values())
        await add_usage(connection, organisations, inboxes, [len(some) for some in sizes], [sum(some) for some in sizes])

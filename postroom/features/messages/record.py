"""Recording messages: the same function for intake, imports, local delivery and what is sent, for one message or for fifty.

Two round trips: what is known of the threads, then everything is written at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from postroom.features.inboxes import add_usage_part
from postroom.features.messages.model import NewMessage
from postroom.features.messages.store.hide import watch_part
from postroom.features.messages.store.insert import message_parts
from postroom.features.messages.store.thread import (
    LinkKey,
    add_to_threads_part,
    assign_part,
    find_links_part,
    find_strangers_part,
    take_links_part,
)
from postroom.kernel.ids import new_id
from postroom.kernel.statements import Part, run_parts
from postroom.lib.threading import base_subject, id_hash, is_bare_reply, link_order, talk_keys

_MOST_LINKS = 20
_MOST_ANSWERED = 3
_BULK_HEADERS = frozenset(("list-id", "list-unsubscribe", "auto-submitted", "precedence", "feedback-id"))
_LONGEST_SUBJECT = 500

Links = dict[LinkKey, UUID]


async def record(connection: Any, batch: Sequence[NewMessage]) -> None:
    """Look the threads up, then write. Inside the caller's transaction; sets `thread_id` of each message."""
    await write(connection, batch, (await run_parts(connection, look_up(batch)))["links"])


def look_up(batch: Sequence[NewMessage]) -> list[Part]:
    """What must be known before messages are written: give the rows of `links` to `write`.

    Rows of `strangers`: the places of those that answer a known thread and come from nobody who has a part in it.
    """
    parts = [find_links_part(list({key for message in batch for key in (*_link_keys(message), *_talk_keys(message))}))]
    answers = [
        (place, message.org_id, message.inbox_id, id_hash(one), message.from_.address.lower())
        for place, message in enumerate(batch)
        if message.inbox_id is not None and message.from_.address
        for one in link_order(message.in_reply_to, message.references)[:_MOST_ANSWERED]
    ]
    return [*parts, find_strangers_part(answers)] if answers else parts


async def write(connection: Any, batch: Sequence[NewMessage], links: Iterable[Any], others: Sequence[Part] = ()) -> list[Any]:
    """Write messages, threads, counters and `others` in one round trip; rows (org, thread, agent, role) of agents that were assigned.

    Raises asyncpg.SerializationError when another process bound one of the Message-IDs a moment ago: the transaction is tried again.
    """
    open_messages = [message for message in batch if message.thread_id is None]
    fresh = assign_threads(batch, {(org, inbox, digest): thread for org, inbox, digest, thread in links})
    try:
        return await _write_all(connection, batch, fresh, others)
    except Exception:
        for message in open_messages:
            message.thread_id = None  # the next try finds the thread anew
        raise


async def _write_all(connection: Any, batch: Sequence[NewMessage], fresh: Links, others: Sequence[Part]) -> list[Any]:
    parts = [*message_parts(batch), add_to_threads_part(_thread_rows(batch)), add_usage_part(_usage(batch)), *others]
    parts += [take_links_part(fresh)] if fresh else []
    hidden = [one for one in batch if one.is_hidden]
    parts += [watch_part({one.org_id for one in hidden}, hidden[0].received_at)] if hidden else []
    assignments = _assignment_rows(batch)
    done = await run_parts(connection, [*parts, assign_part(assignments)] if assignments else parts)
    if any(fresh[(org, inbox, digest)] != thread for org, inbox, digest, thread in done.get("taken", ())):
        raise asyncpg.SerializationError("a Message-ID was bound to a thread meanwhile")
    return list(done.get("assigned", ()))


def _assignment_rows(batch: Sequence[NewMessage]) -> list[Any]:
    return [
        (one.org_id, one.thread_id, one.assignment.agent_id, one.assignment.role, one.assignment.rule_id, one.received_at)
        for one in batch
        if one.assignment is not None and one.thread_id is not None and not one.is_hidden
    ]


def assign_threads(batch: Sequence[NewMessage], known: Links) -> Links:
    """Set the thread of every message; what is newly bound."""
    fresh: Links = {}
    for message in batch:
        keys, answered = _link_keys(message), _talk_keys(message, looking=True) if _is_bare_reply(message) else []
        message.thread_id = message.thread_id or _first([*keys, *answered], known, fresh) or new_id(message.received_at)
        bound = (*keys, *_talk_keys(message, looking=False))
        fresh.update({key: message.thread_id for key in bound if key not in known and key not in fresh})
    return fresh


def _link_keys(message: NewMessage) -> list[LinkKey]:
    """The Message-IDs that decide the thread, best first, then the message's own."""
    if message.inbox_id is None:
        return []
    ids = link_order(message.in_reply_to, message.references)[:_MOST_LINKS]
    own = [message.message_id] if message.message_id else []
    return [(message.org_id, message.inbox_id, id_hash(one)) for one in dict.fromkeys([*ids, *own])]


def _is_bare_reply(message: NewMessage) -> bool:
    return is_bare_reply(message.subject, message.in_reply_to, message.references)


def _talk_keys(message: NewMessage, *, looking: bool | None = None) -> list[LinkKey]:
    """What a reply without references is found by: subject, people, time. Machines do not converse.

    `looking` None: all that must be known of the message.
    """
    if message.inbox_id is None or _is_bulk(message):
        return []
    people = dict.fromkeys(one.address for one in (*message.to, *message.cc) if one.address)
    if looking is None:
        looking = _is_bare_reply(message)
    keys = talk_keys(message.subject, message.from_.address, people, message.received_at, looking=looking)
    return [(message.org_id, message.inbox_id, key) for key in keys]


def _is_bulk(message: NewMessage) -> bool:
    local = message.from_.address.partition("@")[0].lower()
    if message.direction == "inbound" and ("noreply" in local or "no-reply" in local or not local):
        return True
    return any(name.lower() in _BULK_HEADERS for name, _ in message.headers)


def _first(keys: Iterable[LinkKey], *maps: Links) -> UUID | None:
    return next((known[key] for key in keys for known in maps if key in known), None)


def _thread_rows(batch: Sequence[NewMessage]) -> list[Any]:
    by_thread: dict[UUID, list[NewMessage]] = defaultdict(list)
    for message in batch:
        if message.thread_id is not None:
            by_thread[message.thread_id].append(message)
    return [_thread_row(thread_id, some) for thread_id, some in by_thread.items()]


def _thread_row(thread_id: UUID, some: list[NewMessage]) -> tuple[Any, ...]:
    shown = [message for message in some if not message.is_hidden]
    one, newest = (shown or some)[0], max(message.received_at for message in shown or some)
    counts = (len(shown), len(some) - len(shown))
    return one.org_id, thread_id, one.mode, one.inbox_id, base_subject(one.subject)[:_LONGEST_SUBJECT], *counts, newest


def _usage(batch: Sequence[NewMessage]) -> dict[tuple[UUID, UUID], list[int]]:
    """(messages, bytes) that everybody sees, and (messages, bytes) that are hidden, by inbox."""
    usage: dict[tuple[UUID, UUID], list[int]] = {}
    for message in batch:
        if message.inbox_id is not None:
            counts = usage.setdefault((message.org_id, message.inbox_id), [0, 0, 0, 0])
            place = 2 if message.is_hidden else 0
            counts[place] += 1
            counts[place + 1] += message.size_bytes
    return usage

"""Filling what search finds, after the sender has its answer (FOUNDATIONS §2). `lib/search` cuts words, for messages as for queries."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from postroom.features.messages import find
from postroom.features.search.pairs import PAIR_NAME
from postroom.features.search.settings import SearchSettings
from postroom.features.search.store import index as store
from postroom.kernel.context import Tx
from postroom.kernel.followers import Fact, Follower
from postroom.kernel.jobs import Job
from postroom.lib.search import Words, fold_line

# What was quoted belongs to another mail, and small print to none.
_LEFT_OUT = frozenset({"quoted", "disclaimer"})
_MOST_NAMES = 2_000


async def index_messages(tx: Tx, message_ids: Sequence[UUID]) -> None:
    """Make messages findable, as they now are; those that are gone are left out."""
    if message_ids:
        rows = await store.list_searchable(tx, message_ids)
        marks = find.Marks(tx.org_id)
        if await store.write_search(tx, [_entry(row, marks) for row in rows], marks):
            tx.enqueue(Job(name=PAIR_NAME, org_id=tx.org_id))


async def _follow(tx: Tx, facts: Sequence[Fact]) -> None:
    await index_messages(tx, list({fact.message_id: None for fact in facts if fact.message_id and _tells_of_words(fact)}))
    if tx.house.settings.of(SearchSettings).is_semantic:
        tx.enqueue(Job(name=EMBED_NAME, org_id=tx.org_id))


def _tells_of_words(fact: Fact) -> bool:
    """Files that gave no text change nothing."""
    return "read" in fact.data.get("statuses", ("read",))


EMBED_NAME = "search.embed"
FOLLOWER = Follower(find.FOLLOWER, frozenset(find.INDEXED), _follow)


def found_text(body: str, segments: Iterable[Any]) -> str:
    """What of a body is searched: all but what was quoted; all of it where nothing else is left."""
    segments = list(segments)
    if all(kind not in _LEFT_OUT for kind, _, _ in segments):
        return body
    return "\n".join(body[start:end] for kind, start, end in segments if kind not in _LEFT_OUT) or body


def _entry(row: Any, marks: find.Marks) -> store.Entry:
    recipients = " ".join(_names(row))[:_MOST_NAMES]
    sender = f"{row['from_name']} {row['from_address']}".strip()
    words = Words()
    words.add(row["subject"], "A")
    words.add(f"{sender}\n{recipients}", "B")
    words.add(found_text(row["body"], row["segments"] or ()), "C")
    for text in row["texts"] or ():
        words.add(text, "D")
    fields = {"subject": fold_line(row["subject"]), "from": fold_line(sender), "to": fold_line(recipients)}
    return store.Entry(
        id=row["id"],
        received_at=row["received_at"],
        words=marks.vector(words),
        grams=marks.of_message(fields, row),
        subject=fields["subject"],
        sender=fields["from"],
        recipients=fields["to"],
    )


def _names(row: Any) -> Iterable[str]:
    for column in ("to_addresses", "cc_addresses", "bcc_addresses"):
        for one in row[column] or ():
            yield f"{one.get('name', '')} {one['address']}".strip()

"""Reading files of a message and keeping what came of it; a message is no better than the worst of its files."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from postroom.features.documents import store
from postroom.features.documents.events import MessageAttachmentsRead, MessageScreened
from postroom.features.documents.examine import Examined
from postroom.features.messages import change, events, hidden, to_storable
from postroom.features.screening import find_policies_part, policies_of
from postroom.kernel.context import Tx
from postroom.kernel.ids import encode_id
from postroom.kernel.statements import run_parts
from postroom.lib.documents import estimate_tokens
from postroom.lib.screening import Thresholds, verdict

_PAGE_CHARS = 500_000
_MOST_FINDINGS = 50
_RANKS = {None: 0, "allow": 0, "review": 1, "block": 2}


class Read(NamedTuple):
    """What was read of a file of a message; of the message the row."""

    message: Any
    attachment_id: UUID
    examined: Examined


async def keep(tx: Tx, read: Sequence[Read]) -> None:
    """Keep what was read of files of messages that are not gone meanwhile, message by message; tell it, and judge them anew."""
    policies = policies_of((await run_parts(tx.connection, [find_policies_part([tx.org_id])]))["screening"])
    policy = policies.get((tx.org_id, read[0].message["mode"]), Thresholds())
    new = set(await store.insert_documents(tx, [(one.message["id"], one.attachment_id, *_values(one.examined, policy)) for one in read]))
    for _, grouped in groupby((one for one in read if one.attachment_id in new), lambda one: one.message["id"]):
        kept = list(grouped)
        statuses = tuple(one.examined.document.status for one in kept)
        tx.emit(MessageAttachmentsRead(**events.about_row(kept[0].message), statuses=statuses))
        await _judge(tx, max(kept, key=lambda one: one.examined.screening.score), policy)


def _values(examined: Examined, policy: Thresholds) -> tuple[Any, ...]:
    """The columns of `attachment_documents` from `type` on."""
    document, screening = examined.document, examined.screening
    texts = [to_storable(page.text, _PAGE_CHARS) for page in document.pages]
    return (
        document.type,
        document.status,
        [to_storable(page.label, 300) for page in document.pages],
        texts,
        [to_storable(one, 500) for one in document.notices],
        document.is_truncated,
        sum(map(estimate_tokens, texts)),
        to_storable(document.hidden, 30_000),
        {"score": screening.score, "findings": [_finding(one, one.where) for one in screening.findings]},
        verdict(screening.score, policy),
    )


async def _judge(tx: Tx, worst: Read, policy: Thresholds) -> None:
    """A file that attacks makes the message that carries it as bad; what is blocked leaves the inbox."""
    message, attachment_id, examined = worst
    said = verdict(examined.screening.score, policy)
    if message["direction"] != "inbound" or said == "allow":
        return
    state = await change.lock_state(tx, message["id"])
    if state is None or _RANKS[said] <= _RANKS[state["screening_verdict"]]:
        return
    identifier = encode_id("att", attachment_id)
    findings = [_finding(one, f"attachment {identifier}, {one.where}") for one in examined.screening.findings]
    known = message["screening"] or {}
    await change.write_screening(
        tx,
        message["id"],
        {
            **known,
            "score": max(examined.screening.score, known.get("score", 0.0)),
            "findings": [*findings, *known.get("findings", [])][:_MOST_FINDINGS],
        },
    )
    changes = {"screening_verdict": said}
    if said == "block" and state["folder"] == "inbox":
        changes |= await hidden.hide_stored(tx, message, state, "quarantine")
    await change.mark(tx, message["id"], changes)
    tx.emit(MessageScreened(**events.about_row(message), verdict=said, previous=state["screening_verdict"], attachment_id=identifier))


def _finding(one: Any, where: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(one)
    return {name: found[name] for name in ("technique", "span", "confidence")} | {"where": where}

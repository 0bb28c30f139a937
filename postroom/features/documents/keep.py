"""Reading files of a message and keeping what came of it; a message is no better than the worst of its files."""

from collections.abc import Sequence
from typing import Any

import msgspec

from postroom.features.documents import store
from postroom.features.documents.events import MessageAttachmentsRead, MessageScreened
from postroom.features.documents.examine import Examined
from postroom.features.documents.reader import Reader
from postroom.features.messages import change, events, hidden, to_storable
from postroom.features.screening import find_policies_part, policies_of
from postroom.kernel.context import Io, Tx
from postroom.kernel.ids import encode_id
from postroom.kernel.statements import run_parts
from postroom.lib.documents import estimate_tokens
from postroom.lib.screening import Thresholds, verdict

_PAGE_CHARS = 500_000
_MOST_FINDINGS = 50
_RANKS = {None: 0, "allow": 0, "review": 1, "block": 2}
Read = tuple[Any, Examined]


async def read_file(io: Io, content: bytes, file: Any) -> Examined:
    """The text of one file of a message, and what it tries."""
    return await io.use(Reader).read(content, file["filename"], file["content_type"])


async def keep(tx: Tx, message: Any, read: Sequence[Read]) -> None:
    """Keep what was read of files of a message that is not gone meanwhile; tell it, and judge the message anew."""
    rows = await run_parts(tx.connection, [find_policies_part([tx.org_id])])
    policy = policies_of(rows["screening"]).get((tx.org_id, message["mode"]), Thresholds())
    kept = [one for one in read if await store.insert_document(tx, message["id"], one[0]["id"], _values(one[1], policy))]
    if kept:
        statuses = tuple(examined.document.status for _, examined in kept)
        tx.emit(MessageAttachmentsRead(**events.about_row(message), statuses=statuses))
        await _judge(tx, message, kept, policy)


def _values(examined: Examined, policy: Thresholds) -> dict[str, Any]:
    document, screening = examined.document, examined.screening
    texts = [to_storable(page.text, _PAGE_CHARS) for page in document.pages]
    return {
        "type": document.type,
        "status": document.status,
        "labels": [to_storable(page.label, 300) for page in document.pages],
        "texts": texts,
        "notices": [to_storable(one, 500) for one in document.notices],
        "is_truncated": document.is_truncated,
        "token_count": sum(map(estimate_tokens, texts)),
        "hidden_text": to_storable(document.hidden, 30_000),
        "screening": {"score": screening.score, "findings": [_finding(one, one.where) for one in screening.findings]},
        "screening_verdict": verdict(screening.score, policy),
    }


async def _judge(tx: Tx, message: Any, kept: Sequence[Read], policy: Thresholds) -> None:
    """A file that attacks makes the message that carries it as bad; what is blocked leaves the inbox."""
    file, examined = max(kept, key=lambda one: one[1].screening.score)
    said = verdict(examined.screening.score, policy)
    state = await change.lock_state(tx, message["id"])
    if message["direction"] != "inbound" or state is None or _RANKS[said] <= _RANKS[state["screening_verdict"]]:
        return
    identifier = encode_id("att", file["id"])
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

"""Which mails belong together (`threads/`): the rules by which a mail finds its thread, without a database under them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.scores.corpus import Row, is_held_out
from bench.scores.figure import Figure, Section, Share, in_parts
from postroom.channels.email.prepare import InboundMail, prepare
from postroom.features.inboxes import Recipient
from postroom.features.messages.record import assign_threads
from postroom.lib.reading import read_mail

NOTES = """Exact: every thread of a set holds the mails it should, in the order of their arrival. Without In-Reply-To and References a mail
joins a thread only where its subject says that it is an answer, to the same subject between the same two people within forty days."""
_NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def measure(folder: Path) -> Section:
    rows = json.loads((folder / "threads" / "expected.json").read_text("utf-8"))
    parts = in_parts(rows, lambda row: is_held_out(row["set"]), lambda part: {"exact": _share(folder, part)})
    return Section("Threads", f"{len(rows)} sets of mails.", [Figure("sets exact", 1.0, *parts["exact"])], NOTES)


def misses(folder: Path) -> list[str]:
    rows = json.loads((folder / "threads" / "expected.json").read_text("utf-8"))
    return [row["set"] for row in rows if not is_held_out(row["set"]) and not _is_exact(folder, row)]


def _share(folder: Path, rows: list[Row]) -> Share:
    return Share(sum(_is_exact(folder, row) for row in rows), len(rows))


def _is_exact(folder: Path, row: Row) -> bool:
    inbox = Recipient(UUID(int=1), UUID(int=2), None, "live", "inbox@postroom.example", None, "active", None, False)
    links: dict[Any, UUID] = {}
    grouped: dict[UUID, set[str]] = {}
    for name in row["order"]:
        raw = (folder / "threads" / row["set"] / name).read_bytes()
        mail = InboundMail("", [(inbox.address, inbox)], raw)
        messages = prepare(mail, read_mail(raw, [inbox.address], _NOW), None, _NOW)
        links |= assign_threads(messages, links)
        grouped.setdefault(messages[0].thread_id or UUID(int=0), set()).add(name)
    return {frozenset(one) for one in grouped.values()} == {frozenset(one) for one in row["threads"]}

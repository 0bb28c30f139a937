"""The part of a reply that its writer newly wrote (`quotes.jsonl`)."""

import hashlib
from pathlib import Path

from bench.scores.corpus import Row, read_rows
from bench.scores.figure import Figure, Section, Share, in_parts
from postroom.lib.quoting import split_text

NOTES = """
Exact: the new text is the expected one, runs of white space taken as one blank. Hard cases, as far as they may
be looked at: the labels of some usenet mails keep a quote above text that was written below it, those of others drop it.
"""


def measure(folder: Path) -> Section:
    rows = read_rows(folder, "quotes.jsonl")
    parts = in_parts(rows, is_held_out, lambda part: {"exact": Share(sum(map(_is_exact, part)), len(part))})
    return Section("Quotes", f"{len(rows)} replies.", [Figure("exact", 0.95, *parts["exact"])], NOTES)


def misses(folder: Path) -> list[str]:
    return [f"{row['id']} ({row['source']})" for row in read_rows(folder, "quotes.jsonl") if not is_held_out(row) and not _is_exact(row)]


def is_held_out(row: Row) -> bool:
    """This set's own third, as it was from the beginning."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 3 == 0


def _is_exact(row: Row) -> bool:
    return split_text(row["text"]).new_text.split() == row["expected_reply"].split()

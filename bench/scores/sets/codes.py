"""Codes and action links of the labelled messages (`codes.jsonl`)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bench.scores.corpus import Row, is_held_out, read_rows
from bench.scores.figure import Figure, Section, Share, in_parts
from postroom.lib.extraction import extract, plain_value

RECEIVED_AT = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
ACTIONS = ("verification", "magic_link", "reset")
SURE = 0.5
# name: (aim, whether less is better)
AIMS = {
    "codes precision": (0.99, False),
    "codes recall": (0.97, False),
    "messages without a code that got one": (0.01, True),
    "messages with exactly the codes wanted": (0.97, False),
    "links F1": (0.97, False),
}
NOTES = """
A code counts when blanks, hyphens and case are put aside; a link when it is the address that performs the action. Hard cases: a code that
nothing around it calls a code (a bare number in the body of a mail whose subject speaks of something else), a password for a meeting
beside one for signing in, letters without a digit in running text, and a button whose address and words say nothing.
"""


class Said(NamedTuple):
    """Wanted and said of one row."""

    row: Row
    wanted_codes: set[str]
    codes: set[str]
    wanted_links: set[str]
    links: set[str]


def measure(folder: Path) -> Section:
    rows = read_rows(folder, "codes.jsonl")
    said = [_said(row) for row in rows]
    parts = in_parts(said, lambda one: is_held_out(one.row["id"]), count)
    figures = [Figure(name, AIMS[name][0], *shares, is_bad=AIMS[name][1]) for name, shares in parts.items()]
    languages = len({row["lang"] for row in rows})
    return Section("Codes and links", f"{len(rows)} messages in {languages} languages, e-mail and SMS.", figures, NOTES)


def misses(folder: Path) -> list[str]:
    said = [_said(row) for row in read_rows(folder, "codes.jsonl") if not is_held_out(row["id"])]
    return [_miss(one) for one in said if one.codes != one.wanted_codes or one.links != one.wanted_links]


def count(said: Iterable[Said]) -> dict[str, Share]:
    told = list(said)
    hits = sum(len(one.wanted_codes & one.codes) for one in told)
    negatives = [one for one in told if one.row["expected"]["kind"] == "none"]
    return {
        "codes precision": Share(hits, sum(len(one.codes) for one in told)),
        "codes recall": Share(hits, sum(len(one.wanted_codes) for one in told)),
        "messages without a code that got one": Share(sum(bool(one.codes) for one in negatives), max(1, len(negatives))),
        "messages with exactly the codes wanted": Share(sum(one.codes == one.wanted_codes for one in told), len(told)),
        "links F1": Share(
            2 * sum(len(one.wanted_links & one.links) for one in told), sum(len(one.links) + len(one.wanted_links) for one in told)
        ),
    }


def _said(row: Row) -> Said:
    found = extract(
        subject=row.get("subject"), text=row.get("text"), html=row.get("html"), from_address=row.get("from"), received_at=RECEIVED_AT
    )
    expected = row["expected"]
    return Said(
        row,
        {plain_value(code) for code in expected.get("codes", [])},
        {plain_value(code.value) for code in found.codes},
        set(expected.get("links", [])),
        {link.url for link in found.links if link.kind in ACTIONS and link.confidence >= SURE},
    )


def _miss(one: Said) -> str:
    wanted, said = sorted(one.wanted_codes | one.wanted_links), sorted(one.codes | one.links)
    return f"{one.row['id']} {one.row['lang']} {one.row['expected']['kind']}: wanted {wanted}, said {said}"

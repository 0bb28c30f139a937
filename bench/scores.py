"""Scores of the extraction on the labelled corpus: `python -m bench.scores [--misses]` (`make scores`).

The corpus lies in $POSTROOM_CORPUS, else beside the project in `../shared/corpus`; where it is absent that is said.
A third of it, chosen by a hash of the row's id, was kept out of all tuning and is shown apart.
"""

import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from postroom.lib.extraction import Extraction, extract, plain_value

RECEIVED_AT = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
ACTIONS = ("verification", "magic_link", "reset")
Row = dict[str, Any]


@dataclass
class Tally:
    """Counts of one part of the corpus."""

    rows: int = 0
    code_hits: int = 0
    codes_said: int = 0
    codes_expected: int = 0
    link_hits: int = 0
    links_said: int = 0
    links_expected: int = 0
    negatives: int = 0
    negatives_wrong: int = 0
    ambiguous: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)
    missed_kinds: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        return {
            "code_precision": _ratio(self.code_hits, self.codes_said),
            "code_recall": _ratio(self.code_hits, self.codes_expected),
            "link_f1": _ratio(2 * self.link_hits, self.links_said + self.links_expected),
            "negatives_wrong": self.negatives_wrong / max(1, self.negatives),
        }


def corpus_dir() -> Path | None:
    path = Path(os.environ.get("POSTROOM_CORPUS") or Path(__file__).parents[1].parent / "shared" / "corpus")
    return path if (path / "codes.jsonl").is_file() else None


def read_rows(folder: Path) -> list[Row]:
    with (folder / "codes.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_held_out(row: Row) -> bool:
    return hashlib.sha256(row["id"].encode()).digest()[0] % 3 == 0


def tally(rows: Iterable[Row]) -> Tally:
    counts = Tally()
    for row in rows:
        start = time.perf_counter()
        found = extract(
            subject=row.get("subject"), text=row.get("text"), html=row.get("html"), from_address=row.get("from"), received_at=RECEIVED_AT
        )
        counts.seconds += time.perf_counter() - start
        _count(counts, row, found)
    return counts


def main() -> int:
    folder = corpus_dir()
    if folder is None:
        print("SKIPPED: no corpus found (set POSTROOM_CORPUS, or put it beside the project as ../shared/corpus)")
        return 0
    rows = read_rows(folder)
    tally(rows)  # warm
    parts = {"tuning": [r for r in rows if not is_held_out(r)], "held out": [r for r in rows if is_held_out(r)], "all": rows}
    tallies = {name: tally(part) for name, part in parts.items()}
    _print_table(tallies)
    if "--misses" in sys.argv:
        print("\nmisses in the tuning part:", *tallies["tuning"].misses, sep="\n  ")
    return 0


def _count(counts: Tally, row: Row, found: Extraction) -> None:
    expected = row["expected"]
    wanted_codes = {plain_value(c) for c in expected.get("codes", [])}
    said_codes = {plain_value(c.value) for c in found.codes}
    wanted_links = set(expected.get("links", []))
    said_links = {link.url for link in found.links if link.kind in ACTIONS and link.confidence >= 0.5}
    counts.rows += 1
    counts.code_hits += len(wanted_codes & said_codes)
    counts.codes_said += len(said_codes)
    counts.codes_expected += len(wanted_codes)
    counts.link_hits += len(wanted_links & said_links)
    counts.links_said += len(said_links)
    counts.links_expected += len(wanted_links)
    counts.ambiguous += found.ambiguous
    if expected["kind"] == "none":
        counts.negatives += 1
        counts.negatives_wrong += bool(said_codes)
    if wanted_codes != said_codes or wanted_links != said_links:
        what = "code" if wanted_codes != said_codes else "link"
        counts.missed_kinds[f"{what} {expected['kind']} {row['lang']}"] += 1
        wanted, said = sorted(wanted_codes | wanted_links), sorted(said_codes | said_links)
        counts.misses.append(f"{row['id']} {row['lang']} {expected['kind']}: wanted {wanted}, said {said}")


def _print_table(tallies: dict[str, Tally]) -> None:
    print(f"{'':10}{'rows':>6}{'precision':>11}{'recall':>8}{'links F1':>10}{'negatives wrong':>17}{'ambiguous':>11}{'µs/row':>8}")
    for name, counts in tallies.items():
        f = counts.figures()
        wrong = f"{counts.negatives_wrong}/{counts.negatives}"
        print(
            f"{name:10}{counts.rows:6}{f['code_precision']:11.3f}{f['code_recall']:8.3f}{f['link_f1']:10.3f}{wrong:>17}"
            f"{counts.ambiguous:11}{counts.seconds / max(1, counts.rows) * 1e6:8.0f}"
        )
    print("\nmisses by what, kind and language (all):")
    for what, count in tallies["all"].missed_kinds.most_common():
        print(f"  {count:3} {what}")


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


if __name__ == "__main__":
    sys.exit(main())

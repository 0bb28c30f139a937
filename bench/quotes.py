"""Scores and cost of the splitting of mail bodies: `python -m bench.quotes [--misses]`.

The corpus lies in $POSTROOM_CORPUS, else beside the project in `../shared/corpus`; where it is absent that is said.
A third of it, chosen by a hash of the row's id, was kept out of all tuning and is shown apart; its misses are never shown.
"""

import hashlib
import json
import os
import sys
import timeit
from pathlib import Path
from typing import Any

from postroom.lib.quoting import split_html, split_text

Row = dict[str, Any]
LINE = "Bring the blue folder and the two keys when you come on Thursday"
QUOTED = "On Tue, 3 May 2022 at 10:15, Ana Lima <ana@example.com> wrote:\n\n"
PAGE = "".join(f'<tr><td class="cell" style="padding:4px;color:#333">{LINE}</td><td><a href="#">see</a></td></tr>' for _ in range(140))
BODIES = {
    "2 kB plain, nothing quoted": "\n".join([LINE] * 31),
    "2 kB plain, reply": "Fine.\n\n" + QUOTED + "\n".join(["> " + LINE] * 30),
    "20 kB plain, reply": "Fine.\n\n" + QUOTED + "\n".join(["> " + LINE] * 300),
    "20 kB html, nothing quoted": f"<html><body><table>{PAGE}</table></body></html>",
    "20 kB html, reply": f'<div>Fine.</div><blockquote type="cite"><table>{PAGE}</table></blockquote>',
}


def main() -> None:
    show_scores("--misses" in sys.argv[1:])
    print()
    for name, body in BODIES.items():
        split = split_html if "html" in name else split_text
        best = min(timeit.repeat(lambda split=split, body=body: split(body), number=100, repeat=5)) / 100
        print(f"{name:30} {len(body):6} characters {best * 1e6:8.1f} µs")


def show_scores(misses: bool) -> None:
    path = Path(os.environ.get("POSTROOM_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus") / "quotes.jsonl"
    if not path.is_file():
        print(f"quotes: SKIPPED, no corpus at {path}")
        return
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    print(f"{'quotes':10} {'rows':>5} {'exact':>6} {'share':>7}")
    for name, part in (("tuned on", False), ("held out", True)):
        show_part(name, [row for row in rows if held_out(row) is part], misses and not part)
    show_part("all", rows, False)


def show_part(name: str, rows: list[Row], misses: bool) -> None:
    wrong = [row for row in rows if split_text(row["text"]).new_text.split() != row["expected_reply"].split()]
    print(f"{name:10} {len(rows):5} {len(rows) - len(wrong):6} {1 - len(wrong) / len(rows):7.3f}")
    for row in wrong if misses else []:
        print(f"  miss: {row['id']} ({row['source']})")


def held_out(row: Row) -> bool:
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 3 == 0


if __name__ == "__main__":
    main()

"""The labelled replies of the corpus, compared with runs of white space collapsed; and its mails, for robustness."""

import email
import hashlib
import json
import os
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from postroom.lib.quoting import split_html, split_text

pytestmark = pytest.mark.corpus
FLOOR_ALL = 0.93
FLOOR_HELD_OUT = 0.82


def corpus() -> Path:
    beside = Path(__file__).parents[4].parent / "shared" / "corpus"
    folder = Path(os.environ.get("POSTROOM_CORPUS") or beside)
    if not (folder / "quotes.jsonl").is_file():
        pytest.skip("corpus not found: set POSTROOM_CORPUS or put it at ../shared/corpus")
    return folder


def score(rows: list[dict[str, Any]]) -> float:
    """The share of rows whose new text is exactly the expected reply."""
    hits = sum(split_text(row["text"]).new_text.split() == row["expected_reply"].split() for row in rows)
    return hits / len(rows)


def held_out(row: dict[str, Any]) -> bool:
    """A third by hash, kept out of all tuning."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 3 == 0


def test_labelled_replies_are_cut_as_labelled() -> None:
    rows = [json.loads(line) for line in (corpus() / "quotes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert score(rows) >= FLOOR_ALL
    assert score([row for row in rows if held_out(row)]) >= FLOOR_HELD_OUT


def test_every_body_of_the_corpus_is_covered_by_its_segments() -> None:
    bodies = 0
    for folder in ("mail", "threads"):
        for path in sorted((corpus() / folder).rglob("*.eml")):
            for part in email.message_from_bytes(path.read_bytes()).walk():
                bodies += check_part(part)
    assert bodies > 1_000


def check_part(part: Message) -> int:
    if part.get_content_type() not in ("text/plain", "text/html"):
        return 0
    payload = part.get_payload(decode=True)
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    split = split_html(text) if part.get_content_type() == "text/html" else split_text(text)
    assert "".join(text[cut.start : cut.end] for cut in split.segments) == text
    return 1

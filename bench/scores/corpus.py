"""Where the corpus lies, and which third of it nobody tunes on."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ABSENT = "no corpus found (set POSTROOM_CORPUS, or put it beside the project as ../shared/corpus)"


def corpus_dir() -> Path | None:
    """$POSTROOM_CORPUS, else beside the project; None where it is absent."""
    path = Path(os.environ.get("POSTROOM_CORPUS") or Path(__file__).parents[2].parent / "shared" / "corpus")
    return path if (path / "codes.jsonl").is_file() else None


def read_rows(folder: Path, name: str) -> list[Row]:
    """The rows of a labelled set, in their order."""
    with (folder / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_held_out(key: str) -> bool:
    """A third, chosen by a hash of the row's id (or of the file's name): kept out of all tuning, its misses are never shown."""
    return hashlib.sha256(key.encode()).digest()[0] % 3 == 0

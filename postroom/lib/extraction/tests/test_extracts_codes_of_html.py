"""Codes in HTML: as services set them, and what beside them is none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postroom.lib.extraction import extract, plain_value

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
BLOCKS = (Path(__file__).parent / "written_html.txt").read_text(encoding="utf-8").split("\n== ")[1:]


@pytest.mark.parametrize("block", BLOCKS)
def test_the_code_that_the_html_shows_is_found_and_nothing_else(block: str) -> None:
    head, _, html = block.partition("\n")
    code, subject = (field.strip() for field in head.split("|"))
    found = extract(subject=subject, text=None, html=html, from_address="no-reply@harbor.example", received_at=NOW)
    assert [plain_value(one.value) for one in found.codes] == ([] if code == "none" else [plain_value(code)])

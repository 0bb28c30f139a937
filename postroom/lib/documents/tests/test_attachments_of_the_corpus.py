"""Every attachment of the corpus of mails: none crashes the reader or exceeds a limit."""

import os
from pathlib import Path

import pytest

from postroom.lib.documents import Limits, read_document
from postroom.lib.mime import MimeError, parse

_FOLDER = Path(os.environ.get("POSTROOM_CORPUS") or Path(__file__).parents[5] / "shared" / "corpus") / "mail"


@pytest.mark.corpus
def test_every_attachment_of_the_corpus_gives_a_document() -> None:
    if not _FOLDER.is_dir():
        pytest.skip(f"corpus not found at {_FOLDER} (set POSTROOM_CORPUS)")
    limits = Limits()
    for path in sorted(one for one in _FOLDER.rglob("*") if one.is_file()):
        try:
            files = parse(path.read_bytes()).attachments
        except MimeError:
            continue
        for file in files:
            found = read_document(file.content, file.filename, file.content_type, limits)
            assert found.status != "timed_out"
            assert sum(len(page.text) for page in found.pages) <= limits.chars

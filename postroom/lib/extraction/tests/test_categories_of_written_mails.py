"""Categories of written mails in many languages: how many are right, and that each says why."""

from datetime import UTC, datetime
from pathlib import Path

from postroom.lib.extraction import Extraction, extract

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
BLOCKS = (Path(__file__).parent / "written_categories.txt").read_text(encoding="utf-8").split("\n== ")[1:]
CATEGORIES = frozenset("verification security transactional financial notification newsletter personal auto_reply bounce".split())


def read(block: str) -> tuple[str, str, Extraction]:
    """(category wanted, language, what was found)."""
    head, _, text = block.partition("\n")
    wanted, language, sender, headers, subject = (field.strip() for field in head.split("|", 4))
    pairs = (line.partition(":") for line in headers.replace("; report", ", report").split(";") if line.strip())
    named = {name.strip().lower(): value.strip() for name, _, value in pairs}
    found = extract(subject=subject, text=text.strip(), html=None, from_address=sender, received_at=NOW, headers=named)
    return wanted, language, found


def test_at_least_ninety_six_in_a_hundred_are_right_over_twenty_languages() -> None:
    told = [read(block) for block in BLOCKS]
    wrong = [(wanted, found.category, found.category_rule) for wanted, _, found in told if found.category != wanted]
    assert len(told) >= 120
    assert len({language for _, language, _ in told}) >= 20
    assert {wanted for wanted, _, _ in told} == CATEGORIES
    assert len(wrong) <= len(told) * 0.04, wrong
    assert all(found.category_rule for _, _, found in told)


def test_the_words_of_an_answered_mail_do_not_make_an_answer_transactional() -> None:
    answer = extract(subject="Re: your order", text="Thanks!", html=None, from_address="jo@elm.example", received_at=NOW)
    threaded = extract(
        subject="your order",
        text="Thanks!",
        html=None,
        from_address="jo@elm.example",
        received_at=NOW,
        headers={"in-reply-to": "<1@oak.example>"},
    )
    machine = extract(subject="Re: your order", text="It has shipped.", html=None, from_address="orders@oak.example", received_at=NOW)
    assert [found.category for found in (answer, threaded, machine)] == ["personal", "personal", "transactional"]

"""The summary: one line, what was found in front, and the same every time."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.extraction import extract
from postroom.lib.reading import read_mail
from postroom.lib.reading.summary import LONGEST, summarise

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


def summary(sender: str, subject: str, text: str) -> str:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "agent@in.example", subject
    mail.set_content(text)
    return read_mail(mail.as_bytes(), ["agent@in.example"], NOW).summary


@pytest.mark.parametrize(
    ("sender", "subject", "text", "line"),
    [
        (
            "Fernway <no-reply@fernway.example>",
            "Your sign-in code",
            "Your code is 482913. It is valid for 10 minutes.",
            "Fernway: code 482913, until 2026-03-11 12:10 UTC – Your sign-in code",
        ),
        (
            "no-reply@oak.example",
            "Confirm your address",
            "Confirm your e-mail address:\nhttps://app.oak.example/verify?token=Zk3l9fPq2w8X",
            "no-reply@oak.example: link to verify at app.oak.example – Confirm your address",
        ),
        ("Oak <billing@oak.example>", "Invoice 2026-11", "Amount due: $1,249.00 by 30 April.", "Oak: $1,249.00 – Invoice 2026-11"),
        ("Oak <rechnung@oak.example>", "Rechnung 11", "Betrag: 1.249,50 EUR", "Oak: 1.249,50 EUR – Rechnung 11"),
        ("Mara <mara@oak.example>", "Lunch?", "\n---\nAt noon?\nMara", "Mara: Lunch? – At noon?"),
        ("Mara <mara@oak.example>", "Lunch?", "Lunch?\n", "Mara: Lunch?"),
        ("Mara <mara@oak.example>", "", "At noon?", "Mara: At noon?"),
        (
            "Fernway <f@fernway.example>",
            "Backup codes",
            "Your backup codes:\n\n1. 4482-1190\n2. 7719-2203\n3. 6650-1182\n",
            "Fernway: 3 backup codes – Backup codes",
        ),
        (
            "F <f@fernway.example>",
            "Codes",
            "Your login code is 551902.\nYour login code is 662013.",
            "F: codes 551902, 662013, which one is not clear – Codes",
        ),
    ],
)
def test_who_what_and_until_when_stand_in_one_line(sender: str, subject: str, text: str, line: str) -> None:
    assert summary(sender, subject, text) == line


def test_a_long_subject_is_cut_and_the_code_is_not() -> None:
    line = summary("Fernway <f@fernway.example>", "Your code " + "and more " * 40, "Your code is 482913.")
    assert len(line) == LONGEST
    assert "482913" in line
    assert line.endswith("…")


@given(st.text(max_size=80), st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_one_short_line_without_what_cannot_be_seen(who: str, subject: str, text: str) -> None:
    found = extract(subject=subject, text=text, html=None, from_address=None, received_at=NOW)
    line = summarise(who, subject, text, found)
    assert len(line) <= LONGEST
    assert line.isprintable()

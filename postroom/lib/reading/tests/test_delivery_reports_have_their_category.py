"""What a delivery report is filed as."""

from datetime import UTC, datetime

import pytest

from postroom.lib.reading import read_mail

NOW = datetime(2026, 5, 3, tzinfo=UTC)
REPORT = (
    "From: MAILER-DAEMON@mx.example\nTo: agent@in.example\nSubject: Report\nMIME-Version: 1.0\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee below.\n\n--b\n'
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; bo@there.example\nAction: {}\n\n--b--\n"
)


@pytest.mark.parametrize(
    ("action", "category"), [("failed", "bounce"), ("delayed", "bounce"), ("delivered", "notification"), ("relayed", "notification")]
)
def test_only_what_did_not_arrive_is_a_bounce(action: str, category: str) -> None:
    reading = read_mail(REPORT.format(action).encode(), [], NOW)
    assert (reading.category, reading.category_rule) == (category, "delivery_report")
    assert reading.report is not None


def test_an_ordinary_mail_has_no_report() -> None:
    assert read_mail(b"From: ana@example.com\nSubject: Lunch\n\nNoon?\n", [], NOW).report is None

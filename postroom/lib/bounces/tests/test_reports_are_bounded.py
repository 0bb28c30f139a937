"""Any bytes are read without a fault, and hostile ones in time that grows with their size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.lib.bounces.tests.test_reports_of_many_servers import MACHINE, machine, report_of, told

PIECES = st.sampled_from(
    [
        *MACHINE.splitlines(keepends=True),
        "\n",
        " ",
        "\t",
        ":",
        ";",
        "<",
        ">",
        '"',
        "@",
        "bo@there.example",
        "550 5.1.1 ",
        "550-",
        "4.4.4.4",
        "Action:",
        "Status: 9.9.9",
        "Final-Recipient:",
        "Received: x\n",
        "Message-ID: <",
        "To: a@b, c@d\n",
        "could not be delivered",
        "\x00",
        "İ",
        "+40",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
SIZE = 400_000
HOSTILE = {
    "addresses": "a@b\n" * (SIZE // 4),
    "no addresses": "a" * SIZE,
    "almost addresses": "a@" * (SIZE // 2),
    "brackets": "<" * SIZE,
    "groups": "Final-Recipient: rfc822; a@b\n\n" * (SIZE // 30),
    "one field": "Final-Recipient: " + "a" * SIZE,
    "folds": "Diagnostic-Code: smtp;\n" + " x\n" * (SIZE // 3),
    "digits": "5.1." * (SIZE // 4),
    "codes": "550 " * (SIZE // 4),
    "headers": "To: a@b\n c\n" * (SIZE // 11),
    "for": "for " * (SIZE // 4),
    "blank lines": "\n" * SIZE,
}


@settings(max_examples=200)
@given(TEXTS, st.booleans())
def test_any_report_is_read_without_a_fault(text: str, is_machine: bool) -> None:
    report = report_of((machine(text) if is_machine else told("Undeliverable mail", text)).encode("utf-8", "replace"))
    if report is not None:
        assert len(report.recipients) <= 100
        for one in report.recipients:
            assert 0 < len(one.recipient) <= 320
            assert not (one.permanent and one.action != "failed")
            assert one.status is None or not (one.permanent and one.status[0] != "5")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_reports_are_read_in_time(name: str) -> None:
    for raw in (machine(HOSTILE[name]), machine(MACHINE, copy=HOSTILE[name]), told("Undeliverable mail", HOSTILE[name])):
        report_of(raw)

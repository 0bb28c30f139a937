"""The part of a report that is made for machines, as it should be and as it comes; every one was written for this test."""

import pytest

from postroom.lib.bounces.tests.samples import Fact, facts_of, parted

FIELDS: dict[str, tuple[str, list[Fact]]] = {
    "plain": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "comment action": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed (bad destination mailbox address)\n"
        "Status: 5.1.1 (bad destination mailbox address)\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "caps": (
        "FINAL-RECIPIENT: RFC822; bo@there.example\nACTION: FAILED\nSTATUS: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "nospace": (
        "Final-Recipient:rfc822;bo@there.example\nAction:failed\nStatus:5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "spaces before colon": (
        "Final-Recipient : rfc822 ; bo@there.example\nAction : failed\nStatus : 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "no status, diag": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "no status no code": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nDiagnostic-Code: smtp; 550 User unknown\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "status 3 digits only": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 550 5.1.1 User unknown\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "status bare 5.0.0": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.0.0\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n",
        [("bo@there.example", "failed", "5.0.0", True)],
    ),
    "status bare class": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "status two parts": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "final system": (
        "Final-Recipient: rfc822; system;bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final lower type": (
        "Final-Recipient: RFC822;<bo@there.example>\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final local": (
        "Final-Recipient: LOCAL;bo\nOriginal-Recipient: rfc822;bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final empty": (
        "Final-Recipient: rfc822;\nOriginal-Recipient: rfc822;bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final x-notes": (
        "Final-Recipient: X-Notes; bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final utf8": (
        "Final-Recipient: utf-8; bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final mailto": (
        "Final-Recipient: rfc822; mailto:bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final name": (
        "Final-Recipient: rfc822; Bo Berg <bo@there.example>\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final quoted name": (
        'Final-Recipient: rfc822; "Bo Berg" <bo@there.example>\nAction: failed\nStatus: 5.1.1\n',
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "final trailing comment": (
        "Final-Recipient: rfc822; bo@there.example (Bo Berg)\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "only original": (
        "Original-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "x-actual": (
        "Final-Recipient: rfc822; bo+x@relay.example\nOriginal-Recipient: rfc822; bo@there.example\n"
        "X-Actual-Recipient: rfc822; bo+x@relay.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo+x@relay.example", "failed", "5.1.1", True)],
    ),
    "x-actual only": (
        "X-Actual-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "fold": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp;\n 550 5.1.1\n"
        "\tUser unknown\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "delayed": (
        "Final-Recipient: rfc822; bo@there.example\nAction: delayed\nStatus: 4.4.1\n"
        "Will-Retry-Until: Sat, 7 May 2022 10:15:00 +0000\n",
        [("bo@there.example", "delayed", "4.4.1", False)],
    ),
    "deferred": (
        "Final-Recipient: rfc822; bo@there.example\nAction: deferred\nStatus: 4.4.1\n",
        [("bo@there.example", "delayed", "4.4.1", False)],
    ),
    "delivered": (
        "Final-Recipient: rfc822; bo@there.example\nAction: delivered\nStatus: 2.0.0\n",
        [("bo@there.example", "delivered", "2.0.0", False)],
    ),
    "relayed": (
        "Final-Recipient: rfc822; bo@there.example\nAction: relayed (to non-DSN-aware mailer)\nStatus: 2.1.9\n",
        [("bo@there.example", "relayed", "2.1.9", False)],
    ),
    "expanded": (
        "Final-Recipient: rfc822; bo@there.example\nAction: expanded (to multi-recipient alias)\nStatus: 2.0.0\n",
        [("bo@there.example", "expanded", "2.0.0", False)],
    ),
    "no action 5": (
        "Final-Recipient: rfc822; bo@there.example\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "no action 4": (
        "Final-Recipient: rfc822; bo@there.example\nStatus: 4.4.7\n",
        [("bo@there.example", "failed", "4.4.7", False)],
    ),
    "no action 2": (
        "Final-Recipient: rfc822; bo@there.example\nStatus: 2.0.0\n",
        [("bo@there.example", "delivered", "2.0.0", False)],
    ),
    "fail word": (
        "Final-Recipient: rfc822; bo@there.example\nAction: fail\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "permanent failure": (
        "Final-Recipient: rfc822; bo@there.example\nAction: permanent-failure\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "hard bounce": (
        "Final-Recipient: rfc822; bo@there.example\nAction: hardfail\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "two groups": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; cy@there.example\nAction: delayed\nStatus: 4.4.1\n",
        [("bo@there.example", "failed", "5.1.1", True), ("cy@there.example", "delayed", "4.4.1", False)],
    ),
    "two with same": (
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True), ("bo@there.example", "failed", "5.1.1", True)],
    ),
    "crlf": (
        "Final-Recipient: rfc822; bo@there.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "lf after colon": (
        "Final-Recipient:\n rfc822; bo@there.example\nAction:\n failed\nStatus:\n 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "quoted prefix": (
        "Final-Recipient: rfc822;'bo@there.example'\nAction: failed\nStatus: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "x400": (
        "Final-Recipient: x400; /C=DE/A=X/P=Y/O=Z/S=Berg/\nOriginal-Recipient: rfc822; bo@there.example\nAction: failed\n"
        "Status: 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_fields_are_read_as_they_come(name: str) -> None:
    fields, expected = FIELDS[name]
    status = "Reporting-MTA: dns; mx.example.com\n\n" + fields
    assert facts_of(parted(("text/plain", "Sorry."), ("message/delivery-status", status), ("message/rfc822", "COPY"))) == expected


# name: (From, kind of multipart, parts, facts)
MAILS: dict[str, tuple[str, str, list[tuple[str, str]], list[Fact]]] = {
    "b64 status": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "Sorry."),
            ("message/delivery-status\nContent-Transfer-Encoding: base64",
                "UmVwb3J0aW5nLU1UQTogZG5zOyBteC5leGFtcGxlLmNvbQoKRmluYWwtUmVjaXBpZW50OiByZmM4\n"
                "MjI7IGJvQHRoZXJlLmV4YW1wbGUKQWN0aW9uOiBmYWlsZWQKU3RhdHVzOiA1LjEuMQo=\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "qp status": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "Sorry."),
            ("message/delivery-status\nContent-Transfer-Encoding: quoted-printable",
                "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; bo=40there.example\nAction: fai=\nled\n"
                "Status: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "status as text": (
        "MAILER-DAEMON@mx.example.com", "mixed",
        [
            ("text/plain", "Sorry."),
            ("text/plain; name=details.txt",
                "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\n"
                "Status: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "status as octet": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "Sorry."),
            ("application/octet-stream; name=ATT00001.dat\nContent-Disposition: attachment; filename=ATT00001.dat",
                "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\n"
                "Status: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mixed with status": (
        "Somebody <x@y.example>", "mixed",
        [
            ("text/plain", "Sorry."),
            ("message/delivery-status",
                "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\n"
                "Status: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "headers only": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "Sorry."),
            ("message/delivery-status",
                "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\n"
                "Status: 5.1.1\n"),
            ("text/rfc822-headers",
                "Received: from app.example.com by mx.example.com; Tue, 3 May 2022 10:15:00 +0000\n"
                "Message-ID: <one@app.example.com>\nFrom: Agent <agent@app.example.com>\nTo: bo@there.example\n"
                "Subject: Lunch\nDate: Tue, 3 May 2022 10:15:00 +0000\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "no text part": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("message/delivery-status",
                "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\n"
                "Status: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "two statuses": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "Sorry."),
            ("message/delivery-status",
                "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n"),
            ("message/delivery-status",
                "Reporting-MTA: dns; b\n\nFinal-Recipient: rfc822; cy@there.example\nAction: failed\nStatus: 5.2.2\n\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True), ("cy@there.example", "failed", "5.2.2", True)],
    ),
    "empty status": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "<bo@there.example>: 550 5.1.1 unknown user\n"),
            ("message/delivery-status", "Reporting-MTA: dns; mx.example.com\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "status without recipient, text": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "Your mail to bo@there.example could not be delivered.\n550 5.1.1 unknown user\n"),
            ("message/delivery-status", "Reporting-MTA: dns; mx.example.com\n\nAction: failed\nStatus: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "status without recipient, copy": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "Your mail could not be delivered.\n"),
            ("message/delivery-status", "Reporting-MTA: dns; mx.example.com\n\nAction: failed\nStatus: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "html text": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/html", "<p>Delivery failed to <b>bo@there.example</b></p><p>550 5.1.1 unknown</p>"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "alternative inside": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ('multipart/alternative; boundary="c"',
                "--c\nContent-Type: text/plain\n\nSorry.\n\n--c\nContent-Type: text/html\n\n<p>Sorry</p>\n--c--"),
            ("message/delivery-status",
                "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\n"
                "Status: 5.1.1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "report only text": (
        "MAILER-DAEMON@mx.example.com", "report; report-type=delivery-status",
        [
            ("text/plain", "<bo@there.example>: host mx.there.example said: 550 5.1.1 unknown user\n\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "nested report": (
        "MAILER-DAEMON@mx.example.com", "mixed",
        [
            ('multipart/report; boundary="c"',
                "--c\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
                "Final-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n\n--c--\n"),
        ],
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "arf": (
        "fbl@isp.example", "report; report-type=feedback-report",
        [
            ("text/plain", "This is an abuse report.\n"),
            ("message/feedback-report", "Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\nOriginal-Rcpt-To: bo@there.example\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "delivered", None, False)],
    ),
    "arf no rcpt": (
        "fbl@isp.example", "report; report-type=feedback-report",
        [
            ("text/plain", "This is an abuse report.\n"),
            ("message/feedback-report", "Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\n"),
            ("message/rfc822", "COPY\n"),
        ],
        [("bo@there.example", "delivered", None, False)],
    ),
    "mdn": (
        "bo@there.example", "report; report-type=disposition-notification",
        [
            ("text/plain", "Read.\n"),
            ("message/disposition-notification",
                "Final-Recipient: rfc822; bo@there.example\nDisposition: manual-action/MDN-sent-manually; displayed\n"),
        ],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MAILS)
def test_the_part_for_machines_is_found_where_it_is(name: str) -> None:
    sender, kind, parts, expected = MAILS[name]
    assert facts_of(parted(*parts, kind=kind, sender=sender)) == expected


def test_a_mail_that_is_nothing_but_fields_is_a_report() -> None:
    raw = "From: MAILER-DAEMON@mx.example.com\nTo: agent@app.example.com\nMIME-Version: 1.0\nContent-Type: message/delivery-status\n\n"
    raw += "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; bo@there.example\nAction: failed\nStatus: 5.1.1\n"
    assert facts_of(raw) == [("bo@there.example", "failed", "5.1.1", True)]

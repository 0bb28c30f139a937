"""Delivery reports as mail servers write them; every one was written for this test."""

from email.message import EmailMessage

import pytest

from postroom.lib.bounces import Report, read_report
from postroom.lib.mime import parse

COPY = (
    "Received: from app.example.com by mx.example.com; Tue, 3 May 2022 10:15:00 +0000\nMessage-ID: <one@app.example.com>\n"
    "From: Agent <agent@app.example.com>\nTo: bo@there.example\nSubject: Lunch\n\nShall we?\n"
)
MACHINE = (
    "Reporting-MTA: dns; mx.example.com\nArrival-Date: Tue, 3 May 2022 10:15:00 +0000\n\nFinal-Recipient: rfc822; bo@there.example\n"
    "Original-Recipient: rfc822;bo@there.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.there.example\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <bo@there.example>: Recipient address rejected:\n    User unknown in virtual mailbox table\n"
)
# name: (subject, text, (action, status, permanent, reason))
TEXTS = {
    "qmail": (
        "failure notice",
        "Hi. This is the qmail-send program at mx.example.com.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<bo@there.example>:\n192.0.2.1 does not like recipient.\n"
        "Remote host said: 550 5.1.1 no such user here\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n",
        ("failed", "5.1.1", True, "unknown_address"),
    ),
    "Exim": (
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    SMTP error from remote mail server after RCPT TO:<bo@there.example>:\n"
        "    host mx.there.example [192.0.2.1]: 552 5.2.2 mailbox full\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n",
        ("failed", "5.2.2", True, "mailbox_full"),
    ),
    "Exim, delayed": (
        "Warning: message 1abc delayed 24 hours",
        "A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\n"
        "The address to which the message has not yet been delivered is:\n\n  bo@there.example\n    host mx.there.example [192.0.2.1]\n"
        "    Delay reason: 451 4.7.1 Greylisted, please try again later\n\nNo action is required on your part.\n\n",
        ("delayed", "4.7.1", False, "rate_limited"),
    ),
    "sendmail of old": (
        "Returned mail: User unknown",
        "   ----- The following addresses had permanent fatal errors -----\n<bo@there.example>\n\n"
        "   ----- Transcript of session follows -----\n"
        "... while talking to mx.there.example.:\n>>> RCPT To:<bo@there.example>\n<<< 550 <bo@there.example>... User unknown\n\n"
        "   ----- Original message follows -----\n\n",
        ("failed", None, True, "unknown_address"),
    ),
    "Postfix without its machine part": (
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.com.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered.\n\n"
        "<bo@there.example>: host mx.there.example[192.0.2.1] said: 554 5.7.1\n"
        "    Message rejected as spam (in reply to end of DATA command)\n\n",
        ("failed", "5.7.1", True, "spam"),
    ),
    "a domain that is none": (
        "Undeliverable mail",
        "Your message could not be delivered to:\n\nbo@there.example: Host or domain name not found. Name service error for "
        "name=there.example\n\n",
        ("failed", None, True, "unknown_host"),
    ),
    "too large": (
        "Delivery failure",
        "Failed to deliver to 'bo@there.example'\nSMTP module(domain there.example) reports:\n"
        " 552 5.3.4 message size exceeds fixed limit\n\n",
        ("failed", "5.3.4", True, "message_too_large"),
    ),
    "given up for the time": (
        "Delivery Status Notification (Failure)",
        "The following message to <bo@there.example> was undeliverable.\nThe reason for the problem:\n4.4.1 - connection timed out\n\n",
        ("failed", "4.4.1", False, "network"),
    ),
    "German": (
        "Unzustellbar: Lunch",
        "Ihre Nachricht konnte nicht zugestellt werden:\n\n<bo@there.example>:\n550 5.1.1 User unknown\n\n",
        ("failed", "5.1.1", True, "unknown_address"),
    ),
    "Japanese": (
        "メール配信エラー (Undelivered)",
        "以下の宛先に送信できませんでした。\nbo@there.example\n550 5.2.2 mailbox is full\n\n",
        ("failed", "5.2.2", True, "mailbox_full"),
    ),
}  # fmt: skip


def report_of(raw: str | bytes) -> Report | None:
    mail = parse(raw if isinstance(raw, bytes) else raw.encode())
    headers: dict[str, str] = {}
    for name, value in mail.headers:
        headers.setdefault(name.lower(), value)
    return read_report(mail, headers)


def told(subject: str, text: str, sender: str = "MAILER-DAEMON@mx.example.com") -> str:
    return (
        f"From: {sender}\nTo: agent@app.example.com\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{text}"
    )


def machine(fields: str, copy: str = COPY, kind: str = "delivery-status") -> str:
    part = "feedback-report" if kind == "feedback-report" else "delivery-status"
    return (
        f"From: MAILER-DAEMON@mx.example.com\nTo: agent@app.example.com\nSubject: Undelivered\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSorry.\n\n'
        f"--b\nContent-Type: message/{part}\n\n{fields}\n--b\nContent-Type: message/rfc822\n\n{copy}\n--b--\n"
    )


def test_a_report_for_machines_is_read_field_by_field() -> None:
    report = report_of(machine(MACHINE))
    assert report is not None
    assert (report.kind, report.reporting_mta, report.original_message_id) == ("delivery", "mx.example.com", "one@app.example.com")
    (one,) = report.recipients
    assert (one.recipient, one.original_recipient, one.remote_mta) == ("bo@there.example", "bo@there.example", "mx.there.example")
    assert (one.action, one.status, one.permanent, one.reason) == ("failed", "5.1.1", True, "unknown_address")
    assert one.diagnostic == "550 5.1.1 <bo@there.example>: Recipient address rejected: User unknown in virtual mailbox table"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("copy", [COPY, ""])
def test_a_report_in_free_text_is_read(name: str, copy: str) -> None:
    subject, text, expected = TEXTS[name]
    report = report_of(told(subject, text + copy))
    assert report is not None
    (one,) = report.recipients
    assert one.recipient == "bo@there.example"
    assert (one.action, one.status, one.permanent, one.reason) == expected
    assert report.original_message_id == ("one@app.example.com" if copy else None)


@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [
        ("failed", "5.0.0", ("failed", True)),
        ("FAILED", "4.4.7 (expired)", ("failed", False)),
        ("delayed", "4.2.0", ("delayed", False)),
        ("delivered", "2.0.0", ("delivered", False)),
        ("relayed", "2.0.0", ("relayed", False)),
        ("expired", "5.4.7", ("failed", True)),
        ("", "2.1.5", ("delivered", False)),
        ("", "", ("failed", True)),
    ],
)
def test_only_what_failed_for_good_is_permanent(action: str, status: str, expected: tuple[str, bool]) -> None:
    report = report_of(machine(f"Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; bo@there.example\nAction: {action}\nStatus: {status}\n"))
    assert report is not None
    assert (report.recipients[0].action, report.recipients[0].permanent) == expected


@pytest.mark.parametrize("between", ["\n", ""])
def test_several_recipients_are_told_apart(between: str) -> None:
    fields = between.join(
        f"Final-Recipient: rfc822; {name}@there.example\nAction: failed\nStatus: 5.1.{i}\n" for i, name in enumerate("abc")
    )
    report = report_of(machine(f"Reporting-MTA: dns; a\n\n{fields}"))
    assert report is not None
    assert [(one.recipient, one.status) for one in report.recipients] == [
        (f"{name}@there.example", f"5.1.{i}") for i, name in enumerate("abc")
    ]


@pytest.mark.parametrize(
    "written",
    [
        "rfc822; <bo@there.example>",
        "RFC822;bo@there.example",
        "bo@there.example",
        'rfc822; "bo"@there.example',
        "rfc822;bo+40there.example",
    ],
)
def test_the_recipient_is_the_bare_address(written: str) -> None:
    report = report_of(machine(f"Reporting-MTA: dns; a\n\nFinal-Recipient: {written}\nAction: failed\nStatus: 5.1.1\n"))
    assert report is not None
    assert report.recipients[0].recipient == "bo@there.example"


def test_fields_inside_of_a_text_count_as_well() -> None:
    report = report_of(told("Delivery Status Notification (Failure)", f"An error occurred.\n\n{MACHINE}\n{COPY}"))
    assert report is not None
    assert (report.recipients[0].status, report.original_message_id) == ("5.1.1", "one@app.example.com")


def test_a_header_may_name_who_failed() -> None:
    raw = "X-Failed-Recipients: bo@there.example\n" + told(
        "Bericht", "Die Gruppe gibt es nicht.\n\n----- Original message -----\n\n" + COPY
    )
    report = report_of(raw)
    assert report is not None
    assert [one.recipient for one in report.recipients] == ["bo@there.example"]


def test_a_text_about_an_address_that_the_copy_was_not_for_is_about_its_receiver() -> None:
    text = "Sorry, we were unable to deliver your message to the following address.\n\n<bo@elsewhere.example>:\n550 no such user\n\n"
    report = report_of(told("Failure Notice", text + COPY))
    assert report is not None
    assert (report.recipients[0].recipient, report.recipients[0].reported_as) == ("bo@there.example", "bo@elsewhere.example")


def test_a_blind_copy_that_the_copy_names_on_its_way_stays() -> None:
    text = "Sorry, we were unable to deliver your message to the following address.\n\n<cy@there.example>:\n550 no such user\n\n"
    copy = COPY.replace("by mx.example.com;", "by mx.example.com for <cy@there.example>;")
    report = report_of(told("Failure Notice", text + copy))
    assert report is not None
    assert (report.recipients[0].recipient, report.recipients[0].reported_as) == ("cy@there.example", None)


def test_a_complaint_says_of_what_kind_it_is() -> None:
    fields = (
        "Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: <bo@there.example>\nReporting-MTA: dns; fbl.example\n"
    )
    report = report_of(machine(fields, kind="feedback-report"))
    assert report is not None
    assert (report.kind, report.feedback_type, report.original_message_id) == ("feedback", "abuse", "one@app.example.com")
    assert [one.recipient for one in report.recipients] == ["bo@there.example"]


@pytest.mark.parametrize(
    "raw",
    [
        told("Lunch", "Your delivery failed to impress me. bo@there.example", sender="ana@example.com"),
        told("Failed to find the key", "I could not be there. Ask bo@there.example.", sender="ana@example.com"),
        told("Monthly statistics", "All is well.", sender="postmaster@example.com"),
        machine("Final-Recipient: rfc822; bo@there.example\nDisposition: manual-action; displayed\n", kind="disposition-notification"),
    ],
)
def test_what_is_no_report_is_none(raw: str) -> None:
    assert report_of(raw) is None


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON <>", "MAILER-DAEMON (Mail Delivery System)", "Mail Delivery Subsystem <x@mx.example.com>"]
)
def test_a_program_is_known_by_its_name_as_well(sender: str) -> None:
    text = "There was an error delivering your mail to <bo@there.example>.\n\n"
    text += "mx.there.example did not like our RCPT TO:\n550 5.1.1 no such user\n"
    report = report_of(f"From: {sender}\nTo: agent@app.example.com\nSubject: Lunch\n\n{text}")
    assert report is not None
    assert (report.recipients[0].recipient, report.recipients[0].status) == ("bo@there.example", "5.1.1")


def test_a_complaint_of_the_older_kind_is_one() -> None:
    raw = (
        "From: staff@mail.example\nSubject: complaint about message from 192.0.2.1\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: message/rfc822\n\n{COPY}\n--b--\n"
    )
    report = report_of(raw)
    assert report is not None
    assert (report.kind, report.feedback_type, report.recipients[0].recipient) == ("feedback", "abuse", "bo@there.example")


def test_a_mail_with_an_attached_report_from_a_person_is_read_for_what_it_carries() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ana@example.com", "agent@app.example.com", "What is this?"
    mail.set_content("I got the attached.")
    assert report_of(mail.as_bytes()) is None

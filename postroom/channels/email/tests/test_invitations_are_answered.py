"""An invitation comes by mail, is shown, and is answered so that the organiser's calendar understands."""

import email
import email.policy
from email.message import EmailMessage
from typing import Any

import pytest

from postroom.lib.calendar import read_calendar
from postroom.testing.running import Account, make_mail

RFC822 = {"Content-Type": "message/rfc822"}
EVENT = """BEGIN:VCALENDAR
PRODID:-//Elsewhere//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
SUMMARY:Tea\\, with cake
LOCATION:Room 5
DTSTART;TZID="W. Europe Standard Time":20310301T150000
DTEND;TZID="W. Europe Standard Time":20310301T160000
RRULE:FREQ=WEEKLY;COUNT=4
{organiser}ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Helper:mailto:{attendee}
END:VEVENT
END:VCALENDAR
"""
ORGANISER = "ORGANIZER;CN=Ana Lind:mailto:ana@north.example\n"


def invitation(to: str, *, method: str = "REQUEST", organiser: str = ORGANISER, **values: Any) -> EmailMessage:
    facts = {"uid": "tea-1@north.example", "sequence": 1, "attendee": to} | values
    text = EVENT.format(method=method, organiser=organiser, **facts).replace("\n", "\r\n")
    mail = make_mail(to, subject="Invitation: Tea", sender="ana@north.example", Message_ID="<tea@north.example>")
    mail.add_alternative(text.encode(), maintype="text", subtype="calendar", params={"method": method, "charset": "utf-8"})
    return mail


async def put(account: Account, inbox: dict[str, Any], mail: EmailMessage) -> dict[str, Any]:
    stored = await account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=mail.as_bytes(), headers=RFC822)
    assert stored.status_code == 201, stored.text
    message: dict[str, Any] = (await account.api.get(f"/v1/messages/{stored.json()['messages'][0]['id']}")).json()
    return message


async def answer(account: Account, message: dict[str, Any], **body: Any) -> Any:
    return await account.api.post(f"/v1/messages/{message['id']}/invitation/reply", json={"response": "accept", **body})


async def test_an_invitation_is_shown_with_its_message_and_by_itself(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, invitation(inbox["address"]))
    shown = message["invitation"]
    assert shown == (await account.api.get(f"/v1/messages/{message['id']}/invitation")).json()
    assert (shown["method"], shown["summary"], shown["location"], shown["repeats"]) == (
        "REQUEST",
        "Tea, with cake",
        "Room 5",
        "every week, 4 times",
    )
    assert shown["start"] == {"local": "2031-03-01T15:00:00", "zone": "Europe/Berlin", "utc": "2031-03-01T14:00:00Z"}
    assert shown["organiser"]["address"] == "ana@north.example"
    assert shown["attendees"][0]["status"] == "needs_action"


async def test_an_answer_is_a_reply_that_calendars_understand(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, invitation(inbox["address"]))
    sent = await answer(account, message, comment="Looking forward")
    assert sent.status_code == 202, sent.text
    said = sent.json()
    assert (said["subject"], said["to"][0]["address"]) == ("Accepted: Tea, with cake", "ana@north.example")
    assert said["thread_id"] == message["thread_id"]
    raw = (await account.api.get(f"/v1/messages/{said['id']}/raw")).content
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert (mail["In-Reply-To"], mail.get_content_type()) == ("<tea@north.example>", "multipart/alternative")
    text, calendar = mail.iter_parts()
    assert "Helper accepts “Tea, with cake” on 2031-03-01 15:00:00 Europe/Berlin." in text.get_content()
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REPLY")
    reply = read_calendar(calendar.get_payload(decode=True))
    assert (reply.method, reply.events[0].uid, reply.events[0].sequence) == ("REPLY", "tea-1@north.example", 1)
    assert [(one.address, one.status) for one in reply.events[0].attendees] == [(inbox["address"], "accepted")]


async def test_the_same_answer_again_is_the_same_mail_and_a_dry_run_sends_none(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, invitation(inbox["address"]))
    dry = (await answer(account, message, dry_run=True)).json()
    assert (dry["id"], dry["state"]) == (None, "would_be_queued")
    first = (await answer(account, message, response="decline")).json()
    again = (await answer(account, message, response="decline")).json()
    assert (again["id"], again["deduplicated"]) == (first["id"], True)
    other = (await answer(account, message, response="tentative")).json()
    assert (other["id"] != first["id"], other["subject"]) == (True, "Tentative: Tea, with cake")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"method": "CANCEL"}, "invitation_cancelled"),
        ({"method": "REPLY"}, "invitation_not_answerable"),
        ({"organiser": ""}, "invitation_without_organiser"),
        ({"organiser": "ORGANIZER:urn:uuid:1234\n"}, "invitation_without_organiser"),
        ({"attendee": "somebody@else.example"}, "not_invited"),
    ],
)
async def test_what_cannot_be_answered_is_refused_with_a_word(account: Account, values: dict[str, Any], code: str) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, invitation(inbox["address"], **values))
    refused = await answer(account, message)
    assert (refused.status_code, refused.json()["code"]) == (409, code)


async def test_a_mail_without_a_calendar_has_no_invitation(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, make_mail(inbox["address"]))
    assert message["invitation"] is None
    for refused in (await answer(account, message), await account.api.get(f"/v1/messages/{message['id']}/invitation")):
        assert (refused.status_code, refused.json()["code"]) == (404, "invitation_not_found")


async def test_an_event_that_was_called_off_since_is_not_accepted_but_only_its_organiser_calls_it_off(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, invitation(inbox["address"]))
    forged = "ORGANIZER:mailto:eve@evil.example\n"
    await put(account, inbox, invitation(inbox["address"], method="CANCEL", sequence=9, organiser=forged))
    assert (await answer(account, message, dry_run=True)).status_code == 202
    await put(account, inbox, invitation(inbox["address"], method="CANCEL", sequence=2))
    assert (await answer(account, message, dry_run=True)).json()["code"] == "invitation_cancelled"


async def test_who_was_not_invited_by_name_answers_as_an_own_address_only(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, invitation(inbox["address"], attendee="list@else.example"))
    own = await answer(account, message, **{"as": inbox["address"], "dry_run": True})
    assert own.status_code == 202, own.text
    other = await answer(account, message, **{"as": "list@else.example"})
    assert (other.status_code, other.json()["errors"][0]["path"]) == (422, "body.as")


async def test_hostile_calendars_cost_no_mail(account: Account) -> None:
    inbox = await account.open_inbox()
    for content in (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:\x00\r\nSUMMARY:a\x00b\r\nSEQUENCE:-1\r\n",
        b"\xff\xfe" * 999,
        b"BEGIN:VEVENT\r\n" * 9999,
    ):
        mail = make_mail(inbox["address"])
        mail.add_attachment(content, maintype="text", subtype="calendar", filename="x.ics", cte="base64")
        message = await put(account, inbox, mail)
        assert message["parse_error"] is None

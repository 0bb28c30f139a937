"""Delivery reports as a caller meets them: shown on the report, told on the mail that was sent, and believed only where they fit."""

import asyncio
from typing import Any

from postroom.testing.running import Account

BO = "bo@outside.example"


def report_on(sent: dict[str, Any], recipient: str = BO, action: str = "failed", status: str = "5.1.1") -> bytes:
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: agent@in.example\nSubject: Undelivered Mail Returned to Sender\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        f"Sorry.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {recipient}\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} no such user\n\n--b\n"
        f"Content-Type: text/rfc822-headers\n\n"
        f"Message-ID: <{sent['internet_message_id'].strip('<>')}>\nTo: {BO}\nSubject: Hi\n\n--b--\n"
    ).encode()


async def send(account: Account, inbox: dict[str, Any], *to: str) -> dict[str, Any]:
    answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json={"to": list(to), "subject": "Hi", "text": "Hello."})
    assert answer.status_code == 202, answer.text
    sent: dict[str, Any] = answer.json()
    await until(account, sent, lambda states: "queued" not in states.values())
    return sent


async def put(account: Account, inbox: dict[str, Any], raw: bytes) -> dict[str, Any]:
    stored = await account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=raw, headers={"Content-Type": "message/rfc822"})
    assert stored.status_code in (200, 201), stored.text
    message: dict[str, Any] = (await account.api.get(f"/v1/messages/{stored.json()['messages'][0]['id']}")).json()
    return message


async def states(account: Account, sent: dict[str, Any]) -> dict[str, str]:
    answer = (await account.api.get(f"/v1/messages/{sent['id']}/recipients")).json()
    return {one["address"]: one["state"] for one in answer["data"]}


async def until(account: Account, sent: dict[str, Any], holds: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(500):
        found = await states(account, sent)
        if holds(found):
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"still {found}")


async def events_of(account: Account, kind: str) -> list[dict[str, Any]]:
    listed = (await account.api.get("/v1/events", params={"limit": 100})).json()["data"]
    return [one for one in listed if one["type"] == kind]


async def test_a_report_says_what_it_says(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, report_on({"internet_message_id": "somebody@else.example"}))
    assert message["category"] == "bounce"
    assert (message["delivery_report"]["kind"], message["delivery_report"]["original_message_id"]) == ("delivery", "somebody@else.example")
    (one,) = message["delivery_report"]["recipients"]
    assert (one["recipient"], one["action"], one["status"], one["permanent"], one["reason"]) == (
        BO,
        "failed",
        "5.1.1",
        True,
        "unknown_address",
    )


async def test_a_mail_that_came_back_is_bounced(account: Account) -> None:
    inbox = await account.open_inbox()
    sent = await send(account, inbox, BO)
    message = await put(account, inbox, report_on(sent))
    assert await until(account, sent, lambda found: found[BO] == "bounced")
    mine = (await account.api.get(f"/v1/messages/{sent['id']}")).json()
    assert mine["state"] == "bounced"
    assert "no such user" in mine["notice"]
    (event,) = await events_of(account, "message.bounced")
    assert event["message_id"] == sent["id"]
    data = event["data"]
    assert (data["recipient"], data["permanent"], data["reason"], data["report_id"]) == (BO, True, "unknown_address", message["id"])


async def test_only_the_recipient_that_is_named_is_bounced(account: Account) -> None:
    inbox = await account.open_inbox()
    sent = await send(account, inbox, BO, "cy@outside.example")
    await put(account, inbox, report_on(sent))
    assert await until(account, sent, lambda found: found[BO] == "bounced") == {BO: "bounced", "cy@outside.example": "captured"}
    mine = (await account.api.get(f"/v1/messages/{sent['id']}")).json()
    assert mine["state"] == "captured"
    assert BO in mine["notice"]


async def test_a_report_that_does_not_fit_changes_nothing(account: Account, stranger: Account) -> None:
    inbox, theirs = await account.open_inbox(), await stranger.open_inbox()
    sent = await send(account, inbox, BO)
    await put(stranger, theirs, report_on(sent))
    await put(account, inbox, report_on(sent, recipient="cy@outside.example"))
    await put(account, inbox, report_on({"internet_message_id": "other@else.example"}))
    await put(account, inbox, report_on(sent, action="delayed", status="4.4.1"))
    await put(account, inbox, report_on(sent, action="delivered", status="2.0.0"))
    other = await send(account, inbox, "di@outside.example")
    await put(account, inbox, report_on(other, recipient="di@outside.example"))
    await until(
        account, other, lambda found: found == {"di@outside.example": "bounced"}
    )  # orders are done in turn: the others were looked at
    assert await states(account, sent) == {BO: "captured"}


async def test_a_report_told_twice_is_one_event(account: Account) -> None:
    inbox = await account.open_inbox()
    sent = await send(account, inbox, BO)
    for _ in range(2):
        await put(account, inbox, report_on(sent))
    await until(account, sent, lambda found: found[BO] == "bounced")
    other = await send(account, inbox, "di@outside.example")
    await put(account, inbox, report_on(other, recipient="di@outside.example"))
    await until(account, other, lambda found: found == {"di@outside.example": "bounced"})
    assert len(await events_of(account, "message.bounced")) == 2


async def test_an_inbox_with_a_whitelist_hears_of_its_own_mail_and_sees_no_report(account: Account) -> None:
    inbox = await account.open_inbox(filter_mode="whitelist", outbound_filter_mode="blacklist")
    sent = await send(account, inbox, BO)
    assert (await put(account, inbox, report_on(sent)))["code"] == "message_hidden"
    assert await until(account, sent, lambda found: found[BO] == "bounced")


async def test_a_report_of_a_blocked_server_is_not_believed(account: Account) -> None:
    inbox, cy = await account.open_inbox(), "cy@outside.example"
    sent = await send(account, inbox, BO, cy)
    blocking = {"action": "block", "match_type": "domain", "match_target": "mx.example"}
    await account.api.post("/v1/contact-rules", json=blocking)
    await put(account, inbox, report_on(sent))
    await account.api.post("/v1/contact-rules", json={**blocking, "action": "allow", "inbox_id": inbox["id"]})
    await put(account, inbox, report_on(sent, cy))
    assert await until(account, sent, lambda found: found[cy] == "bounced") == {BO: "captured", cy: "bounced"}

"""Sending as a caller meets it: what is taken, what is refused and by which name, what is not done twice."""

import asyncio
import base64
import email
import email.policy
from pathlib import Path
from typing import Any

import pytest

from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, open_account, run_postroom, send_smtp

BREAK = "x\r\nBcc: victim@outside.example"


async def send(account: Account, inbox: dict[str, Any], **values: Any) -> dict[str, Any]:
    body = {"to": "jo@outside.example", "subject": "Hi", "text": "Hello."} | values
    answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=body)
    assert answer.status_code == 202, answer.text
    sent: dict[str, Any] = answer.json()
    return sent


async def put(account: Account, inbox: dict[str, Any], **values: Any) -> dict[str, Any]:
    content = make_mail(values.pop("to", inbox["address"]), **values).as_bytes()
    stored = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=content, headers={"Content-Type": "message/rfc822"}
    )
    message: dict[str, Any] = (await account.api.get(f"/v1/messages/{stored.json()['messages'][0]['id']}")).json()
    return message


async def raw_of(account: Account, message_id: str | None) -> email.message.EmailMessage:
    raw = (await account.api.get(f"/v1/messages/{message_id}/raw")).content
    return email.message_from_bytes(raw, policy=email.policy.default)


async def until_state(account: Account, message_id: str | None, *states: str) -> dict[str, Any]:
    message: dict[str, Any] = {}
    for _ in range(500):
        message = (await account.api.get(f"/v1/messages/{message_id}")).json()
        if message["state"] in states:
            return message
        await asyncio.sleep(0.02)
    raise AssertionError(f"still {message['state']}")


async def test_a_mail_between_inboxes_of_the_house_arrives_and_never_leaves(account: Account, stranger: Account) -> None:
    inbox, theirs = await account.open_inbox(label="Ada's agent"), await stranger.open_inbox()
    waiting = asyncio.create_task(stranger.api.get(f"/v1/inboxes/{theirs['id']}/wait", params={"timeout": 20}))
    sent = await send(account, inbox, to=[theirs["address"]], subject="Grüße", html="<p>Hello.</p>")
    got = (await waiting).json()["message"]
    assert (got["subject"], got["from"]) == ("Grüße", {"address": inbox["address"], "name": "Ada's agent"})
    assert got["internet_message_id"] == sent["internet_message_id"] and got["direction"] == "inbound" and got["id"] != sent["id"]
    assert (await until_state(account, sent["id"], "sent"))["delivery"] is None
    assert (await stranger.api.get(f"/v1/messages/{sent['id']}")).status_code == 404


async def test_blind_copies_arrive_and_stand_in_no_header(account: Account) -> None:
    inbox, open_one, blind_one = [await account.open_inbox() for _ in range(3)]
    await send(account, inbox, to=open_one["address"], bcc=[blind_one["address"]])
    for one in (open_one, blind_one):
        got = (await account.api.get(f"/v1/inboxes/{one['id']}/wait", params={"timeout": 20})).json()["message"]
        raw = (await account.api.get(f"/v1/messages/{got['id']}/raw")).content
        assert blind_one["address"].encode() not in raw and b"bcc" not in raw.lower()
        assert got["bcc"] == [] and [to["address"] for to in got["to"]] == [open_one["address"]]


async def test_without_a_relay_the_sink_captures_and_says_so(account: Account) -> None:
    sent = await send(account, await account.open_inbox())
    assert (sent["state"], sent["delivery"]) == ("queued", "sink") and "did not leave the house" in sent["notice"]
    stored = await until_state(account, sent["id"], "captured")
    assert stored["delivery"] == "sink" and stored["notice"] and stored["folder"] == "sent" and stored["read"]
    listed = (await account.api.get("/v1/messages", params={"state": "captured"})).json()["data"]
    assert [one["id"] for one in listed] == [sent["id"]]


async def test_a_dry_run_says_what_would_happen_and_does_nothing(account: Account) -> None:
    inbox = await account.open_inbox()
    said = await send(account, inbox, dry_run=True)
    assert (said["id"], said["state"], said["dry_run"], said["delivery"]) == (None, "would_be_queued", True, "sink")
    assert (await account.api.get("/v1/messages")).json()["data"] == []
    assert (await send(account, inbox))["deduplicated"] is False


async def test_the_same_content_again_is_the_same_mail(account: Account) -> None:
    inbox = await account.open_inbox()
    first, again = await send(account, inbox), await send(account, inbox)
    assert (again["id"], again["internet_message_id"], again["deduplicated"]) == (first["id"], first["internet_message_id"], True)
    other = await send(account, inbox, text="Hello!")
    assert other["id"] != first["id"] and not other["deduplicated"]
    async with account.with_key(await account.make_key()) as colleague:
        body = {"to": "jo@outside.example", "subject": "Hi", "text": "Hello."}
        theirs = (await colleague.post(f"/v1/inboxes/{inbox['id']}/messages", json=body)).json()
    assert theirs["id"] not in (first["id"], other["id"])
    keyed = [
        (await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=body, headers={"Idempotency-Key": key})).json()["id"]
        for key in ("one", "two", "one")
    ]
    assert keyed[0] == keyed[2] != keyed[1] and first["id"] not in keyed


async def test_the_same_content_many_times_at_once_is_one_mail(account: Account) -> None:
    inbox = await account.open_inbox()
    sent = await asyncio.gather(*(send(account, inbox) for _ in range(10)))
    assert len({one["id"] for one in sent}) == 1
    assert len((await account.api.get("/v1/messages", params={"direction": "outbound"})).json()["data"]) == 1


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"subject": BREAK}, "body.subject"),
        ({"to": f"{BREAK} <jo@outside.example>"}, "body.to"),
        ({"to": "jo@outside.example\r\nBcc: v@outside.example"}, "body.to"),
        ({"cc": [f'"{BREAK}" <jo@outside.example>']}, "body.cc"),
        ({"reply_to": f"{BREAK} <jo@outside.example>"}, "body.reply_to"),
        ({"headers": {"X-Ok": BREAK}}, "body.headers.X-Ok"),
        ({"headers": {"X-Bad\r\nBcc": "x"}}, "body.headers"),
        ({"headers": {"Bcc": "v@outside.example"}}, "body.headers.Bcc"),
        ({"headers": {"From": "v@outside.example"}}, "body.headers.From"),
        ({"headers": {"Content-Type": "text/html"}}, "body.headers.Content-Type"),
        ({"attachments": [{"filename": BREAK, "content": ""}]}, "body.attachments"),
        ({"attachments": [{"filename": "x", "content": "", "content_type": BREAK}]}, "body.attachments"),
        ({"attachments": [{"filename": "x", "content": "", "content_id": BREAK}], "html": "x"}, "body.attachments"),
        ({"attachments": [{"filename": "x", "content": "no base64!"}]}, "body.attachments[0].content"),
        ({"attachments": [{"filename": "", "content": ""}]}, "body.attachments"),
        ({"to": "nobody"}, "body.to"),
        ({"to": []}, "body.to"),
        ({"to": ["jo@outside.example", "jo@"]}, "body.to"),
        ({"to": "Jo <jo@outside.example"}, "body.to"),
        ({"to": [f"n{place}@outside.example" for place in range(101)]}, "body.to"),
        ({"to": [f"n{place}@outside.example" for place in range(60)], "bcc": [f"b{place}@x.example" for place in range(60)]}, "body.to"),
        ({"text": None}, "body.text"),
        ({"subject": "x" * 999}, "body.subject"),
        ({"form": "v@outside.example"}, "body.form"),
    ],
)
async def test_what_cannot_be_sent_is_refused_by_the_name_of_its_field(values: dict[str, Any], path: str, account: Account) -> None:
    inbox = await account.open_inbox()
    body = {"to": "jo@outside.example", "subject": "Hi", "text": "Hello."} | values
    answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=body)
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"].startswith(path), answer.text
    assert (await account.api.get("/v1/messages")).json()["data"] == []


@pytest.mark.parametrize("label", [BREAK, 'Evil" <victim@outside.example>', "名前", "a\x00b\x7f"])
async def test_the_label_of_an_inbox_cannot_write_headers(label: str, account: Account) -> None:
    opened = await account.api.post("/v1/inboxes", json={"label": label})
    if opened.status_code == 422:
        assert opened.json()["errors"][0]["path"] == "body.label"
        return
    inbox = opened.json()
    answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json={"to": "jo@outside.example", "text": "x"})
    if answer.status_code == 422:
        assert "from" in answer.json()["errors"][0]["path"] or "label" in answer.json()["errors"][0]["path"]
        return
    mail = await raw_of(account, answer.json()["id"])
    assert "Bcc" not in mail and len(mail["From"].addresses) == 1
    assert mail["From"].addresses[0].addr_spec == inbox["address"]


async def test_files_are_sent_as_they_are(account: Account) -> None:
    content = bytes(range(256)) * 40
    files = [
        {"filename": "Grüße.bin", "content": base64.b64encode(content).decode()},
        {"filename": "logo.png", "content": base64.b64encode(b"png").decode(), "content_type": "image/png", "content_id": "logo"},
    ]
    sent = await send(account, await account.open_inbox(), html='<img src="cid:logo">', attachments=files)
    mail = await raw_of(account, sent["id"])
    parts = {part.get_filename(): part for part in mail.walk() if part.get_filename()}
    assert parts["Grüße.bin"].get_content() == content
    assert parts["logo.png"]["Content-ID"] == "<logo>"
    message = (await account.api.get(f"/v1/messages/{sent['id']}")).json()
    assert {one["filename"]: one["inline"] for one in message["attachments"]} == {"Grüße.bin": False, "logo.png": True}
    for one in message["attachments"]:
        got = await account.api.get(f"/v1/messages/{sent['id']}/attachments/{one['id']}")
        assert got.content == (content if one["filename"] == "Grüße.bin" else b"png")


async def test_a_mail_over_the_limit_is_refused_with_the_limit(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path, EMAIL_MAX_MESSAGE_BYTES="5000") as house, open_account(house) as account:
        inbox = await account.open_inbox()
        body = {"to": "jo@outside.example", "text": "x" * 6000}
        answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=body)
        assert (answer.status_code, answer.json()["code"]) == (413, "message_too_large") and "5000" in answer.json()["detail"]


async def test_a_reply_goes_to_reply_to_or_else_to_the_sender_in_the_thread(account: Account) -> None:
    inbox = await account.open_inbox()
    plain = await put(account, inbox, subject="Re: Lunch", Message_ID="<l.2@x.example>", References="<l.1@x.example>")
    said = (await account.api.post(f"/v1/messages/{plain['id']}/reply", json={"text": "Yes."})).json()
    assert [one["address"] for one in said["to"]] == ["jo@sender.example"]
    assert (said["subject"], said["in_reply_to"], said["thread_id"]) == ("Re: Lunch", "l.2@x.example", plain["thread_id"])
    assert said["references"] == ["l.1@x.example", "l.2@x.example"]
    mail = await raw_of(account, said["id"])
    assert mail["References"] == "<l.1@x.example> <l.2@x.example>"
    other = await put(account, inbox, Reply_To="Desk <desk@sender.example>", Message_ID="<l.3@x.example>")
    said = (await account.api.post(f"/v1/messages/{other['id']}/reply", json={"text": "Yes.", "subject": "New words"})).json()
    assert [one["address"] for one in said["to"]] == ["desk@sender.example"] and said["subject"] == "New words"
    again = (await account.api.post(f"/v1/messages/{said['id']}/reply", json={"text": "And more."})).json()
    assert [one["address"] for one in again["to"]] == ["desk@sender.example"]
    elsewhere = (await account.api.post(f"/v1/messages/{plain['id']}/reply", json={"text": "x", "to": "boss@x.example"})).json()
    assert [one["address"] for one in elsewhere["to"]] == ["boss@x.example"]


async def test_a_reply_to_all_reaches_everybody_once_and_never_oneself(account: Account) -> None:
    inbox = await account.open_inbox()
    to = f"Ann <ann@x.example>, {inbox['address'].upper()}, jo@SENDER.example"
    message = await put(account, inbox, to=to, Cc=f"Bob <bob@x.example>, ann@x.example, {inbox['address']}")
    said = (await account.api.post(f"/v1/messages/{message['id']}/reply", json={"text": "All.", "reply_all": True})).json()
    assert [one["address"] for one in said["to"]] == ["jo@sender.example"]
    assert [one["address"] for one in said["cc"]] == ["ann@x.example", "bob@x.example"]


async def test_a_reply_to_all_leaves_out_the_tagged_address_that_was_written_to(account: Account) -> None:
    inbox = await account.open_inbox()
    tagged = inbox["address"].replace("@", "+shop@")
    await asyncio.to_thread(send_smtp, account.smtp_port, make_mail(f"{tagged}, ann@x.example"), to=tagged)
    message = (await account.api.get("/v1/messages")).json()["data"][0]
    said = (await account.api.post(f"/v1/messages/{message['id']}/reply", json={"text": "All.", "reply_all": True})).json()
    assert [one["address"] for one in said["cc"]] == ["ann@x.example"]


async def test_a_mail_to_a_paused_inbox_waits_until_it_is_resumed(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    settings = {"EMAIL_RETRY_FIRST_S": "0.05", "EMAIL_MAX_TRIES": "50"}
    async with run_postroom(dsn, tmp_path, **settings) as house, open_account(house) as account:
        inbox, sleepy = await account.open_inbox(), await account.open_inbox()
        await account.api.post(f"/v1/inboxes/{sleepy['id']}/pause")
        sent = await send(account, inbox, to=sleepy["address"])
        assert (await until_state(account, sent["id"], "deferred"))["notice"] == "the inbox is paused"
        await account.api.post(f"/v1/inboxes/{sleepy['id']}/resume")
        await until_state(account, sent["id"], "sent")
        got = (await account.api.get(f"/v1/inboxes/{sleepy['id']}/wait", params={"timeout": 5})).json()["message"]
    assert got["internet_message_id"] == sent["internet_message_id"]


async def test_a_mail_to_many_inboxes_here_and_people_elsewhere_reaches_all(account: Account) -> None:
    inbox = await account.open_inbox()
    inboxes = [await account.open_inbox() for _ in range(3)]
    sent = await send(account, inbox, to=[*(one["address"] for one in inboxes), "jo@outside.example"])
    await until_state(account, sent["id"], "sent", "captured")
    for one in inboxes:
        assert (await account.api.get(f"/v1/inboxes/{one['id']}/wait", params={"timeout": 10})).json()["message"] is not None


async def test_the_state_of_a_mail_hides_nobody_whom_it_did_not_reach(account: Account) -> None:
    inbox, here = await account.open_inbox(), await account.open_inbox()
    nobody = f"nobody@{here['domain']}"
    failed = await until_state(account, (await send(account, inbox, to=nobody))["id"], "failed")
    assert failed["notice"] == "there is no such inbox"
    part = await until_state(account, (await send(account, inbox, to=[here["address"], nobody]))["id"], "sent")
    assert part["notice"] == f"Not delivered to {nobody} (there is no such inbox)."
    mixed = await until_state(account, (await send(account, inbox, to=[here["address"], "jo@outside.example"]))["id"], "captured")
    assert mixed["delivery"] == "sink" and "did not leave the house" in mixed["notice"]


async def test_a_mail_that_got_there_in_the_end_keeps_no_old_reason(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    settings = {"EMAIL_RETRY_FIRST_S": "0.05", "EMAIL_MAX_TRIES": "50"}
    async with run_postroom(dsn, tmp_path, **settings) as house, open_account(house) as account:
        inbox, sleepy = await account.open_inbox(), await account.open_inbox()
        await account.api.post(f"/v1/inboxes/{sleepy['id']}/pause")
        sent = await send(account, inbox, to=sleepy["address"])
        await until_state(account, sent["id"], "deferred")
        await account.api.post(f"/v1/inboxes/{sleepy['id']}/resume")
        assert (await until_state(account, sent["id"], "sent"))["notice"] is None

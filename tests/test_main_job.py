"""The main job end to end: mail in, code out, mail answered."""

import asyncio

from postroom.testing.running import Account, make_mail, send_smtp


async def test_a_waiting_agent_gets_the_code_of_a_mail_that_comes_by_smtp(account: Account) -> None:
    inbox = await account.open_inbox(label="Sign-up agent")
    waiting = asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox['address']}/code", params={"timeout": 20, "from": "shop"}))
    await asyncio.sleep(0)
    mail = make_mail(inbox["address"], subject="Confirm", text="Your code is 482913.", sender="no-reply@shop.example")
    await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"], sender="bounce@shop.example")
    found = (await waiting).json()
    assert found["code"] == "482913"
    assert found["all_codes"] == ["482913"]
    assert found["from"]["address"] == "no-reply@shop.example"
    assert found["message_id"].startswith("msg_")


async def test_a_reply_is_queued_captured_by_the_sink_and_stands_in_the_thread(account: Account) -> None:
    inbox = await account.open_inbox()
    mail = make_mail(inbox["address"], subject="Lunch?", text="Today?", Message_ID="<lunch.1@sender.example>")
    await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"])
    message = (await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 20})).json()["message"]
    answer = await account.api.post(f"/v1/messages/{message['id']}/reply", json={"text": "Gladly."})
    assert answer.status_code == 202, answer.text
    sent = answer.json()
    assert sent["subject"] == "Re: Lunch?"
    assert sent["in_reply_to"] == "lunch.1@sender.example"
    assert sent["delivery"] == "sink" and sent["notice"]
    assert sent["thread_id"] == message["thread_id"]
    stored = await _until_state(account, sent["id"], "captured")
    assert stored["delivery"] == "sink" and stored["notice"]
    raw = (await account.api.get(f"/v1/messages/{sent['id']}/raw")).content
    assert b"In-Reply-To: <lunch.1@sender.example>" in raw


async def _until_state(account: Account, message_id: str, state: str) -> dict:
    for _ in range(100):
        message = (await account.api.get(f"/v1/messages/{message_id}")).json()
        if message["state"] == state:
            return message
        await asyncio.sleep(0.05)
    raise AssertionError(f"still {message['state']}")

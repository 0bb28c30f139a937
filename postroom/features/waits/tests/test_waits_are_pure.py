"""What a wait answers: the same to the same question, the oldest after a cursor, the newest without one."""

import asyncio
import re
from typing import Any

import pytest

from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail, send_smtp


async def put(account: Account, inbox: dict[str, Any], **values: Any) -> str:
    """Store a mail and wake whoever waits; its id."""
    content = make_mail(inbox["address"], **values).as_bytes()
    stored = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=content, headers={"Content-Type": "message/rfc822"}
    )
    assert stored.status_code == 201, stored.text
    return str(stored.json()["messages"][0]["id"])


async def wait(account: Account, inbox: dict[str, Any], **params: Any) -> dict[str, Any]:
    answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 0, **params})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def subject(answer: dict[str, Any]) -> str | None:
    return answer["message"] and answer["message"]["subject"]


async def test_a_time_out_is_a_clear_answer(account: Account) -> None:
    answer = await wait(account, await account.open_inbox(), timeout=0.01)
    assert (answer["message"], answer["timed_out"], answer["retry"]) == (None, True, False)
    assert re.fullmatch(r"c1-\d+-\d+", answer["cursor"])


async def test_asking_again_gives_the_same_mail_and_marks_nothing(account: Account) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, subject="one")
    answers = [await wait(account, inbox) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2] and subject(answers[0]) == "one"
    assert answers[0]["message"]["read"] is False


async def test_without_a_cursor_the_newest_counts_and_after_one_the_oldest(account: Account) -> None:
    inbox = await account.open_inbox()
    start = (await wait(account, inbox))["cursor"]
    for name in ("one", "two", "three"):
        await put(account, inbox, subject=name)
    assert subject(await wait(account, inbox)) == "three"
    seen, cursor = [], start
    while True:
        answer = await wait(account, inbox, after=cursor)
        cursor = answer["cursor"]
        if answer["message"] is None:
            break
        seen.append(subject(answer))
    assert seen == ["one", "two", "three"]
    assert subject(await wait(account, inbox, after=start)) == "one"


async def test_the_cursor_of_a_time_out_misses_nothing_that_comes_next(account: Account) -> None:
    inbox, other = await account.open_inbox(), await account.open_inbox()
    cursor = (await wait(account, inbox, subject="wanted"))["cursor"]
    await put(account, other, subject="wanted")
    await put(account, inbox, subject="something else")
    await put(account, inbox, subject="wanted")
    answer = await wait(account, inbox, subject="wanted", after=cursor)
    assert subject(answer) == "wanted"
    assert (await wait(account, inbox, subject="wanted", after=answer["cursor"]))["message"] is None


@pytest.mark.parametrize("after", ["c1", "c1-1", "c2-1-1", "c1-x-1", "c1-1-" + "9" * 30, "c1-1-1 "])
async def test_a_cursor_that_is_none_is_refused_by_name(after: str, account: Account) -> None:
    inbox = await account.open_inbox()
    answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"after": after, "timeout": 0})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "query.after"


async def test_a_cursor_from_before_a_restored_backup_asks_for_a_new_start(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    cursor = (await wait(account, inbox))["cursor"]
    async with running.wired.database.connection() as connection:
        await connection.execute("UPDATE event_heads SET epoch = epoch + 1 WHERE org_id = $1", decode_id("org", account.organisation_id))
    answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"after": cursor, "timeout": 0})
    assert (answer.status_code, answer.json()["code"]) == (409, "resync")


async def test_how_far_back_a_wait_looks_can_be_said(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, subject="old")
    async with running.wired.database.connection() as connection:
        query = "UPDATE events SET occurred_at = occurred_at - interval '20 minutes' WHERE inbox_id = $1 RETURNING occurred_at"
        at = await connection.fetchval(query, decode_id("inb", inbox["id"]))
    assert (await wait(account, inbox))["message"] is None
    assert (await wait(account, inbox, since="600"))["message"] is None
    assert subject(await wait(account, inbox, since="1800")) == "old"
    assert subject(await wait(account, inbox, since=at.isoformat())) == "old"
    assert subject(await wait(account, inbox, since="2020-01-01T00:00:00Z")) == "old"
    assert (await wait(account, inbox, since="2099-01-01T00:00:00Z"))["message"] is None
    assert subject(await wait(account, inbox, since=str(at.timestamp() - 1))) == "old"
    assert (await wait(account, inbox, since=str(at.timestamp() + 1)))["message"] is None


@pytest.mark.parametrize("since", ["yesterday", "2026-01-01T00:00:00", "-5", "1e400", "9" * 400, "²"])
async def test_a_since_that_is_none_is_refused_by_name(since: str, account: Account) -> None:
    inbox = await account.open_inbox()
    answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"since": since, "timeout": 0})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "query.since", answer.text


@pytest.mark.parametrize("timeout", ["-1", "121", "soon", "nan", "inf"])
async def test_a_timeout_that_is_none_is_refused_by_name(timeout: str, account: Account) -> None:
    inbox = await account.open_inbox()
    answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": timeout})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "query.timeout", answer.text


async def test_filters_choose_and_compose(account: Account) -> None:
    inbox = await account.open_inbox()
    shop = {"sender": "Shop <no-reply@shop.example>"}
    code_id = await put(account, inbox, subject="Your code", text="Your code is 482913.", **shop)
    await put(account, inbox, subject="Your link", text="Confirm: https://shop.example/verify?token=abcdef123456", **shop)
    await put(account, inbox, subject="Lunch", text="Today?")
    expected: list[tuple[dict[str, Any], str | None]] = [
        ({}, "Lunch"),
        ({"from": "shop"}, "Your link"),
        ({"has": "code"}, "Your code"),
        ({"has": "link"}, "Your link"),
        ({"has": "attachment"}, None),
        ({"subject": "your"}, "Your link"),
        ({"subject": "YOUR", "has": "code"}, "Your code"),
        ({"from": "jo@", "has": "code"}, None),
        ({"category": "nonsense"}, None),
        ({"unread": "true"}, "Lunch"),
        ({"unread": "false"}, None),
        ({"from": "%"}, None),
    ]
    for params, wanted in expected:
        assert subject(await wait(account, inbox, **params)) == wanted, params
    await account.api.patch(f"/v1/messages/{code_id}", json={"read": True})
    assert subject(await wait(account, inbox, unread="false")) == "Your code"
    assert subject(await wait(account, inbox, unread="true", has="code")) is None


async def test_a_silent_mail_wakes_nobody_and_is_listed(account: Account) -> None:
    inbox = await account.open_inbox()
    content = make_mail(inbox["address"], subject="imported").as_bytes()
    params = {"to": inbox["id"], "silent": "true"}
    await account.api.post("/v1/inbound/raw", params=params, content=content, headers={"Content-Type": "message/rfc822"})
    assert (await wait(account, inbox))["message"] is None
    assert (await account.api.get("/v1/messages")).json()["data"][0]["subject"] == "imported"


async def test_the_newest_code_comes_with_its_evidence(account: Account) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, subject="Old", text="Your code is 111222.", sender="shop@shop.example")
    newest = await put(account, inbox, subject="New", text="Your code is 482913, valid for 10 minutes.", sender="shop@shop.example")
    await put(account, inbox, subject="No code", text="Hello.")
    path = f"/v1/inboxes/{inbox['address']}/code"
    found = (await account.api.get(path, params={"timeout": 0})).json()
    assert (found["code"], found["all_codes"], found["message_id"], found["ambiguous"]) == ("482913", ["482913"], newest, False)
    assert found["from"]["address"] == "shop@shop.example" and found["subject"] == "New" and found["expires_at"] > found["received_at"]
    assert found["candidates"][0]["value"] == "482913" and 0 < found["confidence"] <= 1
    assert (await account.api.get(path, params={"timeout": 0})).json() == found
    none = (await account.api.get(path, params={"timeout": 0, "from": "bank"})).json()
    assert (none["code"], none["timed_out"], none["candidates"]) == (None, True, [])


async def test_codes_that_are_equally_likely_are_said_to_be_ambiguous(account: Account) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, text="Your sign-in code is 482913.\n\nYour sign-in code is 771204.")
    found = (await account.api.get(f"/v1/inboxes/{inbox['id']}/code", params={"timeout": 0})).json()
    assert found["ambiguous"] is True and found["code"] is None
    assert sorted(found["all_codes"]) == ["482913", "771204"]


async def test_a_paused_inbox_can_still_be_waited_on(account: Account) -> None:
    inbox = await account.open_inbox()
    parked = asyncio.create_task(wait(account, inbox, timeout=20))
    await asyncio.sleep(0)
    await account.api.post(f"/v1/inboxes/{inbox['id']}/pause")
    await account.api.post(f"/v1/inboxes/{inbox['id']}/resume")
    await asyncio.to_thread(send_smtp, account.smtp_port, make_mail(inbox["address"], subject="after"), to=inbox["address"])
    assert subject(await parked) == "after"

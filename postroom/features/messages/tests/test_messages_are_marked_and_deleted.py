"""Marks, labels, folders, and what is left of a deleted message."""

import asyncio
from typing import Any

import pytest

from postroom.features.messages.tests.conftest import Put
from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail, send_smtp


async def count(running: Running, account: Account, table: str) -> int:
    async with running.wired.database.connection() as connection:
        found: int = await connection.fetchval(f"SELECT count(*) FROM {table} WHERE org_id = $1", decode_id("org", account.organisation_id))
    return found


async def test_reading_does_not_mark_and_marking_changes_only_what_is_named(account: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), make_mail("x@y.example"))
    path = f"/v1/messages/{message['id']}"
    assert (message["read"], message["starred"], message["labels"], message["folder"]) == (False, False, [], "inbox")
    marked = (await account.api.patch(path, json={"labels": ["b", "a", "b"]})).json()
    assert (marked["read"], marked["starred"], marked["labels"], marked["folder"]) == (False, False, ["a", "b"], "inbox")
    marked = (await account.api.patch(path, json={"read": True, "starred": True, "folder": "archive"})).json()
    assert (marked["read"], marked["starred"], marked["labels"], marked["folder"]) == (True, True, ["a", "b"], "archive")
    marked = (await account.api.patch(path, json={"read": False, "labels": []})).json()
    assert (marked["read"], marked["starred"], marked["labels"]) == (False, True, [])
    assert {**(await account.api.get(path)).json(), "safe_text": None} == marked
    assert (await account.api.patch(path, json={})).json() == marked


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"labels": [""]}, "body.labels"),
        ({"labels": ["x" * 65]}, "body.labels"),
        ({"labels": [str(place) for place in range(51)]}, "body.labels"),
        ({"labels": "a"}, "body.labels"),
        ({"folder": ""}, "body.folder"),
        ({"folder": "In Box"}, "body.folder"),
        ({"folder": None}, "body.folder"),
        ({"read": "true"}, "body.read"),
        ({"read": None}, "body.read"),
        ({"subject": "x"}, "body.subject"),
    ],
)
async def test_a_mark_that_is_none_is_refused_by_name(body: dict[str, Any], path: str, account: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), make_mail("x@y.example"))
    answer = await account.api.patch(f"/v1/messages/{message['id']}", json=body)
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"].startswith(path), answer.text


async def test_marks_made_at_once_all_count(account: Account, put: Put) -> None:
    messages = [await put(account, await account.open_inbox(), make_mail("x@y.example")) for _ in range(3)]
    changes = [{"read": True}, {"starred": True}, {"labels": ["x"]}, {"folder": "done"}]
    await asyncio.gather(*(account.api.patch(f"/v1/messages/{one['id']}", json=change) for one in messages for change in changes))
    for one in messages:
        found = (await account.api.get(f"/v1/messages/{one['id']}")).json()
        assert (found["read"], found["starred"], found["labels"], found["folder"]) == (True, True, ["x"], "done")


async def test_deleting_the_last_message_of_a_mail_frees_its_raw_bytes(account: Account, running: Running) -> None:
    one, two = await account.open_inbox(), await account.open_inbox()
    to = [one["address"], two["address"]]
    mail = make_mail(", ".join(to), subject="shared")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="x.pdf")
    await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=to)
    first, second = (await account.api.get("/v1/messages")).json()["data"]
    assert await count(running, account, "message_raw") == 1
    assert (await account.api.delete(f"/v1/messages/{first['id']}")).status_code == 204
    assert await count(running, account, "message_raw") == 1
    assert (await account.api.get(f"/v1/messages/{second['id']}/raw")).status_code == 200
    assert (await account.api.delete(f"/v1/messages/{second['id']}")).status_code == 204
    for table in ("message_raw", "messages", "message_state", "message_bodies", "email_messages", "attachments", "extractions", "threads"):
        assert await count(running, account, table) == 0, table
    for suffix in ("", "/raw"):
        assert (await account.api.get(f"/v1/messages/{second['id']}{suffix}")).status_code == 404
    assert (await account.api.delete(f"/v1/messages/{second['id']}")).status_code == 404
    assert (await account.api.get(f"/v1/threads/{second['thread_id']}")).status_code == 404


async def test_deletions_made_at_once_delete_once_and_count_once(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, make_mail("x@y.example"))
    await put(account, inbox, make_mail("x@y.example"))
    answers = await asyncio.gather(*(account.api.delete(f"/v1/messages/{message['id']}") for _ in range(6)))
    assert {one.status_code for one in answers} <= {204, 404}
    found = (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()
    assert found["message_count"] == 1


async def test_a_sent_message_leaves_nothing_when_it_is_deleted(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    sent = (await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json={"to": "jo@outside.example", "text": "x"})).json()
    async with asyncio.timeout(10):
        while (await account.api.get(f"/v1/messages/{sent['id']}")).json()["state"] != "captured":  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert (await account.api.delete(f"/v1/messages/{sent['id']}")).status_code == 204
    assert await count(running, account, "messages") == 0
    assert await count(running, account, "message_raw") == 0

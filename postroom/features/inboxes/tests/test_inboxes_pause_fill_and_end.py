"""The states of an inbox as senders and readers meet them."""

import asyncio
import smtplib
from pathlib import Path
from typing import Any

from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, open_account, run_postroom, send_smtp


async def deliver(account: Account, to: str, **values: Any) -> int:
    """The status that the sender got for the recipient, or 250."""
    try:
        await asyncio.to_thread(send_smtp, account.smtp_port, make_mail(to, **values), to=to)
    except smtplib.SMTPRecipientsRefused as refused:
        return int(refused.recipients[to][0])
    return 250


async def until(running: Running, query: str, *arguments: Any) -> None:
    """Until the database says yes."""
    async with running.wired.database.connection() as connection, asyncio.timeout(10):
        while not await connection.fetchval(query, *arguments):  # noqa: ASYNC110 - the database does not tell
            await asyncio.sleep(0.02)


async def test_a_paused_inbox_asks_senders_to_come_again(account: Account) -> None:
    inbox = await account.open_inbox()
    assert await deliver(account, inbox["address"]) == 250
    assert (await account.api.post(f"/v1/inboxes/{inbox['id']}/pause")).json()["status"] == "paused"
    assert await deliver(account, inbox["address"]) == 450
    assert len((await account.api.get("/v1/messages", params={"inbox_id": inbox["id"]})).json()["data"]) == 1
    stored = await account.api.post(
        "/v1/inbound/raw",
        params={"to": inbox["id"]},
        content=make_mail(inbox["address"]).as_bytes(),
        headers={"Content-Type": "message/rfc822"},
    )
    assert (stored.status_code, stored.json()["code"]) == (409, "inbox_closed")
    assert (await account.api.post(f"/v1/inboxes/{inbox['id']}/resume")).json()["status"] == "active"
    assert await deliver(account, inbox["address"]) == 250


async def test_a_full_inbox_asks_senders_to_come_again_until_there_is_room(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path, INBOXES_MAX_MESSAGES="2") as house, open_account(house) as account:
        inbox = await account.open_inbox()
        assert [await deliver(account, inbox["address"], subject=str(place)) for place in range(2)] == [250, 250]
        assert (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()["message_count"] == 2
        assert await deliver(account, inbox["address"]) == 452
        newest = (await account.api.get("/v1/messages")).json()["data"][0]
        assert (await account.api.delete(f"/v1/messages/{newest['id']}")).status_code == 204
        assert await deliver(account, inbox["address"]) == 250


async def test_usage_counts_messages_and_bytes_in_and_out(account: Account) -> None:
    inbox = await account.open_inbox()
    for size in (10, 5000):
        await deliver(account, inbox["address"], text="x" * 60 + "\n" * size)
    messages = (await account.api.get("/v1/messages")).json()["data"]
    found = (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()
    assert (found["message_count"], found["size_bytes"]) == (2, sum(one["size_bytes"] for one in messages))
    await account.api.delete(f"/v1/messages/{messages[0]['id']}")
    found = (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()
    assert (found["message_count"], found["size_bytes"]) == (1, messages[1]["size_bytes"])


async def test_a_deleted_inbox_and_its_mail_are_gone_at_once_and_purged_soon(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    await deliver(account, inbox["address"])
    message = (await account.api.get("/v1/messages")).json()["data"][0]
    parked = asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 60, "subject": "never"}))
    async with asyncio.timeout(10):
        while not running.wired.house.wakeups.listened(decode_id("inb", inbox["id"])):  # type: ignore[arg-type]  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert (await account.api.delete(f"/v1/inboxes/{inbox['id']}")).status_code == 204
    assert (await asyncio.wait_for(parked, 10)).status_code == 404
    for path in (f"/v1/inboxes/{inbox['id']}", f"/v1/inboxes/{inbox['address']}", f"/v1/messages/{message['id']}"):
        assert (await account.api.get(path)).status_code == 404
    for path in (f"/v1/messages/{message['id']}/raw", f"/v1/threads/{message['thread_id']}", f"/v1/inboxes/{inbox['id']}/wait?timeout=0"):
        assert (await account.api.get(path)).status_code == 404
    for path in ("/v1/inboxes", "/v1/messages", "/v1/threads"):
        assert (await account.api.get(path)).json()["data"] == []
    assert await deliver(account, inbox["address"]) == 550
    assert (await account.api.delete(f"/v1/inboxes/{inbox['id']}")).status_code == 404
    org_id, inbox_id = decode_id("org", account.organisation_id), decode_id("inb", inbox["id"])
    tables = ("messages", "message_state", "message_bodies", "message_raw", "email_messages", "threads", "thread_links")
    for table in tables:
        await until(running, f"SELECT NOT EXISTS (SELECT FROM {table} WHERE org_id = $1)", org_id)
    await until(running, "SELECT status = 'deleted' FROM inboxes WHERE id = $1", inbox_id)


async def test_an_inbox_past_its_time_is_invisible_at_once_whatever_the_timer_does(account: Account, running: Running) -> None:
    inbox = await account.open_inbox(ttl_seconds=3600)
    await deliver(account, inbox["address"])
    message = (await account.api.get("/v1/messages")).json()["data"][0]
    async with running.wired.database.connection() as connection:
        query = "UPDATE inboxes SET expires_at = created_at WHERE id = $1"
        await connection.execute(query, decode_id("inb", inbox["id"]))
    for path in (f"/v1/inboxes/{inbox['address']}", f"/v1/messages/{message['id']}", f"/v1/threads/{message['thread_id']}"):
        assert (await account.api.get(path)).status_code == 404
    for path in ("/v1/inboxes", "/v1/messages", "/v1/threads"):
        assert (await account.api.get(path)).json()["data"] == []


async def test_an_inbox_ends_by_itself_and_says_so_within_a_second(account: Account, running: Running) -> None:
    inbox = await account.open_inbox(ttl_seconds=1)
    assert await deliver(account, inbox["address"]) == 250
    parked = await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 20, "subject": "never"})
    assert parked.status_code == 404
    inbox_id = decode_id("inb", inbox["id"])
    await until(running, "SELECT EXISTS (SELECT FROM events WHERE inbox_id = $1 AND type = 'inbox.expired')", inbox_id)
    async with running.wired.database.connection() as connection:
        ended = await connection.fetchval("SELECT occurred_at FROM events WHERE inbox_id = $1 AND type = 'inbox.expired'", inbox_id)
        late = ended - await connection.fetchval("SELECT expires_at FROM inboxes WHERE id = $1", inbox_id)
    assert 0 <= late.total_seconds() < 1
    assert await deliver(account, inbox["address"]) == 550
    await until(running, "SELECT NOT EXISTS (SELECT FROM messages WHERE inbox_id = $1)", inbox_id)


async def test_an_end_that_is_taken_back_does_not_come(account: Account) -> None:
    inbox = await account.open_inbox(ttl_seconds=1)
    assert (await account.api.patch(f"/v1/inboxes/{inbox['id']}", json={"ttl_seconds": None})).json()["expires_at"] is None
    other = await account.open_inbox(ttl_seconds=1)
    assert (await account.api.get(f"/v1/inboxes/{other['id']}/wait", params={"timeout": 20})).status_code == 404
    assert (await account.api.get(f"/v1/inboxes/{inbox['id']}")).status_code == 200

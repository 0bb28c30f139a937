"""An inbox that is paused, deleted or resumed in the very moment in which something else happens to it."""

import asyncio
import smtplib
from typing import Any

from postroom.features.inboxes import hold_open_part
from postroom.kernel.context import house_principal
from postroom.kernel.ids import decode_id
from postroom.kernel.statements import run_parts
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail


async def until_waiting(running: Running) -> None:
    """Until a statement of this database waits for a lock."""
    async with running.wired.database.connection() as connection, asyncio.timeout(10):
        while not await connection.fetchval(  # noqa: ASYNC110 - the database has no event for it
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
        ):
            await asyncio.sleep(0.01)


async def ended_events(running: Running, inbox: dict[str, Any]) -> int:
    async with running.wired.database.connection() as connection:
        identifier = decode_id("inb", inbox["id"])
        count: int = await connection.fetchval("SELECT count(*) FROM events WHERE inbox_id = $1 AND type = 'inbox.deleted'", identifier)
    return count


async def test_a_mail_whose_recipient_was_accepted_before_the_pause_is_stored(account: Account) -> None:
    inbox = await account.open_inbox()
    client = await asyncio.to_thread(smtplib.SMTP, "127.0.0.1", account.smtp_port, timeout=30)
    await asyncio.to_thread(client.ehlo)
    await asyncio.to_thread(client.mail, "jo@sender.example")
    assert (await asyncio.to_thread(client.rcpt, inbox["address"]))[0] == 250
    await account.api.post(f"/v1/inboxes/{inbox['id']}/pause")
    assert (await asyncio.to_thread(client.data, make_mail(inbox["address"]).as_bytes()))[0] == 250
    await asyncio.to_thread(client.quit)
    assert len((await account.api.get("/v1/messages", params={"inbox_id": inbox["id"]})).json()["data"]) == 1


async def test_an_inbox_does_not_end_before_a_mail_that_is_being_stored_in_it(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    org_id, inbox_id = decode_id("org", account.organisation_id), decode_id("inb", inbox["id"])
    assert org_id is not None
    assert inbox_id is not None
    async with running.wired.house.transaction(house_principal(org_id)) as tx:
        held = await run_parts(tx.connection, [hold_open_part([(org_id, inbox_id)], tx.now)])
        assert len(held["held"]) == 1
        deleting = asyncio.create_task(account.api.delete(f"/v1/inboxes/{inbox['id']}"))
        await until_waiting(running)
        assert not deleting.done()
    assert (await deleting).status_code == 204


async def test_an_inbox_that_is_deleted_meanwhile_is_not_resumed(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    async with running.wired.database.connection() as connection, connection.transaction():
        identifier = decode_id("inb", inbox["id"])
        await connection.execute("UPDATE inboxes SET status = 'deleted' WHERE id = $1", identifier)
        resuming = asyncio.create_task(account.api.post(f"/v1/inboxes/{inbox['id']}/resume"))
        await until_waiting(running)
    assert (await resuming).json()["code"] == "inbox_not_found"
    assert (await account.api.get(f"/v1/inboxes/{inbox['id']}")).status_code == 404


async def test_of_two_who_delete_at_once_one_does_and_it_is_told_once(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    async with running.wired.database.connection() as connection, connection.transaction():
        await connection.execute("SELECT FROM inboxes WHERE id = $1 FOR UPDATE", decode_id("inb", inbox["id"]))
        deleting = [asyncio.create_task(account.api.delete(f"/v1/inboxes/{inbox['id']}")) for _ in range(2)]
        await until_waiting(running)
        await asyncio.sleep(0.05)
    assert sorted([(await one).status_code for one in deleting]) == [204, 404]
    assert await ended_events(running, inbox) == 1

"""Two inboxes share the bytes of one mail: whoever deletes last takes them along, also when both delete at once."""

import asyncio
from typing import Any
from uuid import UUID

from postroom.features.messages.store.change import delete_messages
from postroom.kernel.context import house_principal
from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail, send_smtp


async def until_waiting(running: Running) -> None:
    """Until a statement of this database waits for a lock."""
    async with running.wired.database.connection() as connection, asyncio.timeout(10):
        while not await connection.fetchval(  # noqa: ASYNC110 - the database has no event for it
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
        ):
            await asyncio.sleep(0.01)


async def count_raw(running: Running, org_id: UUID) -> Any:
    async with running.wired.database.connection() as connection:
        return await connection.fetchval("SELECT count(*) FROM message_raw WHERE org_id = $1", org_id)


async def test_two_who_delete_the_last_two_messages_of_a_mail_at_once_leave_no_bytes(account: Account, running: Running) -> None:
    inboxes = [await account.open_inbox() for _ in range(2)]
    to = [one["address"] for one in inboxes]
    await asyncio.to_thread(send_smtp, account.smtp_port, make_mail(", ".join(to)), to=to)
    first, second = (await account.api.get("/v1/messages")).json()["data"]
    org_id, first_id = decode_id("org", account.organisation_id), decode_id("msg", first["id"])
    assert org_id is not None
    assert first_id is not None
    assert await count_raw(running, org_id) == 1
    async with running.wired.house.transaction(house_principal(org_id)) as tx:
        await delete_messages(tx, [first_id])
        other = asyncio.create_task(account.api.delete(f"/v1/messages/{second['id']}"))
        await until_waiting(running)
    assert (await other).status_code == 204
    assert await count_raw(running, org_id) == 0

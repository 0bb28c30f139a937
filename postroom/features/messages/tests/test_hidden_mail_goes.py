"""Hidden mail has a time and room of its own: it is deleted when that is over, and never takes the room of other mail."""

import asyncio
import smtplib
from pathlib import Path
from typing import Any

import pytest

from postroom.features.messages.purge_hidden import purge_hidden
from postroom.features.messages.tests.conftest import Put
from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, open_account, run_postroom, send_smtp


async def deliver(account: Account, inbox: dict[str, Any], place: int, sender: str = "jo@evil.example") -> int:
    mail = make_mail(inbox["address"], subject=f"Mail {place}", sender=sender, Message_ID=f"<{place}@x.example>")
    try:
        await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"], sender=sender)
    except smtplib.SMTPRecipientsRefused as refused:
        return int(refused.recipients[inbox["address"]][0])
    return 250


async def subjects(account: Account, inbox: dict[str, Any]) -> list[str]:
    params = {"inbox_id": inbox["id"], "include_hidden": "true", "limit": 100}
    return sorted(one["subject"] for one in (await account.api.get("/v1/messages", params=params)).json()["data"])


async def deleted(account: Account, most: int) -> list[str]:
    """Why messages were deleted, as soon as there are so many."""
    for _ in range(400):
        rows = (await account.api.get("/v1/events", params={"limit": 100, "type": "message.deleted"})).json()["data"]
        if len(rows) >= most:
            return [row["data"]["reason"] for row in rows]
        await asyncio.sleep(0.05)
    raise AssertionError("too few were deleted")


async def hide_since(running: Running, account: Account, days: int) -> None:
    """As if what is hidden had been so for days."""
    org_id = decode_id("org", account.organisation_id)
    async with running.wired.database.connection() as connection:
        move = "UPDATE message_state SET hidden_at = hidden_at - $2 * interval '1 day' WHERE org_id = $1 AND hidden_at IS NOT NULL"
        await connection.execute(move, org_id, days)
        await connection.execute("UPDATE hidden_purges SET due_at = '2020-01-01Z' WHERE org_id = $1", org_id)


async def block(account: Account) -> None:
    rule = {"action": "block", "match_type": "domain", "match_target": "evil.example"}
    (await account.api.post("/v1/contact-rules", json=rule)).raise_for_status()


async def test_a_flood_of_blocked_mail_leaves_room_for_other_mail_and_only_its_newest_is_kept(
    database_server: TestServer, tmp_path: Path
) -> None:
    dsn = await database_server.create("postroom_template")
    limits = {"INBOXES_MAX_MESSAGES": "2", "MESSAGES_MAX_HIDDEN_MESSAGES": "3"}
    async with run_postroom(dsn, tmp_path, **limits) as house, open_account(house) as account:
        inbox = await account.open_inbox()
        await block(account)
        assert [await deliver(account, inbox, place) for place in range(5)] == [250] * 5
        assert await deliver(account, inbox, 5, sender="jo@fine.example") == 250
        assert await deleted(account, 2) == ["evicted", "evicted"]
        assert await subjects(account, inbox) == ["Mail 2", "Mail 3", "Mail 4", "Mail 5"]
        assert (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()["message_count"] == 1


async def test_hidden_mail_is_deleted_when_its_time_is_over(running: Running, account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    await block(account)
    await deliver(account, inbox, 0)
    spam, kept = [await put(account, inbox, make_mail(inbox["address"], subject=name)) for name in ("Spam", "Kept")]
    (await account.api.patch(f"/v1/messages/{spam['id']}", json={"folder": "spam"})).raise_for_status()
    await hide_since(running, account, 29)
    await purge_hidden(running.wired.house)
    assert len(await subjects(account, inbox)) == 3
    await hide_since(running, account, 2)
    await purge_hidden(running.wired.house)
    assert await deleted(account, 2) == ["expired", "expired"]
    assert await subjects(account, inbox) == ["Kept"]
    found = (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()
    assert (found["message_count"], found["size_bytes"]) == (1, kept["size_bytes"])
    async with running.wired.database.connection() as connection:
        usage = await connection.fetchrow("SELECT * FROM inbox_usage WHERE inbox_id = $1", decode_id("inb", inbox["id"]))
    assert (usage["hidden_count"], usage["hidden_bytes"]) == (0, 0)


@pytest.mark.parametrize(("days", "left"), [(0, 1), (60, 1), (10, 0), (None, 0)])
async def test_an_organisation_says_how_long_its_hidden_mail_is_kept(
    days: int | None, left: int, running: Running, account: Account
) -> None:
    inbox = await account.open_inbox()
    await block(account)
    await deliver(account, inbox, 0)
    assert (await account.api.get("/v1/retention")).json() == {"hidden_days": 30, "changed_at": None, "changed_by": None}
    answer = (await account.api.patch("/v1/retention", json={"hidden_days": days})).json()
    assert answer["hidden_days"] == (30 if days is None else days) and (answer["changed_by"] is None) == (days is None)
    await hide_since(running, account, 40)
    await purge_hidden(running.wired.house)
    assert await deleted(account, 1 - left) == ["expired"] * (1 - left)
    assert len(await subjects(account, inbox)) == left
    refused = await account.api.patch("/v1/retention", json={"hidden_days": 4000})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "body.hidden_days")


async def test_what_is_released_is_not_deleted_with_what_was_hidden(running: Running, account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, make_mail(inbox["address"], subject="Back"))
    for folder in ("spam", "archive"):
        (await account.api.patch(f"/v1/messages/{message['id']}", json={"folder": folder})).raise_for_status()
    await hide_since(running, account, 400)
    await purge_hidden(running.wired.house)
    assert await subjects(account, inbox) == ["Back"]
    assert (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()["message_count"] == 1

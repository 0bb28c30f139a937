"""The end of an inbox: invisible at once, told within a second, purged, its address kept for its organisation."""

import asyncio
import random
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail, send_smtp
from tests.acceptance.patience import until
from tests.acceptance.reading import list_messages
from tests.acceptance.smtp_client import talking

TTL_S = 3
# The promise is one second.
SOON_S = 4
# Keyed by the message's own id.
OF_MESSAGES = ("messages", "message_state", "message_bodies", "email_messages", "message_search")
OF_INBOXES = ("messages", "message_state", "threads", "thread_links", "inbox_usage")


async def test_an_inbox_ends_at_its_time(running: Running, account: Account, stranger: Account) -> None:
    other = await account.open_inbox()
    inbox = await account.open_inbox(ttl_seconds=TTL_S, local_part=f"ends-{random.randrange(10**9)}")
    messages = await _fill(account, inbox)
    blob = await _blob_of(running, messages)
    parked = asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox['id']}/wait?timeout=60&subject=never"))
    await until(lambda: _is_gone(account, inbox), TTL_S + SOON_S)
    await _check_invisible(account, inbox, messages)
    assert (await asyncio.wait_for(parked, SOON_S)).status_code == 404
    await until(lambda: _is_refused(account, inbox["address"]), SOON_S)
    await _check_told(running, account, inbox)
    await until(lambda: _is_purged(running, inbox, messages))
    await until(lambda: _has_vanished(blob))
    await _check_tombstone(running, inbox)
    await _check_reserved(account, stranger, inbox)
    assert [message["inbox_id"] async for message in list_messages(account.api)] == [other["id"]]


async def test_a_mail_in_flight_when_its_inbox_ends_is_refused_not_lost_in_silence(account: Account) -> None:
    inbox = await account.open_inbox(ttl_seconds=1)
    async with talking(account.smtp_port) as client:
        await client.begin("jo@sender.example", [inbox["address"]])
        await until(lambda: _is_gone(account, inbox), SOON_S)
        assert (await client.data(b"Subject: late\r\n\r\nlate\r\n"))[0] == 550


async def _fill(account: Account, inbox: dict[str, Any]) -> list[str]:
    """A mail with a code and a link, a large one with a file that moves to the blob store, one that is sent, one for another inbox too."""
    small = make_mail(inbox["address"], subject="Confirm quokka", text="Your code is 482913: https://a.example/verify?t=1")
    large = make_mail(inbox["address"], subject="Large quokka", Message_ID="<large@sender.example>")
    large.add_attachment(random.Random(1).randbytes(150_000), maintype="application", subtype="octet-stream", filename="noise.bin")
    for mail in (small, large):
        await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"])
    spared = next(one["address"] for one in (await account.api.get("/v1/inboxes")).json()["data"] if one["id"] != inbox["id"])
    shared = make_mail(inbox["address"], subject="Shared quokka")
    await asyncio.to_thread(send_smtp, account.smtp_port, shared, to=[inbox["address"], spared])
    sent = {"to": ["jo@elsewhere.example"], "subject": "Sent quokka", "text": "Hello."}
    assert (await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=sent)).status_code == 202
    messages = [message["id"] async for message in list_messages(account.api, inbox_id=inbox["id"])]
    assert len(messages) == 4
    return messages


async def _check_invisible(account: Account, inbox: dict[str, Any], messages: list[str]) -> None:
    for path in (
        f"/v1/inboxes/{inbox['id']}/wait?timeout=0",
        f"/v1/inboxes/{inbox['id']}/code?timeout=0",
        f"/v1/inboxes/{inbox['address']}",
    ):
        assert (await account.api.get(path)).status_code == 404
    for message in messages:
        assert (await account.api.get(f"/v1/messages/{message}")).status_code == 404
        assert (await account.api.get(f"/v1/messages/{message}/raw")).status_code == 404
        assert (await account.api.patch(f"/v1/messages/{message}", json={"read": True})).status_code == 404
    spared = [message["subject"] async for message in list_messages(account.api)]
    assert spared == ["Shared quokka"]
    assert len((await account.api.get("/v1/messages", params={"q": "quokka"})).json()["data"]) <= 1
    assert len((await account.api.get("/v1/threads")).json()["data"]) == 1
    assert (await account.api.get("/v1/messages", params={"inbox_id": inbox["id"]})).status_code == 404
    assert (await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json={"to": ["a@b.example"], "text": "x"})).status_code == 404
    assert inbox["id"] not in [one["id"] for one in (await account.api.get("/v1/inboxes")).json()["data"]]


async def _check_told(running: Running, account: Account, inbox: dict[str, Any]) -> None:
    async def look() -> datetime | None:
        async with running.wired.database.connection() as connection:
            told = "SELECT occurred_at FROM events WHERE type = 'inbox.expired' AND org_id = $1 AND inbox_id = $2"
            return await connection.fetchval(told, decode_id("org", account.organisation_id), decode_id("inb", inbox["id"]))

    told_at = await until(look, SOON_S)
    assert told_at is not None
    late_s = (told_at - datetime.fromisoformat(inbox["expires_at"])).total_seconds()
    print(f"inbox.expired {late_s * 1000:.0f} ms after its time")
    assert 0 <= late_s < SOON_S


async def _is_purged(running: Running, inbox: dict[str, Any], messages: list[str]) -> bool:
    ids = [decode_id("msg", message) for message in messages]
    async with running.wired.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'message_id'"
            " AND udt_name = 'uuid' AND table_name NOT IN ('events', 'recent_sends')"
        )
        left = {f"{table}.id": await _count(connection, table, "id", ids) for table in OF_MESSAGES}
        left |= {f"{row[0]}.message_id": await _count(connection, row[0], "message_id", ids) for row in rows}
        left |= {f"{table}.inbox_id": await _count(connection, table, "inbox_id", [decode_id("inb", inbox["id"])]) for table in OF_INBOXES}
    print({name: count for name, count in left.items() if count})
    return not any(left.values())


async def _count(connection: Any, table: str, column: str, ids: list[UUID | None]) -> int:
    return int(await connection.fetchval(f"SELECT count(*) FROM {table} WHERE {column} = ANY($1)", ids))


async def _check_tombstone(running: Running, inbox: dict[str, Any]) -> None:
    async with running.wired.database.connection() as connection:
        row = await connection.fetchrow("SELECT status, address FROM inboxes WHERE id = $1", decode_id("inb", inbox["id"]))
    assert (row["status"], row["address"]) == ("expired", inbox["address"])


async def _check_reserved(account: Account, stranger: Account, inbox: dict[str, Any]) -> None:
    local_part = inbox["address"].partition("@")[0]
    assert (await stranger.api.post("/v1/inboxes", json={"local_part": local_part})).status_code == 409
    again = await account.open_inbox(local_part=local_part)
    assert again["id"] != inbox["id"]
    assert [message async for message in list_messages(account.api, inbox_id=again["id"])] == []
    await asyncio.to_thread(send_smtp, account.smtp_port, make_mail(again["address"]), to=again["address"])
    assert len([message async for message in list_messages(account.api, inbox_id=again["id"])]) == 1
    assert (await account.api.delete(f"/v1/inboxes/{again['id']}")).status_code in (200, 204)


async def _blob_of(running: Running, messages: list[str]) -> Path:
    """The file that the large mail was moved to."""

    async def look() -> str | None:
        async with running.wired.database.connection() as connection:
            moved = (
                "SELECT r.blob_key FROM message_raw r JOIN messages m ON m.raw_id = r.id WHERE m.id = ANY($1) AND r.blob_key IS NOT NULL"
            )
            return await connection.fetchval(moved, [decode_id("msg", message) for message in messages])

    path = running.wired.listening.data_dir / "blobs" / str(await until(look, TTL_S))
    assert await _exists(path)
    return path


async def _exists(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)


async def _has_vanished(path: Path) -> bool:
    return not await _exists(path)


async def _is_gone(account: Account, inbox: dict[str, Any]) -> bool:
    return (await account.api.get(f"/v1/inboxes/{inbox['id']}")).status_code == 404


async def _is_refused(account: Account, address: str) -> bool:
    async with talking(account.smtp_port) as client:
        await client.say(b"MAIL FROM:<jo@sender.example>")
        return (await client.say(f"RCPT TO:<{address}>".encode()))[0] == 550

"""Large raw bytes move to the blob store after the answer; a store that is down costs nothing but patience."""

import asyncio
import random
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from postroom.features.messages.tests.conftest import Put
from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, open_account, run_postroom, send_smtp

NOISE = random.Random(11).randbytes(200_000)


def large_mail(to: str) -> EmailMessage:
    mail = make_mail(to, subject="large")
    mail.add_attachment(NOISE, maintype="application", subtype="octet-stream", filename="noise.bin")
    return mail


def as_sent(mail: EmailMessage) -> bytes:
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


async def raw_row(house: Running, account: Account) -> Any:
    async with house.wired.database.connection() as connection:
        return await connection.fetchrow("SELECT * FROM message_raw WHERE org_id = $1", decode_id("org", account.organisation_id))


async def until_moved(house: Running, account: Account) -> Any:
    async with asyncio.timeout(15):
        while (row := await raw_row(house, account))["blob_key"] is None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return row


async def require_readable(account: Account, message: dict[str, Any], mail: EmailMessage) -> None:
    assert (await account.api.get(f"/v1/messages/{message['id']}/raw")).content == as_sent(mail)
    (file,) = message["attachments"]
    assert (await account.api.get(f"/v1/messages/{message['id']}/attachments/{file['id']}")).content == NOISE


async def test_a_large_mail_is_moved_read_from_there_and_deleted_there(account: Account, running: Running, put: Put) -> None:
    mail = large_mail("x@y.example")
    message = await put(account, await account.open_inbox(), mail)
    row = await until_moved(running, account)
    assert row["compressed"] is None
    file: Path = running.wired.listening.data_dir / "blobs" / row["blob_key"]
    assert file.is_file()  # noqa: ASYNC240
    await require_readable(account, message, mail)
    assert (await account.api.delete(f"/v1/messages/{message['id']}")).status_code == 204
    async with asyncio.timeout(15):
        while file.exists():  # noqa: ASYNC110, ASYNC240 - a folder does not tell
            await asyncio.sleep(0.02)


async def test_a_small_mail_stays_in_the_database(account: Account, running: Running, put: Put) -> None:
    await put(account, await account.open_inbox(), make_mail("x@y.example"))
    row = await raw_row(running, account)
    assert row["compressed"] is not None and row["blob_key"] is None


async def test_while_the_store_is_down_mail_is_taken_and_read_and_moved_afterwards(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    folder, away = tmp_path / "blobs", tmp_path / "away"
    async with run_postroom(dsn, tmp_path, BLOBS_URL=folder.as_uri()) as house, open_account(house) as account:
        folder.rename(away)
        inbox = await account.open_inbox()
        mail = large_mail(inbox["address"])
        await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"])
        summary = (await account.api.get("/v1/messages")).json()["data"][0]
        message = (await account.api.get(f"/v1/messages/{summary['id']}")).json()
        await require_readable(account, message, mail)
        async with house.wired.database.connection() as connection, asyncio.timeout(15):
            failed = "SELECT count(*) FROM jobs WHERE name = 'messages.move_raw' AND last_error IS NOT NULL"
            while not await connection.fetchval(failed):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            assert (await raw_row(house, account))["compressed"] is not None
            away.rename(folder)
            await connection.execute("UPDATE jobs SET due_at = created_at")  # instead of waiting for its next try
        house.wired.house.jobs_due.set()
        await until_moved(house, account)
        await require_readable(account, message, mail)
        folder.rename(away)
        answer = await account.api.get(f"/v1/messages/{message['id']}/raw")
        assert (answer.status_code, answer.json()["code"], answer.json()["retryable"]) == (503, "blob_store_unavailable", True)
        assert (await account.api.get(f"/v1/messages/{message['id']}")).json()["text"] == message["text"]
        away.rename(folder)
        await require_readable(account, message, mail)

"""A database that cannot store anything now is no reason to store a mail without its parts."""

import asyncio
import contextlib
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from postroom.kernel.ids import decode_id
from postroom.testing.database import TestServer
from postroom.testing.running import make_mail, open_account, run_postroom, send_smtp


async def test_a_mail_that_waits_too_long_for_a_lock_is_refused_whole(
    database_server: TestServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dsn = await database_server.create("postroom_template")
    holder = await asyncpg.connect(dsn)
    await holder.execute(f'ALTER DATABASE "{urlsplit(dsn).path[1:]}" SET lock_timeout = 200')
    try:
        async with run_postroom(dsn, tmp_path) as house, open_account(house) as account:
            inbox = await account.open_inbox()
            async with holder.transaction():
                await holder.execute("SELECT FROM inbox_usage WHERE inbox_id = $1 FOR UPDATE", decode_id("inb", inbox["id"]))
                refused = await account.api.post(
                    "/v1/inbound/raw",
                    params={"to": inbox["id"]},
                    content=make_mail(inbox["address"]).as_bytes(),
                    headers={"Content-Type": "message/rfc822"},
                )
            assert (refused.status_code, refused.json()["code"], refused.json()["retryable"]) == (503, "not_stored", True)
            assert "raw only" not in caplog.text
            assert (await account.api.get("/v1/messages")).json()["data"] == []
    finally:
        await holder.close()
    await database_server.drop(dsn)


async def test_intake_has_a_connection_when_all_others_are_taken(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path) as house, open_account(house) as account:
        inbox = await account.open_inbox()
        mail = make_mail(inbox["address"])
        await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"])  # its inbox is known from now on
        async with contextlib.AsyncExitStack() as taken:
            for _ in range(20):
                await taken.enter_async_context(house.wired.database.connection())
            await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"])
        assert len((await account.api.get("/v1/messages")).json()["data"]) == 2
    await database_server.drop(dsn)

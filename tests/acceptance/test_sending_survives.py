"""A mail that may have left is never sent a second time by itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx2

from postroom.testing.database import TestServer
from postroom.testing.running import Account, open_account, run_postroom
from tests.acceptance.patience import until
from tests.acceptance.processes import ServerProcess, account_at, client_at, serving
from tests.acceptance.relay import SlowRelay, relaying


async def test_a_crash_between_hand_over_and_record_is_an_unknown_outcome_and_no_second_send() -> None:
    async with relaying() as relay:
        with _sending_through(relay) as server:
            await asyncio.to_thread(server.start)
            async with account_at(server) as account:
                message_id = await _send(account)
            await relay.wait_for(1)
            await asyncio.to_thread(server.kill)
            relay.answer.set()
            await asyncio.to_thread(server.start)
            async with client_at(server, account.key) as api:
                message = await _until_settled(api, message_id)
                # a later mail is sent as ever, so the worker has had its turn
                await _send(Account(api, account.key, "", 0))
                await relay.wait_for(2)
                again = (await api.get(f"/v1/messages/{message_id}")).json()
    assert message["state"] == again["state"] == "outcome_unknown"
    assert message["notice"]
    assert [content.count(b"the only one") for content in relay.taken] == [1, 1]
    assert len({_message_id(content) for content in relay.taken}) == 2


async def test_a_relay_slower_than_a_lease_gets_the_mail_once() -> None:
    async with relaying() as relay:
        with _sending_through(relay) as server:
            await asyncio.to_thread(server.start)
            async with account_at(server) as account:
                message_id = await _send(account)
                await relay.wait_for(1)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(relay.answer.wait(), 3.5)  # the lease is one second
                assert (await account.api.get(f"/v1/messages/{message_id}")).json()["state"] == "sending"
                relay.answer.set()
                message = await _until_settled(account.api, message_id)
    assert message["state"] == "sent"
    assert len(relay.taken) == 1


async def test_an_answer_that_cannot_be_recorded_for_a_moment_is_no_unknown_outcome(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with relaying() as relay:
        given = {"RELAY_HOST": "127.0.0.1", "RELAY_PORT": str(relay.port), "RELAY_TLS": "none"}
        async with run_postroom(dsn, tmp_path, **given) as house, open_account(house) as account:
            message_id = await _send(account)
            await relay.wait_for(1)
            async with _shut(database_server, dsn):
                relay.answer.set()
                await relay.wait_until_told(1)
            message = await _until_settled(account.api, message_id)
    assert (message["state"], len(relay.taken)) == ("sent", 1)
    await database_server.drop(dsn)


@contextlib.asynccontextmanager
async def _shut(server: TestServer, dsn: str) -> AsyncIterator[None]:
    """Nobody can reach the database meanwhile."""
    name = urlsplit(dsn).path[1:]
    holder = await asyncpg.connect(server.admin_dsn)
    try:
        await holder.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await holder.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        yield
        await holder.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    finally:
        await holder.close()


@contextlib.contextmanager
def _sending_through(relay: SlowRelay) -> Iterator[ServerProcess]:
    with serving(RELAY_HOST="127.0.0.1", RELAY_PORT=str(relay.port), RELAY_TLS="none", WORKER_LEASE_S="1") as server:
        yield server


async def _send(account: Account) -> str:
    inbox = await account.open_inbox()
    mail = {"to": ["jo@elsewhere.example"], "subject": "Once", "text": "This is the only one."}
    answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=mail)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def _until_settled(api: httpx2.AsyncClient, message_id: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        answer = await api.get(f"/v1/messages/{message_id}")
        message: dict[str, Any] = answer.json()
        return None if answer.status_code == 503 or message["state"] in ("queued", "sending") else message

    return await until(look) or {}


def _message_id(content: bytes) -> bytes:
    return next(line for line in content.split(b"\r\n") if line.lower().startswith(b"message-id:"))

"""One house in several processes on one database: what happens in one is known in the others at once."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, send_smtp
from tests.acceptance.patience import until
from tests.acceptance.processes import ServerProcess, account_at, client_at, serving_roles
from tests.acceptance.smtp_client import talking

# Well under what a sweep (15 s) or a cache (5 s) would take.
SOON_S = 4


@dataclass
class Roles:
    """Two processes for the API, one for SMTP, one for the work, and an organisation."""

    api: ServerProcess
    other_api: ServerProcess
    smtp: ServerProcess
    worker: ServerProcess
    account: Account


@pytest_asyncio.fixture(scope="module")
async def roles(database_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Roles]:
    dsn = await database_server.create("postroom_template")
    folder = tmp_path_factory.mktemp("roles")
    async with serving_roles(dsn, folder, "api", "api", "smtp", "worker") as servers, account_at(servers[0]) as account:
        yield Roles(*servers, account)


async def test_each_process_serves_its_role_only(roles: Roles) -> None:
    assert [bool(server.smtp_port) for server in (roles.api, roles.other_api, roles.smtp, roles.worker)] == [False, False, True, False]
    for server in (roles.api, roles.smtp, roles.worker):
        async with client_at(server, roles.account.key) as client:
            assert (await client.get("/health")).status_code == 200
            assert (await client.get("/ready")).status_code == 200
            assert (await client.get("/v1/inboxes")).status_code == (200 if server is roles.api else 404)


async def test_a_wait_in_one_process_is_woken_by_mail_that_comes_to_another(roles: Roles) -> None:
    inbox = await roles.account.open_inbox()
    async with client_at(roles.other_api, roles.account.key) as other:
        waits = [asyncio.create_task(api.get(f"/v1/inboxes/{inbox['id']}/code?timeout=60")) for api in (roles.account.api, other)]
        done, _ = await asyncio.wait(waits, timeout=0.5)
        assert not done
        began = time.monotonic()
        await _receive(roles, inbox["address"], "Your code is 482913.")
        answers = await asyncio.gather(*waits)
    took_s = time.monotonic() - began
    print(f"from the connection to the answers of both processes: {took_s * 1000:.0f} ms")
    assert [answer.json()["code"] for answer in answers] == ["482913", "482913"]
    assert took_s < SOON_S


async def test_what_the_api_queues_the_worker_carries_out(roles: Roles) -> None:
    inbox = await roles.account.open_inbox()
    mail = {"to": ["jo@elsewhere.example"], "subject": "Hello", "text": "Hello."}
    answer = await roles.account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=mail)
    assert answer.status_code == 202, answer.text
    await until(lambda: _is_captured(roles.account, answer.json()["id"]), SOON_S)


async def test_mail_between_our_own_inboxes_crosses_processes(roles: Roles) -> None:
    one, other = await roles.account.open_inbox(), await roles.account.open_inbox()
    waiting = asyncio.create_task(roles.account.api.get(f"/v1/inboxes/{other['id']}/wait?timeout=60"))
    mail = {"to": [other["address"]], "subject": "Local", "text": "Hello."}
    await roles.account.api.post(f"/v1/inboxes/{one['id']}/messages", json=mail)
    assert (await asyncio.wait_for(waiting, SOON_S)).json()["message"]["subject"] == "Local"


async def test_what_came_in_is_found_by_its_words(roles: Roles) -> None:
    inbox = await roles.account.open_inbox()
    await _receive(roles, inbox["address"], "A wombat.")

    async def look() -> bool:
        found = await roles.account.api.get("/v1/messages", params={"inbox_id": inbox["id"], "q": "wombat"})
        return len(found.json()["data"]) == 1

    await until(look, SOON_S)


async def test_a_key_revoked_in_one_process_is_refused_in_another(roles: Roles) -> None:
    made = (await roles.account.api.post("/v1/keys", json={"label": "soon gone"})).json()
    inbox = await roles.account.open_inbox()
    async with client_at(roles.other_api, made["api_key"]) as other:
        assert (await other.get("/v1/inboxes")).status_code == 200
        parked = asyncio.create_task(other.get(f"/v1/inboxes/{inbox['id']}/wait?timeout=60"))
        done, _ = await asyncio.wait([parked], timeout=0.5)
        assert not done
        answer = await roles.account.api.delete(f"/v1/keys/{made['key']['id']}")
        assert answer.status_code in (200, 204), answer.text
        await until(lambda: _is_refused(other), SOON_S)
        assert (await asyncio.wait_for(parked, SOON_S)).status_code == 401


@pytest.mark.parametrize(("act", "code"), [("pause", 450), ("delete", 550)])
async def test_an_inbox_closed_by_the_api_no_longer_receives_although_smtp_knows_it(roles: Roles, act: str, code: int) -> None:
    inbox = await roles.account.open_inbox()
    await _receive(roles, inbox["address"], "Now it is cached.")
    path = f"/v1/inboxes/{inbox['id']}"
    answer = await (roles.account.api.post(f"{path}/pause") if act == "pause" else roles.account.api.delete(path))
    assert answer.status_code in (200, 204), answer.text
    await until(lambda: _answers(roles, inbox["address"], code), SOON_S)


async def _receive(roles: Roles, address: str, text: str) -> None:
    await asyncio.to_thread(send_smtp, roles.smtp.smtp_port, make_mail(address, text=text), to=address)


async def _is_captured(account: Account, message_id: str) -> bool:
    return (await account.api.get(f"/v1/messages/{message_id}")).json()["state"] == "captured"


async def _is_refused(client) -> bool:
    return (await client.get("/v1/inboxes")).status_code == 401


async def _answers(roles: Roles, address: str, code: int) -> bool:
    async with talking(roles.smtp.smtp_port) as client:
        await client.say(b"MAIL FROM:<jo@sender.example>")
        return (await client.say(f"RCPT TO:<{address}>".encode()))[0] == code

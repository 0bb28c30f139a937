"""Parked waits: woken by the commit, never missed, freed when nobody listens any more."""

import asyncio
import random
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

from postroom.kernel.wakeups import Wakeups
from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, open_account, run_postroom

RFC822 = {"Content-Type": "message/rfc822"}


async def until_parked(house: Running, count: int) -> None:
    """Until so many registrations are there: a wait listens to its inbox and to its key."""
    async with asyncio.timeout(30):
        while len(house.wired.house.wakeups) != count:  # noqa: ASYNC110 - nobody tells when a wait has parked
            await asyncio.sleep(0.01)


async def put(account: Account, inbox: dict[str, Any], subject: str) -> None:
    content = make_mail(inbox["address"], subject=subject).as_bytes()
    stored = await account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=content, headers=RFC822)
    assert stored.status_code == 201, stored.text


async def test_a_client_that_leaves_frees_its_waiter(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    before = len(running.wired.house.wakeups)
    async with account.with_key(account.key) as api:
        parked = [asyncio.create_task(api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 100})) for _ in range(5)]
        await until_parked(running, before + 10)
        for one in parked:
            one.cancel()
        await asyncio.gather(*parked, return_exceptions=True)
    await until_parked(running, before)


async def test_a_wait_that_ends_by_itself_leaves_nothing(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    before = len(running.wired.house.wakeups)
    await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 0.05})
    assert len(running.wired.house.wakeups) == before


async def test_a_wait_that_was_woken_in_vain_finds_what_comes_after(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    before = len(running.wired.house.wakeups)
    path = f"/v1/inboxes/{inbox['id']}/wait"
    first = (await account.api.get(path, params={"timeout": 0})).json()
    params = [{"subject": "wanted", "after": first["cursor"]}, {"subject": "wanted", "since": "600"}]
    parked = [asyncio.create_task(account.api.get(path, params={"timeout": 60, **one})) for one in params]
    await until_parked(running, before + 4)
    for subject in ("other", "another", "wanted at last"):
        await put(account, inbox, subject)
    answers = await asyncio.wait_for(asyncio.gather(*parked), 20)
    assert [one.json()["message"]["subject"] for one in answers] == ["wanted at last"] * 2


async def test_a_parked_wait_holds_no_connection_of_the_database(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path, POOL_SIZE="4") as house, open_account(house) as account:
        inbox = await account.open_inbox()
        path = f"/v1/inboxes/{inbox['id']}/wait"
        parked = [asyncio.create_task(account.api.get(path, params={"timeout": 60})) for _ in range(50)]
        await until_parked(house, 100)
        assert (await asyncio.wait_for(account.api.get("/v1/inboxes"), 5)).status_code == 200
        await put(account, inbox, "for all")
        answers = await asyncio.wait_for(asyncio.gather(*parked), 20)
    assert {one.json()["message"]["subject"] for one in answers} == {"for all"}


async def test_a_mail_for_another_inbox_or_another_filter_leaves_the_wait_parked(account: Account, running: Running) -> None:
    inbox, other = await account.open_inbox(), await account.open_inbox()
    before = len(running.wired.house.wakeups)
    parked = asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 60, "subject": "wanted"}))
    await until_parked(running, before + 2)
    await put(account, other, "wanted")
    await put(account, inbox, "another")
    assert not parked.done()
    await put(account, inbox, "the wanted one")
    assert (await asyncio.wait_for(parked, 10)).json()["message"]["subject"] == "the wanted one"


async def test_a_mail_is_never_missed_whenever_it_comes_while_a_wait_parks(account: Account) -> None:
    dice = random.Random(5)
    inbox = await account.open_inbox()
    path = f"/v1/inboxes/{inbox['id']}/wait"
    cursor = (await account.api.get(path, params={"timeout": 0})).json()["cursor"]

    async def late(subject: str) -> None:
        for _ in range(dice.randrange(12)):
            await asyncio.sleep(0)
        await asyncio.sleep(dice.choice([0, 0, 0.001, 0.002, 0.004]))
        await put(account, inbox, subject)

    for place in range(120):
        call = account.api.get(path, params={"timeout": 5, "after": cursor})
        answer, _ = await asyncio.gather(call, late(f"mail {place}"))
        found = answer.json()
        assert not found["timed_out"] and found["message"]["subject"] == f"mail {place}", found
        cursor = found["cursor"]


async def test_readers_with_cursors_of_their_own_all_see_every_mail_in_the_same_order(account: Account) -> None:
    inbox = await account.open_inbox()
    path = f"/v1/inboxes/{inbox['id']}/wait"
    start = (await account.api.get(path, params={"timeout": 0})).json()["cursor"]

    async def read() -> list[str]:
        seen, cursor = [], start
        while len(seen) < 30:
            found = (await account.api.get(path, params={"timeout": 20, "after": cursor})).json()
            assert found["message"] is not None
            seen.append(found["message"]["id"])
            cursor = found["cursor"]
        return seen

    readers = [asyncio.create_task(read()) for _ in range(3)]
    await asyncio.gather(*(put(account, inbox, f"n{place}") for place in range(30)))
    first, *others = await asyncio.wait_for(asyncio.gather(*readers), 30)
    assert len(set(first)) == 30 and all(one == first for one in others)


async def test_two_thousand_parked_waits_are_all_answered(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path) as house, open_account(house) as account:
        inboxes = await asyncio.gather(*(account.open_inbox() for _ in range(500)))
        limits = httpx2.Limits(max_connections=2100, max_keepalive_connections=0)
        headers = {"X-API-Key": account.key}
        async with httpx2.AsyncClient(base_url=account.api.base_url, headers=headers, timeout=100, trust_env=False, limits=limits) as api:
            paths = [f"/v1/inboxes/{one['id']}/wait" for one in inboxes for _ in range(4)]
            parked = [asyncio.create_task(api.get(path, params={"timeout": 90})) for path in paths]
            await until_parked(house, 4000)
            await asyncio.gather(*(put(account, one, one["address"]) for one in inboxes))
            answers = await asyncio.wait_for(asyncio.gather(*parked), 90)
        await until_parked(house, 0)
    assert [one.json()["message"]["subject"] for one in answers] == [one["address"] for one in inboxes for _ in range(4)]


async def test_when_the_house_closes_parked_waits_are_asked_to_come_again(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path) as house, open_account(house) as account:
        inbox = await account.open_inbox()
        path = f"/v1/inboxes/{inbox['id']}"
        parked = [asyncio.create_task(account.api.get(f"{path}/{kind}", params={"timeout": 100})) for kind in ("wait", "code")]
        await until_parked(house, 4)
        stopping = asyncio.create_task(house.stop())
        answers = await asyncio.wait_for(asyncio.gather(*parked), 10)
        await stopping
    for answer in answers:
        assert answer.status_code == 200
        assert (answer.json()["retry"], answer.json()["timed_out"]) == (True, False)
        assert answer.json()["cursor"].startswith("c1-")


async def test_a_wake_between_registering_and_parking_counts() -> None:
    wakeups = Wakeups()
    topic = uuid4()
    with wakeups.listen(topic) as waiter:
        wakeups.wake([topic])
        assert await waiter.wait(0) is True
        assert await waiter.wait(0.001) is False
        assert wakeups.listened(topic)
    assert not wakeups.listened(topic) and len(wakeups) == 0

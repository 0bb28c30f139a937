"""Idempotency over the wire: a repeat does nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import OPERATOR_KEY, Account, make_mail

RFC822 = {"Content-Type": "message/rfc822"}


async def rows_of(running: Running, key: str) -> list[Any]:
    async with running.wired.database.connection() as connection:
        rows: list[Any] = await connection.fetch("SELECT * FROM idempotency_keys WHERE key = $1", key)
    return rows


@asynccontextmanager
async def locked(running: Running, table: str, native_id: str) -> AsyncIterator[None]:
    """Somebody else holds the row, so that whoever wants to change it waits."""
    async with running.wired.database.connection() as connection, connection.transaction():
        value = decode_id(native_id[:3], native_id)
        await connection.execute(f"SELECT 1 FROM {table} WHERE id = $1 FOR UPDATE", value)
        yield


async def until_waiting(running: Running) -> None:
    """Until a statement of this database waits for a lock."""
    async with running.wired.database.connection() as connection, asyncio.timeout(10):
        while not await connection.fetchval(  # noqa: ASYNC110 - the database has no event for it
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
        ):
            await asyncio.sleep(0.01)


async def test_the_same_key_and_body_give_the_stored_answer(account: Account) -> None:
    headers = {"Idempotency-Key": "one"}
    first = await account.api.post("/v1/inboxes", json={"label": "x"}, headers=headers)
    again = await account.api.post("/v1/inboxes", json={"label": "x"}, headers=headers)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert (again.status_code, again.content) == (201, first.content)
    assert len((await account.api.get("/v1/inboxes")).json()["data"]) == 1


async def test_another_body_is_refused(account: Account) -> None:
    headers = {"Idempotency-Key": "body"}
    await account.api.post("/v1/inboxes", json={"label": "x"}, headers=headers)
    other = await account.api.post("/v1/inboxes", json={"label": "y"}, headers=headers)
    assert (other.status_code, other.json()["code"], other.json()["retryable"]) == (409, "idempotency_key_reused", False)


async def test_another_path_is_refused(account: Account) -> None:
    one, two = await account.open_inbox(), await account.open_inbox()
    headers = {"Idempotency-Key": "path"}
    assert (await account.api.post(f"/v1/inboxes/{one['id']}/pause", headers=headers)).status_code == 200
    other = await account.api.post(f"/v1/inboxes/{two['id']}/pause", headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    other = await account.api.post(f"/v1/inboxes/{one['id']}/resume", headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_twin_in_flight_is_told_to_come_again(account: Account, running: Running) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "twin"})).json()
    call = {"url": f"/v1/agents/{agent['id']}", "json": {"display_name": "Twin"}, "headers": {"Idempotency-Key": "twin"}}
    async with locked(running, "agents", agent["id"]):
        first = asyncio.create_task(account.api.patch(**call))
        await until_waiting(running)
        twin = await account.api.patch(**call)
        assert (twin.status_code, twin.json()["code"], twin.json()["retryable"]) == (409, "idempotency_in_flight", True)
        assert int(twin.headers["retry-after"]) >= 1
    assert (await first).status_code == 200
    again = await account.api.patch(**call)
    assert again.headers["idempotency-replayed"] == "true" and again.json()["display_name"] == "Twin"


async def test_many_twins_at_once_do_the_work_once(account: Account) -> None:
    calls = [account.api.post("/v1/inboxes", json={}, headers={"Idempotency-Key": "many"}) for _ in range(20)]
    answers = await asyncio.gather(*calls)
    assert {one.status_code for one in answers} <= {201, 409}
    assert len({one.json()["id"] for one in answers if one.status_code == 201}) == 1
    assert len((await account.api.get("/v1/inboxes")).json()["data"]) == 1


async def test_a_call_that_failed_may_be_made_again(account: Account, running: Running) -> None:
    headers = {"Idempotency-Key": "failed"}
    await account.api.post("/v1/agents", json={"handle": "taken"})
    assert (await account.api.post("/v1/agents", json={"handle": "taken"}, headers=headers)).status_code == 409
    assert await rows_of(running, "failed") == []
    agent = (await account.api.get("/v1/agents")).json()["data"][0]
    await account.api.delete(f"/v1/agents/{agent['id']}")
    retried = await account.api.post("/v1/agents", json={"handle": "taken"}, headers=headers)
    assert retried.status_code == 201 and "idempotency-replayed" not in retried.headers


@pytest.mark.parametrize("operation", ["keys.create", "organisations.create"])
async def test_an_answer_with_a_secret_is_sealed_in_the_table_and_open_to_its_caller(
    operation: str, account: Account, running: Running
) -> None:
    key = account.key if operation == "keys.create" else OPERATOR_KEY
    path, body = {"keys.create": ("/v1/keys", {"label": "x"}), "organisations.create": ("/v1/organisations", {"name": "sealed"})}[operation]
    token = f"sealed-{operation}-{account.organisation_id}"
    async with account.with_key(key) as api:
        first = await api.post(path, json=body, headers={"Idempotency-Key": token})
        again = await api.post(path, json=body, headers={"Idempotency-Key": token})
    secret = first.json()["api_key"]
    assert again.headers["idempotency-replayed"] == "true" and again.json()["api_key"] == secret
    (row,) = await rows_of(running, token)
    assert row["sealed"] and secret.encode() not in row["answer"] and first.json()["key"]["id"].encode() not in row["answer"]


async def test_a_secret_stands_in_no_column_of_the_database(account: Account, running: Running) -> None:
    secret = await account.make_key(label="nowhere")
    async with running.wired.database.connection() as connection:
        for table in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            found = await connection.fetchval(f"SELECT count(*) FROM {table[0]} t WHERE position($1 in t::text) > 0", secret)
            assert found == 0, table[0]


async def test_an_upload_is_claimed_before_it_is_stored(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    call: dict[str, Any] = {
        "url": "/v1/inbound/raw",
        "params": {"to": inbox["id"]},
        "content": make_mail(inbox["address"]).as_bytes(),
        "headers": {**RFC822, "Idempotency-Key": "upload"},
    }
    async with locked(running, "inboxes", inbox["id"]):
        first = asyncio.create_task(account.api.post(**call))
        await until_waiting(running)
        (row,) = await rows_of(running, "upload")
        assert (row["state"], row["answer"]) == ("claimed", None)
        twin = await account.api.post(**call)
        assert (twin.status_code, twin.json()["code"]) == (409, "idempotency_in_flight")
    assert (await first).status_code == 201
    again = await account.api.post(**call)
    assert again.headers["idempotency-replayed"] == "true" and again.content == (await first).content
    assert len((await account.api.get("/v1/messages")).json()["data"]) == 1
    other = await account.api.post(**{**call, "content": b"Subject: other\r\n\r\nother"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_an_upload_that_was_refused_gives_its_claim_back(account: Account, running: Running) -> None:
    address = f"late.{account.organisation_id[-8:]}@mail.test"
    call: dict[str, Any] = {
        "url": "/v1/inbound/raw",
        "params": {"to": address},
        "content": make_mail(address).as_bytes(),
        "headers": {**RFC822, "Idempotency-Key": "given-back"},
    }
    assert (await account.api.post(**call)).status_code == 404
    assert await rows_of(running, "given-back") == []
    await account.open_inbox(local_part=address.partition("@")[0])
    stored = await account.api.post(**call)
    assert stored.status_code == 201 and "idempotency-replayed" not in stored.headers


async def test_a_claim_whose_process_died_is_free_when_its_lease_is_over(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    call: dict[str, Any] = {
        "url": "/v1/inbound/raw",
        "params": {"to": inbox["id"]},
        "content": make_mail(inbox["address"]).as_bytes(),
        "headers": {**RFC822, "Idempotency-Key": "died"},
    }
    await account.api.post(**call)
    change = "UPDATE idempotency_keys SET state = 'claimed', answer = NULL, lease_until = $2 WHERE key = $1"
    async with running.wired.database.connection() as connection:
        await connection.execute(change, "died", running.wired.house.clock.now() + timedelta(seconds=60))
        assert (await account.api.post(**call)).json()["code"] == "idempotency_in_flight"
        await connection.execute(change, "died", running.wired.house.clock.now() - timedelta(seconds=1))
    assert (await account.api.post(**call)).status_code == 201


async def test_reading_takes_no_notice_of_the_header(account: Account, running: Running) -> None:
    for _ in range(2):
        answer = await account.api.get("/v1/inboxes", headers={"Idempotency-Key": "read"})
        assert answer.status_code == 200 and "idempotency-replayed" not in answer.headers
    assert await rows_of(running, "read") == []


async def test_keys_of_different_callers_are_different(account: Account, stranger: Account) -> None:
    headers = {"Idempotency-Key": "shared"}
    mine = (await account.api.post("/v1/inboxes", json={}, headers=headers)).json()
    theirs = await stranger.api.post("/v1/inboxes", json={}, headers=headers)
    async with account.with_key(await account.make_key()) as colleague:
        colleagues = await colleague.post("/v1/inboxes", json={}, headers=headers)
    assert len({mine["id"], theirs.json()["id"], colleagues.json()["id"]}) == 3


async def test_after_a_day_the_key_is_free(account: Account, running: Running) -> None:
    headers = {"Idempotency-Key": "day"}
    first = (await account.api.post("/v1/inboxes", json={}, headers=headers)).json()
    async with running.wired.database.connection() as connection:
        await connection.execute("UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE key = 'day'")
    second = await account.api.post("/v1/inboxes", json={"label": "another"}, headers=headers)
    assert second.status_code == 201 and second.json()["id"] != first["id"]


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
async def test_a_key_that_is_none_is_refused_by_name(key: str, account: Account) -> None:
    answer = await account.api.post("/v1/inboxes", json={}, headers={"Idempotency-Key": key})
    assert answer.status_code == 422 and "Idempotency-Key" in answer.json()["errors"][0]["path"]


async def test_an_answer_without_a_body_is_repeated_too(account: Account) -> None:
    inbox = await account.open_inbox()
    answers = [await account.api.delete(f"/v1/inboxes/{inbox['id']}", headers={"Idempotency-Key": "empty"}) for _ in range(2)]
    assert [(one.status_code, one.content) for one in answers] == [(204, b""), (204, b"")]
    assert answers[1].headers["idempotency-replayed"] == "true"

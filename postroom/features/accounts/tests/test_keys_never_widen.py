"""Keys hand on what they have, and never more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import OPERATOR_KEY, Account, make_mail, open_account, run_postroom, send_smtp, to_rfc3339


@asynccontextmanager
async def keyed(account: Account, **values: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """A client with a new key."""
    async with account.with_key(await account.make_key(**values)) as api:
        yield api


async def test_a_key_without_scopes_given_gets_those_of_its_maker(account: Account) -> None:
    async with keyed(account, scopes=["keys:write", "inboxes:read"]) as api:
        made = (await api.post("/v1/keys", json={})).json()
        assert made["key"]["scopes"] == ["inboxes:read", "keys:write"]


@pytest.mark.parametrize("scope", ["admin", "inboxes:write", "messages:read"])
async def test_a_scope_that_the_maker_lacks_is_denied(scope: str, account: Account) -> None:
    async with keyed(account, scopes=["keys:write", "inboxes:read"]) as api:
        answer = await api.post("/v1/keys", json={"scopes": [scope]})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_exceeds_own")


async def test_write_hands_on_read(account: Account) -> None:
    async with keyed(account, scopes=["keys:write", "inboxes:write"]) as api:
        assert (await api.post("/v1/keys", json={"scopes": ["inboxes:read"]})).status_code == 201


async def test_an_unknown_scope_is_refused_with_the_known_ones(account: Account) -> None:
    answer = await account.api.post("/v1/keys", json={"scopes": ["inboxes:eat"]})
    assert answer.status_code == 422 and "inboxes:read" in answer.text and answer.json()["errors"][0]["path"] == "body.scopes"


async def test_a_key_for_one_agent_makes_keys_for_that_agent_only(account: Account) -> None:
    mine = (await account.api.post("/v1/agents", json={"handle": "mine"})).json()
    other = (await account.api.post("/v1/agents", json={"handle": "other"})).json()
    async with keyed(account, agent_id=mine["id"]) as api:
        assert (await api.post("/v1/keys", json={})).json()["key"]["agent_id"] == mine["id"]
        assert (await api.post("/v1/keys", json={"agent_id": other["id"]})).status_code == 404


async def test_a_key_for_some_inboxes_makes_keys_for_those_only(account: Account) -> None:
    one, two, other = [await account.open_inbox() for _ in range(3)]
    async with keyed(account, inbox_ids=[one["id"], two["id"]]) as api:
        assert sorted((await api.post("/v1/keys", json={})).json()["key"]["inbox_ids"]) == sorted([one["id"], two["id"]])
        assert (await api.post("/v1/keys", json={"inbox_ids": [two["id"]]})).json()["key"]["inbox_ids"] == [two["id"]]
        assert (await api.post("/v1/keys", json={"inbox_ids": [other["id"]]})).status_code == 404
        assert (await api.post("/v1/inboxes", json={})).json()["code"] == "key_reach_too_small"


async def test_a_key_for_no_inbox_reaches_none(account: Account) -> None:
    inbox = await account.open_inbox()
    async with keyed(account, inbox_ids=[]) as api:
        assert (await api.get("/v1/inboxes")).json()["data"] == []
        assert (await api.get(f"/v1/inboxes/{inbox['id']}")).status_code == 404
        assert (await api.post("/v1/keys", json={})).json()["key"]["inbox_ids"] == []


async def test_a_narrowed_key_sees_of_all_keys_only_itself(account: Account) -> None:
    inbox = await account.open_inbox()
    async with keyed(account, inbox_ids=[inbox["id"]]) as api:
        me = (await api.get("/v1/whoami")).json()
        assert (await api.get("/v1/keys")).status_code == 403
        assert (await api.get(f"/v1/keys/{me['key']['id']}")).json()["inbox_ids"] == [inbox["id"]]
        admin = (await account.api.get("/v1/whoami")).json()["key"]
        assert (await api.get(f"/v1/keys/{admin['id']}")).status_code == 404
        assert (await api.delete(f"/v1/keys/{admin['id']}")).status_code == 404


async def test_a_key_that_ends_makes_no_key_that_outlives_it(account: Account, running: Running) -> None:
    soon = to_rfc3339(running.wired.house.clock.now() + timedelta(hours=1))
    endless = (await account.api.post("/v1/keys", json={"label": "endless"})).json()["key"]
    async with keyed(account, expires_at=soon) as api:
        assert (await api.post("/v1/keys", json={})).json()["key"]["expires_at"] == soon
        later = to_rfc3339(running.wired.house.clock.now() + timedelta(hours=2))
        assert (await api.post("/v1/keys", json={"expires_at": later})).json()["key"]["expires_at"] == soon
        assert (await api.post(f"/v1/keys/{endless['id']}/rotate", json={})).json()["key"]["expires_at"] == soon


async def test_an_end_in_the_past_is_refused(account: Account) -> None:
    answer = await account.api.post("/v1/keys", json={"expires_at": "2020-01-01T00:00:00Z"})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "body.expires_at"


async def test_a_test_key_makes_test_keys_and_neither_sees_nor_rotates_live_ones(account: Account) -> None:
    live = (await account.api.post("/v1/keys", json={"label": "live one"})).json()["key"]
    async with keyed(account, scopes=["admin"], mode="test") as api:
        assert (await api.post("/v1/keys", json={"mode": "live"})).json()["code"] == "mode_denied"
        fresh = (await api.post("/v1/keys", json={"mode": "test"})).json()
        assert fresh["key"]["mode"] == "test" and fresh["api_key"].startswith("pr_test_")
        assert {one["mode"] for one in (await api.get("/v1/keys")).json()["data"]} == {"test"}
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/rotate")):
            assert (await api.request(method, f"/v1/keys/{live['id']}{path}")).status_code == 404
        audit = (await api.get("/v1/audit")).json()["data"]
        assert {one["operation"] for one in audit} == {"keys.create"}


async def test_rotating_a_key_of_more_rights_is_denied(account: Account) -> None:
    admin = (await account.api.get("/v1/whoami")).json()["key"]
    async with keyed(account, scopes=["keys:write"]) as api:
        answer = await api.post(f"/v1/keys/{admin['id']}/rotate", json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_exceeds_own")


@pytest.mark.parametrize("narrowing", ["test", "agent"])
async def test_only_a_live_key_of_the_whole_operator_makes_organisations(narrowing: str, account: Account) -> None:
    assert (await account.api.post("/v1/organisations", json={"name": "mine"})).json()["code"] == "operator_only"
    async with account.with_key(OPERATOR_KEY) as operator:
        values: dict[str, Any] = {"scopes": ["admin"]}
        if narrowing == "agent":
            handle = f"op-{account.organisation_id[-8:]}"
            values["agent_id"] = (await operator.post("/v1/agents", json={"handle": handle})).json()["id"]
        else:
            values["mode"] = "test"
        secret = (await operator.post("/v1/keys", json=values)).json()["api_key"]
    async with account.with_key(secret) as api:
        assert (await api.post("/v1/organisations", json={"name": "more"})).status_code == 403


async def test_rotating_ends_the_old_key_at_once_or_after_the_overlap(account: Account, running: Running) -> None:
    old = (await account.api.post("/v1/keys", json={"label": "r", "scopes": ["agents:read"]})).json()
    now = running.wired.house.clock.now()
    fresh = (await account.api.post(f"/v1/keys/{old['key']['id']}/rotate", json={"overlap_seconds": 3600})).json()
    assert fresh["key"]["rotated_from"] == old["key"]["id"] and fresh["key"]["scopes"] == ["agents:read"]
    expires = (await account.api.get(f"/v1/keys/{old['key']['id']}")).json()["expires_at"]
    assert to_rfc3339(now + timedelta(seconds=3590)) < expires < to_rfc3339(now + timedelta(seconds=3700))
    for secret in (old["api_key"], fresh["api_key"]):
        async with account.with_key(secret) as api:
            assert (await api.get("/v1/agents")).status_code == 200
    last = (await account.api.post(f"/v1/keys/{fresh['key']['id']}/rotate", json={})).json()
    async with account.with_key(fresh["api_key"]) as api:
        assert (await api.get("/v1/agents")).json()["code"] == "key_revoked"
    async with account.with_key(last["api_key"]) as api:
        assert (await api.get("/v1/agents")).status_code == 200
    assert (await account.api.post(f"/v1/keys/{fresh['key']['id']}/rotate", json={})).status_code == 404


async def test_revoking_a_key_ends_the_waits_parked_with_it(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    made = (await account.api.post("/v1/keys", json={"label": "parked"})).json()
    before = len(running.wired.house.wakeups)
    async with account.with_key(made["api_key"]) as api:
        waits = [asyncio.create_task(api.get(f"/v1/inboxes/{inbox['id']}/{kind}", params={"timeout": 60})) for kind in ("wait", "code")]
        async with asyncio.timeout(10):
            while len(running.wired.house.wakeups) < before + 4:  # noqa: ASYNC110 - each listens to its inbox and its key
                await asyncio.sleep(0.01)
        await account.api.delete(f"/v1/keys/{made['key']['id']}")
        answers = await asyncio.wait_for(asyncio.gather(*waits), 10)
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(401, "key_revoked")] * 2
    assert len(running.wired.house.wakeups) == before


async def test_another_process_hears_of_a_revocation_and_of_a_mail(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path / "one") as one, run_postroom(dsn, tmp_path / "two") as two, open_account(one) as here:
        inbox = await here.open_inbox()
        made = (await here.api.post("/v1/keys", json={"label": "there"})).json()
        base = f"http://127.0.0.1:{two.wired.listening.http_port}"
        headers = {"X-API-Key": made["api_key"]}
        async with httpx2.AsyncClient(base_url=base, headers=headers, timeout=60, trust_env=False) as there:
            path = f"/v1/inboxes/{inbox['id']}/wait"
            first = asyncio.create_task(there.get(path, params={"timeout": 30}))
            await until_parked(two)
            await asyncio.to_thread(send_smtp, here.smtp_port, make_mail(inbox["address"], subject="Across"), to=inbox["address"])
            found = (await asyncio.wait_for(first, 10)).json()
            assert found["message"]["subject"] == "Across"
            second = asyncio.create_task(there.get(path, params={"timeout": 30, "after": found["cursor"]}))
            await until_parked(two)
            await here.api.delete(f"/v1/keys/{made['key']['id']}")
            ended = await asyncio.wait_for(second, 10)
            assert (ended.status_code, ended.json()["code"]) == (401, "key_revoked")


async def until_parked(house: Running) -> None:
    async with asyncio.timeout(10):
        while not len(house.wired.house.wakeups):  # noqa: ASYNC110 - nobody tells when a wait has parked
            await asyncio.sleep(0.01)


async def test_no_scopes_are_not_all_scopes(account: Account) -> None:
    answer = await account.api.post("/v1/keys", json={"scopes": []})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "body.scopes"
    inherited = await account.api.post("/v1/keys", json={})
    assert inherited.json()["key"]["scopes"] == ["admin"]

"""Authentication: every reason for a 401 has its own word."""

from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, open_account, run_postroom, to_rfc3339


async def ask(account: Account, headers: dict[str, str] | list[tuple[str, str]]) -> httpx2.Response:
    async with httpx2.AsyncClient(base_url=account.api.base_url, trust_env=False) as api:
        return await api.get("/v1/whoami", headers=headers)


def word(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "key_missing"),
        ({"X-API-Key": ""}, "key_missing"),
        ({"X-API-Key": "short"}, "key_unknown"),
        ({"X-API-Key": "pr_live_" + "x" * 600}, "key_malformed"),
        ({"Authorization": "Bearer pr live with blanks"}, "key_malformed"),
        ({"X-API-Key": "pr_live_nobody_has_this_key"}, "key_unknown"),
        ({"X-API-Key": "another_prefix_altogether"}, "key_unknown"),
        ({"Authorization": "Basic YTpi"}, "key_scheme_unsupported"),
        ({"Authorization": "Bearer pr_live_one_of_two", "X-API-Key": "pr_live_two_of_two"}, "key_conflicting"),
        ([("X-API-Key", "pr_live_one_of_two"), ("X-API-Key", "pr_live_two_of_two")], "key_conflicting"),
    ],
)
async def test_each_reason_has_its_own_word(headers: dict[str, str], code: str, account: Account) -> None:
    answer = await ask(account, headers)
    assert word(answer) == (401, code)
    assert answer.headers["www-authenticate"].startswith('Bearer realm="postroom"')
    assert ("invalid_token" in answer.headers["www-authenticate"]) == (code != "key_missing")
    assert "pr_live_one" not in answer.text and "nobody_has" not in answer.text


async def test_both_headers_with_the_same_key_are_fine(account: Account) -> None:
    assert (await ask(account, {"Authorization": f"Bearer {account.key}", "X-API-Key": account.key})).status_code == 200
    assert (await ask(account, {"Authorization": f"bearer {account.key}"})).status_code == 200


async def test_a_good_key_beside_a_bad_one_is_refused(account: Account) -> None:
    answer = await ask(account, {"Authorization": f"Bearer {account.key}", "X-API-Key": "pr_live_something_else"})
    assert word(answer) == (401, "key_conflicting")


async def test_a_revoked_key_says_so_at_once(account: Account) -> None:
    made = (await account.api.post("/v1/keys", json={"label": "short-lived"})).json()
    assert (await ask(account, {"X-API-Key": made["api_key"]})).status_code == 200
    revoked = (await account.api.delete(f"/v1/keys/{made['key']['id']}")).json()
    assert revoked["revoked_at"] is not None
    assert word(await ask(account, {"X-API-Key": made["api_key"]})) == (401, "key_revoked")
    again = (await account.api.delete(f"/v1/keys/{made['key']['id']}")).json()
    assert again["revoked_at"] == revoked["revoked_at"]


async def test_an_expired_key_says_so_though_it_was_cached(account: Account, running: Running) -> None:
    expires = to_rfc3339(running.wired.house.clock.now() + timedelta(seconds=0.6))
    secret = await account.make_key(expires_at=expires)
    assert (await ask(account, {"X-API-Key": secret})).status_code == 200
    async with account.with_key(secret) as api:
        inbox = await account.open_inbox()
        parked = await api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 0.8})
    assert word(parked) == (401, "key_expired")
    assert word(await ask(account, {"X-API-Key": secret})) == (401, "key_expired")


async def test_a_suspended_organisation_says_so(account: Account, running: Running) -> None:
    secret = await account.make_key()
    async with running.wired.database.connection() as connection:
        await connection.execute("UPDATE organisations SET status = 'suspended' WHERE id = $1", decode_id("org", account.organisation_id))
    assert word(await ask(account, {"X-API-Key": secret})) == (401, "organisation_suspended")


async def test_a_command_asks_the_database_though_the_key_is_cached(account: Account, running: Running) -> None:
    secret = await account.make_key()
    async with account.with_key(secret) as api:
        await api.get("/v1/whoami")
        async with running.wired.database.connection() as connection:  # as another process would, whose hint got lost
            await connection.execute("UPDATE keys SET revoked_at = $2 WHERE last_four = $1", secret[-4:], running.wired.house.clock.now())
        assert word(await api.post("/v1/inboxes", json={})) == (401, "key_revoked")


async def test_when_a_key_was_last_used_is_written(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path / "first") as house, open_account(house) as account:
        key = account.key
        began = house.wired.house.clock.now()
        key_id = (await account.api.get("/v1/whoami")).json()["key"]["id"]
    async with run_postroom(dsn, tmp_path / "second") as house, open_account(house) as other, other.with_key(key) as api:
        last_used = (await api.get(f"/v1/keys/{key_id}")).json()["last_used_at"]
        never = (await api.post("/v1/keys", json={"label": "new"})).json()["key"]
    assert last_used is not None and last_used >= to_rfc3339(began)[:19]
    assert never["last_used_at"] is None


async def test_the_first_use_of_a_key_is_seen_at_once(account: Account) -> None:
    made = (await account.api.post("/v1/keys", json={"scopes": ["messages:read"]})).json()
    assert made["key"]["last_used_at"] is None
    async with account.with_key(made["api_key"]) as api:
        assert (await api.get("/v1/messages")).status_code == 200
    assert (await account.api.get(f"/v1/keys/{made['key']['id']}")).json()["last_used_at"] is not None

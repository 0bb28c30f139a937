"""Thresholds of screening: set by the organisation, never seen or changed by the keys of its agents."""

import pytest

from postroom.testing.running import Account, Running, open_account

POLICY = "/v1/screening/policy"


async def test_defaults_hold_until_they_are_changed(account: Account) -> None:
    assert (await account.api.get(POLICY)).json() == {
        "enabled": True,
        "review_threshold": 0.5,
        "block_threshold": 0.9,
        "changed_at": None,
        "changed_by": None,
    }

    changed = (await account.api.patch(POLICY, json={"review_threshold": 0.6})).json()

    assert (changed["enabled"], changed["review_threshold"], changed["block_threshold"]) == (True, 0.6, 0.9)
    assert changed["changed_by"].startswith("key_")
    assert (await account.api.get(POLICY)).json() == changed


@pytest.mark.parametrize("scopes", [["admin"], ["messages:read", "messages:write"]])
async def test_a_key_of_an_agent_can_neither_read_nor_change_it(account: Account, scopes: list[str]) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "screened"})).json()
    key = await account.make_key(scopes=scopes, agent_id=agent["id"])

    async with account.with_key(key) as api:
        answers = [await api.get(POLICY), await api.patch(POLICY, json={"enabled": False})]

    assert [one.status_code for one in answers] == [403, 403]
    assert (await account.api.get(POLICY)).json()["enabled"] is True


async def test_a_key_of_an_inbox_can_neither_read_nor_change_it(account: Account) -> None:
    inbox = await account.open_inbox()
    key = await account.make_key(scopes=["admin"], inbox_ids=[inbox["id"]])

    async with account.with_key(key) as api:
        answers = [await api.get(POLICY), await api.patch(POLICY, json={"enabled": False})]

    assert [one.status_code for one in answers] == [403, 403]


async def test_a_key_without_admin_is_refused(account: Account) -> None:
    key = await account.make_key(scopes=["messages:write", "keys:write", "inboxes:write"])

    async with account.with_key(key) as api:
        answers = [await api.get(POLICY), await api.patch(POLICY, json={"enabled": False})]

    assert [one.status_code for one in answers] == [403, 403]


async def test_block_is_not_below_review(account: Account) -> None:
    answer = await account.api.patch(POLICY, json={"review_threshold": 0.95})

    assert answer.status_code == 422
    assert "block_threshold" in answer.text


async def test_organisations_and_modes_have_policies_of_their_own(account: Account, running: Running) -> None:
    await account.api.patch(POLICY, json={"enabled": False})
    test_key = await account.make_key(scopes=["admin"], mode="test")

    async with open_account(running, "other") as other:
        assert (await other.api.get(POLICY)).json()["enabled"] is True
    async with account.with_key(test_key) as api:
        assert (await api.get(POLICY)).json()["enabled"] is True

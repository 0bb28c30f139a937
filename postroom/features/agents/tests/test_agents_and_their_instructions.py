"""Agents: handles, states, versioned instructions."""

import asyncio
import hashlib

import pytest

from postroom.testing.running import Account


async def make_agent(account: Account, handle: str = "booker", **values: str) -> dict:
    answer = await account.api.post("/v1/agents", json={"handle": handle, **values})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize("handle", ["", "A", "-a", "a-", "a b", "ä", "x" * 65, "a@b"])
async def test_a_handle_that_is_none_is_refused_by_name(handle: str, account: Account) -> None:
    answer = await account.api.post("/v1/agents", json={"handle": handle})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "body.handle"


async def test_a_handle_is_unique_within_the_organisation_and_free_after_deletion(account: Account, stranger: Account) -> None:
    agent = await make_agent(account)
    assert (await account.api.post("/v1/agents", json={"handle": "booker"})).json()["code"] == "handle_taken"
    await make_agent(stranger)
    other = await make_agent(account, "other")
    assert (await account.api.patch(f"/v1/agents/{other['id']}", json={"handle": "booker"})).json()["code"] == "handle_taken"
    assert (await account.api.delete(f"/v1/agents/{agent['id']}")).status_code == 204
    assert (await account.api.get(f"/v1/agents/{agent['id']}")).status_code == 404
    assert (await account.api.patch(f"/v1/agents/{other['id']}", json={"handle": "booker"})).json()["handle"] == "booker"


async def test_agents_that_want_the_same_handle_at_once_get_it_once(account: Account) -> None:
    agents = [await make_agent(account, f"one-{place}") for place in range(8)]
    answers = await asyncio.gather(*(account.api.patch(f"/v1/agents/{one['id']}", json={"handle": "prize"}) for one in agents))
    assert sorted({one.status_code for one in answers}) == [200, 409]
    assert [one.status_code for one in answers].count(200) == 1


async def test_what_is_left_out_of_an_update_stays(account: Account) -> None:
    agent = await make_agent(account, display_name="Booker", description="Books.")
    changed = (await account.api.patch(f"/v1/agents/{agent['id']}", json={"description": "Books tables."})).json()
    assert (changed["display_name"], changed["description"], changed["handle"]) == ("Booker", "Books tables.", "booker")
    assert changed["updated_at"] > agent["updated_at"] and changed["created_at"] == agent["created_at"]


async def test_pausing_and_resuming_show_in_the_status_and_in_the_list(account: Account) -> None:
    agent, other = await make_agent(account), await make_agent(account, "other")
    assert (await account.api.post(f"/v1/agents/{agent['id']}/pause")).json()["status"] == "paused"
    listed = (await account.api.get("/v1/agents", params={"status": "paused"})).json()["data"]
    assert [one["id"] for one in listed] == [agent["id"]]
    assert [one["id"] for one in (await account.api.get("/v1/agents")).json()["data"]] == [other["id"], agent["id"]]
    assert (await account.api.post(f"/v1/agents/{agent['id']}/resume")).json()["status"] == "active"


async def test_instructions_are_versioned_and_the_same_text_makes_no_new_version(account: Account) -> None:
    agent = await make_agent(account)
    path = f"/v1/agents/{agent['id']}/instructions"
    assert (await account.api.get(path)).json()["code"] == "instructions_not_found"
    first = (await account.api.put(path, json={"markdown": "# Eins\n\nGrüße."})).json()
    assert (first["version"], first["sha256"]) == (1, hashlib.sha256("# Eins\n\nGrüße.".encode()).hexdigest())
    assert (await account.api.put(path, json={"markdown": "# Eins\n\nGrüße."})).json() == first
    second = (await account.api.put(path, json={"markdown": "# Zwei"})).json()
    assert second["version"] == 2
    assert (await account.api.get(path)).json() == second
    assert (await account.api.get(path, params={"version": 1})).json() == first
    assert (await account.api.get(path, params={"version": 3})).status_code == 404
    assert (await account.api.get(f"/v1/agents/{agent['id']}")).json()["instructions_version"] == 2


async def test_instructions_written_at_once_get_versions_of_their_own(account: Account) -> None:
    agent = await make_agent(account)
    path = f"/v1/agents/{agent['id']}/instructions"
    answers = await asyncio.gather(*(account.api.put(path, json={"markdown": f"text {place}"}) for place in range(8)))
    assert sorted(one.json()["version"] for one in answers) == list(range(1, 9))


async def test_an_agents_key_lists_itself_only(account: Account) -> None:
    agent, _ = await make_agent(account), await make_agent(account, "other")
    async with account.with_key(await account.make_key(agent_id=agent["id"])) as api:
        assert [one["id"] for one in (await api.get("/v1/agents")).json()["data"]] == [agent["id"]]
        assert (await api.post("/v1/agents", json={"handle": "child"})).json()["code"] == "key_reach_too_small"
        inbox = (await api.post("/v1/inboxes", json={})).json()
        assert inbox["agent_id"] == agent["id"]


async def test_a_key_for_an_inbox_reaches_no_agent(account: Account) -> None:
    agent, inbox = await make_agent(account), await account.open_inbox()
    async with account.with_key(await account.make_key(inbox_ids=[inbox["id"]])) as api:
        assert (await api.get("/v1/agents")).json()["data"] == []
        assert (await api.delete(f"/v1/agents/{agent['id']}")).status_code == 404

from postroom.testing.running import Account


async def test_a_key_is_narrowed_to_inboxes_named_by_address(account: Account) -> None:
    inbox, other = await account.open_inbox(), await account.open_inbox()
    key = await account.make_key(inbox_ids=[inbox["address"]], scopes=["inboxes:read"])
    async with account.with_key(key) as narrow:
        assert (await narrow.get(f"/v1/inboxes/{inbox['id']}")).status_code == 200
        assert (await narrow.get(f"/v1/inboxes/{other['id']}")).status_code == 404


async def test_the_keys_of_a_deleted_agent_end_with_it(account: Account) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "gone"})).json()
    key = await account.make_key(agent_id=agent["id"], scopes=["inboxes:read"])
    await account.api.delete(f"/v1/agents/{agent['id']}")
    async with account.with_key(key) as orphan:
        answer = await orphan.get("/v1/inboxes")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_revoked")

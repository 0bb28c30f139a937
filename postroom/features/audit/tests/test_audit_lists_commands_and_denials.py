"""The audit log: what was done, what was denied, nothing that was only read, and no bodies."""

from postroom.testing.running import Account


async def test_commands_and_denials_are_listed_newest_first_with_who_and_what(account: Account) -> None:
    inbox = await account.open_inbox(label="a body that is not for the log")
    me = (await account.api.get("/v1/whoami")).json()["key"]["id"]
    key = await account.make_key(scopes=["inboxes:read"])
    async with account.with_key(key) as api:
        denied = await api.post(f"/v1/inboxes/{inbox['id']}/pause")
        assert denied.status_code == 403
    await account.api.get(f"/v1/inboxes/{inbox['id']}")
    answer = await account.api.get("/v1/audit")
    entries = answer.json()["data"]
    assert [(one["operation"], one["outcome"]) for one in entries] == [
        ("inboxes.pause", "denied"),
        ("keys.create", "done"),
        ("inboxes.create", "done"),
    ]
    assert entries[0]["subject"] == inbox["id"] and entries[0]["key_id"] != me and entries[1]["key_id"] == me
    assert entries[0]["request_id"] == denied.headers["x-request-id"] and entries[0]["wire"] == "rest"
    assert entries[0]["address"] == "127.0.0.1"
    assert "a body" not in answer.text and key not in answer.text


async def test_filters_and_pages_compose(account: Account) -> None:
    for _ in range(3):
        await account.open_inbox()
    await account.make_key()
    seen, cursor = [], None
    while True:
        params = {"operation": "inboxes.create", "outcome": "done", "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await account.api.get("/v1/audit", params=params)).json()
        seen += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [one["operation"] for one in seen] == ["inboxes.create"] * 3 and len({one["id"] for one in seen}) == 3


async def test_what_failed_or_belongs_to_a_stranger_is_not_listed(account: Account, stranger: Account) -> None:
    await stranger.open_inbox()
    await account.api.post("/v1/agents", json={"handle": "twice"})
    assert (await account.api.post("/v1/agents", json={"handle": "twice"})).status_code == 409
    assert [one["operation"] for one in (await account.api.get("/v1/audit")).json()["data"]] == ["agents.create"]

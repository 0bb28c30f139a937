"""Threads by hand: merged, split, undone; moved and labelled as a whole; agents assigned."""

from typing import Any

from postroom.features.messages.tests.conftest import Put
from postroom.testing.running import Account, make_mail


async def put_three(account: Account, put: Put) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An inbox with three mails that have nothing in common."""
    inbox = await account.open_inbox()
    mails = [
        make_mail(inbox["address"], subject=f"Subject {place}", sender=f"p{place}@x.example", Message_ID=f"<{place}@x.example>")
        for place in range(3)
    ]
    return inbox, [await put(account, inbox, mail) for mail in mails]


async def call(account: Account, method: str, path: str, status: int = 200, **body: Any) -> Any:
    answer = await account.api.request(method, f"/v1/{path}", json=body or None)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def events_of(account: Account, *types: str) -> list[dict[str, Any]]:
    rows = (await account.api.get("/v1/events", params={"limit": 100})).json()["data"]
    return [row for row in rows if row["type"] in types]


async def listed(account: Account, **params: Any) -> dict[str, int]:
    rows = (await account.api.get("/v1/threads", params=params)).json()["data"]
    return {row["id"]: row["message_count"] for row in rows}


async def test_a_merge_takes_mail_ids_and_later_answers_along_and_can_be_undone(account: Account, put: Put) -> None:
    inbox, (one, two, three) = await put_three(account, put)
    change = await call(account, "POST", f"threads/{one['thread_id']}/merge", thread_ids=[two["thread_id"], three["thread_id"]])
    assert (change["kind"], sorted(change["message_ids"])) == ("merge", sorted([two["id"], three["id"]]))
    assert await listed(account, inbox_id=inbox["id"]) == {one["thread_id"]: 3}
    assert (await call(account, "GET", f"threads/{two['thread_id']}"))["id"] == one["thread_id"]
    answer = await put(account, inbox, make_mail(inbox["address"], Message_ID="<a@x.example>", In_Reply_To="<2@x.example>"))
    assert answer["thread_id"] == one["thread_id"]
    assert (await call(account, "GET", f"messages/{two['id']}"))["thread_id"] == one["thread_id"]
    undone = await call(account, "POST", f"threads/{one['thread_id']}/undo")
    assert (undone["id"], undone["undone_at"] is not None) == (change["id"], True)
    assert await listed(account, inbox_id=inbox["id"]) == {one["thread_id"]: 2, two["thread_id"]: 1, three["thread_id"]: 1}
    later = await put(account, inbox, make_mail(inbox["address"], Message_ID="<b@x.example>", In_Reply_To="<1@x.example>"))
    assert later["thread_id"] == two["thread_id"]
    assert [event["type"] for event in await events_of(account, "thread.merged", "thread.restored")] == ["thread.merged", "thread.restored"]
    assert (await account.api.post(f"/v1/threads/{one['thread_id']}/undo")).json()["code"] == "thread_change_not_found"


async def test_a_split_begins_a_thread_of_its_own_and_can_be_undone(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    root = await put(account, inbox, make_mail(inbox["address"], subject="Plan", Message_ID="<root@x.example>"))
    aside = await put(account, inbox, make_mail(inbox["address"], Message_ID="<aside@x.example>", In_Reply_To="<root@x.example>"))
    assert root["thread_id"] == aside["thread_id"]
    change = await call(account, "POST", f"threads/{root['thread_id']}/split", message_ids=[aside["id"]])
    assert await listed(account) == {root["thread_id"]: 1, change["to_thread_id"]: 1}
    answer = await put(account, inbox, make_mail(inbox["address"], Message_ID="<c@x.example>", In_Reply_To="<aside@x.example>"))
    assert answer["thread_id"] == change["to_thread_id"]
    await call(account, "POST", f"threads/{root['thread_id']}/undo", change_id=change["id"])
    assert await listed(account) == {root["thread_id"]: 2, change["to_thread_id"]: 1}
    again = await account.api.post(f"/v1/threads/{root['thread_id']}/undo", json={"change_id": change["id"]})
    assert (again.status_code, again.json()["code"]) == (409, "thread_change_undone")
    assert [one["id"] for one in (await call(account, "GET", f"threads/{root['thread_id']}/changes"))["data"]] == [change["id"]]


async def test_what_cannot_be_merged_or_split_is_said(account: Account, put: Put) -> None:
    _, (one, two, _) = await put_three(account, put)
    _, (elsewhere, _, _) = await put_three(account, put)
    thread = f"/v1/threads/{one['thread_id']}"
    for path, body, status, code in (
        ("merge", {"thread_ids": [elsewhere["thread_id"]]}, 422, "invalid_request"),
        ("merge", {"thread_ids": [one["thread_id"]]}, 422, "invalid_request"),
        ("merge", {"thread_ids": ["thr_nonsense"]}, 404, "thread_not_found"),
        ("split", {"message_ids": [one["id"]]}, 422, "invalid_request"),
        ("split", {"message_ids": [two["id"]]}, 404, "message_not_found"),
    ):
        answer = await account.api.post(f"{thread}/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_thread_is_moved_labelled_and_marked_as_a_whole(account: Account, put: Put) -> None:
    inbox, (one, two, _) = await put_three(account, put)
    await call(account, "POST", f"threads/{one['thread_id']}/merge", thread_ids=[two["thread_id"]])
    thread = await call(account, "PATCH", f"threads/{one['thread_id']}", folder="archive", add_labels=["b", "a"], read=True)
    assert (thread["folders"], thread["labels"], thread["unread_count"], thread["message_count"]) == (["archive"], ["a", "b"], 0, 2)
    thread = await call(account, "PATCH", f"threads/{one['thread_id']}", remove_labels=["a"])
    assert (thread["labels"], thread["last_from"]["address"]) == (["b"], "p1@x.example")
    assert await listed(account, folder="archive") == await listed(account, label="b") == {one["thread_id"]: 2}
    assert len(await listed(account, folder="inbox")) == 1
    folders = await call(account, "GET", f"inboxes/{inbox['id']}/folders")
    assert [(row["name"], row["message_count"], row["unread_count"]) for row in folders["data"]] == [("archive", 2, 0), ("inbox", 1, 1)]
    (first, second) = await events_of(account, "thread.updated")
    assert (first["data"]["labels_added"], second["data"]["labels_removed"]) == (["a", "b"], ["a"])
    hidden = await account.api.patch(f"/v1/threads/{one['thread_id']}", json={"folder": "blocked"})
    assert hidden.status_code == 422


async def test_labels_of_a_message_are_told_in_its_event(account: Account, put: Put) -> None:
    _, (one, _, _) = await put_three(account, put)
    await call(account, "PATCH", f"messages/{one['id']}", labels=["old", "kept"])
    await call(account, "PATCH", f"messages/{one['id']}", labels=["new", "kept"])
    event = (await events_of(account, "message.updated"))[-1]
    assert (event["data"]["labels_added"], event["data"]["labels_removed"]) == (["new"], ["old"])


async def test_agents_are_assigned_with_roles_and_one_owner(account: Account, put: Put) -> None:
    _, (one, _, _) = await put_three(account, put)
    first, second = [(await call(account, "POST", "agents", 201, handle=handle))["id"] for handle in ("first", "second")]
    thread = f"threads/{one['thread_id']}"
    assert (await call(account, "POST", f"{thread}/assign", agent_id=first))["role"] == "participant"
    await call(account, "POST", f"{thread}/assign", agent_id=first, role="owner")
    await call(account, "POST", f"{thread}/assign", agent_id=second, role="owner")
    agents = (await call(account, "GET", f"{thread}/agents"))["data"]
    assert [(row["agent_id"], row["role"]) for row in agents] == [(first, "participant"), (second, "owner")]
    assert (await call(account, "GET", thread))["agents"] == agents
    assert await listed(account, agent_id=second) == {one["thread_id"]: 1}
    await call(account, "POST", f"{thread}/unassign", 204, agent_id=second)
    assert await listed(account, agent_id=second) == {}
    gone = await account.api.post(f"/v1/{thread}/unassign", json={"agent_id": second})
    assert (gone.status_code, gone.json()["code"]) == (404, "assignment_not_found")
    events = await events_of(account, "thread.assigned", "thread.unassigned")
    assert [(event["type"], event["agent_id"]) for event in events][-2:] == [("thread.assigned", second), ("thread.unassigned", second)]


async def test_hidden_mail_is_moved_along_and_named_only_to_keys_with_its_scope(account: Account, put: Put) -> None:
    inbox, (one, two, _) = await put_three(account, put)
    secret = await put(account, inbox, make_mail(inbox["address"], Message_ID="<s@x.example>", In_Reply_To="<1@x.example>"))
    await call(account, "PATCH", f"messages/{secret['id']}", folder="spam")
    thread = f"/v1/threads/{one['thread_id']}"
    async with account.with_key(await account.make_key(scopes=["threads:write", "messages:read"])) as api:
        merged = (await api.post(f"{thread}/merge", json={"thread_ids": [two["thread_id"]]})).json()
        told = (await api.get(f"{thread}/changes")).json()["data"]
        assert merged["message_ids"] == told[0]["message_ids"] == [two["id"]]
        assert (await api.get(f"{thread}/changes", params={"include_hidden": "true"})).status_code == 403
        whole = await call(account, "GET", f"threads/{one['thread_id']}/changes?include_hidden=true")
        assert sorted(whole["data"][0]["message_ids"]) == sorted([two["id"], secret["id"]])
        undone = (await api.post(f"{thread}/undo")).json()
        assert undone["message_ids"] == [two["id"]]
    back = await call(account, "GET", f"messages/{secret['id']}?include_hidden=true")
    assert back["thread_id"] == two["thread_id"]


async def test_without_the_scope_for_it_hidden_mail_is_neither_split_off_nor_counted(account: Account, put: Put) -> None:
    inbox, (one, two, _) = await put_three(account, put)
    secret = await put(account, inbox, make_mail(inbox["address"], Message_ID="<s@x.example>", In_Reply_To="<0@x.example>"))
    await call(account, "PATCH", f"messages/{secret['id']}", folder="spam")
    thread = f"/v1/threads/{one['thread_id']}"
    await call(account, "POST", f"threads/{one['thread_id']}/merge", thread_ids=[two["thread_id"]])
    change = await call(account, "POST", f"threads/{one['thread_id']}/split", message_ids=[secret["id"]])
    async with account.with_key(await account.make_key(scopes=["threads:write", "messages:read"])) as api:
        assert len((await api.get(f"{thread}/changes")).json()["data"]) == 1
        named = await api.post(f"{thread}/undo", json={"change_id": change["id"]})
        assert (named.status_code, named.json()["code"]) == (404, "thread_change_not_found")
        await call(account, "POST", f"threads/{one['thread_id']}/undo", change_id=change["id"])
        for chosen, status in (([secret["id"]], 404), ([one["id"], two["id"]], 422)):
            assert (await api.post(f"{thread}/split", json={"message_ids": chosen})).status_code == status

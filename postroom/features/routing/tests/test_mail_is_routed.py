"""Routing rules on mail that comes in."""

from typing import Any

from postroom.testing.running import Account, make_mail


async def rule(account: Account, status: int = 201, **values: Any) -> Any:
    answer = await account.api.post("/v1/routing-rules", json={"name": "a rule", **values})
    assert answer.status_code == status, answer.text
    return answer.json()


async def agent(account: Account, handle: str) -> str:
    return str((await account.api.post("/v1/agents", json={"handle": handle})).raise_for_status().json()["id"])


async def put(account: Account, inbox: dict[str, Any], **values: Any) -> list[dict[str, Any]]:
    """The messages that came of one mail."""
    raw = make_mail(inbox["address"], **values).as_bytes()
    answer = await account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=raw, headers={"Content-Type": "message/rfc822"})
    ids = [one["id"] for one in answer.raise_for_status().json()["messages"]]
    return [(await account.api.get(f"/v1/messages/{one}")).json() for one in ids]


async def agents_of(account: Account, message: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    thread = (await account.api.get(f"/v1/threads/{message['thread_id']}")).json()
    return [(one["agent_id"], one["role"], one["rule_id"]) for one in thread["agents"]]


async def test_the_rule_of_the_highest_priority_assigns_its_agent(account: Account) -> None:
    inbox, billing, support = await account.open_inbox(), await agent(account, "billing"), await agent(account, "support")
    await rule(account, target_agent_id=support)
    conditions = {"from_pattern": "*@stripe.example", "subject_pattern": "*invoice*"}
    wanted = await rule(account, conditions=conditions, target_agent_id=billing, priority=10)
    (mail,) = await put(account, inbox, sender="pay@stripe.example", subject="Your invoice")
    assert await agents_of(account, mail) == [(billing, "owner", wanted["id"])]
    (other,) = await put(account, inbox, sender="jo@x.example", subject="Hello", Message_ID="<o@x.example>")
    assert [one[0] for one in await agents_of(account, other)] == [support]
    events = (await account.api.get("/v1/events", params={"limit": 100})).json()["data"]
    assigned = next(event for event in events if event["type"] == "thread.assigned")
    assert (assigned["agent_id"], assigned["data"]["rule_id"]) == (billing, wanted["id"])


async def test_a_target_inbox_gets_a_copy_and_the_mail_stays_where_it_was_sent(account: Account) -> None:
    inbox, target = await account.open_inbox(), await account.open_inbox()
    await rule(account, conditions={"inbox_id": inbox["id"]}, target_inbox_id=target["id"])
    mails = await put(account, inbox, subject="For two", text="Your code is 482913.")
    assert [one["inbox_id"] for one in mails] == [inbox["id"], target["id"]]
    assert mails[1]["codes"][0]["value"] == "482913"
    raws = [(await account.api.get(f"/v1/messages/{one['id']}/raw")).content for one in mails]
    assert raws[0] == raws[1]
    await account.api.delete(f"/v1/messages/{mails[0]['id']}")
    assert (await account.api.get(f"/v1/messages/{mails[1]['id']}/raw")).content == raws[1]
    assert len(await put(account, target, subject="Only here", Message_ID="<t@x.example>")) == 1


async def test_who_owns_a_thread_stays_its_owner(account: Account) -> None:
    inbox, first, second = await account.open_inbox(), await agent(account, "first"), await agent(account, "second")
    made = await rule(account, conditions={"subject_pattern": "Root"}, target_agent_id=first)
    (root,) = await put(account, inbox, subject="Root", Message_ID="<root@x.example>")
    await rule(account, target_agent_id=second, priority=5)
    await put(account, inbox, subject="Re: Root", Message_ID="<a@x.example>", In_Reply_To="<root@x.example>")
    assert [one[:2] for one in await agents_of(account, root)] == [(first, "owner"), (second, "participant")]
    paused = await account.api.patch(f"/v1/routing-rules/{made['id']}", json={"status": "paused", "priority": 100})
    assert paused.json()["status"] == "paused"


async def test_rules_are_listed_changed_and_deleted_and_need_a_target(account: Account) -> None:
    target = await agent(account, "target")
    one = await rule(account, target_agent_id=target, conditions={"category": "financial"})
    assert (await rule(account, 422))["errors"][0]["path"] == "body.target_agent_id"
    assert (await rule(account, 404, target_agent_id="agt_00000000000000000000000000"))["code"] == "agent_not_found"
    path = f"/v1/routing-rules/{one['id']}"
    refused = await account.api.patch(path, json={"target_agent_id": None})
    assert refused.status_code == 422
    changed = (await account.api.patch(path, json={"conditions": {"category": "security"}, "name": "Security"})).json()
    assert (changed["conditions"]["category"], changed["name"], changed["target_agent_id"]) == ("security", "Security", target)
    assert [row["id"] for row in (await account.api.get("/v1/routing-rules")).json()["data"]] == [one["id"]]
    assert (await account.api.delete(path)).status_code == 204
    assert (await account.api.get(path)).json()["code"] == "routing_rule_not_found"


async def test_a_deleted_agent_is_assigned_no_more(account: Account) -> None:
    inbox, gone = await account.open_inbox(), await agent(account, "gone")
    await rule(account, target_agent_id=gone)
    await account.api.delete(f"/v1/agents/{gone}")
    account_rules = await account.api.patch(
        f"/v1/routing-rules/{(await rule(account, target_inbox_id=inbox['id']))['id']}", json={"name": "x"}
    )
    assert account_rules.status_code == 200
    (mail,) = await put(account, inbox)
    assert await agents_of(account, mail) == []

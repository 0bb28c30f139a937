"""Contact rules as the API has them: made once, listed, changed, deleted, and by whom."""

from typing import Any

import pytest

from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account

BLOCK = {"action": "block", "match_type": "domain", "match_target": "evil.example"}


async def make(account: Account, **values: Any) -> dict[str, Any]:
    answer = await account.api.post("/v1/contact-rules", json={**BLOCK, **values})
    assert answer.status_code == 201, answer.text
    rule: dict[str, Any] = answer.json()
    return rule


async def make_agent(account: Account, handle: str) -> str:
    return str((await account.api.post("/v1/agents", json={"handle": handle})).json()["id"])


async def test_a_rule_is_shown_in_its_normal_form(account: Account) -> None:
    inbox = await account.open_inbox()
    rule = await make(account, match_target=" @EVIL.example. ", inbox_id=inbox["address"], note="spam")
    assert rule["id"].startswith("rul_") and (rule["scope"], rule["inbox_id"], rule["agent_id"]) == ("inbox", inbox["id"], None)
    assert (rule["match_target"], rule["direction"], rule["status"], rule["note"]) == ("evil.example", "both", "active", "spam")
    assert rule["requires_authentication"] is False
    assert (await account.api.get(f"/v1/contact-rules/{rule['id']}")).json() == rule


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"match_target": "jo@evil.example"}, "body.match_target"),
        ({"match_type": "exact_address"}, "body.match_target"),
        ({"match_type": "any"}, "body.match_target"),
        ({"match_target": ""}, "body.match_target"),
        ({"match_type": "regex"}, "body.match_type"),
        ({"action": "deny"}, "body.action"),
        ({"requires_authentication": True}, "body.requires_authentication"),
        ({"direction": "sideways"}, "body.direction"),
        ({"status": "deleted"}, "body.status"),
        ({"inbox_id": "inb_x", "agent_id": "agt_x"}, "body.agent_id"),
    ],
)
async def test_a_rule_that_is_none_is_refused_by_name(values: dict[str, Any], path: str, account: Account) -> None:
    answer = await account.api.post("/v1/contact-rules", json={**BLOCK, **values})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == path, answer.text


async def test_the_same_target_is_ruled_once_for_each_of_inbox_agent_and_organisation(account: Account) -> None:
    inbox, agent = await account.open_inbox(), await make_agent(account, "one")
    for owner in ({}, {"inbox_id": inbox["id"]}, {"agent_id": agent}):
        rule = await make(account, **owner)
        for other in ({}, {"action": "allow"}, {"direction": "inbound"}, {"match_target": "EVIL.example"}, {"status": "paused"}):
            answer = await account.api.post("/v1/contact-rules", json={**BLOCK, **owner, **other})
            assert (answer.status_code, answer.json()["code"]) == (409, "contact_rule_exists")
            assert rule["id"] in answer.json()["detail"] and rule["id"] in answer.json()["suggested_action"]
        assert (await account.api.delete(f"/v1/contact-rules/{rule['id']}")).status_code == 204
        await make(account, **owner, direction="inbound")
        outbound = await make(account, **owner, direction="outbound")
        answer = await account.api.patch(f"/v1/contact-rules/{outbound['id']}", json={"direction": "both"})
        assert (answer.status_code, answer.json()["code"]) == (409, "contact_rule_exists")


async def test_rules_are_listed_by_what_they_are(account: Account) -> None:
    inbox, agent = await account.open_inbox(), await make_agent(account, "two")
    of_inbox = await make(account, inbox_id=inbox["id"], status="paused")
    of_agent = await make(account, agent_id=agent, action="allow", direction="inbound")
    of_all = await make(account, match_type="exact_address", match_target="jo@evil.example")
    expected = {
        "": [of_all, of_agent, of_inbox],
        f"inbox_id={inbox['id']}": [of_inbox],
        f"agent_id={agent}": [of_agent],
        "scope=organisation": [of_all],
        "scope=agent": [of_agent],
        "scope=inbox": [of_inbox],
        "action=block": [of_all, of_inbox],
        "match_type=exact_address": [of_all],
        "match_target=evil.example": [of_agent, of_inbox],
        "direction=inbound": [of_agent],
        "status=paused": [of_inbox],
        "status=paused&action=allow": [],
    }
    for query, rules in expected.items():
        assert (await account.api.get(f"/v1/contact-rules?{query}")).json()["data"] == rules, query
    first = (await account.api.get("/v1/contact-rules?limit=2")).json()
    second = (await account.api.get("/v1/contact-rules", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert first["data"] + second["data"] == [of_all, of_agent, of_inbox] and not second["has_more"]


async def test_a_rule_changes_in_what_it_says_only(account: Account) -> None:
    rule = await make(account)
    path = f"/v1/contact-rules/{rule['id']}"
    changed = (await account.api.patch(path, json={"action": "allow", "requires_authentication": True, "note": "x"})).json()
    assert changed == {**rule, "action": "allow", "requires_authentication": True, "note": "x", "updated_at": changed["updated_at"]}
    answer = await account.api.patch(path, json={"action": "block"})
    assert answer.json()["errors"][0]["path"] == "body.requires_authentication"
    assert (await account.api.patch(path, json={"match_target": "x.example"})).status_code == 422
    assert (await account.api.patch(path, json={"status": "paused"})).json()["status"] == "paused"
    assert (await account.api.delete(path)).status_code == 204
    assert (await account.api.get(path)).status_code == (await account.api.delete(path)).status_code == 404
    kinds = [one["type"] for one in (await account.api.get("/v1/events", params={"limit": 100})).json()["data"]]
    assert kinds == ["contact_rule.created", "contact_rule.updated", "contact_rule.updated", "contact_rule.deleted"]


async def test_many_rules_are_made_at_once_or_none(account: Account, stranger: Account) -> None:
    known = await make(account)
    targets = [("domain", "evil.example"), ("domain", "a.example"), ("domain", "A.example"), ("any", "*")]
    rules = [{**BLOCK, "match_type": kind, "match_target": target} for kind, target in targets]
    answer = (await account.api.post("/v1/contact-rules/bulk", json={"rules": rules})).json()
    assert [one["match_target"] for one in answer["created"]] == ["a.example", "*"]
    assert answer["existing_ids"] == [known["id"], answer["created"][0]["id"]]
    wrong = [{**BLOCK, "match_target": "b.example"}, {**BLOCK, "match_target": "@"}]
    refused = await account.api.post("/v1/contact-rules/bulk", json={"rules": wrong})
    assert refused.json()["errors"][0]["path"] == "body.rules[1].match_target"
    theirs = await stranger.open_inbox()
    foreign = await account.api.post("/v1/contact-rules/bulk", json={"rules": [{**BLOCK, "inbox_id": theirs["id"]}]})
    assert foreign.status_code == 404
    assert len((await account.api.get("/v1/contact-rules")).json()["data"]) == 3


async def test_a_narrowed_key_may_block_within_its_reach_and_nothing_else(account: Account) -> None:
    agent = await make_agent(account, "three")
    inbox, other = await account.open_inbox(agent_id=agent), await account.open_inbox()
    whole = await make(account)
    within = [await make(account, inbox_id=inbox["id"]), await make(account, agent_id=agent)]
    await make(account, inbox_id=other["id"])
    for reach in ({"agent_id": agent}, {"inbox_ids": [inbox["id"]]}):
        narrowed = {"match_target": f"{len(reach)}{'a' if 'agent_id' in reach else 'b'}.example", "inbox_id": inbox["id"]}
        async with account.with_key(await account.make_key(scopes=["contact_rules:write", "inboxes:write"], **reach)) as api:
            assert (await api.post("/v1/contact-rules", json={**BLOCK, **narrowed})).status_code == 201
            for values in ({"action": "allow", **narrowed, "match_target": "c.example"}, {}):
                answer = await api.post("/v1/contact-rules", json={**BLOCK, **values})
                assert (answer.status_code, answer.json()["code"]) == (403, "key_reach_too_small"), answer.text
            assert (await api.post("/v1/contact-rules", json={**BLOCK, "inbox_id": other["id"]})).status_code == 404
            path = f"/v1/contact-rules/{within[0]['id']}"
            for answer in (await api.patch(path, json={"status": "paused"}), await api.delete(path)):
                assert (answer.status_code, answer.json()["code"]) == (403, "key_reach_too_small")
            assert (await api.get(f"/v1/contact-rules/{whole['id']}")).status_code == 404
            seen = {one["id"] for one in (await api.get("/v1/contact-rules")).json()["data"]}
            assert whole["id"] not in seen and within[0]["id"] in seen and (within[1]["id"] in seen) == ("agent_id" in reach)


async def test_who_writes_is_not_widened_by_way_of_the_inbox(account: Account) -> None:
    agent = await make_agent(account, "four")
    inbox = await account.open_inbox(agent_id=agent, filter_mode="whitelist")
    path = f"/v1/inboxes/{inbox['id']}"
    async with account.with_key(await account.make_key(scopes=["inboxes:write"])) as api:
        answer = await api.patch(path, json={"filter_mode": "blacklist"})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing") and "contact_rules:write" in answer.json()["detail"]
        assert (await api.patch(path, json={"filter_mode": "whitelist", "label": "x"})).status_code == 200
    for reach in ({"agent_id": agent}, {"inbox_ids": [inbox["id"]]}):
        async with account.with_key(await account.make_key(scopes=["inboxes:write", "contact_rules:write"], **reach)) as api:
            for change in ({"filter_mode": "blacklist"}, {"outbound_filter_mode": "blacklist"}, {"agent_id": None}):
                answer = await api.patch(path, json=change)
                assert (answer.status_code, answer.json()["code"]) == (403, "key_reach_too_small"), change


async def test_a_change_of_the_filter_mode_names_the_rules_it_makes_redundant(account: Account) -> None:
    inbox = await account.open_inbox()
    assert (inbox["filter_mode"], inbox["outbound_filter_mode"], inbox["filter_mode_change_notice"]) == ("blacklist", None, None)
    blocking = await make(account, inbox_id=inbox["id"])
    await make(account, inbox_id=inbox["id"], status="paused", match_target="paused.example")
    path = f"/v1/inboxes/{inbox['id']}"
    changed = (await account.api.patch(path, json={"filter_mode": "whitelist"})).json()
    assert changed["filter_mode_change_notice"] == {
        "previous_filter_mode": "blacklist",
        "new_filter_mode": "whitelist",
        "redundant_rule_action": "block",
        "redundant_rule_count": 1,
        "redundant_rule_ids": [blocking["id"]],
    }
    again = (await account.api.patch(path, json={"filter_mode": "whitelist"})).json()
    assert again["filter_mode_change_notice"] is None and again["filter_mode"] == "whitelist"
    assert (await account.api.get(path)).json()["filter_mode"] == "whitelist"
    assert (await account.api.patch(path, json={"filter_mode": "greylist"})).status_code == 422


async def test_the_rules_of_an_inbox_go_with_it(running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    rule, kept = await make(account, inbox_id=inbox["id"]), await make(account)
    assert (await account.api.delete(f"/v1/inboxes/{inbox['id']}")).status_code == 204
    assert (await account.api.get(f"/v1/contact-rules/{rule['id']}")).status_code == 404
    assert (await account.api.get("/v1/contact-rules")).json()["data"] == [kept]
    org_id = decode_id("org", account.organisation_id)
    async with running.wired.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM contact_rules WHERE org_id = $1", org_id) == 1
        assert await connection.fetchval("SELECT rule_count FROM contact_rule_heads WHERE org_id = $1", org_id) == 1


async def test_sending_is_refused_by_rules_and_by_the_filter_mode(account: Account) -> None:
    inbox = await account.open_inbox()
    path = f"/v1/inboxes/{inbox['id']}/messages"
    rule = await make(account)
    mail = {"to": ["jo@fine.example"], "cc": ["Bad <BAD@mail.Evil.example>"], "text": "x"}
    for dry_run in (True, False):
        answer = await account.api.post(path, json={**mail, "dry_run": dry_run})
        assert (answer.status_code, answer.json()["code"]) == (403, "recipient_blocked")
        assert rule["id"] in answer.json()["detail"] and "mail.evil.example" in answer.json()["detail"].lower()
    assert (await account.api.post(path, json={"to": ["jo@fine.example"], "text": "x"})).status_code == 202
    await account.api.patch(f"/v1/contact-rules/{rule['id']}", json={"direction": "inbound"})
    assert (await account.api.post(path, json=mail)).status_code == 202
    await account.api.patch(f"/v1/inboxes/{inbox['id']}", json={"filter_mode": "whitelist"})
    answer = await account.api.post(path, json={**mail, "subject": "2"})
    assert (answer.status_code, answer.json()["code"]) == (403, "recipient_not_allowed")
    await account.api.patch(f"/v1/inboxes/{inbox['id']}", json={"outbound_filter_mode": "blacklist"})
    assert (await account.api.post(path, json={**mail, "subject": "2"})).status_code == 202


async def test_an_organisation_has_so_many_rules_and_no_more(running: Running, account: Account) -> None:
    org_id = decode_id("org", account.organisation_id)
    await make(account)
    async with running.wired.database.connection() as connection:
        await connection.execute("UPDATE contact_rule_heads SET rule_count = 10000 WHERE org_id = $1", org_id)
    answer = await account.api.post("/v1/contact-rules", json={**BLOCK, "match_target": "b.example"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_contact_rules")


async def test_it_can_be_asked_who_may_write_and_what_decides(account: Account) -> None:
    inbox = await account.open_inbox(filter_mode="whitelist", outbound_filter_mode="blacklist")
    blocking = await make(account)
    proving = await make(account, action="allow", match_target="bank.example", requires_authentication=True)

    async def check(address: str, **more: Any) -> tuple[bool, str | None, str | None]:
        found = (await account.api.get(f"/v1/inboxes/{inbox['id']}/contact-check", params={"address": address, **more})).json()
        assert found["filter_mode"] == ("blacklist" if more.get("direction") == "outbound" else "whitelist")
        return found["allowed"], found["reason"], found["rule_id"]

    assert await check("jo@EVIL.example") == (False, "contact_rule", blocking["id"])
    assert await check("jo@fine.example") == (False, "not_allowed", None)
    assert await check("jo@bank.example") == (False, "unauthenticated", proving["id"])
    assert await check("jo@bank.example", authenticated="true") == (True, None, None)
    assert await check("jo@bank.example", direction="outbound") == (True, None, None)
    assert await check("jo@fine.example", direction="outbound") == (True, None, None)
    assert await check("jo@evil.example", direction="outbound") == (False, "contact_rule", blocking["id"])

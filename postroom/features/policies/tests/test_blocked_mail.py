"""Mail of senders that may not write: accepted, filed as blocked, hidden, and released by whoever may."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from postroom.features.messages.events import MessageAuthenticated
from postroom.kernel.context import house_principal
from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail, send_smtp

CODE = {"subject": "Your code", "text": "Your verification code is 482913."}


async def rule(account: Account, **values: Any) -> dict[str, Any]:
    answer = await account.api.post("/v1/contact-rules", json=values)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def deliver(account: Account, inbox: dict[str, Any], sender: str = "jo@evil.example", **values: Any) -> None:
    """By SMTP; it raises where the answer is not 250."""
    mail = make_mail(inbox["address"], sender=sender, **{**CODE, **values})
    await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox["address"], sender="envelope@other.example")


async def listed(account: Account, inbox: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    answer = await account.api.get("/v1/messages", params={"inbox_id": inbox["id"], **params})
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


async def events_of(account: Account, inbox: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await account.api.get("/v1/events", params={"inbox_id": inbox["id"], "limit": 100})
    return [one for one in answer.json()["data"] if one["type"].startswith("message.")]


async def test_blocked_mail_is_taken_kept_and_hidden_with_its_reason(account: Account) -> None:
    inbox = await account.open_inbox()
    blocking = await rule(account, action="block", match_type="domain", match_target="evil.example")
    await deliver(account, inbox, "Jo <JO@Mail.EVIL.example>")
    await deliver(account, inbox, "al@fine.example", subject="Fine", text="Nothing.")
    assert [one["subject"] for one in await listed(account, inbox)] == ["Fine"]
    assert await listed(account, inbox, q="verification") == []
    (found,) = await listed(account, inbox, include_hidden="true", folder="blocked")
    whole = (await account.api.get(f"/v1/messages/{found['id']}", params={"include_hidden": "true"})).json()
    assert whole["hidden"] == {"reason": "contact_rule", "rule_id": blocking["id"]}
    assert (whole["folder"], whole["labels"], whole["codes"][0]["value"]) == ("blocked", ["blocked"], "482913")
    code = (await account.api.get(f"/v1/inboxes/{inbox['id']}/code", params={"timeout": 0})).json()
    assert code["code"] is None and code["timed_out"]
    blocked, received = await events_of(account, inbox)
    assert (blocked["type"], received["type"]) == ("message.blocked", "message.received")
    assert blocked["data"] == {"folder": "blocked", "reason": "contact_rule", "rule_id": blocking["id"]}


async def test_a_blocked_mail_wakes_no_wait_and_its_release_does(account: Account) -> None:
    inbox = await account.open_inbox(filter_mode="whitelist")
    waiting = asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox['id']}/code", params={"timeout": 30}))
    await deliver(account, inbox)
    (found,) = await listed(account, inbox, include_hidden="true")
    assert not waiting.done()
    released = (await account.api.patch(f"/v1/messages/{found['id']}", json={"folder": "inbox"})).json()
    assert (released["folder"], released["labels"], released["hidden"]) == ("inbox", [], None)
    assert (await waiting).json()["code"] == "482913"
    kinds = [one["type"] for one in await events_of(account, inbox)]
    assert sorted(kinds) == ["message.blocked", "message.received", "message.updated"]
    assert (await events_of(account, inbox))[1]["data"]["is_released"] is True
    await account.api.patch(f"/v1/messages/{found['id']}", json={"folder": "spam"})
    await account.api.patch(f"/v1/messages/{found['id']}", json={"folder": "inbox"})
    assert [one["type"] for one in await events_of(account, inbox)].count("message.received") == 1


@pytest.mark.parametrize(
    ("mode", "rules", "is_in"),
    [
        ("blacklist", [], True),
        ("whitelist", [], False),
        ("whitelist", [{"action": "allow", "match_type": "exact_address", "match_target": "jo@evil.example"}], True),
        ("whitelist", [{"action": "allow", "match_type": "exact_address", "match_target": "envelope@other.example"}], False),
        ("whitelist", [{"action": "allow", "match_type": "any", "match_target": "*", "status": "paused"}], False),
        ("whitelist", [{"action": "allow", "match_type": "any", "match_target": "*", "direction": "outbound"}], False),
        (
            "whitelist",
            [{"action": "allow", "match_type": "domain", "match_target": "evil.example", "requires_authentication": True}],
            False,
        ),
        ("blacklist", [{"action": "block", "match_type": "any", "match_target": ""}], False),
    ],
)
async def test_the_mode_decides_where_no_rule_does(account: Account, mode: str, rules: list[dict[str, Any]], is_in: bool) -> None:
    inbox = await account.open_inbox(filter_mode=mode)
    for one in rules:
        await rule(account, **one)
    await deliver(account, inbox)
    assert len(await listed(account, inbox)) == is_in and len(await listed(account, inbox, include_hidden="true")) == 1


async def test_rules_of_inbox_and_agent_decide_for_them_alone(account: Account) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "agent"})).json()["id"]
    own, mine, other = await account.open_inbox(agent_id=agent), await account.open_inbox(agent_id=agent), await account.open_inbox()
    await rule(account, action="block", match_type="domain", match_target="evil.example", agent_id=agent)
    await rule(account, action="allow", match_type="exact_address", match_target="jo@evil.example", inbox_id=own["id"])
    for inbox in (own, mine, other):
        await deliver(account, inbox)
    assert [len(await listed(account, inbox)) for inbox in (own, mine, other)] == [1, 0, 1]


async def test_a_change_counts_from_its_answer_on(account: Account) -> None:
    inbox = await account.open_inbox()
    await deliver(account, inbox, subject="1")
    made = await rule(account, action="block", match_type="domain", match_target="evil.example")
    await deliver(account, inbox, subject="2")
    await account.api.patch(f"/v1/contact-rules/{made['id']}", json={"status": "paused"})
    await deliver(account, inbox, subject="3")
    await account.api.patch(f"/v1/inboxes/{inbox['id']}", json={"filter_mode": "whitelist"})
    await deliver(account, inbox, subject="4")
    await account.api.patch(f"/v1/contact-rules/{made['id']}", json={"status": "active", "action": "allow"})
    await deliver(account, inbox, subject="5")
    await account.api.delete(f"/v1/contact-rules/{made['id']}")
    await deliver(account, inbox, subject="6")
    assert [one["subject"] for one in await listed(account, inbox)] == ["5", "3", "1"]


async def test_a_mail_that_cannot_be_read_is_judged_by_its_envelope(account: Account) -> None:
    inbox = await account.open_inbox()
    await rule(account, action="block", match_type="domain", match_target="evil.example")
    raw = b"Subject: no sender\r\n\r\nHello\r\n"
    for sender in ("jo@evil.example", "jo@fine.example"):
        await asyncio.to_thread(send_smtp, account.smtp_port, raw, to=inbox["address"], sender=sender)
    assert [one["from"]["address"] for one in await listed(account, inbox)] == ["jo@fine.example"]


async def test_an_import_is_not_judged(account: Account) -> None:
    inbox = await account.open_inbox(filter_mode="whitelist")
    content = make_mail(inbox["address"]).as_bytes()
    for silent in ("true", "false"):
        params = {"to": inbox["id"], "silent": silent}
        await account.api.post("/v1/inbound/raw", params=params, content=content, headers={"Content-Type": "message/rfc822"})
    assert len(await listed(account, inbox)) == 1


async def prove(running: Running, account: Account, message_id: str, verdict: str) -> None:
    """As when the answer about a sender comes after the mail."""
    identifier, org_id = decode_id("msg", message_id), decode_id("org", account.organisation_id)
    assert identifier and org_id
    async with running.wired.house.transaction(house_principal(org_id)) as tx:
        prove = "UPDATE message_state SET authentication_verdict = $3 WHERE org_id = $1 AND id = $2 RETURNING inbox_id"
        inbox_id: UUID = await tx.fetchval(prove, org_id, identifier, verdict)
        tx.emit(MessageAuthenticated(org_id=org_id, inbox_id=inbox_id, message_id=identifier, verdict=verdict, aligned_domain=None))


async def test_proof_that_comes_late_releases_what_waited_for_it(running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    await rule(account, action="allow", match_type="domain", match_target="evil.example", requires_authentication=True)
    late = await rule(account, action="allow", match_type="exact_address", match_target="al@evil.example", requires_authentication=True)
    senders = {"proven": "jo@evil.example", "failed": "jo@evil.example", "changed": "al@evil.example", "attack": "jo@evil.example"}
    for subject, sender in senders.items():
        await deliver(account, inbox, sender, subject=subject)
    blocked = {one["subject"]: one["id"] for one in await listed(account, inbox, include_hidden="true")}
    whole = (await account.api.get(f"/v1/messages/{blocked['proven']}", params={"include_hidden": "true"})).json()
    assert whole["hidden"]["reason"] == "unauthenticated"
    await account.api.patch(f"/v1/contact-rules/{late['id']}", json={"action": "block", "requires_authentication": False})
    await prove(running, account, blocked["changed"], "authenticated")
    await prove(running, account, blocked["failed"], "failed")
    async with running.wired.database.connection() as connection:  # as when one of its files was found to attack
        found = "UPDATE message_state SET screening_verdict = 'block' WHERE id = $1"
        await connection.execute(found, decode_id("msg", blocked["attack"]))
    await prove(running, account, blocked["attack"], "authenticated")
    waiting = asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 30}))
    await prove(running, account, blocked["proven"], "authenticated")
    assert (await waiting).json()["message"]["subject"] == "proven"
    assert [one["subject"] for one in await listed(account, inbox)] == ["proven"]
    attack = (await account.api.get(f"/v1/messages/{blocked['attack']}", params={"include_hidden": "true"})).json()
    assert (attack["folder"], attack["labels"], attack["hidden"]["reason"]) == ("quarantine", ["quarantine"], "screening")
    changed = (await account.api.get(f"/v1/messages/{blocked['changed']}", params={"include_hidden": "true"})).json()
    assert changed["hidden"] == {"reason": "contact_rule", "rule_id": late["id"]}


async def test_threads_do_not_show_what_is_hidden_in_them(account: Account) -> None:
    inbox = await account.open_inbox()
    await deliver(account, inbox, "al@fine.example", subject="Plan", Message_ID="<plan@fine.example>")
    await rule(account, action="block", match_type="domain", match_target="evil.example")
    await deliver(account, inbox, subject="Re: Plan", In_Reply_To="<plan@fine.example>")
    await deliver(account, inbox, subject="Alone")
    (thread,) = (await account.api.get("/v1/threads", params={"inbox_id": inbox["id"]})).json()["data"]
    (first,) = await listed(account, inbox)
    assert (thread["subject"], thread["message_count"], thread["last_message_at"]) == ("Plan", 1, first["received_at"])
    assert len((await account.api.get(f"/v1/threads/{thread['id']}")).json()["messages"]) == 1
    both = (await account.api.get(f"/v1/threads/{thread['id']}", params={"include_hidden": "true"})).json()
    assert [one["folder"] for one in both["messages"]] == ["inbox", "blocked"]


async def test_blocked_mail_is_not_routed(account: Account) -> None:
    inbox, target = await account.open_inbox(), await account.open_inbox()
    agent = (await account.api.post("/v1/agents", json={"handle": "router"})).json()["id"]
    for goal in ({"target_inbox_id": target["id"]}, {"target_agent_id": agent}):
        await account.api.post("/v1/routing-rules", json={"name": "x", "conditions": {"inbox_id": inbox["id"]}, **goal})
    await rule(account, action="block", match_type="domain", match_target="evil.example", inbox_id=inbox["id"])
    await deliver(account, inbox)
    assert await listed(account, target, include_hidden="true") == []
    assert "thread.assigned" not in {one["type"] for one in (await account.api.get("/v1/events", params={"limit": 100})).json()["data"]}
    await deliver(account, inbox, "al@fine.example")
    assert len(await listed(account, target)) == 1


async def test_who_is_blocked_does_not_become_a_known_sender_by_it(account: Account) -> None:
    inbox = await account.open_inbox()
    blocking = await rule(account, action="block", match_type="domain", match_target="evil.example")
    await deliver(account, inbox, subject="1")
    await account.api.delete(f"/v1/contact-rules/{blocking['id']}")
    await deliver(account, inbox, subject="2")
    await deliver(account, inbox, subject="3")
    whole = [(await account.api.get(f"/v1/messages/{one['id']}")).json() for one in await listed(account, inbox)]
    assert ["first_contact" in one["flags"] for one in whole] == [False, True]


SPAM = {
    "subject": "JACKPOT FOR YOU!!",
    "text": "Dear friend, you have been selected: claim your prize of the lottery, one million usd by western union.",
}


async def test_spam_is_filed_as_spam_unless_its_sender_is_allowed(account: Account) -> None:
    inbox = await account.open_inbox()
    await deliver(account, inbox, **SPAM)
    await deliver(account, inbox, subject="Your code", text="Your code is 482913. You have been selected for the beta.")
    assert [one["subject"] for one in await listed(account, inbox)] == ["Your code"]
    (found,) = await listed(account, inbox, include_hidden="true", folder="spam")
    whole = (await account.api.get(f"/v1/messages/{found['id']}", params={"include_hidden": "true"})).json()
    assert (whole["hidden"], whole["labels"]) == ({"reason": "spam", "rule_id": None}, ["spam"])
    assert [one["data"]["folder"] for one in await events_of(account, inbox) if one["type"] == "message.blocked"] == ["spam"]
    await rule(account, action="allow", match_type="domain", match_target="evil.example")
    await deliver(account, inbox, **SPAM)
    assert len(await listed(account, inbox)) == 2

"""Gates: the first that does not allow decides, and nothing is held where no approval can be asked."""

from typing import Any

import pytest

from postroom.kernel.errors import Denied
from postroom.kernel.gates import ALLOW, Effect, Gate, GateSet, Verdict
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail

EFFECT = Effect("email.send", ("jo@outside.example",))
NO_TX: Any = None


def answering(verdict: Verdict, asked: list[str], name: str) -> Gate:
    async def gate(_tx: Any, _effect: Effect) -> Verdict:
        asked.append(name)
        return verdict

    return gate


async def test_all_gates_are_asked_in_the_order_of_their_ranks() -> None:
    asked: list[str] = []
    gates = GateSet([(20, "late", answering(ALLOW, asked, "late")), (10, "early", answering(ALLOW, asked, "early"))])
    assert (await gates.permit(NO_TX, EFFECT)).outcome == "allow"
    assert asked == ["early", "late"]


async def test_a_hold_without_a_ledger_is_a_refusal() -> None:
    asked: list[str] = []
    hold = answering(Verdict("hold", reason="over the cap"), asked, "cap")
    with pytest.raises(Denied) as refused:
        await GateSet([(10, "cap", hold)]).permit(NO_TX, EFFECT)
    assert (refused.value.code, refused.value.detail) == ("approval_required", "over the cap")


async def test_a_hold_with_a_ledger_names_its_gate_and_ends_the_asking() -> None:
    asked: list[str] = []
    gates = [(10, "cap", answering(Verdict("hold", reason="over"), asked, "cap")), (20, "next", answering(ALLOW, asked, "next"))]
    verdict = await GateSet(gates, holds_are_kept=True).permit(NO_TX, EFFECT)
    assert verdict == Verdict("hold", "cap", "over")
    assert asked == ["cap"]


async def test_a_hold_in_the_running_house_sends_and_stores_nothing(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    house, own = running.wired.house, running.wired.house.gates
    house.gates = GateSet([(1, "test", answering(Verdict("hold", reason="ask a person"), [], "test"))])
    try:
        answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json={"to": "jo@outside.example", "text": "x"})
    finally:
        house.gates = own
    assert (answer.status_code, answer.json()["code"]) == (403, "approval_required")
    assert (await account.api.get("/v1/messages")).json()["data"] == []
    denied = (await account.api.get("/v1/audit", params={"outcome": "denied"})).json()["data"]
    assert [one["operation"] for one in denied] == ["messages.send"]


@pytest.mark.parametrize("way", ["send", "reply", "dry run"])
async def test_the_key_of_a_paused_agent_reads_and_cannot_send(way: str, account: Account) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "sleepy"})).json()
    inbox = await account.open_inbox(agent_id=agent["id"])
    stored = await account.api.post(
        "/v1/inbound/raw",
        params={"to": inbox["id"]},
        content=make_mail(inbox["address"]).as_bytes(),
        headers={"Content-Type": "message/rfc822"},
    )
    message_id = stored.json()["messages"][0]["id"]
    path, body = {
        "send": (f"/v1/inboxes/{inbox['id']}/messages", {"to": "jo@outside.example", "text": "x"}),
        "reply": (f"/v1/messages/{message_id}/reply", {"text": "x"}),
        "dry run": (f"/v1/inboxes/{inbox['id']}/messages", {"to": "jo@outside.example", "text": "x", "dry_run": True}),
    }[way]
    async with account.with_key(await account.make_key(agent_id=agent["id"], scopes=["messages:write"])) as agents_api:
        await account.api.post(f"/v1/agents/{agent['id']}/pause")
        refused = await agents_api.post(path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "agent_paused")
        assert (await agents_api.get(f"/v1/messages/{message_id}")).status_code == 200
        await account.api.post(f"/v1/agents/{agent['id']}/resume")
        assert (await agents_api.post(path, json=body)).status_code == 202

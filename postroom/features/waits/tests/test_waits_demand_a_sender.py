"""Waits and code look-ups that demand whom a mail must be from: by domain, and proven."""

import asyncio
from typing import Any

import pytest

from postroom.features.messages import change, events
from postroom.features.messages.events import MessageAuthenticated
from postroom.features.messages.load import load_message
from postroom.features.waits.tests.test_waits_are_pure import put
from postroom.kernel.context import house_principal
from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account

CODE = "Your code is 482913."


async def ask(account: Account, inbox: dict[str, Any], what: str = "code", **params: Any) -> dict[str, Any]:
    answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/{what}", params={"timeout": 0, **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def stand(running: Running, account: Account, message_id: str, verdict: str, *, tell: bool = True) -> None:
    """What is found out about a sender after his mail was stored."""
    async with running.wired.house.transaction(house_principal(decode_id("org", account.organisation_id))) as tx:
        row = await load_message(tx, message_id)
        await change.mark(tx, row["id"], {"authentication_verdict": verdict})
        if tell:
            tx.emit(MessageAuthenticated(**events.about_row(row), verdict=verdict, aligned_domain="bank.example"))
        elif verdict == "pending":
            await tx.execute(
                """UPDATE events SET data = data || '{"authentication": "pending"}' WHERE org_id = $1 AND message_id = $2""",
                tx.org_id,
                row["id"],
            )


@pytest.mark.parametrize(
    ("sender", "domain", "is_from"),
    [
        ("a@bank.example", "bank.example", True),
        ("a@mail.bank.example", "bank.example", True),
        ("A <A@Mail.BANK.example>", "Bank.Example.", True),
        ("a@bank.example", "mail.bank.example", False),
        ("a@notbank.example", "bank.example", False),
        ("a@bank.example.evil.example", "bank.example", False),
        ('"x@bank.example" <a@evil.example>', "bank.example", False),
        ("a@bankaexample", "bank_example", False),
        ("a@xn--bcher-kva.example", "bücher.example", True),
    ],
)
async def test_a_domain_takes_its_sub_domains_and_no_neighbour(account: Account, sender: str, domain: str, is_from: bool) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, text=CODE, sender=sender)
    assert (await ask(account, inbox, from_domain=domain))["code"] == ("482913" if is_from else None)
    assert ((await ask(account, inbox, "wait", from_domain=domain))["message"] is not None) == is_from


@pytest.mark.parametrize("domain", ["not a domain", "x" * 300, "%", "bank..example"])
async def test_what_is_no_domain_is_refused_by_name(account: Account, domain: str) -> None:
    inbox = await account.open_inbox()
    answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/code", params={"from_domain": domain, "timeout": 0})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "query.from_domain"


@pytest.mark.parametrize("verdict", ["none", "failed", "unaligned", "pending"])
async def test_a_mail_whose_sender_is_not_proven_is_not_enough(running: Running, account: Account, verdict: str) -> None:
    inbox = await account.open_inbox()
    await stand(running, account, await put(account, inbox, text=CODE), verdict, tell=False)
    assert (await ask(account, inbox, authenticated="true"))["code"] is None
    assert (await ask(account, inbox, authenticated="false"))["code"] == "482913"


async def test_a_verdict_that_comes_later_wakes_the_wait(running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    message_id = await put(account, inbox, text=CODE)
    await stand(running, account, message_id, "pending", tell=False)
    waits = [asyncio.create_task(ask(account, inbox, what, authenticated="true", timeout=60)) for what in ("code", "wait")]
    for _ in range(1000):
        if len(running.wired.house.wakeups._waiters.get(decode_id("inb", inbox["id"]), ())) == 2:
            break
        await asyncio.sleep(0.01)
    await stand(running, account, message_id, "authenticated")
    code, message = await asyncio.gather(*waits)
    assert code["code"] == "482913"
    assert message["message"]["id"] == message_id


async def test_a_cursor_taken_before_the_verdict_does_not_skip_the_mail_and_gives_it_once(running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    start = (await ask(account, inbox, "wait"))["cursor"]
    message_id = await put(account, inbox, text=CODE)
    await stand(running, account, message_id, "pending", tell=False)
    between = (await ask(account, inbox, authenticated="true", after=start))["cursor"]
    await stand(running, account, message_id, "authenticated")
    found = await ask(account, inbox, authenticated="true", after=between)
    assert (found["code"], found["message_id"]) == ("482913", message_id)
    assert (await ask(account, inbox, authenticated="true", after=start))["message_id"] == message_id
    assert (await ask(account, inbox, authenticated="true", after=found["cursor"]))["code"] is None


async def test_a_verdict_without_a_later_fact_counts_from_the_receipt(running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    start = (await ask(account, inbox, "wait"))["cursor"]
    message_id = await put(account, inbox, text=CODE)
    await stand(running, account, message_id, "authenticated", tell=False)
    assert (await ask(account, inbox, authenticated="true", after=start))["code"] == "482913"


async def test_two_codes_of_equal_standing_are_candidates_and_none_is_chosen(account: Account) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, text="Your login code is 551902.\nYour login code is 662013.")
    found = await ask(account, inbox)
    assert (found["code"], found["ambiguous"]) == (None, True)
    assert {one["value"] for one in found["candidates"]} == {"551902", "662013"}

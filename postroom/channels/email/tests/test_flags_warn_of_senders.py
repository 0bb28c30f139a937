"""Flags at intake: who is new, who looks like somebody else, who shows one address and answers at another."""

import asyncio
from typing import Any

import pytest

from postroom.lib.addresses import normalise_domain
from postroom.testing.running import Account, make_mail, send_smtp


async def receive(account: Account, to: str, sender: str, **headers: str) -> list[str]:
    mail = make_mail(to, sender=sender, subject=headers.pop("subject", "Hello"), **headers)
    await asyncio.to_thread(send_smtp, account.smtp_port, mail, to=to)
    listed = (await account.api.get("/v1/messages", params={"inbox_id": to, "limit": 1})).json()["data"]
    message: dict[str, Any] = (await account.api.get(f"/v1/messages/{listed[0]['id']}")).json()
    assert message["flags"] == listed[0]["flags"]
    return sorted(message["flags"])


async def test_only_the_first_mail_is_a_first_contact(account: Account) -> None:
    one, other = (await account.open_inbox())["address"], (await account.open_inbox())["address"]
    assert await receive(account, one, "Jo <jo@acme.example>") == ["first_contact"]
    assert await receive(account, one, "Jo <JO@acme.example>") == []
    assert await receive(account, other, "Jo <jo@acme.example>") == ["first_contact"]


async def test_two_first_mails_at_once_are_one_first_contact(account: Account) -> None:
    inbox = (await account.open_inbox())["address"]
    mails = [make_mail(inbox, sender="twice@acme.example", subject=f"n{number}") for number in range(6)]
    await asyncio.gather(*(asyncio.to_thread(send_smtp, account.smtp_port, mail, to=inbox) for mail in mails))
    listed = (await account.api.get("/v1/messages", params={"inbox_id": inbox})).json()["data"]
    assert sum(one["flags"] == ["first_contact"] for one in listed) == 1
    assert len(listed) == 6


async def test_whom_the_inbox_wrote_to_is_no_first_contact(account: Account) -> None:
    inbox = (await account.open_inbox())["address"]
    answer = await account.api.post(
        f"/v1/inboxes/{inbox}/messages", json={"to": ["Ana <ana@partner.example>"], "subject": "x", "text": "x"}
    )
    assert answer.status_code == 202
    assert await receive(account, inbox, "ana@partner.example") == []


@pytest.mark.parametrize(
    ("known", "sender"),
    [
        ("northwindtraders.example.com", "x@paypa1.com"),
        ("northwindtraders.com", "x@northwlndtraders.com"),
        ("northwindtraders.com", "x@northwind-traders.com"),
        ("northwindtraders.com", "x@northwindtraders.net"),
        ("northwindtraders.com", "x@northwindtradrs.com"),
        ("northwindtraders.com", f"x@{normalise_domain('nоrthwindtraders.com')}"),
        ("northwindtraders.com", "x@mail.secure-paypal.com"),
        ("northwindtraders.com", "x@paypal.com.login.example"),
    ],
)
async def test_a_look_alike_is_flagged_each_time(account: Account, known: str, sender: str) -> None:
    inbox = (await account.open_inbox())["address"]
    assert "look_alike_domain" not in await receive(account, inbox, f"jo@{known}")
    assert "look_alike_domain" in await receive(account, inbox, sender)
    assert "look_alike_domain" in await receive(account, inbox, sender)


async def test_another_name_of_another_organisation_is_no_look_alike(account: Account) -> None:
    inbox = (await account.open_inbox())["address"]
    await receive(account, inbox, "jo@northwindtraders.com")
    for sender in ("x@southwindtraders.com", "x@paypal.com", "x@mail.northwindtraders.com", "x@example.org", "x@stride.com"):
        assert await receive(account, inbox, sender) == ["first_contact"]


async def test_names_and_answers_that_point_elsewhere_are_flagged(account: Account) -> None:
    inbox = (await account.open_inbox())["address"]
    flags = await receive(account, inbox, '"ceo@bank.example" <jo@acme.example>', reply_to="jo@elsewhere.example")
    assert flags == ["display_name_shows_address", "first_contact", "reply_to_mismatch"]
    assert await receive(account, inbox, '"jo@acme.example" <jo@acme.example>', reply_to="help@support.acme.example") == []
    listed = (await account.api.get("/v1/messages", params={"inbox_id": inbox, "flag": "reply_to_mismatch"})).json()["data"]
    assert len(listed) == 1


async def test_who_joins_a_conversation_uninvited_is_flagged(account: Account) -> None:
    inbox = (await account.open_inbox())["address"]
    await receive(account, inbox, "jo@acme.example", message_id="<a1@acme.example>", cc="ann@acme.example")
    reply = {"in_reply_to": "<a1@acme.example>", "references": "<a1@acme.example>", "subject": "Re: Hello"}
    assert await receive(account, inbox, "ann@acme.example", **reply) == ["first_contact"]
    assert await receive(account, inbox, "eve@other.example", **reply) == ["first_contact", "new_sender_in_thread"]
    assert await receive(account, inbox, "eve@other.example", **reply) == []
    assert await receive(account, inbox, "jo@acme.example", in_reply_to="<unknown@acme.example>") == []


async def test_an_inbox_that_ended_knows_nobody(account: Account, running: Any) -> None:
    inbox = await account.open_inbox()
    await receive(account, inbox["address"], "jo@acme.example")
    assert (await account.api.delete(f"/v1/inboxes/{inbox['id']}")).status_code == 204
    async with asyncio.timeout(30):
        for _ in range(300):
            async with running.wired.house.database.connection() as connection:
                rows = await connection.fetchval(
                    "SELECT count(*) FROM correspondents c JOIN inboxes i ON i.id = c.inbox_id WHERE i.address = $1", inbox["address"]
                )
            if rows == 0:
                return
            await asyncio.sleep(0.05)
    raise AssertionError("the correspondents of an ended inbox are still there")

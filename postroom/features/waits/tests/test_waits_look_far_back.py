"""A wait that looks far back finds its mail in any history, whether search has indexed it yet or not."""

import asyncio
from typing import Any

import pytest

from postroom.channels.email import InboundMail, Intake
from postroom.features.inboxes import Recipients
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail

RARE = "rare@one.example"


async def put(running: Running, inbox: dict[str, Any], senders: list[str]) -> None:
    """Mails of these senders, in no order."""
    house, address = running.wired.house, inbox["address"]
    recipient = await house.use(Recipients).find(address)
    assert recipient is not None
    mails = [make_mail(address, sender=one, subject=f"From {one}", Message_ID=f"<{place}.{one}>") for place, one in enumerate(senders)]
    await asyncio.gather(*(house.use(Intake).accept(InboundMail(mail["From"], [(address, recipient)], mail.as_bytes())) for mail in mails))


async def make_history(running: Running, inbox: dict[str, Any]) -> None:
    """Seven hundred mails; two of the same sender far from either end."""
    for fillers in (350, 250, 100):
        await put(running, inbox, [f"p{place}@x{fillers}.example" for place in range(fillers)])
        if fillers != 100:
            await put(running, inbox, [RARE])


async def until_indexed(account: Account) -> None:
    for _ in range(600):
        if (await account.api.get("/v1/search", params={"q": "rare"})).json()["search_ready"]:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("not indexed")


@pytest.mark.parametrize("is_indexed", [False, True])
@pytest.mark.parametrize("asked", [{"from": "RARE@one"}, {"from_domain": "one.example"}, {"subject": "rare@one"}])
async def test_the_oldest_after_a_cursor_and_the_newest_since_are_found_in_a_long_history(
    asked: dict[str, str], is_indexed: bool, running: Running, account: Account
) -> None:
    inbox = await account.open_inbox()

    async def look(**params: str) -> dict[str, Any]:
        answer = await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 0, **params})
        return dict(answer.raise_for_status().json())

    begin = (await look())["cursor"]
    await make_history(running, inbox)
    if is_indexed:
        await until_indexed(account)
    first = await look(after=begin, **asked)
    second = await look(after=first["cursor"], **asked)
    none = await look(after=second["cursor"], **asked)
    assert (first["message"]["from"]["address"], second["message"]["from"]["address"], none["message"]) == (RARE, RARE, None)
    assert first["message"]["id"] < second["message"]["id"] and none["timed_out"]
    newest = await look(since="2000-01-01T00:00:00Z", **asked)
    assert (newest["message"]["id"], newest["cursor"]) == (second["message"]["id"], second["cursor"])
    for nobody in ({"from": "nobody"}, {"from_domain": "ne.example"}, {"from": "rare@one", "subject": "nothing"}):
        assert (await look(after=begin, **nobody))["message"] is None
    await put(running, inbox, [RARE])
    assert (await look(after=none["cursor"], **asked))["message"]["id"] > second["message"]["id"]

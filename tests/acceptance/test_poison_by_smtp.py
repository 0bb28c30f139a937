"""Hostile mails over real SMTP, each among forty-nine good ones: all are stored, all can be read, the bytes are equal."""

import asyncio

import pytest

from postroom.testing.running import Account
from tests.acceptance.hostile import hostile_mails
from tests.acceptance.patience import until
from tests.acceptance.reading import list_messages, read_raw
from tests.acceptance.smtp_client import ended, talking

_CONNECTIONS = 7
_GOOD = 49


@pytest.mark.parametrize("kind", hostile_mails("a@b.example"))
async def test_a_hostile_mail_among_forty_nine(account: Account, kind: str) -> None:
    inbox = await account.open_inbox()
    address = inbox["address"]
    hostile = hostile_mails(address)[kind]
    good = [f"Subject: Good {number}\r\n\r\nText {number} walrus.\r\n".encode() for number in range(_GOOD)]
    await _send_at_once(account.smtp_port, address, [*good[:20], hostile, *good[20:]])
    stored = {message["id"]: message async for message in list_messages(account.api, inbox_id=inbox["id"])}
    raws = await asyncio.gather(*(read_raw(account.api, message_id) for message_id in stored))
    assert sorted(raws) == sorted([*good, ended(hostile)])
    culprit = next(message_id for message_id, raw in zip(stored, raws, strict=True) if raw == ended(hostile))
    await _read_everywhere(account, inbox["id"], culprit, stored[culprit]["thread_id"])
    await _until_searchable(account, inbox["id"])


async def _send_at_once(port: int, recipient: str, contents: list[bytes]) -> None:
    async def send(own: list[bytes]) -> None:
        async with talking(port) as client:
            for content in own:
                spoken = await client.send("jo@sender.example", [recipient], content)
                assert spoken[0] == 250, spoken

    await asyncio.gather(*(send(contents[number::_CONNECTIONS]) for number in range(_CONNECTIONS)))


async def _read_everywhere(account: Account, inbox_id: str, message_id: str, thread_id: str) -> None:
    for path in (
        f"/v1/messages/{message_id}",
        f"/v1/threads/{thread_id}",
        f"/v1/inboxes/{inbox_id}/wait?timeout=0",
        f"/v1/inboxes/{inbox_id}/code?timeout=0",
        f"/v1/threads?inbox_id={inbox_id}",
    ):
        answer = await account.api.get(path)
        assert answer.status_code == 200, (path, answer.text)


async def _until_searchable(account: Account, inbox_id: str) -> None:
    """The search follows in spite of the hostile one."""

    async def look() -> bool:
        found = (await account.api.get("/v1/messages", params={"inbox_id": inbox_id, "q": "walrus", "limit": 100})).json()["data"]
        return len(found) == _GOOD

    await until(look)

"""Two processes that bind the same Message-ID at the same moment file both mails in one thread."""

import asyncio

from postroom.channels.email.commit import Committer, Pending
from postroom.channels.email.prepare import InboundMail, prepare
from postroom.features.inboxes import Recipients
from postroom.kernel.ids import encode_id
from postroom.lib.reading import read_mail
from postroom.main.serve import Running
from postroom.testing.running import Account
from tests.acceptance.reading import list_messages

_ROUNDS = 40


async def test_replies_to_one_mail_through_two_committers_share_a_thread(running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    committers = [Committer(running.wired.house) for _ in range(2)]
    try:
        for number in range(_ROUNDS):
            pending = [await _pending(running, inbox["address"], number) for _ in committers]
            await asyncio.gather(*(committer.store(one) for committer, one in zip(committers, pending, strict=True)))
    finally:
        for committer in committers:
            await committer.stop()
    messages = [message async for message in list_messages(account.api, inbox_id=inbox["id"])]
    assert len(messages) == 2 * _ROUNDS
    assert len({message["thread_id"] for message in messages}) == _ROUNDS
    threads = (await account.api.get("/v1/threads", params={"inbox_id": inbox["id"], "limit": 100})).json()["data"]
    assert [thread["message_count"] for thread in threads] == [2] * _ROUNDS


async def _pending(running: Running, address: str, number: int) -> Pending:
    raw = f"From: jo@sender.example\r\nIn-Reply-To: <{number}@sender.example>\r\nSubject: Re: {number}\r\n\r\nText.\r\n".encode()
    recipient = await running.wired.house.use(Recipients).find(address)
    assert recipient is not None
    now = running.wired.house.clock.now()
    messages = prepare(InboundMail("jo@sender.example", [(address, recipient)], raw), read_mail(raw, [address], now), None, now)
    return Pending(encode_id("msg", messages[0].id), messages, asyncio.get_running_loop().create_future())

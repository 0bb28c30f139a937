"""SIGTERM: what was accepted is finished, who waits is told to come back, nothing of ours is left running."""

import asyncio
from pathlib import Path

from postroom.testing.running import Account, make_mail
from tests.acceptance.processes import ServerProcess, account_at, client_at, serving
from tests.acceptance.reading import list_messages, read_raw
from tests.acceptance.smtp_client import RawClient, ended, stuffed, talking

_WAITS = 5


async def test_sigterm_finishes_the_mail_in_flight_answers_waits_and_takes_the_database_along() -> None:
    with serving() as server:
        await asyncio.to_thread(server.start)
        async with account_at(server) as account:
            inbox = await account.open_inbox()
            quiet = await account.open_inbox()
            content = make_mail(inbox["address"], text="word " * 20_000).as_bytes().replace(b"\n", b"\r\n")
            waits = await _park(account, quiet["id"])
            postmaster = await asyncio.to_thread(server.postmaster_pid)
            async with talking(server.smtp_port) as sending, talking(server.smtp_port) as idle:
                await _half_send(sending, inbox["address"], content)
                server.terminate()
                assert (await idle.answer())[0] == 421
                for answer in await asyncio.gather(*waits):
                    assert answer.status_code == 200
                    assert answer.json()["message"] is None
                    assert answer.json()["retry"] is True and answer.json()["cursor"]
                await sending.write(stuffed(content)[1000:])
                assert (await sending.answer())[0] == 250
            assert await asyncio.to_thread(server.wait) == 0, server.log
        assert not _lives(postmaster)
        await _starts_again(server, account.key, content)


async def _park(account: Account, inbox_id: str) -> "list[asyncio.Task]":
    """Waits on an empty inbox; none of them answers by itself."""
    asked = [asyncio.create_task(account.api.get(f"/v1/inboxes/{inbox_id}/wait", params={"timeout": 100})) for _ in range(_WAITS)]
    done, _ = await asyncio.wait(asked, timeout=1)
    assert not done
    return asked


async def _half_send(client: RawClient, recipient: str, content: bytes) -> None:
    await client.begin("jo@sender.example", [recipient])
    assert (await client.say(b"DATA"))[0] == 354
    await client.write(stuffed(content)[:1000])


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def _starts_again(server: ServerProcess, key: str, content: bytes) -> None:
    await asyncio.to_thread(server.start)
    print(f"the second start took {server.started_in_s:.2f} s")
    async with client_at(server, key) as api:
        stored = [message async for message in list_messages(api)]
        assert len(stored) == 1
        assert await read_raw(api, stored[0]["id"]) == ended(content)
    server.terminate()
    assert await asyncio.to_thread(server.wait) == 0

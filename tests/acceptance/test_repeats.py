"""A mail that is sent again because its 250 was lost is stored once; two equal mails on purpose are two (FOUNDATIONS §6)."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from postroom.channels.email import InboundMail, Intake
from postroom.channels.email.receipts import RECEIPT_TIMER
from postroom.features.inboxes import Recipients
from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.names import LocalNames, serve_names
from postroom.testing.running import Account, open_account, run_postroom
from tests.acceptance.patience import until
from tests.acceptance.processes import ServerProcess, account_at, serving_roles
from tests.acceptance.reading import list_messages
from tests.acceptance.smtp_client import stuffed, talking

SENDER = "jo@sender.example"
_STORED = re.compile(r"Stored as (msg_[0-9a-z]{26})")


@pytest.mark.parametrize("leave", ["abort", "close"])
@pytest.mark.parametrize("times", [1, 3])
async def test_a_client_that_missed_its_250_and_tries_again_at_once_is_stored_once(account: Account, leave: str, times: int) -> None:
    inbox = await account.open_inbox()
    content = _mail("lost")
    for _ in range(times):
        await _send_and_leave(account.smtp_port, inbox["address"], content, leave)
    answer = await _send(account.smtp_port, inbox["address"], content)
    assert await _ids(account, inbox["id"]) == [answer]


async def test_many_clients_that_missed_their_250s_are_each_stored_once(account: Account) -> None:
    inbox = await account.open_inbox()

    async def lose_and_repeat(number: int) -> str:
        content = _mail(f"lost {number}")
        await _send_and_leave(account.smtp_port, inbox["address"], content, "abort")
        return await _send(account.smtp_port, inbox["address"], content)

    answers = await asyncio.gather(*map(lose_and_repeat, range(40)))
    assert await _ids(account, inbox["id"]) == sorted(answers)


async def test_a_250_that_was_read_but_never_followed_by_a_word_may_have_been_missed(account: Account) -> None:
    inbox = await account.open_inbox()
    content = _mail("silent")
    async with talking(account.smtp_port) as client:
        first = _queue_id(await client.send(SENDER, [inbox["address"]], content))
    assert await _send(account.smtp_port, inbox["address"], content) == first
    assert await _ids(account, inbox["id"]) == [first]


async def test_after_the_repeat_was_heard_the_same_mail_again_is_meant(account: Account) -> None:
    inbox = await account.open_inbox()
    content = _mail("thrice")
    await _send_and_leave(account.smtp_port, inbox["address"], content, "abort")
    first = await _send(account.smtp_port, inbox["address"], content)
    second = await _send(account.smtp_port, inbox["address"], content)
    assert first != second
    assert await _ids(account, inbox["id"]) == sorted([first, second])


async def test_two_equal_mails_in_one_session_are_two(account: Account) -> None:
    inbox = await account.open_inbox()
    async with talking(account.smtp_port) as client:
        answers = [_queue_id(await client.send(SENDER, [inbox["address"]], _mail("twice"))) for _ in range(2)]
        await client.say(b"QUIT")
    assert await _ids(account, inbox["id"]) == sorted(answers)


async def test_two_equal_mails_in_two_sessions_are_two(account: Account) -> None:
    inbox = await account.open_inbox()
    answers = [await _send(account.smtp_port, inbox["address"], _mail("twice")) for _ in range(2)]
    assert await _ids(account, inbox["id"]) == sorted(answers)
    assert len(set(answers)) == 2


async def test_two_equal_mails_at_the_same_moment_in_two_connections_are_two(account: Account) -> None:
    inbox = await account.open_inbox()
    answers = await asyncio.gather(*(_send(account.smtp_port, inbox["address"], _mail("at once")) for _ in range(8)))
    assert len(set(answers)) == 8
    assert await _ids(account, inbox["id"]) == sorted(answers)


async def test_a_repeat_is_the_same_sender_and_the_same_inbox(account: Account) -> None:
    one, other = await account.open_inbox(), await account.open_inbox()
    content = _mail("lost")
    await _send_and_leave(account.smtp_port, one["address"], content, "abort")
    await _send(account.smtp_port, one["address"], content, sender="ann@sender.example")
    await _send(account.smtp_port, other["address"], content)
    assert len(await _ids(account, one["id"])) == 2
    assert len(await _ids(account, other["id"])) == 1


async def test_of_several_recipients_only_those_who_have_it_are_spared(account: Account) -> None:
    one, other = await account.open_inbox(), await account.open_inbox()
    content = _mail("lost")
    await _send_and_leave(account.smtp_port, one["address"], content, "abort")
    async with talking(account.smtp_port) as client:
        _queue_id(await client.send(SENDER, [one["address"], other["address"]], content))
        await client.say(b"QUIT")
    assert len(await _ids(account, one["id"])) == 1
    assert len(await _ids(account, other["id"])) == 1


async def test_after_fifteen_minutes_an_equal_mail_is_meant_and_the_receipt_is_forgotten(running: Running, account: Account) -> None:
    inbox = await account.open_inbox()
    await _send_and_leave(account.smtp_port, inbox["address"], _mail("old"), "abort")
    await until(lambda: _has(account, inbox["id"], 1))
    receipt = decode_id("msg", (await _ids(account, inbox["id"]))[0])
    async with running.wired.database.connection() as connection:
        await connection.execute("UPDATE intake_receipts SET created_at = created_at - interval '15 minutes' WHERE id = $1", receipt)
        assert await _send(account.smtp_port, inbox["address"], _mail("old"))
        assert await _has(account, inbox["id"], 2)
        await RECEIPT_TIMER.run(running.wired.house)
        assert not await connection.fetchval("SELECT count(*) FROM intake_receipts WHERE id = $1", receipt)


async def test_a_retry_through_another_process_is_stored_once(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with serving_roles(dsn, tmp_path, "api", "smtp", "smtp") as (api, first, second), account_at(api) as account:
        inbox = await account.open_inbox()
        await _killed_before_quit(first, inbox["address"], _mail("killed"))
        lost = [await _send(second.smtp_port, inbox["address"], _mail("killed"))]
        await asyncio.to_thread(first.start)
        await _send_and_leave(first.smtp_port, inbox["address"], _mail("left"), "abort")
        await until(lambda: _has(account, inbox["id"], 2))
        lost.append(await _until_told(second, first, inbox["address"]))
        stored = await _ids(account, inbox["id"])
        assert set(lost) <= set(stored)
        subjects = sorted([message["subject"] async for message in list_messages(account.api, inbox_id=inbox["id"])])
        assert subjects == ["killed", "left", "told"]


async def test_a_retry_through_another_process_while_the_first_is_being_committed_is_stored_once(
    database_server: TestServer, tmp_path: Path
) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path / "1") as one, run_postroom(dsn, tmp_path / "2") as two, open_account(one) as account:
        inbox = await account.open_inbox()
        async with one.wired.database.connection() as holder, one.wired.database.connection() as watcher:
            async with holder.transaction():
                await holder.execute("SELECT FROM event_heads WHERE org_id = $1 FOR UPDATE", decode_id("org", account.organisation_id))
                await _send_and_leave(one.wired.listening.smtp_port, inbox["address"], _mail("lost"), "abort")
                await until(lambda: _waiting(watcher, 1))
                retry = asyncio.create_task(_send(two.wired.listening.smtp_port, inbox["address"], _mail("lost")))
                await until(lambda: _waiting(watcher, 2))
            assert await _ids(account, inbox["id"]) == [await retry]
    await database_server.drop(dsn)


async def test_a_mail_that_its_own_retry_overtook_is_not_stored_when_its_sender_is_gone(
    database_server: TestServer, tmp_path: Path
) -> None:
    dsn = await database_server.create("postroom_template")
    async with (
        serve_names({}) as names,
        run_postroom(dsn, tmp_path, **names.settings) as house,
        open_account(house) as account,
    ):
        names.delays["slow.example"] = 0.5
        inbox = await account.open_inbox()
        intake, recipient = house.wired.house.use(Intake), await house.wired.house.use(Recipients).find(inbox["address"])
        assert recipient is not None

        def mail(helo: str, *, is_there: bool) -> InboundMail:
            to = [(inbox["address"], recipient)]
            return InboundMail("", to, _mail("lost"), "192.0.2.1", "smtp", helo, is_open=lambda: is_there)

        left = asyncio.create_task(intake.accept(mail("slow.example", is_there=False)))
        await until(lambda: _asked(names, "slow.example"))
        retry = await intake.accept(mail("quick.example", is_there=True))
        assert (await left).messages == [] and [one.subject for one in retry.messages] == ["lost"]
        assert await _has(account, inbox["id"], 1)
    await database_server.drop(dsn)


async def _asked(names: LocalNames, name: str) -> bool:
    return any(one == name for one, _ in names.asked)


async def _waiting(connection: Any, count: int) -> bool:
    """Whether so many statements wait for others."""
    query = "SELECT count(*) >= $1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return bool(await connection.fetchval(query, count))


async def _killed_before_quit(server: ServerProcess, recipient: str, content: bytes) -> None:
    """The process dies after its 250, before it knows whether the client has heard it."""
    async with talking(server.smtp_port) as client:
        await client.send(SENDER, [recipient], content)
        await asyncio.to_thread(server.kill)


async def _until_told(server: ServerProcess, other: ServerProcess, recipient: str) -> str:
    """A later mail through the other process carries what it knows of lost answers; then the retry is known as one."""
    await _send(other.smtp_port, recipient, _mail("told"))
    return await _send(server.smtp_port, recipient, _mail("left"))


async def _send(port: int, recipient: str, content: bytes, sender: str = SENDER) -> str:
    async with talking(port) as client:
        queue_id = _queue_id(await client.send(sender, [recipient], content))
        assert (await client.say(b"QUIT"))[0] == 221
    return queue_id


async def _send_and_leave(port: int, recipient: str, content: bytes, leave: str) -> None:
    """Gone right behind the end of data, the 250 unread."""
    async with talking(port) as client:
        await client.begin(SENDER, [recipient])
        assert (await client.say(b"DATA"))[0] == 354
        await client.write(stuffed(content))
        if leave == "abort":
            client.abort()


async def _has(account: Account, inbox_id: str, count: int) -> bool:
    return len(await _ids(account, inbox_id)) == count


async def _ids(account: Account, inbox_id: str) -> list[str]:
    return sorted([message["id"] async for message in list_messages(account.api, inbox_id=inbox_id)])


def _queue_id(answer: tuple[int, str]) -> str:
    found = _STORED.search(answer[1])
    assert answer[0] == 250 and found, answer
    return found[1]


def _mail(subject: str) -> bytes:
    return f"From: {SENDER}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@sender.example>\r\n\r\nText.\r\n".encode()


async def test_equal_mails_through_two_processes_at_once_are_one_where_an_answer_was_lost_and_two_where_not(
    database_server: TestServer, tmp_path: Path
) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path / "1") as one, run_postroom(dsn, tmp_path / "2") as two, open_account(one) as account:
        lossy, sound = await account.open_inbox(), await account.open_inbox()
        ports = [house.wired.listening.smtp_port for house in (one, two)]

        async def lose_and_repeat(number: int) -> str:
            content = _mail(f"lost {number}")
            await _send_and_leave(ports[number % 2], lossy["address"], content, "abort")
            return await _send(ports[1 - number % 2], lossy["address"], content)

        answers = await asyncio.gather(*map(lose_and_repeat, range(40)))
        assert await _ids(account, lossy["id"]) == sorted(answers)
        answers = await asyncio.gather(*(_send(port, sound["address"], _mail("meant")) for port in (*ports, *ports)))
        assert await _ids(account, sound["id"]) == sorted(answers) and len(set(answers)) == 4
    await database_server.drop(dsn)

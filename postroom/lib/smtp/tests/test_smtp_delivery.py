"""What happens after the data: answers, tokens, lost connections, draining, leaks."""

import asyncio
import logging

import pytest

from postroom.lib.smtp import Reply
from postroom.lib.smtp.tests.wire import House, listening, on_both_loops, short, within


async def mail_pending(house: House):
    """A client whose message is being stored."""
    house.recorder.gate = asyncio.Event()
    client = await house.connect()
    await client.begin()
    client.send(b"body\r\n.\r\n")
    await within(house.recorder.entered.wait())
    return client


@on_both_loops
async def test_any_further_command_confirms():
    for command in (b"QUIT", b"NOOP", b"XYZZY", b"MAIL FROM:<a@b.example>"):
        async with listening() as house:
            client = await house.connect()
            await client.begin()
            await client.mail(b"body\r\n.\r\n")
            assert house.recorder.told == []
            await client.say(command)
            client.cut()
            await house.emptied()
            assert house.recorder.told == [("confirmed", 1)]


@on_both_loops
async def test_leaving_without_a_further_command_is_unconfirmed():
    for last_words in (b"", b"QUI"):
        async with listening() as house:
            client = await house.connect()
            await client.begin()
            await client.mail(b"body\r\n.\r\n")
            client.send(last_words)
            client.writer.close()
            await house.emptied()
            assert house.recorder.told == [("unconfirmed", 1)]


@on_both_loops
async def test_a_delivery_goes_on_without_its_client_and_is_unconfirmed():
    async with listening() as house:
        client = await mail_pending(house)
        client.cut()
        assert house.server.counters.deliveries == 1
        house.recorder.gate.set()
        await house.emptied()
        assert house.recorder.bodies == [b"body\r\n"]
        assert house.recorder.told == [("unconfirmed", 1)]
        assert house.server.counters.accepted == 1


@on_both_loops
async def test_a_half_closed_client_still_gets_its_answer_but_unconfirmed():
    async with listening() as house:
        client = await mail_pending(house)
        client.send(b"QUIT\r\n")
        client.writer.write_eof()
        await asyncio.sleep(0.01)
        house.recorder.gate.set()
        assert short(await client.reply()) == "250 2.0.0"
        assert short(await client.reply()) == "221 2.0.0"
        await house.emptied()
        assert house.recorder.told == [("unconfirmed", 1)]


@on_both_loops
async def test_every_token_is_told_once():
    async with listening() as house:
        for mails in (1, 3):
            client = await house.connect(greeted=True)
            for _ in range(mails):
                await client.envelope()
                await client.say(b"DATA")
                await client.mail(b"body\r\n.\r\n")
            client.writer.close()
            await house.emptied()
        expected = [("unconfirmed", 1), ("confirmed", 2), ("confirmed", 3), ("unconfirmed", 4)]
        assert house.recorder.told == expected


@on_both_loops
@pytest.mark.filterwarnings("ignore")
async def test_a_backend_that_fails_gives_451_and_nothing_internal():
    for failure in (RuntimeError("secret inside"), asyncio.CancelledError()):
        async with listening() as house:
            house.recorder.failure = failure
            client = await house.connect()
            await client.begin()
            answer = await client.mail(b"body\r\n.\r\n")
            assert answer.startswith("451 4.3.0") and "secret" not in answer
            house.recorder.failure = None
            await client.envelope()
            await client.say(b"DATA")
            assert short(await client.mail(b"body\r\n.\r\n")) == "250 2.0.0"
            assert (house.server.counters.accepted, house.server.counters.refused) == (1, 1)


@on_both_loops
async def test_a_deliver_that_is_no_coroutine_at_all_gives_451():
    async with listening() as house:
        house.recorder.deliver = lambda envelope: 42  # type: ignore[assignment, method-assign]
        client = await house.connect()
        await client.begin()
        assert short(await client.mail(b"body\r\n.\r\n")) == "451 4.3.0"


@on_both_loops
async def test_a_421_of_the_backend_ends_the_session():
    async with listening() as house:
        house.recorder.reply = Reply(421, "4.3.2", "Going away")
        client = await house.connect()
        await client.begin()
        assert short(await client.mail(b"body\r\n.\r\n")) == "421 4.3.2"
        assert await client.is_at_end()


def test_a_failing_backend_is_logged_without_the_mail(caplog):
    caplog.set_level(logging.DEBUG, "postroom.smtp")

    async def scenario() -> None:
        async with listening() as house:
            house.recorder.failure = RuntimeError("broken")
            client = await house.connect()
            await client.begin()
            await client.mail(b"the password is hunter2\r\n.\r\n")

    with asyncio.Runner() as runner:
        runner.run(scenario())
    assert "broken" in caplog.text and "hunter2" not in caplog.text


@on_both_loops
async def test_reading_stops_while_a_delivery_is_pending():
    async with listening(read_ahead_bytes=1000, max_idle_commands=10_000_000) as house:
        client = await mail_pending(house)
        client.send(b"NOOP xxxxxxxxxxx\r\n" * 2_000_000)
        for _ in range(200):
            await asyncio.sleep(0)
        (session,) = house.server._house.sessions
        assert session._inlet.held_bytes < 1_000_000
        assert client.writer.transport.get_write_buffer_size() > 1_000_000
        house.recorder.gate.set()
        for _ in range(200):
            assert (await client.reply())[:3] == "250"


@on_both_loops
async def test_a_client_that_never_reads_cannot_grow_our_memory():
    async with listening(max_idle_commands=10_000_000) as house:
        client = await house.connect(greeted=True)
        client.writer.transport.pause_reading()
        client.send(b"HELP\r\n" * 1_000_000)
        for _ in range(300):
            await asyncio.sleep(0)
        (session,) = house.server._house.sessions
        assert session._is_writing_paused
        assert session._transport.get_write_buffer_size() < 1_000_000
        assert session._inlet.held_bytes + len(session._inlet.data) < 1_000_000


@on_both_loops
async def test_draining_ends_idle_sessions_with_421_and_lets_others_finish():
    async with listening() as house:
        idle = await house.connect(greeted=True)
        busy = await mail_pending(house)
        writing = await house.connect()
        await writing.begin()
        draining = asyncio.ensure_future(house.server.drain(8))
        assert short(await idle.reply()) == "421 4.3.2"
        assert await idle.is_at_end()
        with pytest.raises(OSError):
            await house.connect()
        house.recorder.gate.set()
        assert short(await busy.reply()) == "250 2.0.0"
        assert await busy.code(b"MAIL FROM:<a@b.example>") == "421 4.3.2"
        assert short(await writing.mail(b"body\r\n.\r\n")) == "250 2.0.0"
        assert await writing.code(b"QUIT") == "221 2.0.0"
        await within(draining)
        assert house.recorder.told == [("confirmed", 1), ("confirmed", 2)]


@on_both_loops
async def test_draining_cuts_what_is_left_at_its_limit():
    async with listening() as house:
        client = await mail_pending(house)
        stuck = await house.connect()
        await stuck.begin()
        await within(house.server.drain(0.05))
        assert await client.is_at_end() and await stuck.is_at_end()
        assert house.server.counters.sessions == 0


@on_both_loops
async def test_connections_killed_in_every_state_leave_nothing():
    states = [
        b"",
        b"EHL",
        b"EHLO c.example\r\n",
        b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\n",
        b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<later@y.example>\r\n",
        b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<x@y.example>\r\nDATA\r\nhalf",
        b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<x@y.example>\r\nDATA\r\nwhole\r\n.\r\n",
        b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<x@y.example>\r\nBDAT 10\r\nhalf",
        b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<x@y.example>\r\nBDAT 4\r\nhalfBDAT 3",
        b"POST / HTTP/1.1\r\n" * 5,
    ]
    async with listening(spool_above_bytes=2) as house:
        for turn in range(200):
            clients = [await house.connect() for _ in states]
            for client, state in zip(clients, states, strict=True):
                client.send(state)
            for client in clients:
                client.cut() if turn % 2 else client.writer.close()
        await house.emptied()
        counters = house.server.counters
        assert (counters.sessions, counters.in_flight_bytes, counters.deliveries) == (0, 0, 0)
        assert counters.sessions_total == 2000
        assert not house.server._house.admission._allowances
        assert len(house.recorder.told) == len(house.recorder.mails)

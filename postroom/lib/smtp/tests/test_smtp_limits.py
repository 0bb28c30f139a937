"""Limits on sessions, errors, bytes and time."""

import asyncio

from postroom.lib.smtp.admission import Admission, Allowance
from postroom.lib.smtp.settings import SmtpSettings
from postroom.lib.smtp.tests.wire import Client, listening, on_both_loops, short


async def first_words(port: int) -> tuple[Client, str]:
    client = Client(*await asyncio.open_connection("127.0.0.1", port))
    return client, short(await client.reply())


@on_both_loops
async def test_one_session_too_many_is_refused_421_and_the_next_is_welcome():
    async with listening(max_sessions=2) as house:
        first = await house.connect()
        await house.connect()
        client, words = await first_words(house.port)
        assert words == "421 4.3.2" and await client.is_at_end()
        client.cut()
        assert (house.server.counters.sessions, house.server.counters.sessions_refused) == (2, 1)
        await first.say(b"QUIT")
        assert await first.is_at_end()
        await house.connect()


@on_both_loops
async def test_one_address_has_only_its_share_of_sessions():
    async with listening(max_sessions_per_address=1, exempt_loopback=False) as house:
        await house.connect()
        client, words = await first_words(house.port)
        assert words == "421 4.7.0"
        client.cut()
    async with listening(max_sessions_per_address=1) as house:
        await house.connect()
        await house.connect()


def test_loopback_is_exempt_in_all_its_forms():
    admission = Admission(SmtpSettings(max_sessions_per_address=1))
    for address in ("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"):
        assert all(isinstance(admission.enter(address), Allowance) for _ in range(3))
    assert isinstance(admission.enter("192.0.2.1"), Allowance)
    assert isinstance(admission.enter("192.0.2.1"), bytes)
    assert isinstance(admission.enter("not an address"), Allowance)


def test_the_addresses_of_one_ipv6_network_share_their_limit():
    admission = Admission(SmtpSettings(max_sessions_per_address=1))
    assert isinstance(admission.enter("2001:db8::1"), Allowance)
    assert isinstance(admission.enter("2001:db8::2"), bytes)
    assert isinstance(admission.enter("2001:db8:0:1::1"), Allowance)


@on_both_loops
async def test_too_many_errors_end_the_session():
    async with listening(max_errors=3) as house:
        client = await house.connect()
        assert [await client.code(b"XYZZY") for _ in range(3)] == ["500 5.5.1", "500 5.5.1", "421 4.7.0"]
        assert await client.is_at_end()


@on_both_loops
async def test_an_accepted_message_forgives_errors():
    async with listening(max_errors=3) as house:
        client = await house.connect(greeted=True)
        for _ in range(3):
            assert [await client.code(b"XYZZY") for _ in range(2)] == ["500 5.5.1"] * 2
            await client.envelope()
            await client.say(b"DATA")
            await client.mail(b".\r\n")


@on_both_loops
async def test_idle_commands_guesses_and_mails_have_their_limits():
    async with listening(max_idle_commands=3, max_refused_recipients=2, max_mails=1) as house:
        idle = await house.connect()
        assert [await idle.code(b"NOOP") for _ in range(4)] == ["250 2.0.0"] * 3 + ["421 4.7.0"]
        guessing = await house.connect(greeted=True)
        await guessing.say(b"MAIL FROM:<>")
        codes = [await guessing.code(b"RCPT TO:<no@y.example>") for _ in range(3)]
        assert codes == ["550 5.1.1", "550 5.1.1", "421 4.7.0"]
        mailing = await house.connect()
        await mailing.begin()
        await mailing.mail(b".\r\n")
        assert await mailing.code(b"MAIL FROM:<>") == "421 4.7.0"


@on_both_loops
async def test_recipients_above_the_limit_are_452_and_the_others_stay():
    async with listening(max_recipients=2) as house:
        client = await house.connect(greeted=True)
        await client.say(b"MAIL FROM:<>")
        codes = [await client.code(b"RCPT TO:<%d@y.example>" % number) for number in range(4)]
        assert codes == ["250 2.1.5", "250 2.1.5", "452 4.5.3", "452 4.5.3"]
        await client.say(b"DATA")
        await client.mail(b".\r\n")
        assert house.recorder.mails[0][1] == ["0@y.example", "1@y.example"]


@on_both_loops
async def test_354_is_not_said_without_room():
    async with listening(max_in_flight_bytes=100_000) as house:
        first = await house.connect()
        await first.begin()
        second = await house.connect(greeted=True)
        assert await second.code(b"MAIL FROM:<a@b.example> SIZE=50000") == "452 4.3.1"
        await second.envelope()
        assert await second.code(b"DATA") == "452 4.3.1"
        assert await second.code(b"MAIL FROM:<a@b.example>") == "250 2.1.0"
        assert await first.mail(b".\r\n") == "250 2.0.0 Stored"
        assert house.server.counters.in_flight_bytes == 0
        assert await second.code(b"RCPT TO:<x@y.example>") == "250 2.1.5"
        assert (await second.say(b"DATA"))[:3] == "354"


@on_both_loops
async def test_354_is_not_said_when_the_declared_size_no_longer_fits():
    async with listening(max_in_flight_bytes=150_000) as house:
        late = await house.connect(greeted=True)
        assert await late.code(b"MAIL FROM:<a@b.example> SIZE=140000") == "250 2.1.0"
        await late.say(b"RCPT TO:<x@y.example>")
        first = await house.connect()
        await first.begin()
        assert await late.code(b"DATA") == "452 4.3.1"


@on_both_loops
async def test_a_message_that_outgrows_the_room_is_refused_452():
    async with listening(max_in_flight_bytes=200_000) as house:
        client = await house.connect()
        await client.begin()
        assert short(await client.mail(b"x" * 300_000 + b"\r\n.\r\n")) == "452 4.3.1"
        assert house.server.counters.in_flight_bytes == 0


@on_both_loops
async def test_one_address_has_only_its_share_of_the_room():
    async with listening(max_in_flight_bytes_per_address=100_000, exempt_loopback=False) as house:
        client = await house.connect()
        await client.begin()
        assert short(await client.mail(b"x" * 150_000 + b"\r\n.\r\n")) == "452 4.3.1"


@on_both_loops
async def test_a_silent_client_gets_421_and_is_gone():
    async with listening(command_timeout_s=0.05, sweep_interval_s=0.01) as house:
        client = await house.connect()
        assert short(await client.reply()) == "421 4.4.2"
        assert await client.is_at_end()
        assert house.server.counters.timeouts == 1


async def drip(client: Client, piece: bytes) -> None:
    while not client.writer.transport.is_closing():
        client.send(piece)
        await asyncio.sleep(0.005)


@on_both_loops
async def test_dripping_a_command_or_a_message_byte_by_byte_ends():
    settings = {"command_timeout_s": 0.1, "progress_timeout_s": 0.1, "sweep_interval_s": 0.01}
    async with listening(**settings) as house:
        for start in (b"", b"DATA\r\n", b"BDAT 100000\r\n"):
            client = await house.connect(greeted=True)
            await client.envelope()
            client.send(start)
            if start[:4] == b"DATA":
                await client.reply()
            dripping = asyncio.ensure_future(drip(client, b"x"))
            assert short(await client.reply()) == "421 4.4.2"
            client.cut()
            await dripping


@on_both_loops
async def test_the_whole_session_has_an_end():
    async with listening(session_timeout_s=0.05, sweep_interval_s=0.01) as house:
        client = await house.connect()
        assert short(await client.reply()) == "421 4.3.2"
        assert await client.is_at_end()


@on_both_loops
async def test_a_client_that_does_not_read_its_last_words_is_cut_off():
    settings = {"command_timeout_s": 0.05, "sweep_interval_s": 0.01, "close_grace_s": 0.05}
    async with listening(max_idle_commands=10_000_000, **settings) as house:
        client = await house.connect(greeted=True)
        client.writer.transport.pause_reading()
        client.send(b"HELP\r\n" * 1_000_000)
        await house.emptied()

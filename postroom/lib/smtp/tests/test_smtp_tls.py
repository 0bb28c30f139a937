"""STARTTLS on real sockets with a real certificate."""

import asyncio
import ssl

import trustme

from postroom.lib.smtp import SmtpSettings
from postroom.lib.smtp.house import House
from postroom.lib.smtp.session import Session
from postroom.lib.smtp.tests.wire import Client, Memory, Recorder, listening, on_both_loops, short, within

AUTHORITY = trustme.CA()


def contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("mx.example").configure_cert(server)
    client = ssl.create_default_context()
    AUTHORITY.configure_trust(client)
    return server, client


async def upgrade(client: Client, context: ssl.SSLContext) -> None:
    assert short(await client.say(b"STARTTLS")) == "220 2.0.0"
    await within(client.writer.start_tls(context, server_hostname="mx.example"))


@on_both_loops
async def test_after_starttls_the_session_begins_anew_and_is_encrypted():
    server, context = contexts()
    async with listening(server) as house:
        client = await house.connect()
        assert "STARTTLS" in await client.say(b"EHLO c.example")
        await client.envelope()
        await upgrade(client, context)
        assert await client.code(b"RCPT TO:<x@y.example>") == "503 5.5.1"
        assert await client.code(b"MAIL FROM:<a@b.example>") == "503 5.5.1"
        assert "STARTTLS" not in await client.say(b"EHLO again.example")
        assert await client.code(b"STARTTLS") == "503 5.5.1"
        await client.envelope()
        await client.say(b"DATA")
        large = b"." * 40_000 + b"\r\n"
        assert short(await client.mail((b"." + large) * 30 + b".\r\n")) == "250 2.0.0"
        assert house.recorder.bodies == [large * 30]
        peer = house.recorder.envelopes[0].peer
        assert peer.helo == "again.example" and peer.tls is not None and peer.tls[0] == "TLSv1.3"
        assert await client.code(b"QUIT") == "221 2.0.0"
        assert house.server.counters.sessions_tls == 1


@on_both_loops
async def test_plain_text_sent_ahead_of_the_handshake_is_never_taken():
    server, _ = contexts()
    async with listening(server) as house:
        client = await house.connect(greeted=True)
        client.send(b"STARTTLS\r\nMAIL FROM:<evil@b.example>\r\n")
        assert short(await client.reply()) == "554 5.5.1"
        assert await client.is_at_end()


@on_both_loops
async def test_plain_text_held_back_behind_starttls_is_never_taken():
    settings = SmtpSettings(max_idle_commands=10_000)
    house = House(Recorder(), settings, contexts()[0], asyncio.get_running_loop())
    session = Session(house)
    transport = Memory(house.loop, session)
    session.connection_made(transport)
    transport.on_write = session.pause_writing  # in the middle of the input, with STARTTLS still to come
    session.data_received(b"HELP\r\n" * 190 + b"STARTTLS\r\n")
    assert session._is_writing_paused and not session._inlet.is_empty
    session.data_received(b"MAIL FROM:<evil@b.example>\r\n")
    session.resume_writing()
    assert transport.written.endswith(b"554 5.5.1 Nothing may follow STARTTLS before the handshake\r\n")
    await house.empty.wait()


@on_both_loops
async def test_plain_text_instead_of_a_handshake_ends_quietly():
    server, _ = contexts()
    async with listening(server) as house:
        client = await house.connect(greeted=True)
        assert short(await client.say(b"STARTTLS")) == "220 2.0.0"
        client.send(b"MAIL FROM:<evil@b.example>\r\n" * 10)
        assert await client.is_at_end()
        await house.emptied()


@on_both_loops
async def test_a_client_that_leaves_in_the_handshake_leaves_nothing():
    server, _ = contexts()
    async with listening(server) as house:
        for _ in range(20):
            client = await house.connect(greeted=True)
            await client.say(b"STARTTLS")
            client.cut()
        await house.emptied()


@on_both_loops
async def test_a_handshake_that_never_comes_is_cut_off():
    server, _ = contexts()
    async with listening(server, tls_handshake_timeout_s=0.05) as house:
        client = await house.connect(greeted=True)
        await client.say(b"STARTTLS")
        assert await client.is_at_end()
        await house.emptied()


@on_both_loops
async def test_draining_cuts_a_handshake():
    server, _ = contexts()
    async with listening(server) as house:
        client = await house.connect(greeted=True)
        await client.say(b"STARTTLS")
        await asyncio.wait_for(house.server.drain(5), 4)
        assert await client.is_at_end()

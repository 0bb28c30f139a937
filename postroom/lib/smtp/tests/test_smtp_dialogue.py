"""Commands and their answers."""

from postroom.lib.smtp.tests.wire import listening, on_both_loops, short


@on_both_loops
async def test_a_plain_mail_is_taken_with_its_envelope():
    async with listening() as house:
        client = await house.connect()
        await client.begin()
        assert (await client.mail(b"Subject: hi\r\n\r\nbody\r\n.\r\n")) == "250 2.0.0 Stored"
        assert short(await client.say(b"QUIT")) == "221 2.0.0"
        assert await client.is_at_end()
        envelope = house.recorder.envelopes[0]
        assert (envelope.mail_from, envelope.recipients[0].target) == ("a@b.example", "X@Y.EXAMPLE")
        assert (envelope.peer.helo, envelope.peer.esmtp, envelope.peer.tls) == ("c.example", True, None)
        assert house.recorder.bodies == [b"Subject: hi\r\n\r\nbody\r\n"]


@on_both_loops
async def test_ehlo_greets_and_offers_what_is_spoken():
    async with listening(max_mails=7, max_recipients=9, max_message_bytes=12345) as house:
        client = await house.connect()
        answer = (await client.say(b"EHLO c.example")).split("\n")
        assert answer[0] == "250-mx.example greets c.example"
        assert {line[4:] for line in answer[1:]} == {
            "PIPELINING",
            "SIZE 12345",
            "8BITMIME",
            "ENHANCEDSTATUSCODES",
            "LIMITS MAILMAX=7 RCPTMAX=9",
            "CHUNKING",
            "SMTPUTF8",
        }


@on_both_loops
async def test_commands_out_of_sequence_are_refused_503():
    async with listening(max_errors=50) as house:
        client = await house.connect()
        for line in (b"MAIL FROM:<a@b.example>", b"RCPT TO:<a@b.example>", b"DATA", b"BDAT 0 LAST"):
            assert await client.code(line) == "503 5.5.1", line
        await client.say(b"EHLO c.example")
        for line in (b"RCPT TO:<a@b.example>", b"DATA"):
            assert await client.code(line) == "503 5.5.1", line
        await client.say(b"MAIL FROM:<a@b.example>")
        assert await client.code(b"MAIL FROM:<a@b.example>") == "503 5.5.1"


@on_both_loops
async def test_bad_syntax_is_refused_with_its_own_code():
    expected = {
        b"EHLO": "501 5.5.4",
        b"EHLO two words": "501 5.5.4",
        b"MAIL": "501 5.5.4",
        b"MAIL FROM a@b.example": "501 5.5.4",
        b"MAIL FROM:a@b.example": "501 5.1.7",
        b"MAIL FROM:<a@b.example": "501 5.1.7",
        b"MAIL FROM:<a@b..example>": "501 5.1.7",
        b"MAIL FROM:<a b@c.example>": "501 5.1.7",
        b"MAIL FROM:<a@b.example>SIZE=3": "501 5.1.7",
        b"MAIL FROM:<a@b.example> SIZE=x": "501 5.5.4",
        b"MAIL FROM:<a@b.example> SIZE=1 SIZE=2": "501 5.5.4",
        b"MAIL FROM:<a@b.example> BODY=BINARYMIME": "501 5.5.4",
        b"MAIL FROM:<a@b.example> =": "501 5.5.4",
        b"MAIL FROM:<a@b.example> XYZZY=1": "555 5.5.4",
        b"MAIL FROM:<\xc3\xa9@b.example>": "553 5.6.7",
        b"MAIL FROM:<\xe9@b.example>": "500 5.5.2",
        b"NOOP \x00": "500 5.5.2",
        b"NOOP\ra": "500 5.5.2",
        b"RSET now": "501 5.5.4",
        b"QUIT now": "501 5.5.4",
        b"VRFY": "501 5.5.4",
        b"EXPN list": "502 5.5.1",
        b"AUTH PLAIN AAAA": "502 5.5.1",
        b"STARTTLS": "502 5.5.1",
        b"XYZZY": "500 5.5.1",
        b"": "500 5.5.1",
    }
    async with listening(max_errors=1000) as house:
        client = await house.connect(greeted=True)
        for line, code in expected.items():
            assert await client.code(line) == code, line


@on_both_loops
async def test_bad_recipients_are_refused_one_by_one():
    async with listening(max_errors=1000) as house:
        client = await house.connect(greeted=True)
        await client.say(b"MAIL FROM:<>")
        expected = {
            b"RCPT TO:<>": "501 5.1.3",
            b"RCPT TO:<nobody>": "501 5.1.3",
            b"RCPT FROM:<a@b.example>": "501 5.5.4",
            b"RCPT TO:<a@b.example> NOTIFY=NEVER": "555 5.5.4",
            b"RCPT TO:<\xc3\xa9@b.example>": "553 5.6.7",
            b"RCPT TO:<no@b.example>": "550 5.1.1",
            b"RCPT TO:<later@b.example>": "250 2.1.5",
            b"RCPT TO:<later-paused@b.example>": "450 4.2.1",
            b"RCPT TO:<Postmaster>": "250 2.1.5",
            b'RCPT TO: <"a b"@c.example>': "250 2.1.5",
            b"rcpt to:<@r.example,@s.example:u@[127.0.0.1]>": "250 2.1.5",
        }
        for line, code in expected.items():
            assert await client.code(line) == code, line
        await client.say(b"DATA")
        await client.mail(b".\r\n")
        taken = ["later@b.example", "Postmaster", "a b@c.example", "u@[127.0.0.1]"]
        assert house.recorder.mails == [("", taken, b"")]


@on_both_loops
async def test_small_commands_are_answered():
    async with listening() as house:
        client = await house.connect()
        for line, code in {
            b"NOOP anything": "250 2.0.0",
            b"noop": "250 2.0.0",
            b"NOOP  ": "250 2.0.0",
            b"RSET": "250 2.0.0",
            b"VRFY someone": "252 2.5.0",
            b"HELP": "214 2.0.0",
            b"HELO c.example": "250 mx.example",
        }.items():
            assert await client.code(line) == code, line


@on_both_loops
async def test_after_helo_parameters_are_refused():
    async with listening() as house:
        client = await house.connect()
        await client.say(b"HELO c.example")
        assert await client.code(b"MAIL FROM:<a@b.example> SIZE=10") == "555 5.5.4"
        assert await client.code(b"MAIL FROM:<a@b.example>") == "250 2.1.0"


@on_both_loops
async def test_rset_and_a_second_ehlo_give_up_the_transaction():
    async with listening() as house:
        client = await house.connect(greeted=True)
        for forget in (b"RSET", b"EHLO c.example"):
            await client.envelope()
            assert (await client.say(forget))[:3] == "250"
            assert await client.code(b"DATA") == "503 5.5.1"


@on_both_loops
async def test_data_without_a_valid_recipient_is_554():
    async with listening() as house:
        client = await house.connect(greeted=True)
        await client.say(b"MAIL FROM:<a@b.example>")
        await client.say(b"RCPT TO:<no@b.example>")
        assert await client.code(b"DATA") == "554 5.5.1"
        assert await client.code(b"RCPT TO:<yes@b.example>") == "250 2.1.5"
        assert (await client.say(b"DATA"))[:3] == "354"


@on_both_loops
async def test_pipelined_commands_are_answered_in_order_and_in_one_write():
    async with listening() as house:
        client = await house.connect(greeted=True)
        client.send(b"MAIL FROM:<a@b.example>\r\nRCPT TO:<x@y.example>\r\nRCPT TO:<no@y.example>\r\nRCPT TO:<later@y.example>\r\nDATA\r\n")
        assert [short(await client.reply()) for _ in range(5)] == [
            "250 2.1.0",
            "250 2.1.5",
            "550 5.1.1",
            "250 2.1.5",
            "354 End",
        ]
        client.send(b"one\r\n.\r\nNOOP\r\nRSET\r\n")
        assert [short(await client.reply()) for _ in range(3)] == ["250 2.0.0"] * 3
        client.send(b"NOOP\r\n" * 5)
        first_read = await client.reader.read(65536)
        assert first_read == b"250 2.0.0 OK\r\n" * 5


@on_both_loops
async def test_commands_in_the_packet_of_data_are_data():
    async with listening() as house:
        client = await house.connect(greeted=True)
        client.send(b"MAIL FROM:<a@b.example>\r\nRCPT TO:<x@y.example>\r\nDATA\r\nRSET\r\nQUIT\r\n.\r\n")
        assert [(await client.reply())[:3] for _ in range(4)] == ["250", "250", "354", "250"]
        assert house.recorder.bodies == [b"RSET\r\nQUIT\r\n"]


@on_both_loops
async def test_smtputf8_allows_addresses_beyond_ascii():
    async with listening() as house:
        client = await house.connect(greeted=True)
        assert await client.code("MAIL FROM:<jörg@bücher.example> SMTPUTF8 BODY=8BITMIME".encode()) == "250 2.1.0"
        assert await client.code("RCPT TO:<用户@例子.example>".encode()) == "250 2.1.5"
        assert await client.code("RCPT TO:<a\u200b@b.example>".encode()) == "501 5.1.3"
        await client.say(b"DATA")
        await client.mail("Subject: ü\r\n.\r\n".encode())
        assert house.recorder.mails == [("jörg@bücher.example", ["用户@例子.example"], "Subject: ü\r\n".encode())]
        assert house.recorder.envelopes[0].parameters == {"SMTPUTF8": "", "BODY": "8BITMIME"}


@on_both_loops
async def test_a_line_with_a_bare_lf_is_refused_up_to_the_next_crlf():
    async with listening(max_errors=100) as house:
        client = await house.connect(greeted=True)
        client.send(b"NOOP\nMAIL FROM:<a@b.example>\r\nNOOP\r\n")
        assert [short(await client.reply()) for _ in range(3)] == ["500 5.5.2", "500 5.5.2", "250 2.0.0"]
        assert await client.code(b"RCPT TO:<x@y.example>") == "503 5.5.1"


@on_both_loops
async def test_a_line_that_is_too_long_is_refused_once_and_the_next_one_counts():
    async with listening() as house:
        client = await house.connect()
        for size in (2047, 5000, 300_000):
            client.send(b"NOOP " + b"x" * size + b"\r\nNOOP\r\n")
            assert [short(await client.reply()) for _ in range(2)] == ["500 5.5.2", "250 2.0.0"]
        assert await client.code(b"NOOP " + b"x" * 2041) == "250 2.0.0"


@on_both_loops
async def test_a_web_browser_is_shown_out():
    async with listening() as house:
        client = await house.connect()
        assert await client.code(b"POST / HTTP/1.1") == "554 5.5.1"
        assert await client.is_at_end()


@on_both_loops
async def test_a_backend_that_fails_on_a_recipient_gives_451_and_nothing_internal():
    async with listening() as house:
        client = await house.connect(greeted=True)
        await client.say(b"MAIL FROM:<a@b.example>")
        for address in (b"boom", b"later-boom", b"odd"):
            answer = await client.say(b"RCPT TO:<" + address + b"@y.example>")
            assert answer.startswith("451 4.3.0 ") and "secret" not in answer
        assert await client.code(b"RCPT TO:<x@y.example>") == "250 2.1.5"

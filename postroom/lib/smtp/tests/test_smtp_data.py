"""The data phase: dots, smuggling, sizes, chunks."""

import itertools
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.smtp import SmtpSettings
from postroom.lib.smtp.admission import Admission, Allowance
from postroom.lib.smtp.data import DotCollector
from postroom.lib.smtp.spool import Spool
from postroom.lib.smtp.tests.wire import listening, on_both_loops, short

SMUGGLED = [
    b"\n.\n",
    b"\n.\r\n",
    b"\r.\r",
    b"\r.\r\n",
    b"\r\n.\r",
    b"\r\n.\n",
    b"\r.\n",
    b"\n.\r",
    b"\r\n\x00.\r\n",
    b"\r\n.\x00\r\n",
    b"\r\n. \r\n",
    b"\r\r\n.\r\r\n",
]
PIECES = [b"\r\n", b"\r", b"\n", b".", b"..", b"a", b"bc", b"\x00", b"\xff"]


def allowance(settings: SmtpSettings) -> Allowance:
    entered = Admission(settings).enter("127.0.0.1")
    assert isinstance(entered, Allowance)
    return entered


def collect(data: bytes, cuts: list[int], **settings: object) -> tuple[bytes | None, bytes]:
    """(message, what stood behind its end) of data arriving in these pieces."""
    collector = DotCollector(Spool(SmtpSettings(**settings), allowance(SmtpSettings(**settings))))
    edges = [0, *sorted(cuts), len(data)]
    for start, end in itertools.pairwise(edges):
        stop = collector.feed(data[start:end], 0)
        if stop >= 0:
            body = collector.finish()
            message = None if body is None else body.read()
            if body is not None:
                body.close()
            return message, data[start + stop :]
    return None, b""


def expected_message(data: bytes) -> tuple[bytes | None, bytes]:
    """The same in the plainest way: RFC 5321 §4.5.2 read line by line, a line ending in CRLF only."""
    lines, rest = [], data
    while True:
        line, newline, rest = rest.partition(b"\r\n")
        if not newline:
            return None, b""
        if line == b".":
            return b"".join(lines), rest
        lines.append(line.removeprefix(b".") + b"\r\n")


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.integers(0, 60), max_size=8))
def test_the_message_does_not_depend_on_how_it_arrives(pieces, cuts):
    data = b"".join(pieces) + b"\r\n.\r\nNOOP\r\n"
    assert collect(data, [min(cut, len(data)) for cut in cuts]) == expected_message(data)


@given(st.lists(st.sampled_from(PIECES), max_size=20), st.integers(65_500, 65_540), st.integers(0, 40))
def test_dots_are_right_where_a_block_is_passed_on(pieces, filler, cut):
    data = b"x" * filler + b"".join(pieces) + b"y" * 20 + b"\r\n.\r\n"
    assert collect(data, [filler + min(cut, len(data) - filler)]) == expected_message(data)


def test_a_message_in_single_bytes_costs_linear_time():
    data = (b"." + b"x" * 70 + b"\r\n") * 40_000 + b".\r\n"
    message, _ = collect(data, list(range(len(data))), spool_above_bytes=500_000)
    assert message == (b"x" * 70 + b"\r\n") * 40_000


@pytest.mark.parametrize("size", [1000, 1001])
def test_the_size_limit_counts_what_is_left_after_unstuffing(size):
    data = b".." + b"x" * (size - 3) + b"\r\n.\r\n"
    message, _ = collect(data, [], max_message_bytes=1000)
    assert (message is not None) == (size <= 1000)


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.lists(st.integers(0, 30), max_size=4))
def test_refusing_bare_newlines_refuses_exactly_those(pieces, cuts):
    data = b"".join(pieces) + b"\r\n.\r\n"
    message, _ = expected_message(data)
    spool = Spool(SmtpSettings(bare_newline="refuse"), allowance(SmtpSettings()))
    edges = [0, *sorted(min(cut, len(message)) for cut in cuts), len(message)]
    for start, end in itertools.pairwise(edges):
        spool.write(message[start:end])
    has_bare = b"\r" in message.replace(b"\r\n", b"") or b"\n" in message.replace(b"\r\n", b"")
    assert (spool.finish() is None) == has_bare


@given(st.lists(st.sampled_from([b"\r\n", b"\n", b"aaa", b"a"]), max_size=25), st.lists(st.integers(0, 60), max_size=4))
def test_refusing_long_lines_refuses_exactly_those(pieces, cuts):
    message = b"".join(pieces)
    spool = Spool(SmtpSettings(max_line_bytes=5), allowance(SmtpSettings()))
    edges = [0, *sorted(min(cut, len(message)) for cut in cuts), len(message)]
    for start, end in itertools.pairwise(edges):
        spool.write(message[start:end])
    assert (spool.finish() is None) == any(len(line) > 5 for line in message.split(b"\n"))


@on_both_loops
async def test_no_bare_newline_ever_ends_the_data():
    async with listening() as house:
        client = await house.connect(greeted=True)
        for end in SMUGGLED:
            await client.envelope()
            await client.say(b"DATA")
            inner = b"one" + end + b"MAIL FROM:<evil@b.example>\r\nRCPT TO:<x@y.example>\r\nDATA\r\nsmuggled\r\n"
            assert await client.mail(inner + b".\r\n") == "250 2.0.0 Stored"
            assert house.recorder.bodies[-1] == expected_message(inner + b".\r\n")[0], end
        assert len(house.recorder.mails) == len(SMUGGLED)


@on_both_loops
async def test_bare_newlines_are_refused_when_the_setting_says_so():
    async with listening(bare_newline="refuse") as house:
        client = await house.connect(greeted=True)
        for inner, code in ((b"a\nb\r\n", "550 5.6.0"), (b"a\rb\r\n", "550 5.6.0"), (b"a\r\nb\r\n", "250 2.0.0")):
            await client.envelope()
            await client.say(b"DATA")
            assert short(await client.mail(inner + b".\r\n")) == code


@on_both_loops
async def test_a_message_above_the_limit_is_swallowed_and_refused_552():
    async with listening(max_message_bytes=100_000) as house:
        client = await house.connect()
        await client.begin()
        assert short(await client.mail(b"x" * 300_000 + b"\r\n.\r\n")) == "552 5.3.4"
        assert await client.code(b"MAIL FROM:<a@b.example> SIZE=100001") == "552 5.3.4"
        await client.envelope()
        assert house.server.counters.in_flight_bytes == 0
        assert (await client.say(b"DATA"))[:3] == "354"
        assert short(await client.mail(b"x" * 99_998 + b"\r\n.\r\n")) == "250 2.0.0"
        assert house.recorder.envelopes[0].data.size_bytes == 100_000


@on_both_loops
async def test_swallowing_has_an_end():
    async with listening(max_message_bytes=1000, max_swallowed_bytes=200_000) as house:
        client = await house.connect()
        await client.begin()
        assert short(await client.mail(b"x" * 300_000)) == "552 5.3.4"
        assert await client.is_at_end()


@on_both_loops
async def test_a_large_message_goes_through_a_file_without_a_name():
    with tempfile.TemporaryDirectory() as directory:
        async with listening(spool_directory=directory, spool_above_bytes=100_000) as house:
            client = await house.connect()
            await client.begin()
            message = (b"z" * 98 + b"\r\n") * 20_000
            assert short(await client.mail(message + b".\r\n")) == "250 2.0.0"
            assert house.recorder.bodies == [message]
            with pytest.raises(ValueError, match="closed"):
                house.recorder.envelopes[0].data.read()


@on_both_loops
async def test_a_spool_that_cannot_be_written_is_a_temporary_failure():
    async with listening(spool_directory="/nowhere/at/all", spool_above_bytes=1000) as house:
        client = await house.connect()
        await client.begin()
        assert short(await client.mail(b"x" * 300_000 + b"\r\n.\r\n")) == "452 4.3.1"
        assert house.server.counters.in_flight_bytes == 0


@on_both_loops
async def test_chunks_are_joined_and_taken_byte_for_byte():
    async with listening() as house:
        client = await house.connect(greeted=True)
        await client.envelope()
        client.send(b"BDAT 5\r\n.\r\n.\rBDAT 4 LAST\r\n\n.")
        assert short(await client.reply()) == "250 2.0.0"
        client.send(b".\n")
        assert short(await client.reply()) == "250 2.0.0"
        assert house.recorder.bodies == [b".\r\n.\r\n..\n"]


@on_both_loops
async def test_an_empty_last_chunk_ends_the_message():
    async with listening() as house:
        client = await house.connect(greeted=True)
        await client.envelope()
        client.send(b"BDAT 4\r\nabcdBDAT 0\r\nBDAT 0 LAST\r\n")
        assert [short(await client.reply()) for _ in range(3)] == ["250 2.0.0"] * 3
        assert house.recorder.bodies == [b"abcd"]
        assert await client.code(b"BDAT 0 LAST") == "503 5.5.1"


@on_both_loops
async def test_after_a_failed_chunk_each_further_one_is_swallowed_and_refused():
    async with listening(max_message_bytes=10) as house:
        client = await house.connect(greeted=True)
        await client.envelope()
        client.send(b"BDAT 11\r\nQUIT\r\nQUIT\nBDAT 2\r\nabBDAT 3 LAST\r\nabcNOOP\r\nBDAT 6\r\nQUIT\r\n")
        codes = [short(await client.reply()) for _ in range(5)]
        assert codes == ["552 5.3.4", "552 5.3.4", "552 5.3.4", "250 2.0.0", "503 5.5.1"]
        assert not house.recorder.mails
        assert house.server.counters.in_flight_bytes == 0


@on_both_loops
async def test_chunks_without_a_recipient_are_swallowed():
    async with listening() as house:
        client = await house.connect(greeted=True)
        client.send(b"MAIL FROM:<a@b.example>\r\nRCPT TO:<no@y.example>\r\nBDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\n")
        codes = [short(await client.reply()) for _ in range(4)]
        assert codes == ["250 2.1.0", "550 5.1.1", "554 5.5.1", "554 5.5.1"]
        await client.envelope()


@on_both_loops
async def test_data_and_rcpt_may_not_follow_bdat():
    async with listening() as house:
        client = await house.connect(greeted=True)
        await client.envelope()
        client.send(b"BDAT 1\r\na")
        assert short(await client.reply()) == "250 2.0.0"
        assert await client.code(b"DATA") == "503 5.5.1"
        assert await client.code(b"RCPT TO:<x@y.example>") == "503 5.5.1"
        assert await client.code(b"RSET") == "250 2.0.0"


@on_both_loops
async def test_a_bdat_nobody_can_parse_ends_the_session():
    async with listening() as house:
        for line in (b"BDAT", b"BDAT x", b"BDAT 5 NOW", b"BDAT 5\x00", b"BDAT 99999999999999999999", b"BDAT " + b"1" * 3000):
            client = await house.connect(greeted=True)
            await client.envelope()
            assert (await client.say(line))[:1] == "5"
            assert await client.is_at_end()

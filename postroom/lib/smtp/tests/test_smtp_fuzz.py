"""Any bytes in any pieces: no exception, well-formed answers, the same mail whatever the segmentation."""

import asyncio
import itertools
import os
import random
import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.smtp import SmtpSettings
from postroom.lib.smtp.house import House
from postroom.lib.smtp.session import Session
from postroom.lib.smtp.tests.wire import Memory, Recorder

SETTINGS = {"hostname": "mx.example", "max_errors": 20, "max_message_bytes": 400, "max_swallowed_bytes": 2000}
REPLY_LINE = re.compile(rb"[2345]\d\d[ -][ -~]{0,508}")
TRANSCRIPTS = [
    b"EHLO c.example\r\nMAIL FROM:<a@b.example> SIZE=9\r\nRCPT TO:<x@y.example>\r\nDATA\r\n..one\r\n.\r\nQUIT\r\n",
    b"EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<later@y.example>\r\nRCPT TO:<no@y>\r\nBDAT 6\r\n.\r\n.\r\nBDAT 3 LAST\r\nabcNOOP\r\n",
    b'HELO c\r\nNOOP\nRSET\r\nVRFY x\r\nHELP\r\nMAIL FROM:<@r:a@b>\r\nRCPT TO:<"q s"@[127.0.0.1]>\r\nDATA\r\n\n.\nx\r\n.\r\n',
    b"EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<x@y>\r\nDATA\r\n1\r\n.\r\nMAIL FROM:<a@b>\r\nRCPT TO:<x@y>\r\nDATA\r\n2\r\n.\r\n",
]
WORDS = st.sampled_from(
    [
        *(line + b"\r\n" for transcript in TRANSCRIPTS for line in transcript.split(b"\r\n")),
        b"\r\n.\r\n",
        b"\n.\r\n",
        b"\r",
        b"\n",
        b"BDAT 7 LAST\r\n",
        b"x" * 500,
        b"N" * 3000,
        b"POST / HTTP/1.0\r\n",
    ]
)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


async def exchange(pieces: list[bytes]) -> tuple[list[tuple[str, list[str], bytes]], bytes]:
    """(mails, answers) of a session fed with these pieces; checks that nothing is left behind."""
    recorder = Recorder()
    house = House(recorder, SmtpSettings(**SETTINGS), None, asyncio.get_running_loop())
    session = Session(house)
    transport = Memory(house.loop, session)
    session.connection_made(transport)
    for piece in pieces:
        session.data_received(piece)
        await asyncio.sleep(0)
    while house.pending:
        await asyncio.wait(house.pending)
        await asyncio.sleep(0)
    transport.close()
    await house.empty.wait()
    counters = house.admission.counters
    assert (counters.sessions, counters.in_flight_bytes, counters.deliveries) == (0, 0, 0)
    assert sorted(token for _, token in recorder.told) == list(range(1, len(recorder.mails) + 1))
    return recorder.mails, bytes(transport.written)


def cut(data: bytes, edges: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(edge % (len(data) + 1) for edge in edges)})
    return [data[start:end] for start, end in itertools.pairwise(places)]


def check(loop: asyncio.AbstractEventLoop, data: bytes, edges: list[int]) -> None:
    strays: list[object] = []
    loop.set_exception_handler(lambda _, context: strays.append(context))
    whole = loop.run_until_complete(exchange([data] if data else []))
    assert loop.run_until_complete(exchange(cut(data, edges))) == whole
    lines = whole[1].split(b"\r\n")
    assert lines.pop() == b"" and all(REPLY_LINE.fullmatch(line) for line in lines)
    assert not strays


@given(st.lists(st.one_of(WORDS, st.binary(max_size=30)), max_size=14), st.lists(st.integers(0, 5000), max_size=12))
def test_any_bytes_in_any_pieces_give_the_same_mail_and_answers(loop, words, edges):
    check(loop, b"".join(words), edges)


def test_transcripts_in_single_bytes_give_the_same_mail_and_answers(loop):
    for transcript in TRANSCRIPTS:
        check(loop, transcript, list(range(len(transcript))))


def test_mutated_transcripts_never_break_a_session(loop):
    seconds = float(os.environ.get("POSTROOM_FUZZ_SECONDS", "2"))
    dice = random.Random(os.environ.get("POSTROOM_FUZZ_SEED", "postroom"))
    until = time.monotonic() + seconds
    rounds = 0
    while rounds < 50 or time.monotonic() < until:
        data = mutated(dice)
        edges = [dice.randrange(len(data) + 1) for _ in range(dice.randrange(8))]
        check(loop, data, edges)
        rounds += 1


def mutated(dice: random.Random) -> bytes:
    data = bytearray(b"".join(dice.choices(TRANSCRIPTS, k=dice.randint(1, 3))))
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data))
        kind = dice.randrange(5)
        if kind == 0:
            data[at] = dice.choice(b"\r\n.\x00 <>@:0LA\xff")
        elif kind == 1:
            del data[at : at + dice.randint(1, 6)]
        elif kind == 2:
            data[at:at] = dice.choice([b"\r\n", b"\n", b"\r", b".", b"\r\n.\r\n", b"9", b" ", bytes(dice.randbytes(4))])
        elif kind == 3:
            other = dice.randrange(len(data))
            data[at:at] = data[other : other + dice.randint(1, 40)]
        else:
            data[at:at] = data[at : at + 1] * dice.choice([2, 600, 2500])
        if not data:
            data = bytearray(b"\r\n")
    return bytes(data)

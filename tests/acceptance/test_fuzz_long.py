"""Bytes thrown at the running server: it lives on, leaks nothing, and takes the next mail as ever."""

import asyncio
import contextlib
import os
import random
import re
import time
from pathlib import Path

import pytest

from postroom.testing.running import Account
from tests.acceptance.mutate import Mutator
from tests.acceptance.patience import until
from tests.acceptance.processes import ServerProcess, account_at, serving
from tests.acceptance.smtp_client import talking

_CLIENTS = 12
_HTTP_SHARE = 0.2
# What stays is caches, pools, and what the allocator keeps; measured: 75 MB more after a minute than after the first round.
_MOST_GROWTH_KB = 150_000
# Listeners, the pool of database connections, the processes that parse; an idle server has about 30.
_MOST_FILES = 60
_ROUND_S = 3
_LARGE_BYTES = 20_000_000


async def test_a_few_seconds_of_bent_bytes_harm_nothing() -> None:
    await _throw(_ROUND_S)


@pytest.mark.long
@pytest.mark.timeout(0)
async def test_a_long_time_of_bent_bytes_harms_nothing() -> None:
    await _throw(float(os.environ.get("POSTROOM_FUZZ_SECONDS", "60")))


async def _throw(seconds: float) -> None:
    seed = int(os.environ.get("POSTROOM_TEST_SEED") or random.SystemRandom().randrange(10**6))
    print(f"seed {seed} (POSTROOM_TEST_SEED)")
    with serving() as server:
        await asyncio.to_thread(server.start)
        async with account_at(server) as account:
            inbox = await account.open_inbox()
            mutator = Mutator(seed, inbox["address"], account.key)
            talks = await _fuzz(server, mutator, _ROUND_S)
            memory_kb = _memory_kb(server)
            for _ in range(max(1, round(seconds / _ROUND_S))):
                talks += await _fuzz(server, mutator, _ROUND_S)
            await _check_alive(account, inbox)
            print(f"{talks} conversations; memory {memory_kb // 1000} MB, then {_memory_kb(server) // 1000} MB")
            assert _memory_kb(server) < memory_kb + _MOST_GROWTH_KB
        assert not server.faults(), server.faults()
        server.terminate()
        assert await asyncio.to_thread(server.wait) == 0, server.log


async def _fuzz(server: ServerProcess, mutator: Mutator, seconds: float) -> int:
    """How many conversations were had. Mails of clients that left are stored all the same: afterwards the server is let catch up."""
    until_s = time.monotonic() + seconds
    chance = random.Random(mutator.seed)

    async def work() -> int:
        count = 0
        while time.monotonic() < until_s:
            to_http = chance.random() < _HTTP_SHARE
            port = server.http_port if to_http else server.smtp_port
            await _talk(port, mutator.http() if to_http else mutator.smtp(), chance)
            count += 1
        return count

    talks = sum(await asyncio.gather(*(work() for _ in range(_CLIENTS))))
    await until(lambda: _has_let_go(server))
    return talks


async def _talk(port: int, pieces: list[bytes], chance: random.Random) -> None:
    """Send the pieces, read what comes, leave in some way."""
    with contextlib.suppress(OSError, TimeoutError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for piece in pieces:
                writer.write(piece)
                await asyncio.wait_for(writer.drain(), 5)
            if chance.random() < 0.5:
                writer.write_eof()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(-1), chance.choice((0.01, 0.2)))
        finally:
            writer.transport.abort() if chance.random() < 0.3 else writer.close()


async def _check_alive(account: Account, inbox: dict[str, str]) -> None:
    """Every mail that is there can be read; a good one is taken, also one that needs most of the room there is."""
    for path in ("/health", "/ready"):
        assert (await account.api.get(path)).status_code == 200
    for message in (await account.api.get("/v1/messages", params={"inbox_id": inbox["id"], "limit": 100})).json()["data"]:
        answer = await account.api.get(f"/v1/messages/{message['id']}")
        assert answer.status_code == 200, (message, answer.text)
    line = b"x" * 998 + b"\r\n"
    for text in (b"Small.\r\n", line * (_LARGE_BYTES // len(line))):
        async with talking(account.smtp_port) as client:
            spoken = await client.send("jo@sender.example", [inbox["address"]], b"Subject: after all\r\n\r\n" + text)
            assert spoken[0] == 250, spoken


async def _has_let_go(server: ServerProcess) -> bool:
    """No connection and no spooled mail is left behind."""
    spooled = await asyncio.to_thread(lambda: list((server.data_dir / "spool").iterdir()))
    return not spooled and _open_files(server) <= _MOST_FILES


def _open_files(server: ServerProcess) -> int:
    return len(os.listdir(f"/proc/{server.pid}/fd"))


def _memory_kb(server: ServerProcess) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{server.pid}/status").read_text("ascii"))
    assert found
    return int(found[1])

"""Server, database or both are killed while mail comes in: what got 250 is there, once."""

import asyncio
import os
import random
import signal
import time

import pytest

from postroom.testing.running import Account
from tests.acceptance.loader import Loader
from tests.acceptance.processes import ServerProcess, account_at, client_at, serving
from tests.acceptance.reading import count_accepted, count_stored

_INBOXES = 5
_BACK_WITHIN_S = 40


@pytest.mark.timeout(180)
async def test_what_got_250_is_there_once_after_three_kills() -> None:
    await _survive(["server", "postmaster", "both"])


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_what_got_250_is_there_once_after_twenty_kills() -> None:
    chance = random.Random(20)
    await _survive([chance.choice(["server", "server", "postmaster", "both"]) for _ in range(20)])


async def _survive(victims: list[str]) -> None:
    seed = int(os.environ.get("POSTROOM_TEST_SEED") or random.SystemRandom().randrange(10**6))
    print(f"seed {seed} (POSTROOM_TEST_SEED), victims {victims}")
    chance = random.Random(seed)
    with serving() as server:
        await asyncio.to_thread(server.start)
        async with account_at(server) as account:
            inbox_ids = {inbox["address"]: inbox["id"] for inbox in [await account.open_inbox() for _ in range(_INBOXES)]}
        loader = Loader(lambda: server.smtp_port, list(inbox_ids), seed)
        loader.start()
        began = time.monotonic()
        for victim in victims:
            await asyncio.to_thread(_kill_at_some_moment, server, loader, victim, chance)
            print(f"{victim} killed at {time.monotonic() - began:.1f} s, {len(loader.accepted)} mails accepted by then")
        await asyncio.to_thread(loader.wait_for, 20, _BACK_WITHIN_S)
        await asyncio.to_thread(loader.finish, _BACK_WITHIN_S)
        print(f"{len(loader.accepted)} mails accepted; {loader.retried} tried again, {loader.repeated} of these had been stored before")
        assert loader.retried, "the kills hit nothing; this run proves nothing"
        async with client_at(server, account.key) as api:
            _compare(count_accepted(loader.accepted, inbox_ids), await count_stored(Account(api, account.key, "", 0)), server)
        server.terminate()
        assert await asyncio.to_thread(server.wait) == 0


def _kill_at_some_moment(server: ServerProcess, loader: Loader, victim: str, chance: random.Random) -> None:
    """After some more mails, anywhere between two of them; what was killed is up again afterwards."""
    loader.wait_for(chance.randrange(10, 150), _BACK_WITHIN_S)
    loader.stopped.wait(chance.random() * 0.02)
    if victim != "server":
        os.kill(server.postmaster_pid(), signal.SIGKILL)
    if victim == "both":
        loader.stopped.wait(chance.random() * 0.05)
    if victim != "postmaster":
        server.kill()
        server.start()


def _compare(wanted, stored, server: ServerProcess) -> None:
    missing, surplus = wanted - stored, stored - wanted
    assert not missing, f"{len(missing)} mails that got 250 are not there\n{server.log}"
    assert not surplus, f"{len(surplus)} mails are there once too often\n{server.log}"

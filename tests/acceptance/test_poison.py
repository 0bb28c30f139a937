"""One hostile value among fifty mails that share a commit: fifty are stored (FOUNDATIONS §1)."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from postroom.channels.email.commit import Committer, Pending, Stored
from postroom.channels.email.prepare import InboundMail, prepare
from postroom.features.inboxes import Recipients
from postroom.features.messages import model
from postroom.kernel.errors import Unavailable
from postroom.kernel.ids import decode_id, encode_id
from postroom.lib.reading import read_mail
from postroom.main.serve import Running
from postroom.testing.running import Account, open_account
from tests.acceptance.reading import read_raw

BATCH = 50
# Halving fifty down to one culprit: at most six good parts, and the culprit's own.
MOST_COMMITS = 8
PAIR = "\ud800"

Poison = Callable[[model.NewMessage], None]


def _set(**values: Any) -> Poison:
    def poison(message: model.NewMessage) -> None:
        for name, value in values.items():
            setattr(message, name, value)

    return poison


def _nested(depth: int) -> list[Any]:
    nest: list[Any] = []
    for _ in range(depth):
        nest = [nest]
    return nest


def _code(value: str) -> model.NewExtraction:
    return model.NewExtraction("code", value, "otp", 0.9, (0, 6), "text", "label")


def _file(size_bytes: int) -> model.NewAttachment:
    return model.NewAttachment("1", "a.txt", "text/plain", None, False, size_bytes, b"\x00" * 32)


# What the database, or the way to it, refuses: stored with the raw bytes only.
REFUSED: dict[str, Poison] = {
    "NUL in the subject": _set(subject="a\x00b"),
    "NUL in the body": _set(body="a\x00b"),
    "NUL in the envelope's sender": _set(envelope_from="a\x00@b.example"),
    "NUL in a code": _set(extractions=[_code("12\x0034")]),
    "a lone surrogate in the subject": _set(subject=PAIR),
    "a lone surrogate in the envelope's sender": _set(envelope_from=f"{PAIR}@b.example"),
    "a lone surrogate in a Message-ID": _set(message_id=f"{PAIR}@b.example"),
    "a lone surrogate in a header": _set(headers=[("X-A", PAIR)]),
    "\\u0000 in jsonb": _set(headers=[("X-A", "a\x00b")]),
    "nesting of 20,000 in jsonb": _set(headers=[("X-A", _nested(20_000))]),
    "the year one, east of Greenwich": _set(sent_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
    "the year 9999, west of Greenwich": _set(sent_at=datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))),
    "a size beyond bigint": _set(attachments=[_file(2**63)]),
    "more codes than a smallint counts": _set(extractions=[_code("1")] * 40_000),
    "a number for a text": _set(subject=5),
    "nothing for a text": _set(subject=None),
}
# What is odd, and stored in parts all the same.
TAKEN: dict[str, Poison] = {
    "nothing odd": _set(),
    "NaN in jsonb": _set(segments=[("new", float("nan"), 3)]),
    "a date without a zone": _set(sent_at=datetime(2026, 1, 1)),  # noqa: DTZ001
    "a Message-ID of 9 kB": _set(message_id="m" * 9_000 + "@b.example"),
    "a body of words without end": _set(body=" ".join(f"w{number:x}" for number in range(200_000))),
    "a body of one long word": _set(body="x" * 1_500_000),
    "two thousand references": _set(references=[f"{number}@b.example" for number in range(2_000)]),
}


@pytest.mark.parametrize("kind", [*REFUSED, *TAKEN])
@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(place=st.integers(0, BATCH - 1))
async def test_fifty_are_stored_whatever_one_of_them_holds(running: Running, kind: str, place: int) -> None:
    async with _batch(running) as (account, committer, batch):
        (REFUSED | TAKEN)[kind](batch[place].messages[0])
        results = await asyncio.gather(*map(committer.store, batch))
        assert [len(result.messages) for result in results] == [1] * BATCH
        await _check(running, account, batch, place, is_bare=kind in REFUSED)


async def test_what_not_even_its_raw_bytes_can_be_stored_of_fails_alone(running: Running) -> None:
    async with _batch(running) as (account, committer, batch):
        batch[17].messages[0].size_bytes = 2**63
        results: list[Stored | BaseException] = await asyncio.gather(*map(committer.store, batch), return_exceptions=True)
        assert isinstance(results.pop(17), Unavailable)
        assert all(isinstance(result, Stored) for result in results)
        assert await _commits(running, account) <= MOST_COMMITS
        assert len((await account.api.get("/v1/messages", params={"limit": 100})).json()["data"]) == BATCH - 1


async def test_seven_culprits_in_a_batch_harm_nobody_else(running: Running) -> None:
    async with _batch(running) as (account, committer, batch):
        culprits = random.Random(7).sample(range(BATCH), 7)
        for place, poison in zip(culprits, REFUSED.values(), strict=False):
            poison(batch[place].messages[0])
        await asyncio.gather(*map(committer.store, batch))
        listed = (await account.api.get("/v1/messages", params={"limit": 100})).json()["data"]
        assert len(listed) == BATCH
        assert sum(message["parse_error"] is not None for message in listed) == 7


@asynccontextmanager
async def _batch(running: Running) -> AsyncIterator[tuple[Account, Committer, list[Pending]]]:
    """Fifty mails for an inbox of an organisation of its own, and a committer that has nothing else to do."""
    async with open_account(running, "poison") as account:
        inbox = await account.open_inbox()
        house = running.wired.house
        recipient = await house.use(Recipients).find(inbox["address"])
        assert recipient is not None
        committer = Committer(house)
        try:
            yield account, committer, [_pending(running, inbox["address"], recipient, number) for number in range(BATCH)]
        finally:
            await committer.stop()


def _pending(running: Running, address: str, recipient: Any, number: int) -> Pending:
    raw = f"From: jo@sender.example\r\nTo: {address}\r\nSubject: Mail {number}\r\n\r\nText {number}.\r\n".encode()
    now = running.wired.house.clock.now()
    mail = InboundMail("jo@sender.example", [(address, recipient)], raw, "192.0.2.1")
    messages = prepare(mail, read_mail(raw, [address], now), None, now)
    return Pending(encode_id("msg", messages[0].id), messages, asyncio.get_running_loop().create_future(), is_open=lambda: True)


async def _check(running: Running, account: Account, batch: list[Pending], place: int, *, is_bare: bool) -> None:
    assert await _commits(running, account) <= (MOST_COMMITS if is_bare else 1)
    listed = {one["id"]: one for one in (await account.api.get("/v1/messages", params={"limit": 100})).json()["data"]}
    for number, pending in enumerate(batch):
        own = listed[pending.queue_id]
        assert (own["parse_error"] is not None) == (is_bare and number == place)
        assert own["subject"] == f"Mail {number}" or number == place
    culprit = batch[place].queue_id
    answer = await account.api.get(f"/v1/messages/{culprit}")
    assert answer.status_code == 200, answer.text
    assert f"Mail {place}\r\n".encode() in await read_raw(account.api, culprit)


async def _commits(running: Running, account: Account) -> int:
    """In how many transactions the organisation's mails were written."""
    org_id = decode_id("org", account.organisation_id)
    async with running.wired.database.connection() as connection:
        return int(await connection.fetchval("SELECT count(DISTINCT xmin::text) FROM messages WHERE org_id = $1", org_id))

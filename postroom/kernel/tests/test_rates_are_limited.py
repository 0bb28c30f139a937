"""Rates: told in headers, refused with Retry-After, counted apart for keys and addresses."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.kernel.errors import Limited
from postroom.kernel.limits import Limiter, LimitSettings
from postroom.testing.database import TestServer
from postroom.testing.running import open_account, run_postroom

SMALL = LimitSettings(requests_per_minute_per_key=3, requests_per_minute_per_address=5, refusals_per_minute_per_address=2)


def refusals(count: int, ask: object) -> list[bool]:
    """Which of so many calls were refused."""
    refused = []
    for _ in range(count):
        try:
            ask()  # type: ignore[operator]
        except Limited:
            refused.append(True)
        else:
            refused.append(False)
    return refused


def test_a_key_may_ask_as_often_as_its_quota() -> None:
    limiter = Limiter(SMALL)
    assert refusals(5, lambda: limiter.by_key("one")) == [False, False, False, True, True]
    assert refusals(1, lambda: limiter.by_key("another")) == [False]


def test_an_address_may_ask_as_often_as_its_quota() -> None:
    limiter = Limiter(SMALL)
    assert refusals(6, lambda: limiter.by_address("192.0.2.1")) == [False] * 5 + [True]
    assert refusals(1, lambda: limiter.by_address("192.0.2.2")) == [False]


def test_wrong_keys_are_counted_against_the_address() -> None:
    limiter = Limiter(SMALL)
    limiter.refused("192.0.2.1")
    limiter.refused("192.0.2.1")
    with pytest.raises(Limited) as refused:
        limiter.refused("192.0.2.1")
    limiter.by_address("192.0.2.1")  # a good key from the same address is not shut out
    assert refused.value.retryable and refused.value.retry_after_s and refused.value.retry_after_s >= 1


@given(st.integers(1, 200), st.integers(1, 400))
def test_never_more_than_the_quota_at_once(quota: int, asked: int) -> None:
    limiter = Limiter(LimitSettings(requests_per_minute_per_key=quota))
    allowed = refusals(asked, lambda: limiter.by_key("k")).count(False)
    assert min(quota, asked) <= allowed <= min(quota + 1, asked)  # one may have refilled meanwhile


async def test_the_wire_tells_what_is_left_and_when_to_come_again(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path, LIMITS_REQUESTS_PER_MINUTE_PER_KEY="3") as house, open_account(house) as account:
        answers = [await account.api.get("/v1/whoami") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["ratelimit"].split(";")[1] for one in answers[:3]] == ["r=2", "r=1", "r=0"]
    assert answers[0].headers["ratelimit-policy"] == '"key";q=3;w=60'
    problem = answers[3].json()
    assert (problem["code"], problem["retryable"]) == ("rate_limited", True)
    assert [answers[3].headers[name] for name in ("ratelimit-policy", "ratelimit")] == ['"key";q=3;w=60', '"key";r=0;t=60']
    assert 1 <= int(answers[3].headers["retry-after"]) <= 20


async def test_guessing_keys_is_slowed_down(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path, LIMITS_REFUSALS_PER_MINUTE_PER_ADDRESS="3") as house, open_account(house) as account:
        async with account.with_key("pr_live_guessed_guessed") as guesser:
            answers = [await guesser.get("/v1/whoami") for _ in range(4)]
        assert [one.status_code for one in answers] == [401, 401, 401, 429]

"""A client that writes a large body and closes afterwards reads the refusal; its connection does not break while it writes."""

import asyncio
import json
import urllib.error
import urllib.request

import pytest

from postroom.testing.running import Account

MIB = 1024 * 1024


def refused(account: Account, path: str, size_bytes: int, key: str) -> tuple[int, str]:
    """Status and code, by a client that says `Connection: close` and reads only after it has written everything."""
    request = urllib.request.Request(f"{account.api.base_url}{path}", b"x" * size_bytes, {"X-API-Key": key}, method="POST")
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(request, timeout=30)
    with failed.value as answer:
        return answer.code, json.load(answer)["code"]


@pytest.mark.parametrize("size_bytes", [26 * MIB, 63 * MIB])
async def test_a_mail_that_is_too_large_is_refused_in_words(account: Account, size_bytes: int) -> None:
    inbox = await account.open_inbox()
    told = await asyncio.to_thread(refused, account, f"/v1/inbound/raw?to={inbox['id']}", size_bytes, account.key)
    assert told == (413, "body_too_large")


async def test_a_large_body_with_a_wrong_key_or_path_hears_that(account: Account) -> None:
    wrong = "pr_live_0000000000000000000000"
    assert await asyncio.to_thread(refused, account, "/v1/inbound/raw", 10 * MIB, wrong) == (401, "key_unknown")
    assert await asyncio.to_thread(refused, account, "/v1/nowhere", 10 * MIB, account.key) == (404, "route_not_found")
    assert await asyncio.to_thread(refused, account, "/v1/inboxes", 10 * MIB, account.key) == (413, "body_too_large")

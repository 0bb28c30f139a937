"""What an organisation has, read through the REST API."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpx2

from postroom.testing.running import Account
from tests.acceptance.loader import Sent

_AT_ONCE = 8


async def list_messages(api: httpx2.AsyncClient, **filters: Any) -> AsyncIterator[dict[str, Any]]:
    """All messages, page by page."""
    cursor: str | None = None
    while True:
        page = (await api.get("/v1/messages", params={"limit": 100, **filters, **({"cursor": cursor} if cursor else {})})).json()
        for message in page["data"]:
            yield message
        cursor = page["next_cursor"]
        if not cursor:
            return


async def read_raw(api: httpx2.AsyncClient, message_id: str) -> bytes:
    """The raw bytes of a message."""
    answer = await api.get(f"/v1/messages/{message_id}/raw")
    assert answer.status_code == 200, answer.text
    return answer.content


async def count_stored(account: Account) -> Counter[tuple[str, str]]:
    """(inbox, SHA-256 of the raw bytes) of every message that is there, and how often."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def key_of(message: dict[str, Any]) -> tuple[str, str]:
        async with gate:
            return message["inbox_id"], hashlib.sha256(await read_raw(account.api, message["id"])).hexdigest()

    found = [message async for message in list_messages(account.api, direction="inbound")]
    return Counter(await asyncio.gather(*map(key_of, found)))


def count_accepted(accepted: Iterable[Sent], inbox_ids: dict[str, str]) -> Counter[tuple[str, str]]:
    """What must be there: each mail once in each of its inboxes. `inbox_ids` by address."""
    return Counter((inbox_ids[recipient], sent.digest) for sent in accepted for recipient in sent.recipients)

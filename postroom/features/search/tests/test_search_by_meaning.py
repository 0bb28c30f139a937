"""Semantic search with an endpoint of our own that misbehaves on demand."""

import asyncio
import hashlib
import json
import math
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from postroom.testing.database import TestServer
from postroom.testing.running import Account, make_mail, open_account, run_postroom

_DIMENSION = 64
_SAME = {"automobile": "car", "vehicle": "car", "physician": "doctor"}


class Endpoint:
    """An OpenAI-compatible endpoint: a vector is the sum of those of its words, and some words have one. `says` changes an answer."""

    def __init__(self) -> None:
        self.says: list[str] = []
        self.refuses = ""
        self.texts: list[str] = []
        self.keys: set[str] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:] if ": " in line)
        asked = json.loads(await reader.readexactly(int(fields["content-length"])))
        self.keys.add(fields.get("authorization", ""))
        self.texts += asked["input"]
        status, body = self._answer(asked["input"], self.says.pop(0) if self.says else "")
        writer.write(f"HTTP/1.1 {status} x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    def _answer(self, texts: list[str], says: str) -> tuple[int, bytes]:
        if self.refuses and any(self.refuses in text for text in texts):
            return 400, b'{"error": "bad input"}'
        if says == "busy":
            return 503, b"later"
        if says == "nonsense":
            return 200, b"<html>"
        vectors = [embed(text) for text in texts]
        if says == "short":
            vectors = [vector[:-1] for vector in vectors]
        if says == "few":
            vectors = vectors[1:]
        data = [{"index": place, "embedding": vector, "object": "embedding"} for place, vector in enumerate(vectors)]
        return 200, json.dumps({"data": data[::-1], "model": "fake"}).encode()


def embed(text: str) -> list[float]:
    total = [0.001] * _DIMENSION
    for word in text.lower().split():
        digest = hashlib.sha512(_SAME.get(word, word).encode()).digest()
        total = [one + (byte - 127.5) / 127.5 for one, byte in zip(total, digest, strict=True)]
    length = math.sqrt(sum(one * one for one in total))
    return [one / length for one in total]


@pytest_asyncio.fixture
async def endpoint() -> AsyncIterator[tuple[Endpoint, str]]:
    one = Endpoint()
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    yield one, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/embeddings"
    server.close()


@pytest_asyncio.fixture
async def near(endpoint: tuple[Endpoint, str], database_server: TestServer, tmp_path: Path) -> AsyncIterator[Account]:
    """An organisation of a house with semantic search."""
    dsn = await database_server.create("postroom_template")
    settings = {
        "SEARCH_EMBEDDINGS_URL": endpoint[1],
        "SEARCH_EMBEDDINGS_MODEL": "fake",
        "SEARCH_EMBEDDINGS_DIMENSION": str(_DIMENSION),
        "SEARCH_EMBEDDINGS_KEY": "sk-secret",
        "EGRESS_ALLOW_ADDRESSES": "127.0.0.1",
    }
    async with run_postroom(dsn, tmp_path, **settings) as running, open_account(running) as account:
        async with running.wired.database.connection() as connection:
            if not await connection.fetchval("SELECT count(*) FROM pg_extension WHERE extname = 'vector'"):
                pytest.skip("this PostgreSQL has no pgvector")
        yield account
    await database_server.drop(dsn)


async def put(account: Account, inbox: dict[str, Any], subject: str, text: str) -> dict[str, Any]:
    raw = make_mail(inbox["address"], subject=subject, text=text).as_bytes()
    stored = await account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=raw, headers={"Content-Type": "message/rfc822"})
    assert stored.status_code == 201
    return dict(stored.json()["messages"][0])


async def subjects(account: Account, q: str, **params: Any) -> list[str]:
    answer = await account.api.get("/v1/search", params={"mode": "semantic", "q": q, **params})
    assert answer.status_code == 200, answer.text
    return [one["subject"] for one in answer.json()["data"]]


async def embedded(account: Account, count: int) -> None:
    """Wait until so many messages have a vector."""
    for _ in range(300):
        if len(await subjects(account, "anything", limit=100)) == count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {count} vectors")


async def test_what_means_the_same_is_found_without_a_common_word(near: Account, endpoint: tuple[Endpoint, str]) -> None:
    inbox, other = await near.open_inbox(), await near.open_inbox()
    await put(near, inbox, "first", "the automobile needs new tyres")
    await put(near, inbox, "second", "lunch on the terrace tomorrow")
    deleted = await put(near, other, "third", "vehicle registration papers")
    await embedded(near, 3)
    assert set((await subjects(near, "car"))[:2]) == {"first", "third"}
    assert await subjects(near, "car", inbox_id=other["id"]) == ["third"]
    assert await subjects(near, "car subject:first") == ["first"]
    assert (await subjects(near, "terrace", mode="hybrid"))[0] == "second"
    assert await subjects(near, "terrace", mode="keyword") == ["second"]
    assert endpoint[0].keys == {"bearer sk-secret"}
    await near.api.delete(f"/v1/messages/{deleted['id']}")
    assert "third" not in await subjects(near, "vehicle")
    refused = await near.api.get("/v1/search", params={"mode": "semantic", "q": "car", "cursor": "x"})
    assert refused.status_code == 422
    refused = await near.api.get("/v1/search", params={"mode": "semantic", "q": "has:code"})
    assert refused.status_code == 422


async def test_an_endpoint_that_misbehaves_is_said_and_one_refused_mail_stands_in_nobodys_way(
    near: Account, endpoint: tuple[Endpoint, str]
) -> None:
    inbox = await near.open_inbox()
    endpoint[0].refuses = "poison"
    for place in range(6):
        await put(near, inbox, f"n{place}", "poison" if place == 3 else f"plum {place}")
    await embedded(near, 5)
    for says in ("busy", "nonsense", "short", "few"):
        endpoint[0].says = [says]
        answer = await near.api.get("/v1/search", params={"mode": "semantic", "q": "plum"})
        assert answer.status_code == 503 and answer.json()["code"] == "embeddings_unavailable", (says, answer.text)
    assert len(await subjects(near, "plum")) == 5


async def test_without_an_endpoint_it_is_off_and_says_so(account: Account) -> None:
    for mode in ("semantic", "hybrid"):
        answer = await account.api.get("/v1/search", params={"mode": mode, "q": "car"})
        assert answer.json()["code"] == "semantic_search_off" and "embeddings_url" in answer.json()["detail"]

"""`python -m bench.search` (`make bench-search`): search in one organisation of a million messages, with a neighbour of the same size.

It makes the messages itself, in a scratch data directory (12 GB for two million, a quarter of an hour), and asks the real server over HTTP.
"""

import argparse
import contextlib
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
import uvloop

from bench.http import Caller
from bench.machine import describe_machine
from bench.processes import cpu_exact_s
from bench.report import search_section
from bench.search_rows import EVERY_S, START, Tenant, domains, fill, sizes, texts, until_paired, vocabulary
from bench.servers import Postroom
from postroom.kernel.ids import decode_id
from postroom.kernel.paging import make_cursor
from postroom.main.engine import embedded
from postroom.testing.database import data_directory

_PAGE = Path(__file__).parents[1] / "docs" / "bench-search.md"
_NOTE = "bench-search.json"
_INBOXES = 20


class Made(msgspec.Struct, frozen=True):
    """What there is: so many messages for each of so many organisations; one of the smaller inboxes."""

    messages: int
    tenants: int
    took_s: float
    inbox_id: str


class Asked(msgspec.Struct, frozen=True):
    """What a class of queries took, over HTTP, the whole answer with highlights included."""

    name: str
    example: str
    hits: float
    p50_ms: float
    p99_ms: float
    most_ms: float
    cpu_p50_ms: float
    cpu_p99_ms: float
    cut_off: int


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000, help="of each organisation")
    parser.add_argument("--alone", action="store_true", help="without the neighbour")
    parser.add_argument("--samples", type=int, default=100, help="queries of each class")
    parser.add_argument("--data", type=Path, help="a directory to keep the messages in, and to find them in again")
    parser.add_argument("--only", default="", help="only the classes with this in their name")
    parser.add_argument("--write", action="store_true", help="keep the result in docs/bench-search.md")
    arguments = parser.parse_args()
    with contextlib.nullcontext(arguments.data) if arguments.data else data_directory() as data_dir:
        server = Postroom(data_dir)
        if not (data_dir / _NOTE).exists():
            try:
                uvloop.run(_make(server, data_dir, arguments))
            finally:
                server.stop()
            server = Postroom(data_dir)  # which sees what is to be done beside the index
        try:
            report = uvloop.run(_measure(server, data_dir, arguments))
        finally:
            server.stop()
    print(report)
    if arguments.write:
        _PAGE.write_text(report, "utf-8")
    return 0


async def _measure(server: Postroom, data_dir: Path, arguments: argparse.Namespace) -> str:
    attached = embedded.attach(data_dir)
    assert attached is not None
    machine = describe_machine(data_dir.parent)
    made = msgspec.json.decode((data_dir / _NOTE).read_bytes(), type=Made)
    await until_paired(attached.dsn)
    caller = await Caller.open(server.http_port)
    asked = [await _ask(server, caller, name, make, arguments) for name, make in _classes(made).items() if arguments.only in name]
    return search_section(machine, made.messages, made.tenants, made.took_s, await sizes(attached.dsn), asked)


async def _make(server: Postroom, data_dir: Path, arguments: argparse.Namespace) -> None:
    attached = embedded.attach(data_dir)
    assert attached is not None
    began = time.perf_counter()
    tenants = _tenants(server, alone=arguments.alone)
    await fill(attached.dsn, tenants, arguments.messages)
    took_s = time.perf_counter() - began
    _say(f"{arguments.messages:,} messages each for {len(tenants)} in {took_s:.0f} s")
    made = Made(arguments.messages, len(tenants), took_s, server.inboxes[5]["id"])
    (data_dir / _NOTE).write_bytes(msgspec.json.encode(made))


def _tenants(server: Postroom, *, alone: bool) -> list[Tenant]:
    """The organisation of the operator, who asks, and another."""
    me = server.api.get("/v1/whoami").raise_for_status().json()["organisation"]["id"]
    own = Tenant(_uuid("org", me), [_uuid("inb", inbox["id"]) for inbox in server.inboxes])
    if alone:
        return [own]
    other = server.api.post("/v1/organisations", json={"name": "neighbour"}).raise_for_status().json()["organisation"]["id"]
    return [own, Tenant(_uuid("org", other), [UUID(int=number) for number in range(1, _INBOXES)])]


def _uuid(prefix: str, native: str) -> UUID:
    found = decode_id(prefix, native)
    assert found is not None
    return found


async def _ask(
    server: Postroom, caller: Caller, name: str, make: Callable[[random.Random], dict[str, Any]], arguments: argparse.Namespace
) -> Asked:
    chance = random.Random(name)
    queries = [make(chance) for _ in range(arguments.samples)]
    times, spent, hits, cut_off = [], [], 0, 0
    for place, query in enumerate([*queries[:3], *queries]):  # three to warm up
        before, began = _cpu_s(server), time.perf_counter()
        caller.ask(f"/v1/search?{urlencode(query)}")
        answer = json.loads(await caller.answer())
        if place >= 3:
            times.append(1000 * (time.perf_counter() - began))
            spent.append(1000 * (_cpu_s(server) - before))
            hits += len(answer["data"])
            cut_off += answer["looked_back_to"] is not None
    wall, cpu = (statistics.quantiles(some, n=100, method="inclusive") for some in (times, spent))
    asked = Asked(name, str(queries[0]["q"]), hits / len(queries), wall[49], wall[98], max(times), cpu[49], cpu[98], cut_off)
    _say(
        f"{name}: {asked.p50_ms:.1f} / {asked.p99_ms:.1f} ms, of processor {asked.cpu_p50_ms:.1f} / {asked.cpu_p99_ms:.1f} ms,"
        f" {asked.hits:.0f} hits, {cut_off} cut off, {queries[0]['q']}"
    )
    return asked


def _cpu_s(server: Postroom) -> float:
    """What server and database have spent."""
    return cpu_exact_s([pid for pids in server.pids().values() for pid in pids])


def _classes(made: Made) -> dict[str, Callable[[random.Random], dict[str, Any]]]:
    words, bodies, count = vocabulary(), texts(0), made.messages
    latin = [text for place, text in enumerate(bodies) if place % 12]
    han = [text for place, text in enumerate(bodies) if place % 12 == 0 and len(text) > 30]

    def whole(chance: random.Random, first: int, last: int) -> str:
        return f'"{words[chance.randrange(first, last)]}"'

    def row(chance: random.Random, some: Sequence[str], length: int, joint: str) -> str:
        parts = chance.choice(some).split() if joint else list(chance.choice(some))
        at = chance.randrange(max(1, len(parts) - length))
        return f'"{joint.join(parts[at : at + length])}"'

    def deep(chance: random.Random) -> str:
        return make_cursor(START + timedelta(seconds=EVERY_S * chance.randrange(count // 10, count)), UUID(int=0))

    return {
        "word in a third of all": lambda chance: {"q": whole(chance, 0, 5)},
        "word in 1 %": lambda chance: {"q": whole(chance, 250, 350)},
        "word in 0.1 %": lambda chance: {"q": whole(chance, 2_500, 3_500)},
        "rare word": lambda chance: {"q": whole(chance, 50_000, 100_000)},
        "number, or none": lambda chance: {"q": f'"{chance.randrange(10**7)}"'},
        "no match": lambda chance: {"q": f"xyzzy{chance.randrange(10**6)}"},
        "two common words": lambda chance: {"q": f"{whole(chance, 0, 5)} {whole(chance, 5, 20)}"},
        "two words of 0.3 %": lambda chance: {"q": f"{whole(chance, 900, 1_100)} {whole(chance, 900, 1_100)}"},
        "common and rare": lambda chance: {"q": f"{whole(chance, 0, 5)} {whole(chance, 20_000, 30_000)}"},
        "common without another": lambda chance: {"q": f"{whole(chance, 0, 5)} -{whole(chance, 5, 10)}"},
        "one or another": lambda chance: {"q": f"{whole(chance, 900, 1_100)} OR {whole(chance, 20_000, 30_000)}"},
        "last word may go on": lambda chance: {"q": f"{whole(chance, 20, 100)} {words[chance.randrange(300, 3_000)]}"},
        "common, may go on": lambda chance: {"q": words[chance.randrange(5)]},
        "rare and common, may go on": lambda chance: {"q": f"{whole(chance, 20_000, 30_000)} {words[chance.randrange(5)]}"},
        "three letters*": lambda chance: {"q": f"{words[chance.randrange(300)][:3]}*"},
        "four letters*": lambda chance: {"q": f"{words[chance.randrange(3_000)][:4]}*"},
        "phrase that is there": lambda chance: {"q": row(chance, latin, 3, " ")},
        "phrase that is not": lambda chance: {"q": f'"{words[chance.randrange(200, 400)]} {words[chance.randrange(400, 600)]}"'},
        "phrase of two common": lambda chance: {"q": f'"{words[chance.randrange(3)]} {words[chance.randrange(3, 8)]}"'},
        "Chinese, two characters": lambda chance: {"q": row(chance, han, 2, "")},
        "Chinese, five characters": lambda chance: {"q": row(chance, han, 5, "")},
        "from: frequent domain": lambda chance: {"q": f"from:{domains()[chance.randrange(10)]}"},
        "from: rare domain": lambda chance: {"q": f"from:{domains()[chance.randrange(10_000, 20_000)]}"},
        "from: part, no match": lambda chance: {"q": f"from:{words[chance.randrange(300)]}xq"},
        "subject: part": lambda chance: {"q": f"subject:{chance.randrange(10**4)}"},
        "subject: two letters": lambda chance: {"q": f"subject:{chance.choice('abdefgiklmnop')}{chance.choice('aeio')}"},
        "filters only": lambda _chance: {"q": "has:code is:unread"},
        "label of 0.1 %": lambda _chance: {"q": "label:paid"},
        "label of 0.1 % and a word": lambda chance: {"q": f"label:paid {whole(chance, 20, 100)}"},
        "word in 1 % and from:": lambda chance: {"q": f"{whole(chance, 250, 350)} from:{domains()[chance.randrange(10)]}"},
        "in one inbox, word in 1 %": lambda chance: {"q": whole(chance, 250, 350), "inbox_id": made.inbox_id},
        "page far back, common": lambda chance: {"q": whole(chance, 0, 5), "cursor": deep(chance)},
        "page far back, rare": lambda chance: {"q": whole(chance, 20_000, 30_000), "cursor": deep(chance)},
        "by relevance, word in 1 %": lambda chance: {"q": whole(chance, 250, 350), "order": "relevance"},
        "by relevance, common": lambda chance: {"q": whole(chance, 0, 5), "order": "relevance"},
        "100 hits, word in 1 %": lambda chance: {"q": whole(chance, 250, 350), "limit": 100},
    }


def _say(words: str) -> None:
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())

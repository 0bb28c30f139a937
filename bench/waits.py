"""Memory of parked waits: resident memory of the serving process before and after, and that every one of them is alive."""

import asyncio
import resource

import msgspec
import uvloop

from bench.http import Caller
from bench.latency import Sender
from bench.mails import wire_mail
from bench.processes import cpu_s, rss_kib, wait_until_quiet
from bench.servers import Postroom

_AT_ONCE = 100
_IDLE_S = 2.0


class Parked(msgspec.Struct, frozen=True):
    """`woken` of the waits on one inbox answered after one mail, `left` were still parked; CPU is that of all of them together."""

    waits: int
    kib_each: float
    total_mib: float
    idle_cpu_percent: float
    woken: int
    left: int
    wake_all_ms: float


def measure_waits(server: Postroom, counts: tuple[int, ...]) -> list[Parked]:
    """For each count: park, weigh, wake those of one inbox, hang up."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    possible = [count for count in counts if count + 200 < hard]
    uvloop.run(_park(server, server.inboxes[0]["id"], 50, weigh=False))  # what the first waits cost once
    return [uvloop.run(_park(server, server.open_inbox()["id"], count)) for count in possible]


async def _park(server: Postroom, woken_inbox: str, count: int, *, weigh: bool = True) -> Parked:
    await asyncio.to_thread(server.settle)
    before = rss_kib(server.pid)
    inboxes = [woken_inbox, *(one["id"] for one in server.inboxes)]
    callers: list[Caller] = []
    for start in range(0, count, _AT_ONCE):
        opened = await asyncio.gather(*(Caller.open(server.http_port) for _ in range(start, min(count, start + _AT_ONCE))))
        for place, caller in enumerate(opened, start=start):
            caller.ask(f"/v1/inboxes/{inboxes[place % len(inboxes)]}/wait?timeout=120&since=0")
        callers += opened
    await asyncio.to_thread(wait_until_quiet, lambda: [server.pid], step_s=0.3)
    after, idle = rss_kib(server.pid), await _idle_share(server) if weigh else 0.0
    woken, took_ms = await _wake(server, woken_inbox, callers[:: len(inboxes)])
    left = sum(caller.is_silent for place, caller in enumerate(callers) if place % len(inboxes))
    for caller in callers:
        caller.close()
    await asyncio.sleep(0.2)
    return Parked(count, (after - before) / count, after / 1024, idle, woken, left, took_ms)


async def _idle_share(server: Postroom) -> float:
    before = cpu_s([server.pid])
    await asyncio.sleep(_IDLE_S)
    return 100 * (cpu_s([server.pid]) - before) / _IDLE_S


async def _wake(server: Postroom, inbox_id: str, callers: list[Caller]) -> tuple[int, float]:
    """One mail to the inbox; how many waits answered, and how long the last of them took."""
    address = (await asyncio.to_thread(server.api.get, f"/v1/inboxes/{inbox_id}")).json()["address"]
    sender = await Sender.open(server.smtp_port)
    await sender.announce(address)
    began = asyncio.get_running_loop().time()
    sender.send(wire_mail("2kB", 48_291_377))
    answers = await asyncio.wait_for(asyncio.gather(*(caller.answer() for caller in callers)), 60)
    took_ms = 1000 * (asyncio.get_running_loop().time() - began)
    sender.close()
    return sum(b"48291377" in answer for answer in answers), took_ms

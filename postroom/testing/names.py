"""A name server for tests, on a real port, by UDP and TCP: it answers from a zone, late, badly or not at all, as a test wants."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from dnslib import AAAA, CNAME, MX, PTR, QTYPE, RCODE, RR, SOA, TXT, A, DNSRecord

from postroom.kernel.ports.dns import DnsAnswer

_PIECE = 255
TIMEOUT = None


@dataclass(slots=True)
class LocalNames:
    """`zone`: `{"example.com": {"TXT": ["v=spf1 -all"], "MX": ["10 mx.example.com"]}}`; a name that is not there is NXDOMAIN.

    `delays`: seconds by name. `broken`: names answered SERVFAIL. `silent`: names never answered, `*` for all.
    `asked` counts the questions by (name, kind).
    """

    zone: dict[str, dict[str, Sequence[str]]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    truncated: set[str] = field(default_factory=set)
    ttl_s: int = 300
    negative_ttl_s: int = 60
    asked: dict[tuple[str, str], int] = field(default_factory=dict)
    port: int = 0

    @property
    def settings(self) -> dict[str, str]:
        """For `run_postroom`."""
        return {"DNS_NAMESERVERS": "127.0.0.1", "DNS_PORT": str(self.port)}

    async def reply(self, packet: bytes, send: Callable[[bytes], None], *, is_udp: bool) -> None:
        """Answer one question, if it is to be answered."""
        query = DNSRecord.parse(packet)
        name, kind = str(query.q.qname).removesuffix(".").lower(), QTYPE[query.q.qtype]
        self.asked[name, kind] = self.asked.get((name, kind), 0) + 1
        if name in self.silent or "*" in self.silent:
            return
        if name in self.delays:
            await asyncio.sleep(self.delays[name])
        answer = query.reply()
        if name in self.broken:
            answer.header.rcode = RCODE.SERVFAIL
        elif is_udp and name in self.truncated:
            answer.header.tc = 1
        else:
            self._fill(answer, name, kind)
        send(answer.pack())

    def _fill(self, answer: Any, name: str, kind: str) -> None:
        seen = 0
        while (target := self.zone.get(name, {}).get("CNAME")) and kind != "CNAME" and seen < 20:
            answer.add_answer(RR(name, QTYPE.CNAME, ttl=self.ttl_s, rdata=CNAME(target[0])))
            name, seen = target[0], seen + 1
        records = self.zone.get(name)
        for record in (records or {}).get(kind, ()):
            answer.add_answer(RR(name, getattr(QTYPE, kind), ttl=self.ttl_s, rdata=_rdata(kind, record)))
        if records is None or kind not in records:
            times = (1, 60, 60, 60, self.negative_ttl_s)
            answer.add_auth(RR(name.rpartition(".")[2], QTYPE.SOA, ttl=self.negative_ttl_s, rdata=SOA("ns.test", "root.test", times)))
        if records is None:
            answer.header.rcode = RCODE.NXDOMAIN


def _rdata(kind: str, text: str) -> Any:
    if kind == "TXT":
        raw = text.encode()
        return TXT([raw[start : start + _PIECE] for start in range(0, max(1, len(raw)), _PIECE)])
    if kind == "MX":
        preference, _, host = text.partition(" ")
        return MX(host, int(preference))
    return {"A": A, "AAAA": AAAA, "PTR": PTR}[kind](text)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, names: LocalNames) -> None:
        self._names = names
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        task = asyncio.create_task(self._names.reply(data, lambda answer: self._transport.sendto(answer, address), is_udp=True))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._transport.close()


def ask_zone(zone: Mapping[str, Mapping[str, Sequence[str] | None]]) -> Callable[[str, str], Awaitable[DnsAnswer]]:
    """The same as a port without a network, for pure code: a kind with TIMEOUT is answered by nobody."""
    known = {name.lower(): records for name, records in zone.items()}

    async def ask(name: str, kind: str) -> DnsAnswer:
        records = known.get(name.lower().removesuffix("."), {}).get(kind, ())
        if records is TIMEOUT:
            return DnsAnswer("timeout")
        hosts = sorted(records, key=lambda one: int(one.split()[0])) if kind == "MX" else records
        return DnsAnswer("found", tuple(one.split()[1] if kind == "MX" else one for one in hosts)) if hosts else DnsAnswer("not_found")

    return ask


@asynccontextmanager
async def serve_names(zone: Mapping[str, Mapping[str, Sequence[str]]]) -> AsyncIterator[LocalNames]:
    """A name server with this zone on a free port of 127.0.0.1."""
    names = LocalNames({name.lower(): dict(records) for name, records in zone.items()})

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            size = int.from_bytes(await reader.readexactly(2), "big")
            packet = await reader.readexactly(size)
            await names.reply(packet, lambda answer: writer.write(len(answer).to_bytes(2, "big") + answer), is_udp=False)
        except asyncio.IncompleteReadError:
            pass
        writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    names.port = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    _, datagrams = await loop.create_datagram_endpoint(lambda: _Datagrams(names), local_addr=("127.0.0.1", names.port))
    try:
        yield names
    finally:
        await datagrams.stop()
        server.close()
        await server.wait_closed()

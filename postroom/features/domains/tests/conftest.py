"""A real DNS server on loopback, and a house that asks it."""

import asyncio
from collections.abc import AsyncIterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
import pytest_asyncio

from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, open_account, run_postroom


class Zone(asyncio.DatagramProtocol):
    """Answers TXT questions from `records`; names in `failing` get SERVFAIL, those in `silent` nothing at all."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}
        self.failing: set[str] = set()
        self.silent: set[str] = set()
        self.asked: list[str] = []
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        question = dns.message.from_wire(data)
        name = question.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked.append(name)
        if name in self.silent or self._transport is None:
            return
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA | dns.flags.RA
        if name in self.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.records:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            answer.answer.append(dns.rrset.from_text_list(question.question[0].name, 60, "IN", "TXT", self.records[name]))
        self._transport.sendto(answer.to_wire(), addr)


@pytest_asyncio.fixture(scope="module")
async def zone() -> AsyncIterator[tuple[Zone, int]]:
    """The zone and the port of its server."""
    transport, zone = await asyncio.get_running_loop().create_datagram_endpoint(Zone, ("127.0.0.1", 0))
    yield zone, transport.get_extra_info("sockname")[1]
    transport.close()


@pytest_asyncio.fixture(scope="module")
async def dns_house(
    zone: tuple[Zone, int], database_server: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A house whose name server is ours."""
    dsn = await database_server.create("postroom_template")
    settings = {"DNS_NAMESERVERS": "127.0.0.1", "DNS_PORT": str(zone[1]), "DNS_TIMEOUT_S": "1"}
    async with run_postroom(dsn, tmp_path_factory.mktemp("dns"), **settings) as house:
        yield house


@pytest_asyncio.fixture
async def owner(dns_house: Running) -> AsyncIterator[Account]:
    """Who owns a domain."""
    async with open_account(dns_house, "owner") as account:
        yield account


@pytest_asyncio.fixture
async def rival(dns_house: Running) -> AsyncIterator[Account]:
    """Who wants it too."""
    async with open_account(dns_house, "rival") as account:
        yield account

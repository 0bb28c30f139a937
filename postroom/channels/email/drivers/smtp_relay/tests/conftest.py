"""A real SMTP relay on loopback with STARTTLS and a password, and a house that sends through it."""

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import trustme
from aiosmtpd.smtp import SMTP, AuthResult

from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, open_account, run_postroom


@dataclass
class Taken:
    """One mail that the relay was given, whatever it said to it."""

    mail_from: str
    recipients: list[str]
    content: bytes
    is_encrypted: bool
    user: str


@dataclass
class Relay:
    """Behaves as the recipients' names say: `busy-2-…` is busy twice, `no-…` unknown, `cut-…` breaks the line, `bad-…` is refused."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    connections: int = 0

    def of(self, recipient: str) -> list[Taken]:
        """What came for a recipient."""
        return [one for one in self.taken if recipient in one.recipients]

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self.asked[address] += 1
        if address.startswith("no-"):
            return "550 5.1.1 nobody here"
        if address.startswith("later-") and self.asked[address] == 1:
            return "450 4.2.1 come again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.taken.append(
            Taken(envelope.mail_from, list(envelope.rcpt_tos), envelope.content, session.ssl is not None, str(session.auth_data))
        )
        first = envelope.rcpt_tos[0]
        if first.startswith("cut-"):
            server.transport.abort()
        if first.startswith("busy-") and self.asked[first] <= int(first.split("-")[1]):
            return "451 4.3.0 busy"
        return "554 5.7.1 bad words" if first.startswith("bad-") else "250 2.0.0 taken as 1"


def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    """One user, one password."""
    right = (data.login, data.password) == (b"house", b"secret")
    return AuthResult(success=right, auth_data=data.login.decode())


def serve(relay: Relay, context: ssl.SSLContext) -> Any:
    def protocol() -> SMTP:
        relay.connections += 1
        return SMTP(
            relay,
            hostname="relay.test",
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=authenticate,
            timeout=20,
            loop=asyncio.get_running_loop(),
        )

    return asyncio.get_running_loop().create_server(protocol, "127.0.0.1", relay.port)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def relay_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest_asyncio.fixture(scope="module")
async def relay(relay_context: ssl.SSLContext) -> AsyncIterator[Relay]:
    one = Relay()
    server = await serve(one, relay_context)
    one.port = server.sockets[0].getsockname()[1]
    yield one
    server.close()


@pytest_asyncio.fixture(scope="module")
async def relay_settings(relay: Relay, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a house needs to send through the relay, with short pauses."""
    ca_file: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    return {
        "RELAY_HOST": "127.0.0.1",
        "RELAY_PORT": str(relay.port),
        "RELAY_USERNAME": "house",
        "RELAY_PASSWORD": "secret",
        "RELAY_CA_FILE": str(ca_file),
        "RELAY_TIMEOUT_S": "5",
        "EMAIL_RETRY_FIRST_S": "0.05",
        "EMAIL_MAX_TRIES": "4",
    }


@pytest_asyncio.fixture(scope="module")
async def relay_house(
    relay_settings: dict[str, str], database_server: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path_factory.mktemp("relay"), **relay_settings) as house:
        yield house


@pytest_asyncio.fixture
async def sender(relay_house: Running) -> AsyncIterator[Account]:
    async with open_account(relay_house, "sender") as account:
        yield account

"""A running Postroom for tests: the whole house in this process, and accounts that are strangers to each other."""

import smtplib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2

from postroom.main.commands import all_sections
from postroom.main.serve import Running, start
from postroom.main.settings import read_all
from postroom.testing.names import serve_names

OPERATOR_KEY = "pr_live_operator_for_tests"
DOMAIN = "mail.test"


@dataclass(slots=True)
class Account:
    """An organisation of its own with an admin key."""

    api: httpx2.AsyncClient
    key: str
    organisation_id: str
    smtp_port: int

    async def open_inbox(self, **values: Any) -> dict[str, Any]:
        """A fresh inbox."""
        answer = await self.api.post("/v1/inboxes", json=values)
        assert answer.status_code == 201, answer.text
        inbox: dict[str, Any] = answer.json()
        return inbox

    async def make_key(self, **values: Any) -> str:
        """The secret of a narrower key."""
        answer = await self.api.post("/v1/keys", json=values)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["api_key"])

    def with_key(self, key: str) -> httpx2.AsyncClient:
        """A client with another key; close it."""
        return httpx2.AsyncClient(base_url=self.api.base_url, headers={"X-API-Key": key}, timeout=150, trust_env=False)


@asynccontextmanager
async def run_postroom(database_url: str, data_dir: Path, **settings: str) -> AsyncIterator[Running]:
    """The whole house on free ports; `settings` by variable name without the prefix (`SMTP_MAX_SESSIONS="5"`)."""
    given = {
        "POSTROOM_DATA_DIR": str(data_dir),
        "POSTROOM_DATABASE_URL": database_url,
        "POSTROOM_HTTP": "127.0.0.1:0",
        "POSTROOM_SMTP": "127.0.0.1:0",
        "POSTROOM_DOMAIN": DOMAIN,
        "POSTROOM_BOOTSTRAP_KEY": OPERATOR_KEY,
        "POSTROOM_AUTHENTICATION_LIMIT_S": "10",  # on a busy machine no name server is quick
        **{f"POSTROOM_{name}": value for name, value in settings.items()},
    }
    async with _no_names(given):
        running = await start(read_all(all_sections(), None, given))
        try:
            yield running
        finally:
            await running.stop()


@asynccontextmanager
async def _no_names(given: dict[str, str]) -> AsyncIterator[None]:
    """A name server that knows no name, where a test brings none: whatever machine this is, nothing is asked of the world."""
    if "POSTROOM_DNS_NAMESERVERS" in given:
        yield
        return
    async with serve_names({}) as names:
        given.update({f"POSTROOM_{name}": value for name, value in names.settings.items()})
        yield


@asynccontextmanager
async def open_account(running: Running, name: str = "test") -> AsyncIterator[Account]:
    """A new organisation with its admin key and a client."""
    base = f"http://127.0.0.1:{running.wired.listening.http_port}"
    async with httpx2.AsyncClient(base_url=base, headers={"X-API-Key": OPERATOR_KEY}, timeout=30, trust_env=False) as operator:
        made = (await operator.post("/v1/organisations", json={"name": name})).json()
    async with httpx2.AsyncClient(base_url=base, headers={"X-API-Key": made["api_key"]}, timeout=150, trust_env=False) as api:
        yield Account(api, made["api_key"], made["organisation"]["id"], running.wired.listening.smtp_port)


def make_mail(
    to: str, *, subject: str = "Hello", text: str = "Hello there.", sender: str = "jo@sender.example", **headers: str
) -> EmailMessage:
    """A plain mail; headers by name with underscores for dashes."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    for header, value in headers.items():
        mail[header.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def send_smtp(port: int, mail: EmailMessage | bytes, *, to: str | list[str], sender: str = "jo@sender.example") -> None:
    """Send over real SMTP (blocking: call it in a thread)."""
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        client.sendmail(sender, to, mail if isinstance(mail, bytes) else mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")))


def to_rfc3339(instant: datetime) -> str:
    """`2026-11-21T08:15:30.123456Z`, as the native wire writes it."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")

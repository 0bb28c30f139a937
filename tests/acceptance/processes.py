"""`postroom serve` as a process of its own: start it, ask it, kill it."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

import httpx2

from postroom.main.engine import embedded
from postroom.testing.database import data_directory
from postroom.testing.running import DOMAIN, OPERATOR_KEY, Account

COMMAND = Path(sys.executable).with_name("postroom")
_STOP_S = 30


class ServerProcess:
    """One data directory, served again and again. The ports are new at every start: read them anew."""

    def __init__(self, data_dir: Path, *, role: str = "all", **settings: str) -> None:
        self.data_dir = data_dir
        self.http_port = 0
        self.smtp_port = 0
        self.started_in_s = 0.0
        self._settings = {"ROLE": role, **settings}
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._process: subprocess.Popen[str] | None = None

    @property
    def base_url(self) -> str:
        """Of the API."""
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def log(self) -> str:
        """What the process wrote so far, its last 8 kB."""
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - 8192))
        return self._log.read().decode("utf-8", "replace")

    def faults(self) -> str:
        """From the first traceback on, 4 kB of what the process wrote; empty where it wrote none."""
        self._log.seek(0)
        written = self._log.read().decode("utf-8", "replace")
        at = written.find("Traceback")
        return written[max(0, at - 500) : at + 4096] if at >= 0 else ""

    @property
    def pid(self) -> int:
        """The process id; a process that runs is a precondition."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns when it serves (blocking)."""
        began = time.monotonic()
        self._process = subprocess.Popen(
            [COMMAND, "serve"], env=self._environment(), stdout=subprocess.PIPE, stderr=self._log, text=True, start_new_session=True
        )
        self._read_announcement(self._process)
        self.started_in_s = time.monotonic() - began

    def kill(self) -> None:
        """kill -9, and gone."""
        self._signal(signal.SIGKILL)
        self.wait()

    def terminate(self) -> None:
        """SIGTERM; see `wait`."""
        self._signal(signal.SIGTERM)

    def wait(self) -> int:
        """The exit status, negative for a signal."""
        assert self._process is not None and self._process.stdout is not None
        status = self._process.wait(_STOP_S)
        self._process.stdout.close()
        return status

    def postmaster_pid(self) -> int:
        """Of the embedded database; 0 when none runs."""
        server = embedded.attach(self.data_dir)
        return server.pid if server is not None else 0

    def database_dsn(self) -> str:
        """Of the embedded database, as the application connects."""
        server = embedded.attach(self.data_dir)
        assert server is not None, "no database runs"
        return server.dsn

    def close(self) -> None:
        """Whatever still runs ends."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self._log.close()

    def _environment(self) -> dict[str, str]:
        given = {
            "DATA_DIR": str(self.data_dir),
            "HTTP": "127.0.0.1:0",
            "SMTP": "127.0.0.1:0",
            "DOMAIN": DOMAIN,
            "BOOTSTRAP_KEY": OPERATOR_KEY,
            **self._settings,
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
        return kept | {f"POSTROOM_{name}": value for name, value in given.items()}

    def _read_announcement(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self.http_port = self.smtp_port = 0
        for line in process.stdout:
            words = line.split()
            if words[:1] == ["API"]:
                self.http_port = int(words[1].rpartition(":")[2])
            elif words[:1] == ["SMTP"]:
                self.smtp_port = int(words[1].rpartition(":")[2])
            elif words[:1] == ["data"]:
                return
        raise AssertionError(f"postroom serve did not start (status {process.wait(_STOP_S)}):\n{self.log}")

    def _signal(self, number: int) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, number)


@contextlib.contextmanager
def serving(**settings: str) -> Iterator[ServerProcess]:
    """A fresh data directory, not started yet; everything ends with the block."""
    with data_directory() as data_dir:
        server = ServerProcess(data_dir, **settings)
        try:
            yield server
        finally:
            server.close()


@asynccontextmanager
async def account_at(server: ServerProcess, name: str = "acceptance") -> AsyncIterator[Account]:
    """A new organisation of a server process, with its admin key."""
    async with client_at(server, OPERATOR_KEY) as operator:
        answer = await operator.post("/v1/organisations", json={"name": name})
        assert answer.status_code == 201, answer.text
        made = answer.json()
    async with client_at(server, made["api_key"]) as api:
        yield Account(api, made["api_key"], made["organisation"]["id"], server.smtp_port)


def client_at(server: ServerProcess, key: str) -> httpx2.AsyncClient:
    """A client of the API; close it."""
    return httpx2.AsyncClient(base_url=server.base_url, headers={"X-API-Key": key}, timeout=150, trust_env=False)


@asynccontextmanager
async def serving_roles(database_url: str, folder: Path, *roles: str, **settings: str) -> AsyncIterator[list[ServerProcess]]:
    """Started processes on one database of its own, each with its data directory."""
    servers = [
        ServerProcess(folder / f"{number}-{role}", role=role, DATABASE_URL=database_url, **settings) for number, role in enumerate(roles)
    ]
    try:
        for server in servers:
            await asyncio.to_thread(server.start)
        yield servers
    finally:
        for server in servers:
            server.close()

"""The real thing: `postroom serve` as a process of its own, fresh data directory, embedded durable PostgreSQL, default settings."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2

from bench.processes import end, family, free_port, wait_until, wait_until_quiet
from postroom import __version__

KEY = "pr_live_operator_of_the_bench"
_INBOXES = 20
SERVE = (str(Path(sys.executable).with_name("postroom")), "serve")


class Postroom:
    """A running Postroom with some inboxes, made over the API. `command` starts it; the addresses are appended as options."""

    def __init__(self, data_dir: Path, command: Sequence[str] = SERVE, **environment: str) -> None:
        self.name = f"Postroom {__version__}"
        self.smtp_port, self.http_port = free_port(), free_port()
        own = {"POSTROOM_BOOTSTRAP_KEY": KEY, "POSTROOM_DOMAIN": "bench.example", "POSTROOM_LOG_LEVEL": "warning", **environment}
        addresses = ["--http", f"127.0.0.1:{self.http_port}", "--smtp", f"127.0.0.1:{self.smtp_port}"]
        self._process = subprocess.Popen(
            [*command, "--data-dir", str(data_dir), *addresses], env={**os.environ, **own}, stdout=subprocess.DEVNULL
        )
        self.api = httpx2.Client(base_url=f"http://127.0.0.1:{self.http_port}", headers={"X-API-Key": KEY}, timeout=60, trust_env=False)
        wait_until(self._is_ready, "Postroom")
        self.inboxes = [self.open_inbox() for _ in range(_INBOXES)]
        self.recipients = [inbox["address"] for inbox in self.inboxes]

    @property
    def pid(self) -> int:
        """The process that serves."""
        return self._process.pid

    def open_inbox(self) -> dict[str, Any]:
        """A fresh inbox."""
        inbox: dict[str, Any] = self.api.post("/v1/inboxes", json={}).raise_for_status().json()
        return inbox

    def pids(self) -> dict[str, list[int]]:
        members = family(self.pid)
        database = [pid for pid, name in members.items() if name == "postgres"]
        return {"Python": [pid for pid in members if pid not in database], "PostgreSQL": database}

    def settle(self) -> None:
        """Until followers (full-text search) have done what is theirs after the 250."""
        wait_until_quiet(lambda: [pid for pids in self.pids().values() for pid in pids])

    def stored(self) -> int:
        """As the API counts."""
        return sum(self.api.get(f"/v1/inboxes/{one['id']}").raise_for_status().json()["message_count"] for one in self.inboxes)

    def clear(self) -> None:
        """The mails stay: a post room is not emptied between two loads."""

    def stop(self) -> None:
        self.api.close()
        end(self._process)

    def _is_ready(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"postroom serve ended with status {self._process.returncode}")
        with contextlib.suppress(httpx2.HTTPError):
            return bool(self.api.get("/ready").status_code == 200)
        return False

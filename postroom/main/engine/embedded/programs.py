"""Running PostgreSQL's own programs: a clean environment, a neutral folder, a time limit."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from postroom.main.engine.embedded.account import Account

ENVIRONMENT: Mapping[str, str] = {"PATH": os.defpath, "TZ": "UTC"}
LIMIT_S = 300


def run_program(
    command: Sequence[str | Path],
    account: Account | None = None,
    *,
    told: str = "",
    environment: Mapping[str, str] = ENVIRONMENT,
) -> "subprocess.CompletedProcess[str]":
    """Run to the end with `told` as input, under `account` (default: our own). Never raises for its exit status."""
    return subprocess.run(  # noqa: S603  (fixed programs; no shell, no words from outside)
        command,
        input=told,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        cwd="/",
        env=environment,
        timeout=LIMIT_S,
        **(account.switch() if account else {}),
    )


def last_words(done: "subprocess.CompletedProcess[str]") -> str:
    """The end of what it complained about, in one line."""
    return " ".join(done.stderr[-1500:].split())

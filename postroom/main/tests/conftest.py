"""The `postroom` command as a process of its own."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


Command = Callable[..., Awaitable[Ended]]


@pytest.fixture
def command(tmp_path: Any) -> Command:
    """`await command("import", file, stdin=b"", POSTROOM_URL=…)`, in a folder of its own and without our environment's settings."""

    async def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Ended:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from postroom.main.cli import main; main()",
            *arguments,
            cwd=tmp_path,
            env={**clean, "COLUMNS": "200", **environment},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(stdin), 60)
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), err.decode())

    return run

"""The program that `bench.servers.aiosmtpd` starts: aiosmtpd on uvloop, every mail in a file of its own.

`python -m bench.servers.aiosmtpd_program PORT FOLDER`; a file is fsync'ed and renamed into place before the 250.
"""

import asyncio
import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

import uvloop
from aiosmtpd.smtp import SMTP


class Storing:
    """aiosmtpd's handler. The file is written in the loop: on this disk a thread costs more than the fsync takes."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._numbers = count()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's word
        name = f"{next(self._numbers):08d}"
        part, whole = f"{self._folder}/tmp/{name}", f"{self._folder}/new/{name}"
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, envelope.original_content)
            os.fsync(file)
        finally:
            os.close(file)
        os.rename(part, whole)
        return "250 2.0.0 Stored"


async def serve(port: int, folder: Path) -> None:
    """Listen until SIGTERM."""
    loop, stop, handler = asyncio.get_running_loop(), asyncio.Event(), Storing(folder)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="bench.example", ident="bench", loop=loop), "127.0.0.1", port, backlog=1024
    )
    await stop.wait()
    server.close()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), Path(sys.argv[2])))

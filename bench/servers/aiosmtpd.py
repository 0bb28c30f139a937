"""aiosmtpd storing the same bytes: the library on uvloop with a handler that writes files (`aiosmtpd_program.py`)."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from bench.processes import answers, end, family, free_port, wait_until


class Aiosmtpd:
    """The server as the bench sees it."""

    def __init__(self, folder: Path) -> None:
        self.name = f"aiosmtpd {version('aiosmtpd')}, files"
        self.smtp_port = free_port()
        self.recipients = ["one@bench.example"]
        self._folder = folder
        self.clear()
        self._process = subprocess.Popen([sys.executable, "-m", "bench.servers.aiosmtpd_program", str(self.smtp_port), str(folder)])
        wait_until(lambda: answers(self.smtp_port), "aiosmtpd")

    def pids(self) -> dict[str, list[int]]:
        return {"server": list(family(self._process.pid))}

    def settle(self) -> None:
        """Nothing is left to do after a 250."""

    def stored(self) -> int:
        return len(os.listdir(self._folder / "new"))

    def clear(self) -> None:
        """Begin with empty folders."""
        shutil.rmtree(self._folder, ignore_errors=True)
        for name in ("tmp", "new"):
            (self._folder / name).mkdir(parents=True)

    def stop(self) -> None:
        end(self._process)

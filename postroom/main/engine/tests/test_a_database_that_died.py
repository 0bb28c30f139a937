"""The embedded database is started again until it runs, and not after a stop."""

import os
import signal
import threading
from pathlib import Path

import pytest

from postroom.main.engine import attach, embedded
from postroom.testing.database import HASTY, data_directory


class Flaky(embedded.EmbeddedServer):
    """A server whose first restart fails before anything is launched, as on a full disk."""

    def __init__(self) -> None:
        self.tries = 0
        self.halted = False

    @property
    def stopped(self) -> bool:
        return self.halted

    def restart(self, *, timeout_s: float = 10) -> None:
        self.tries += 1
        if self.tries == 1:
            raise OSError(28, "No space left on device")
        self.halted = self.tries == 3
        if self.halted:
            raise RuntimeError("only the owner restarts the server, and not after stop")


def test_a_restart_that_fails_is_tried_again_until_it_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attach, "_RESTART_PAUSE_S", 0.0)
    server = Flaky()
    attach._restart(server)
    assert server.tries == 2
    attach._restart(server)
    assert (server.tries, server.halted) == (3, True)


def test_a_watched_server_that_is_killed_comes_back() -> None:
    with data_directory() as data_dir, embedded.start(Path(data_dir), settings=HASTY) as server:
        back = threading.Event()

        def restart() -> None:
            attach._restart(server)
            back.set()

        server.watch(restart)
        killed = server.pid
        os.kill(killed, signal.SIGKILL)
        assert back.wait(30)
        assert server.is_alive() and server.pid != killed

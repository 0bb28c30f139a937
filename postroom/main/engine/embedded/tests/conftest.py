"""Data directories, and real parent processes that own a server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postroom.main.engine.embedded.patience import wait_until
from postroom.main.engine.embedded.processes import find_process
from postroom.testing.database import data_directory

# Starts the server, says its pid, and ends it on SIGTERM and SIGINT, as `postroom serve` does.
PARENT = """
import os, signal, sys, threading
from pathlib import Path
from postroom.main.engine import embedded
done = threading.Event()
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: done.set())
server = embedded.start(Path(sys.argv[1]), settings={"fsync": "off"})
forked = os.fork() if "fork" in sys.argv else 0
if "fork" in sys.argv and not forked:
    signal.pause()
print(server.pid, forked, server.describe()["binaries"], flush=True)
done.wait()
server.stop()
"""
REPOSITORY = Path(__file__).resolve().parents[5]

StartParent = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data directory for one test, reachable by the server's user."""
    with data_directory() as path:
        yield path


@pytest.fixture(scope="module")
def made_data_dir() -> Iterator[Path]:
    """One that already holds a cluster, for tests that leave it whole and stopped."""
    with data_directory() as path:
        yield path


@pytest.fixture
def start_parent() -> Iterator[StartParent]:
    """Runs PARENT on a data directory; what is left of it is killed afterwards."""
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path, *words: str, path: str = "", user: int | None = None) -> "subprocess.Popen[str]":
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [path, *_import_path()]))}
        account = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        python = sys.executable if user is None else _python_for(user)
        command = [python, "-c", PARENT, str(data_dir), *words]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd="/", **account))
        return started[-1]

    yield start
    for parent in started:
        parent.kill()
        parent.communicate()


@pytest.fixture
def as_root() -> None:
    """Skips where the test cannot lend the server another account."""
    if os.geteuid() != 0:
        pytest.skip("only root runs the server under another account")


@pytest.fixture
def is_gone() -> Callable[[int], bool]:
    """Waits for the end of a process that is not our child; False when it stays."""
    return lambda pid: wait_until(lambda: find_process(pid) is None, 20)


def _python_for(user: int) -> str:
    """A Python of this version that `user` can run: ours may lie in a private home."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if shutil.which(python) and _runs(python, user):
            return python
    pytest.skip(f"no {version} that uid {user} can run")


def _runs(python: str, user: int) -> bool:
    probe = [python, "-c", "import postroom.main.engine.embedded"]
    environment = {"PYTHONPATH": os.pathsep.join(_import_path())}
    try:
        done = subprocess.run(probe, user=user, group=user, extra_groups=[], cwd="/", env=environment, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def _import_path() -> list[str]:
    return [str(REPOSITORY), *(entry for entry in sys.path if entry.endswith("site-packages"))]

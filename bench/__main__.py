"""`python -m bench [--quick] [--only intake|latency|waits|cpu|senders] [--write]` (`make bench`): all figures in one run on one machine."""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import report
from bench.intake import measure_intake
from bench.latency import measure_latency
from bench.machine import describe_machine
from bench.mails import SIZES
from bench.senders import measure_senders
from bench.servers import Aiosmtpd, Postfix, Postroom, Server
from bench.stages import measure_stages
from bench.waits import measure_waits
from postroom.testing.database import data_directory

_PARTS = ("intake", "latency", "waits", "cpu", "senders")
_PAGE = Path(__file__).parents[1] / "docs" / "bench.md"


def main() -> int:
    """Measure, print, and with `--write` keep."""
    arguments = _arguments()
    if not Path("/proc/self/stat").exists():
        print("SKIPPED: the bench reads processor time and memory from /proc, which only Linux has.")
        return 0
    with _folder() as folder:
        sections = [report.head(describe_machine(folder))]
        print(sections[0], flush=True)
        for part in [arguments.only] if arguments.only else _PARTS:
            for section in _MEASURES[part](folder, arguments.quick):
                sections.append(section)
                print(f"\n{section}", flush=True)
    if arguments.write:
        _PAGE.write_text("\n\n".join(sections) + "\n", "utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round and short windows: under 90 seconds, rougher")
    parser.add_argument("--only", choices=_PARTS, help="one part only")
    parser.add_argument("--write", action="store_true", help="keep the result in docs/bench.md")
    return parser.parse_args()


def _intake(folder: Path, quick: bool) -> Iterator[str]:
    rounds, window_s, warm_up_s = (1, 0.7, 0.2) if quick else (3, 2.0, 0.5)
    skipped: dict[str, str] = {}
    with data_directory() as data_dir, contextlib.ExitStack() as stack:
        servers: list[Server] = [_started(stack, lambda: Postroom(data_dir))]
        for name, start in (("Postfix", lambda: Postfix(folder / "postfix")), ("aiosmtpd", lambda: Aiosmtpd(folder / "aiosmtpd"))):
            try:
                servers.append(_started(stack, start))
            except (RuntimeError, OSError) as error:
                skipped[name] = str(error)
        found = measure_intake(servers, rounds=rounds, window_s=window_s, warm_up_s=warm_up_s, say=_say)
    yield report.intake_section(found, skipped, rounds, window_s)


def _latency(_folder: Path, quick: bool) -> Iterator[str]:
    _say("latency")
    with data_directory() as data_dir, contextlib.ExitStack() as stack:
        server = _started(stack, lambda: Postroom(data_dir))
        samples = 80 if quick else 500
        alone = measure_latency(server, samples=samples)
        loaded = measure_latency(server, samples=samples, rate=300)
    yield report.latency_section(alone, loaded)


def _waits(_folder: Path, quick: bool) -> Iterator[str]:
    _say("parked waits")
    with data_directory() as data_dir, contextlib.ExitStack() as stack:
        parked = measure_waits(_started(stack, lambda: Postroom(data_dir)), (1000, 3000) if quick else (1000, 10_000))
    yield report.waits_section(parked)


def _cpu(folder: Path, quick: bool) -> Iterator[str]:
    _say("processor time by stage")
    stages = []
    for connections in (10, 100):
        with data_directory() as data_dir:
            stages += measure_stages(data_dir, folder, sizes=SIZES, connections=connections, window_s=1.0 if quick else 5.0)
    yield report.stages_section(stages)


def _senders(_folder: Path, quick: bool) -> Iterator[str]:
    _say("who sent it")
    yield report.senders_section(measure_senders(0.2 if quick else 2.0))


_MEASURES: dict[str, Callable[[Path, bool], Iterator[str]]] = {
    "intake": _intake,
    "latency": _latency,
    "waits": _waits,
    "cpu": _cpu,
    "senders": _senders,
}


def _started(stack: contextlib.ExitStack, start: Callable[[], Any]) -> Any:
    """A server that is stopped when the part is over, whatever happens in it."""
    server = start()
    stack.callback(server.stop)
    return server


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """For queues and files: on the same disk as the database, where Postfix's own user may pass."""
    folder = Path(tempfile.mkdtemp(prefix="postroom-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _say(words: str) -> None:
    """What is under way, on the other channel."""
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())

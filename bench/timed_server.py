"""`postroom serve` with a stopwatch inside: which stage the processor time of its loop goes to.

Run by `bench.stages`. Every task's steps and the synchronous stages within them are charged exclusively: entering a stage stops the
clock of the one around it. SIGUSR1 writes the totals so far, as JSON, to the file that BENCH_STAGES names.
"""

import asyncio
import collections.abc
import functools
import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

REST = "event loop and sockets"
# Where a synchronous stage begins: module, attribute, name of the stage.
STAGES = (
    ("postroom.lib.smtp.session", "Session.data_received", "SMTP session"),
    ("postroom.lib.smtp.session", "Session.connection_made", "SMTP session"),
    ("postroom.lib.smtp.session", "Session.connection_lost", "SMTP session"),
    ("postroom.channels.email.intake", "is_suspicious", "checks before parsing"),
    ("postroom.channels.email.intake", "read_mail", "reading, around the parts"),
    ("postroom.lib.reading.read", "parse", "MIME parse"),
    ("postroom.lib.reading.read", "read_report", "delivery reports"),
    ("postroom.lib.reading.read", "extract", "extraction"),
    ("postroom.lib.reading.read", "render", "HTML"),
    ("postroom.lib.reading.read", "split_rendering", "quoting, HTML"),
    ("postroom.lib.reading.read", "split_text", "quoting, text"),
    ("postroom.channels.email.intake", "prepare", "prepare (ids, storable values)"),
    ("postroom.channels.email.prepare", "compress", "compress (zstd)"),
)
# The same for coroutines that are awaited where they are made.
AWAITED = (("postroom.channels.email.authenticate", "SenderChecks.finish", "who sent it (SPF, DKIM, DMARC, ARC)"),)
# Whose task: the beginning of the coroutine's module path, name of the stage. The first that fits counts.
TASKS = (
    ("postroom/lib/smtp/", "SMTP session"),
    ("postroom/channels/email/drivers/direct/", "SMTP session"),
    ("postroom/channels/email/authenticate", "who sent it (SPF, DKIM, DMARC, ARC)"),
    ("postroom/lib/mailauth/", "who sent it (SPF, DKIM, DMARC, ARC)"),
    ("postroom/main/engine/dns", "who sent it (SPF, DKIM, DMARC, ARC)"),
    ("postroom/channels/email/", "commit (threads, rows, receipts, events)"),
    ("postroom/kernel/followers", "after the 250 (search, jobs, timers)"),
    ("postroom/kernel/worker", "after the 250 (search, jobs, timers)"),
    ("postroom/kernel/timers", "after the 250 (search, jobs, timers)"),
    ("postroom/main/engine/bus", "wake-ups"),
    ("postroom/", "other tasks of ours"),
    ("uvicorn/", "HTTP"),
)
DATABASE = "database calls (asyncpg, our side)"
_METHODS = ("fetch", "fetchrow", "fetchval", "fetchmany", "execute", "executemany", "copy_records_to_table")
_clock = time.thread_time_ns


class Stopwatch:
    """Exclusive processor time by stage, of one thread."""

    def __init__(self) -> None:
        self.spent_ns: Counter[str] = Counter()
        self.entered: Counter[str] = Counter()
        self._stack: list[str] = []
        self._since = 0

    def enter(self, stage: str) -> None:
        """From now on the time is this stage's."""
        now = _clock()
        if self._stack:
            self.spent_ns[self._stack[-1]] += now - self._since
        self._stack.append(stage)
        self._since = now

    def leave(self) -> None:
        """From now on the time is again that of the stage around."""
        now = _clock()
        self.spent_ns[self._stack.pop()] += now - self._since
        self._since = now


class Timed(collections.abc.Coroutine[Any, Any, Any]):
    """A coroutine whose steps are charged to a stage."""

    __slots__ = ("_inner", "_stage", "_watch")

    def __init__(self, watch: Stopwatch, stage: str, inner: Any) -> None:
        self._watch, self._stage, self._inner = watch, stage, inner

    def send(self, value: Any) -> Any:
        self._watch.enter(self._stage)
        try:
            return self._inner.send(value)
        finally:
            self._watch.leave()

    def throw(self, *error: Any) -> Any:
        self._watch.enter(self._stage)
        try:
            return self._inner.throw(*error)
        finally:
            self._watch.leave()

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Any:
        return self

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        return self.send(None)


def install(watch: Stopwatch) -> list[str]:
    """Put the stopwatch around the stages; the places that are no longer there (their time is that of the stage around)."""
    missing = []
    for timed, places in ((_timed_function, STAGES), (_timed_coroutine, AWAITED)):
        for module, path, stage in places:
            *holders, name = path.split(".")
            place: Any = importlib.import_module(module)
            holder: Any = functools.reduce(lambda one, inner: getattr(one, inner, None), holders, place)
            if hasattr(holder, name):
                setattr(holder, name, timed(watch, stage, getattr(holder, name)))
            else:
                missing.append(f"{module}:{path}")
    connection: Any = importlib.import_module("asyncpg").Connection
    for name in _METHODS:
        setattr(connection, name, _timed_coroutine(watch, DATABASE, getattr(connection, name)))
    gc.callbacks.append(lambda phase, _info: watch.enter("garbage collection") if phase == "start" else watch.leave())
    return missing


def task_factory(watch: Stopwatch) -> Callable[..., "asyncio.Task[Any]"]:
    """Tasks whose steps are charged to the folder they come from."""

    def make(loop: asyncio.AbstractEventLoop, coroutine: Any, **keywords: Any) -> "asyncio.Task[Any]":
        return asyncio.Task(Timed(watch, stage_of(coroutine), coroutine), loop=loop, **keywords)

    return make


def stage_of(coroutine: Any) -> str:
    """By the file of its code."""
    code = getattr(coroutine, "cr_code", None) or getattr(coroutine, "gi_code", None)
    path = code.co_filename if code else ""
    return next((stage for part, stage in TASKS if part in path), "other tasks")


def _timed_function(watch: Stopwatch, stage: str, function: Any) -> Any:
    @functools.wraps(function)
    def timed(*values: Any, **keywords: Any) -> Any:
        watch.entered[stage] += 1
        watch.enter(stage)
        try:
            return function(*values, **keywords)
        finally:
            watch.leave()

    return timed


def _timed_coroutine(watch: Stopwatch, stage: str, function: Any) -> Any:
    @functools.wraps(function)
    async def timed(*values: Any, **keywords: Any) -> Any:
        watch.entered[stage] += 1
        return await Timed(watch, stage, function(*values, **keywords))

    return timed


def _write(watch: Stopwatch, path: Path) -> None:
    thread, process = resource.getrusage(resource.RUSAGE_THREAD), resource.getrusage(resource.RUSAGE_SELF)
    loop_us = int(1e6 * (thread.ru_utime + thread.ru_stime))
    stages_us = {stage: spent // 1000 for stage, spent in watch.spent_ns.items()}
    totals = {
        **stages_us,
        REST: loop_us - sum(stages_us.values()),
        "other threads": int(1e6 * (process.ru_utime + process.ru_stime)) - loop_us,
    }
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"us": totals, "entered": watch.entered}))
    part.rename(path)


async def _serve(watch: Stopwatch, settings: Any) -> None:
    from postroom.main.serve import serve

    loop = asyncio.get_running_loop()
    loop.set_task_factory(task_factory(watch))
    loop.add_signal_handler(signal.SIGUSR1, _write, watch, Path(os.environ["BENCH_STAGES"]))
    await serve(settings, lambda _running: None)


def main() -> None:
    """Options as those of `postroom serve`: --data-dir, --http, --smtp."""
    import uvloop

    from postroom.main.commands import all_sections
    from postroom.main.settings import read_all

    watch = Stopwatch()
    install(watch)
    options = zip(sys.argv[1::2], sys.argv[2::2], strict=True)
    given = {"POSTROOM_" + name.removeprefix("--").replace("-", "_").upper(): value for name, value in options}
    uvloop.run(_serve(watch, read_all(all_sections(), None, given)))


if __name__ == "__main__":
    main()

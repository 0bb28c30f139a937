import asyncio
import fcntl
import os
import select
import subprocess
import sys
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from postroom.lib.confine import Confined, Crashed, Failed, OutOfMemory, TimedOut, TooBusy
from postroom.lib.confine.tests.confined_samples import Sample

_HERE = "postroom.lib.confine.tests.confined_samples:"
_PATIENT_S = 30.0


@pytest.fixture
def children():
    """Asks for the process ids of our new children, zombies included."""
    if not Path("/proc/self/task").exists():
        pytest.skip("children are counted in /proc, which is absent")
    before = _children()
    return lambda: _children() - before


@asynccontextmanager
async def _pool(**options):
    before = _children()
    pool = Confined(**{"timeout_s": _PATIENT_S, **options})
    try:
        yield pool
    finally:
        await pool.close()
        assert _children() <= before


def _children():
    found = set()
    for task in Path("/proc/self/task").glob("*"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end while we look
            found.update((task / "children").read_text().split())
    return found


async def test_values_travel_by_their_declared_types():
    sample = Sample([("a", "é")], b"\x00\xff", datetime(2026, 1, 1, tzinfo=UTC))
    async with _pool() as pool:
        assert await pool.run(f"{_HERE}echo", sample) == sample


async def test_a_function_that_loops_is_killed_and_its_worker_replaced(children):
    async with _pool(workers=1) as pool:
        first = (await pool.run(f"{_HERE}surroundings"))["pid"]
        with pytest.raises(TimedOut):
            await pool.run(f"{_HERE}loop", timeout_s=0.05)
        assert children() == set() and first
        assert await pool.run(f"{_HERE}double", 4) == 8


async def test_waiting_for_the_processor_does_not_count():
    async with _pool(workers=1) as pool:
        assert await pool.run(f"{_HERE}doze", 0.5, timeout_s=0.2) == 0.5


async def test_each_call_has_its_own_time():
    async with _pool(workers=1) as pool:
        for _ in range(4):
            assert await pool.run(f"{_HERE}burn", 0.1, timeout_s=0.3) == 0.1


async def test_a_function_that_only_sleeps_is_killed_in_the_end():
    async with _pool(workers=1) as pool:
        with pytest.raises(TimedOut):
            await pool.run(f"{_HERE}doze", 60.0, timeout_s=0.02)


async def test_a_function_that_wants_too_much_memory_is_told_so():
    async with _pool(workers=1, memory_bytes=128 * 2**20) as pool:
        with pytest.raises(OutOfMemory):
            await pool.run(f"{_HERE}allocate", 512 * 2**20)
        assert await pool.run(f"{_HERE}allocate", 2**20) == 2**20


async def test_a_worker_that_exits_is_a_crash_and_the_next_call_works():
    async with _pool(workers=1) as pool:
        for code in (0, 3):
            with pytest.raises(Crashed):
                await pool.run(f"{_HERE}leave", code)
        assert await pool.run(f"{_HERE}double", 4) == 8


async def test_thirty_megabytes_come_back():
    async with _pool(workers=1) as pool:
        assert len(await pool.run(f"{_HERE}many_bytes", 30 * 2**20)) == 30 * 2**20


async def test_a_result_over_its_size_is_refused_and_the_worker_lives_on():
    async with _pool(workers=1, result_bytes=2**20) as pool:
        pid = (await pool.run(f"{_HERE}surroundings"))["pid"]
        with pytest.raises(Failed, match="more than 1048576"):
            await pool.run(f"{_HERE}many_bytes", 2**20 + 1)
        assert (await pool.run(f"{_HERE}surroundings"))["pid"] == pid


async def test_what_the_function_raises_is_told_by_name_and_values():
    async with _pool() as pool:
        with pytest.raises(Failed) as caught:
            await pool.run(f"{_HERE}fail", "lost")
        assert (caught.value.kind, caught.value.values) == ("LookupError", ["lost", "7"])


async def test_a_result_of_another_type_than_declared_is_a_crash():
    async with _pool() as pool:
        with pytest.raises(Crashed, match="type"):
            await pool.run(f"{_HERE}wrong_type")


async def test_what_a_function_prints_stays_out_of_the_answers():
    async with _pool() as pool:
        assert await pool.run(f"{_HERE}whisper") == "nothing to read"


async def test_hundreds_of_calls_at_once_share_two_workers_and_each_gets_its_own_answer(children):
    async with _pool(workers=2, waiting=400) as pool:
        answers = await asyncio.gather(*(pool.run(f"{_HERE}double", n) for n in range(400)))
        assert answers == [2 * n for n in range(400)]
        assert len(children()) == 2


async def test_good_calls_among_bad_ones_all_succeed():
    async with _pool(workers=2) as pool:
        calls = [pool.run(f"{_HERE}leave", 1) if n % 10 == 0 else pool.run(f"{_HERE}double", n) for n in range(60)]
        answers = await asyncio.gather(*calls, return_exceptions=True)
        for n, answer in enumerate(answers):
            assert isinstance(answer, Crashed) if n % 10 == 0 else answer == 2 * n


async def test_calls_beyond_the_queue_are_refused_at_once():
    async with _pool(workers=1, waiting=2) as pool:
        answers = await asyncio.gather(*(pool.run(f"{_HERE}double", n) for n in range(5)), return_exceptions=True)
        assert answers[:3] == [0, 2, 4] and all(isinstance(a, TooBusy) for a in answers[3:])
        assert await pool.run(f"{_HERE}double", 1) == 2


async def test_a_worker_has_no_files_environment_or_modules_of_ours():
    ours = fcntl.fcntl(sys.stderr.fileno(), fcntl.F_DUPFD, 100)
    os.set_inheritable(ours, True)
    try:
        async with _pool() as pool:
            seen = await pool.run(f"{_HERE}surroundings")
    finally:
        os.close(ours)
    assert max(seen["files"]) < 10
    assert seen["nice"] >= 5 and seen["memory"] == 2**29
    assert not {"HOME", "PATH"} & set(seen["environment"])
    assert all(m == "postroom" or m.startswith("postroom.lib") for m in seen["loaded"] if m.startswith("postroom"))


async def test_a_caller_that_gives_up_takes_its_worker_along():
    async with _pool(workers=1) as pool:
        await pool.run(f"{_HERE}double", 1)
        call = asyncio.ensure_future(pool.run(f"{_HERE}loop"))
        await asyncio.wait({call}, timeout=0.05)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await pool.run(f"{_HERE}double", 2) == 4


async def test_closing_ends_what_is_under_way_and_refuses_the_rest(children):
    pool = Confined(workers=1, timeout_s=_PATIENT_S)
    await pool.run(f"{_HERE}double", 1)
    running, waiting = (asyncio.ensure_future(pool.run(f"{_HERE}{name}")) for name in ("loop", "loop"))
    await asyncio.wait({running, waiting}, timeout=0.05)
    await pool.close()
    answers = await asyncio.gather(running, waiting, return_exceptions=True)
    assert isinstance(answers[0], Crashed) and isinstance(answers[1], TooBusy)
    with pytest.raises(TooBusy):
        await pool.run(f"{_HERE}double", 1)
    assert children() == set()


def test_workers_under_uvloop_end_with_a_parent_that_is_killed():
    program = (
        "import os, uvloop\n"
        "from postroom.lib.confine import Confined\n"
        "async def main():\n"
        "    pool = Confined(workers=1, timeout_s=30)\n"
        f"    print((await pool.run('{_HERE}surroundings'))['pid'], flush=True)\n"
        f"    await pool.run('{_HERE}loop')\n"
        "uvloop.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=Path.cwd()) as parent:
        worker = os.pidfd_open(int(parent.stdout.readline()))
        try:
            parent.kill()
            assert select.select([worker], [], [], 20)[0] == [worker]
        finally:
            os.close(worker)

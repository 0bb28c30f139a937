"""Who starts, who attaches, who takes over: with real parent processes."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.main.engine import embedded
from postroom.main.engine.embedded.owner import OwnerLock, owner_pid
from postroom.main.engine.embedded.patience import wait_until
from postroom.main.engine.embedded.postmaster import find_postmaster, read_pid_file
from postroom.main.engine.embedded.processes import find_process

HASTY = {"fsync": "off"}
StartParent = Callable[..., "subprocess.Popen[str]"]


def ready(parent: "subprocess.Popen[str]") -> int:
    """The postmaster's pid, once the parent owns it."""
    assert parent.stdout is not None
    words = parent.stdout.readline().split()
    assert words, "the parent ended early"
    return int(words[0])


def run_beside(command: list[str | Path], cluster: Path) -> "subprocess.Popen[bytes]":
    """A process under the account of the cluster's owner."""
    owner = cluster.stat()
    account = {} if os.geteuid() else {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd="/", **account)


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def test_a_second_start_is_refused_and_names_the_owner_and_the_way_out(data_dir: Path, start_parent: StartParent) -> None:
    parent = start_parent(data_dir)
    ready(parent)
    with pytest.raises(embedded.DataDirectoryInUse) as refusal:
        embedded.start(data_dir, settings=HASTY)
    assert refusal.value.pid == parent.pid
    assert str(parent.pid) in str(refusal.value)
    assert "attach" in str(refusal.value)
    assert "--data-dir" in str(refusal.value)


def test_a_second_start_in_the_same_process_is_refused_too(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY), pytest.raises(embedded.DataDirectoryInUse):
        embedded.start(made_data_dir, settings=HASTY)
    embedded.start(made_data_dir, settings=HASTY).stop()


async def test_others_attach_and_their_stop_ends_nothing(data_dir: Path, start_parent: StartParent) -> None:
    pid = ready(start_parent(data_dir))
    guest = embedded.attach(data_dir)
    assert guest is not None
    assert not guest.owner
    assert guest.pid == pid
    guest.stop()
    assert guest.is_alive()
    assert await ask(guest.dsn, "SELECT current_user") == "postroom"
    assert guest.describe()["owner"] is False


def test_there_is_nothing_to_attach_to_before_the_first_start_and_after_a_stop(data_dir: Path) -> None:
    assert embedded.attach(data_dir) is None
    embedded.start(data_dir, settings=HASTY).stop()
    assert embedded.attach(data_dir) is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_its_parent(
    data_dir: Path, start_parent: StartParent, is_gone: Callable[[int], bool], number: signal.Signals
) -> None:
    parent = start_parent(data_dir)
    pid = ready(parent)
    guest = embedded.attach(data_dir)
    parent.send_signal(number)
    assert parent.wait(timeout=30) == 0
    assert is_gone(pid)
    assert guest is not None
    assert not guest.is_alive()
    assert not guest.socket_directory.exists()
    OwnerLock.take(data_dir, data_dir).release()


async def test_after_kill_9_of_the_parent_the_leftover_is_adopted_and_then_stopped(
    data_dir: Path, start_parent: StartParent, is_gone: Callable[[int], bool]
) -> None:
    parent = start_parent(data_dir)
    pid = ready(parent)
    guest = embedded.attach(data_dir)
    assert guest is not None
    parent.kill()
    parent.wait()
    with embedded.start(data_dir, settings=HASTY) as server:
        assert server.adopted
        assert server.pid == pid
        assert server.dsn == guest.dsn
        assert await ask(server.dsn, "SELECT 1") == 1
    assert is_gone(pid)


async def test_a_leftover_whose_parent_died_before_it_had_prepared_it_is_prepared(data_dir: Path, start_parent: StartParent) -> None:
    parent = start_parent(data_dir)
    ready(parent)
    guest = embedded.attach(data_dir)
    assert guest is not None
    await ask(guest.admin_dsn, "DROP EXTENSION btree_gin")
    (data_dir / "postgres.prepared").unlink()
    parent.kill()
    parent.wait()
    with embedded.start(data_dir, settings=HASTY) as server:
        assert server.adopted
        assert await ask(server.dsn, "SELECT count(*) FROM pg_extension WHERE extname = 'btree_gin'") == 1


async def test_an_adopted_server_that_dies_is_restarted(data_dir: Path, start_parent: StartParent) -> None:
    parent = start_parent(data_dir)
    pid = ready(parent)
    parent.kill()
    parent.wait()
    with embedded.start(data_dir, settings=HASTY) as server:
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: not server.is_alive(), 20)
        server.restart()
        assert server.pid != pid
        assert await ask(server.dsn, "SELECT 1") == 1


def test_a_leftover_with_other_settings_is_replaced(data_dir: Path, start_parent: StartParent) -> None:
    parent = start_parent(data_dir)
    pid = ready(parent)
    parent.kill()
    parent.wait()
    with embedded.start(data_dir, settings={**HASTY, "max_connections": "55"}) as server:
        assert not server.adopted
        assert server.pid != pid
        assert server.describe()["max_connections"] == 55


async def test_parent_and_postmaster_killed_together_recover(data_dir: Path, start_parent: StartParent) -> None:
    parent = start_parent(data_dir)
    pid = ready(parent)
    guest = embedded.attach(data_dir)
    assert guest is not None
    await ask(guest.dsn, "CREATE TABLE survives AS SELECT 7 AS answer")
    parent.kill()
    os.kill(pid, signal.SIGKILL)
    parent.wait()
    with embedded.start(data_dir, settings=HASTY) as server:
        assert not server.adopted
        assert await ask(server.dsn, "SELECT answer FROM survives") == 7


async def test_a_leftover_in_the_middle_of_crash_recovery_is_waited_for(data_dir: Path) -> None:
    server = embedded.start(data_dir, settings={**HASTY, "max_wal_size": "4GB"})
    await ask(server.dsn, "CREATE TABLE much (a text)")
    await ask(server.dsn, "INSERT INTO much SELECT repeat('x', 200) FROM generate_series(1, 200000)")
    os.kill(server.pid, signal.SIGKILL)
    assert wait_until(lambda: not server.is_alive(), 20)
    for lock in server._locks:
        lock.release()
    command = [server.bin / "postgres", "-D", server.cluster, f"--config-file={data_dir / 'postgres.conf'}"]
    orphan = run_beside(command, server.cluster)
    assert wait_until(lambda: (noted := read_pid_file(server.cluster)) is not None and noted.pid == orphan.pid, 20)
    with embedded.start(data_dir, settings={**HASTY, "max_wal_size": "4GB"}) as adopter:
        assert adopter.adopted
        assert adopter.pid == orphan.pid
        assert await ask(adopter.dsn, "SELECT count(*) FROM much") == 200000
    orphan.wait(timeout=20)
    server.stop()


async def test_a_pid_file_that_names_a_stranger_harms_neither(made_data_dir: Path) -> None:
    embedded.start(made_data_dir, settings=HASTY).stop()
    owner = (made_data_dir / "postgres").stat()
    stranger = run_beside([shutil.which("sleep") or "sleep", "600"], made_data_dir / "postgres")
    try:
        path = made_data_dir / "postgres" / "postmaster.pid"
        path.write_text(f"{stranger.pid}\n{made_data_dir / 'postgres'}\n1700000000\n5432\n/tmp\n\n  1 2\nready   \n")
        os.chown(path, owner.st_uid, owner.st_gid)
        assert find_postmaster(made_data_dir / "postgres", owner.st_uid) is None
        assert embedded.attach(made_data_dir) is None
        with embedded.start(made_data_dir, settings=HASTY) as server:
            assert not server.adopted
            assert await ask(server.dsn, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("text", ["", "garbage", "\n\n\n"])
def test_a_pid_file_cut_short_does_not_lock_the_data_out_for_ever(made_data_dir: Path, text: str) -> None:
    embedded.start(made_data_dir, settings=HASTY).stop()
    path = made_data_dir / "postgres" / "postmaster.pid"
    path.write_text(text)
    owner = path.parent.stat()
    os.chown(path, owner.st_uid, owner.st_gid)
    with embedded.start(made_data_dir, settings=HASTY) as server:
        assert server.is_alive()


def test_the_note_of_a_dead_owner_locks_nobody_out(made_data_dir: Path) -> None:
    made_data_dir.mkdir(exist_ok=True)
    (made_data_dir / "postgres.owner").write_text('{"pid": 1}')
    made_data_dir.chmod(0o711)
    embedded.start(made_data_dir, settings=HASTY).stop()
    assert owner_pid(made_data_dir) == os.getpid()


def test_a_forked_child_does_not_keep_the_lock_of_its_dead_parent(data_dir: Path, start_parent: StartParent) -> None:
    parent = start_parent(data_dir, "fork")
    assert parent.stdout is not None
    pid, forked, *_ = parent.stdout.readline().split()
    try:
        parent.kill()
        parent.wait()
        assert find_process(int(forked)) is not None
        with embedded.start(data_dir, settings=HASTY) as server:
            assert server.pid == int(pid)
    finally:
        os.kill(int(forked), signal.SIGKILL)


def test_removing_a_data_directory_in_use_is_refused(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY), pytest.raises(embedded.DataDirectoryInUse):
        embedded.remove(made_data_dir)


@given(st.text() | st.lists(st.text("0123456789-ready/ \0", max_size=30), max_size=12).map("\n".join))
def test_any_pid_file_is_read_or_is_none(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    cluster = tmp_path_factory.getbasetemp()
    (cluster / "postmaster.pid").write_text(text, encoding="utf-8", errors="replace")
    noted = read_pid_file(cluster)
    assert noted is None or abs(noted.pid) < 2**31


@given(st.binary(max_size=200))
def test_any_owner_note_gives_a_pid_or_zero(tmp_path_factory: pytest.TempPathFactory, note: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "postgres.owner").write_bytes(note)
    assert isinstance(owner_pid(folder), int)

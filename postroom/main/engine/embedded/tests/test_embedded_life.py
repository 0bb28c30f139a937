"""Start, use, die, restart, stop: on a real server."""

import contextlib
import os
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from postroom.main.engine import embedded
from postroom.main.engine.embedded.log_file import LIMIT_BYTES, open_log, trim
from postroom.main.engine.embedded.processes import find_process

HASTY = {"fsync": "off"}


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_a_first_start_gives_the_application_a_database_of_its_own_and_no_superuser(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        assert server.owner
        assert await ask(server.dsn, "SELECT current_user || '@' || current_database()") == "postroom@postroom"
        rights = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles"
        assert await ask(server.dsn, f"{rights} WHERE rolname = current_user") is False
        owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'postroom'"
        assert await ask(server.dsn, owner) == "postroom"
        await ask(server.dsn, "CREATE TABLE made_by_the_application (id int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(server.dsn, "CREATE DATABASE another")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(server.dsn.replace("@/postroom?", "@/postgres?"), "SELECT 1")


async def test_the_administrator_made_the_extensions(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        names = await ask(server.admin_dsn, "SELECT array_agg(extname::text) FROM pg_extension")
        assert set(embedded.EXTENSIONS) <= set(names)


async def test_trigrams_see_letters_outside_ascii(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        assert await ask(server.dsn, "SELECT similarity('Привет', 'Привет')") == 1


async def test_text_is_sorted_by_code_point_whatever_the_machine(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        words = "SELECT string_agg(w, '' ORDER BY w) FROM unnest('{ä,b,Z,a}'::text[]) w"
        assert await ask(server.dsn, words) == "Zabä"
        assert await ask(server.dsn, "SELECT lower('ÄÖÜ')") == "äöü"
        assert await ask(server.dsn, "SELECT datlocprovider = 'b' FROM pg_database WHERE datname = 'postroom'") is True


def test_the_server_listens_on_a_private_socket_and_on_no_network(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        assert stat.S_IMODE(server.socket_directory.stat().st_mode) == 0o700
        assert server.describe()["listen_addresses"] == ""
        socket = server.socket_directory / ".s.PGSQL.5432"
        assert socket.is_socket()
        assert len(os.fsencode(socket)) <= 107
    assert not server.socket_directory.exists()


def test_passwords_lie_in_files_that_nobody_else_reads_and_not_in_the_dsn(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        for name in ("postgres.password", "postgres.admin-password", "postgres.owner", "postgres.log"):
            assert stat.S_IMODE((made_data_dir / name).stat().st_mode) == 0o600
        secret = (made_data_dir / "postgres.password").read_text().strip().rpartition(":")[2]
        assert len(secret) >= 32
        assert secret not in server.dsn + server.admin_dsn + str(server.describe()) + (made_data_dir / "postgres.conf").read_text()


async def test_a_wrong_password_is_refused(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server, pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.dsn, password="guess")


async def test_data_and_socket_path_outlive_a_stop(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as first:
        await ask(first.dsn, "CREATE TABLE kept AS SELECT 42 AS answer")
    with embedded.start(made_data_dir, settings=HASTY) as second:
        assert second.dsn == first.dsn
        assert await ask(second.dsn, "SELECT answer FROM kept") == 42


def test_by_default_what_is_committed_is_on_the_disk(data_dir: Path) -> None:
    with embedded.start(data_dir) as server:
        facts = server.describe()
    assert facts["fsync"] is facts["full_page_writes"] is facts["data_checksums"] is True
    assert facts["synchronous_commit"] == "on"
    assert str(facts["version"]).startswith("18.")
    assert facts["data_dir"] == str(data_dir)
    assert int(facts["database_size_bytes"]) > 0


def test_ctrl_c_in_the_terminal_does_not_reach_the_server_before_us(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        assert os.getsid(server.pid) == server.pid != os.getsid(0)


def test_stop_ends_the_postmaster_and_a_second_stop_does_nothing(made_data_dir: Path, is_gone: Callable[[int], bool]) -> None:
    server = embedded.start(made_data_dir, settings=HASTY)
    pid = server.pid
    assert server.is_alive()
    server.stop()
    assert is_gone(pid)
    assert not server.is_alive()
    server.stop()


async def test_stop_does_not_wait_for_clients_that_stay(made_data_dir: Path) -> None:
    server = embedded.start(made_data_dir, settings=HASTY)
    connection = await asyncpg.connect(server.dsn)
    server.stop()
    assert find_process(server.pid) is None
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.fetchval("SELECT 1")
    connection.terminate()


async def test_a_killed_postmaster_is_noticed_and_restarted_on_the_same_socket(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        await ask(server.dsn, "CREATE TABLE survives AS SELECT 7 AS answer")
        restarted = threading.Semaphore(0)

        def bring_back() -> None:
            server.restart()
            restarted.release()

        server.watch(bring_back)
        for _ in range(2):
            before = server.pid
            os.kill(before, signal.SIGKILL)
            assert restarted.acquire(timeout=30)
            assert server.pid != before
            assert await ask(server.dsn, "SELECT answer FROM survives") == 7


def test_a_stop_is_no_death_to_the_watcher(made_data_dir: Path) -> None:
    deaths: list[int] = []
    server = embedded.start(made_data_dir, settings=HASTY)
    server.watch(lambda: deaths.append(1))
    watcher = next(thread for thread in threading.enumerate() if thread.name == "postgres-watch")
    server.stop()
    watcher.join(timeout=10)
    assert not watcher.is_alive()
    assert deaths == []


async def test_a_backend_that_outlives_its_postmaster_does_not_hinder_the_restart(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        connection = await asyncpg.connect(server.dsn)
        backend = connection.get_server_pid()
        os.kill(backend, signal.SIGSTOP)  # it can neither notice the death nor obey SIGQUIT
        os.kill(server.pid, signal.SIGKILL)
        server.restart()
        assert find_process(backend) is None
        assert await ask(server.dsn, "SELECT 1") == 1
        connection.terminate()


def test_restart_of_a_live_server_takes_a_new_postmaster(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        before = server.pid
        server.restart()
        assert server.pid != before
        assert server.is_alive()
    with pytest.raises(RuntimeError, match="not after stop"):
        server.restart()


def test_stop_does_not_wait_for_a_restart_that_is_under_way(made_data_dir: Path) -> None:
    server = embedded.start(made_data_dir, settings=HASTY)
    os.kill(server.pid, signal.SIGKILL)

    def bring_back() -> None:
        with contextlib.suppress(embedded.ServerDidNotStart, RuntimeError):
            server.restart()

    restarting = threading.Thread(target=bring_back)
    restarting.start()
    server.stop()
    restarting.join(timeout=30)
    assert not restarting.is_alive()
    assert not server.is_alive()
    assert embedded.attach(made_data_dir) is None
    embedded.start(made_data_dir, settings=HASTY).stop()


def test_a_server_that_cannot_start_says_its_last_words_and_frees_the_directory(made_data_dir: Path) -> None:
    with pytest.raises(embedded.ServerDidNotStart, match="no_such_setting"):
        embedded.start(made_data_dir, settings={"no_such_setting": "1"})
    embedded.start(made_data_dir, settings=HASTY).stop()


async def test_the_log_keeps_no_statement_and_no_value(made_data_dir: Path) -> None:
    with embedded.start(made_data_dir, settings=HASTY) as server:
        await ask(server.dsn, "CREATE TABLE codes (code text PRIMARY KEY)")
        await ask(server.dsn, "INSERT INTO codes VALUES ('hush-4711')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await ask(server.dsn, "INSERT INTO codes VALUES ('hush-4711')")
        words = server.log_path.read_text()
    assert "duplicate key" in words
    assert "hush-4711" not in words


def test_a_full_log_moves_aside_while_the_server_goes_on_writing(tmp_path: Path) -> None:
    path = tmp_path / "postgres.log"
    descriptor = open_log(path)
    os.write(descriptor, b"old\n" * (LIMIT_BYTES // 4 + 1))
    trim(path)
    os.write(descriptor, b"new\n")
    os.close(descriptor)
    assert path.read_bytes() == b"new\n"
    assert (tmp_path / "postgres.log.1").stat().st_size == LIMIT_BYTES


def test_a_log_that_is_not_full_stays(tmp_path: Path) -> None:
    path = tmp_path / "postgres.log"
    path.write_bytes(b"x" * LIMIT_BYTES)
    trim(path)
    assert path.stat().st_size == LIMIT_BYTES

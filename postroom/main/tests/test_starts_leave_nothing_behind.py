"""Starts that fail, and starts at the same moment."""

import asyncio
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from postroom.main.commands import all_sections
from postroom.main.engine.attach import open_database_server
from postroom.main.serve import start
from postroom.main.settings import read_all
from postroom.testing.database import TestServer


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of somebody else's."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.parametrize("which", ["HTTP", "SMTP"])
async def test_a_start_that_fails_makes_no_first_key_that_nobody_sees(
    which: str, taken_port: int, database_server: TestServer, tmp_path: Path
) -> None:
    given = {
        "POSTROOM_DATABASE_URL": await database_server.create("postroom_template"),
        "POSTROOM_DATA_DIR": str(tmp_path),
        "POSTROOM_HTTP": "127.0.0.1:0",
        "POSTROOM_SMTP": "127.0.0.1:0",
    }
    with pytest.raises(OSError, match=str(taken_port)):
        await start(read_all(all_sections(), None, given | {f"POSTROOM_{which}": f"127.0.0.1:{taken_port}"}))
    running = await start(read_all(all_sections(), None, given))
    await running.stop()
    assert running.first_key is not None and running.first_key.startswith("pr_live_")


async def test_roles_that_start_at_the_same_moment_share_one_new_database(tmp_path: Path) -> None:
    # Not in tmp_path of a deep name: the server's own account must reach it.
    opened = await asyncio.gather(
        *(open_database_server("", tmp_path / "data", may_attach=True, log=lambda _words: None) for _ in range(3))
    )
    owners = [one for one in opened if one.server is not None and one.server.owner]
    for one in opened:
        await one.stop()
    assert len(owners) == 1 and len({one.dsn for one in opened}) == 1


async def test_who_sees_that_it_is_ready_finds_the_first_key_printed(database_server: TestServer, free_port: int, tmp_path: Path) -> None:
    dsn, output = await database_server.create("postroom_template"), tmp_path / "output"
    command = (sys.executable, "-c", "from postroom.main.cli import main; main()", "serve", "--data-dir", str(tmp_path / "data"))
    with output.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *command, "--http", f"127.0.0.1:{free_port}", "--smtp", "127.0.0.1:0", "--set", f"database_url={dsn}", stdout=file
        )
    try:
        async with asyncio.timeout(30), httpx2.AsyncClient(base_url=f"http://127.0.0.1:{free_port}", trust_env=False) as client:
            while not await is_ready(client):  # noqa: ASYNC110 - another process tells by no event
                await asyncio.sleep(0.001)
        assert "first admin key" in output.read_text()
    finally:
        process.terminate()
        assert await process.wait() == 0


async def is_ready(client: httpx2.AsyncClient) -> bool:
    try:
        return (await client.get("/ready")).status_code == 200
    except httpx2.HTTPError:
        return False

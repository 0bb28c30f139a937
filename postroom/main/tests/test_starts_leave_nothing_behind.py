"""Starts that fail, and starts at the same moment."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

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

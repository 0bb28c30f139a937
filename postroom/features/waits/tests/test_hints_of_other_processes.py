"""Hints from other processes: none is lost, also when the database cannot be asked what they mean."""

from pathlib import Path
from uuid import uuid4

from postroom.features.waits.hear import RemoteWakeups
from postroom.main.commands import all_sections
from postroom.main.discover import discover
from postroom.main.settings import read_all
from postroom.main.wiring import Wired
from postroom.testing.database import TestServer


async def test_a_hint_that_cannot_be_looked_up_wakes_everybody(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    wired = Wired(dsn, read_all(all_sections(), None, {"POSTROOM_DATA_DIR": str(tmp_path)}), discover())
    await wired.database.open()
    remote = RemoteWakeups(wired.house)
    await database_server.drop(dsn)
    with wired.house.wakeups.listen(uuid4()) as waiter:
        wired.bus._tell("events", [f"{uuid4().hex}:7"])
        assert await waiter.wait(10)
    await remote.stop()
    await wired.database.close()

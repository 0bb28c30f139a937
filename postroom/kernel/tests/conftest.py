"""A wired house on a database of its own, with nothing running in it: tests start what they look at."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from postroom.features.accounts import create_organisation
from postroom.main.commands import all_sections
from postroom.main.discover import discover
from postroom.main.settings import read_all
from postroom.main.wiring import Wired
from postroom.testing.database import TestServer


@pytest_asyncio.fixture(scope="module")
async def wired(database_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Wired]:
    """Migrated, connected, without listeners and workers."""
    dsn = await database_server.create("postroom_template")
    data_dir: Path = tmp_path_factory.mktemp("kernel")
    house = Wired(dsn, read_all(all_sections(), None, {"POSTROOM_DATA_DIR": str(data_dir)}), discover())
    await house.open()
    await house.start(frozenset())
    yield house
    await house.stop()
    await database_server.drop(dsn)


@pytest_asyncio.fixture
async def org_id(wired: Wired) -> UUID:
    """A fresh organisation."""
    organisation, _, _ = await create_organisation(wired.house, "kernel test")
    result: UUID = organisation["id"]
    return result

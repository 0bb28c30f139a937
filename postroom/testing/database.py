"""A real PostgreSQL for tests: one server a session, one database a test, made from a migrated template.

The server is the one of `POSTROOM_TEST_DATABASE_URL` (a role that may create databases and roles, PostgreSQL 15 or
newer), else an embedded one in a temporary folder. Tests connect as a role without superuser rights that owns its
databases, as the application does. In a conftest::

    @pytest.fixture(scope="session")
    async def database_server():
        async with open_test_server() as server:
            await server.make_template("migrated", migrate)  # async def migrate(dsn): …
            yield server

    @pytest.fixture
    async def dsn(database_server):
        dsn = await database_server.create("migrated")
        yield dsn
        await database_server.drop(dsn)
"""

import asyncio
import contextlib
import os
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from postroom.main.engine import embedded

URL_VARIABLE = "POSTROOM_TEST_DATABASE_URL"
FOLDER_PREFIX = "postroom-tests-"
ABANDONED_AFTER_S = 60
# The server and its data end with the session; kill tests ask for `durable=True`.
HASTY: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off"}


class TestServer:
    """Creates and drops databases. `admin_dsn` is its administrator's; `embedded` is None on an external server."""

    __test__ = False  # pytest: this is no test class

    def __init__(self, admin_dsn: str, role_dsn: str, server: embedded.EmbeddedServer | None) -> None:
        self.admin_dsn = admin_dsn
        self.embedded = server
        self._role_dsn = role_dsn
        self._token = secrets.token_hex(4)
        self._made: list[str] = []
        self._blank = ""

    @property
    def role(self) -> str:
        """The role that tests connect as."""
        return urlsplit(self._role_dsn).username or ""

    def dsn_for(self, database: str) -> str:
        """For the tests' role."""
        return _with_database(self._role_dsn, database)

    def admin_dsn_for(self, database: str) -> str:
        """For the administrator, for what only that one may do."""
        return _with_database(self.admin_dsn, database)

    async def make_template(self, name: str, migrate: Callable[[str], Awaitable[object]]) -> None:
        """Make a database that `create(name)` copies: empty with the extensions, then `await migrate(dsn)`."""
        database = self._name(name)
        await self._copy(await self._blank_template(), database)
        await migrate(self.dsn_for(database))
        await self._freeze(database)

    async def create(self, template: str | None = None) -> str:
        """The DSN of a fresh database: a copy of the template (60 to 130 ms for sixty tables), or empty."""
        source = self._name(template) if template else await self._blank_template()
        database = self._name(secrets.token_hex(6))
        await self._copy(source, database)
        return self.dsn_for(database)

    async def drop(self, dsn: str) -> None:
        """Drop the database of `dsn`, whoever is still connected; one that is gone already is no error."""
        database = urlsplit(dsn).path.removeprefix("/")
        await self._order(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        if database in self._made:
            self._made.remove(database)

    async def drop_all(self) -> None:
        """Drop every database that was made here, templates too."""
        for database in list(self._made):
            await self._order(f'ALTER DATABASE "{database}" IS_TEMPLATE false')
            await self.drop(self.dsn_for(database))

    async def _blank_template(self) -> str:
        if not self._blank:
            name = self._name("blank")
            self._made.append(name)
            await self._order(f'CREATE DATABASE "{name}" OWNER "{self.role}" TEMPLATE template0 ENCODING \'UTF8\'')
            await self._add_extensions(name)
            await self._freeze(name)
            self._blank = name
        return self._blank

    async def _add_extensions(self, database: str) -> None:
        async with _connected(self.admin_dsn_for(database)) as connection:
            present = "SELECT name FROM pg_available_extensions WHERE name = any($1::text[])"
            for row in await connection.fetch(present, list(embedded.EXTENSIONS)):
                await connection.execute(f'CREATE EXTENSION IF NOT EXISTS "{row["name"]}"')

    async def _copy(self, source: str, database: str) -> None:
        # The default strategy (WAL_LOG): FILE_COPY is no faster without fsync and ten times slower to drop with it.
        self._made.append(database)
        await self._order(f'CREATE DATABASE "{database}" TEMPLATE "{source}" OWNER "{self.role}"')

    async def _freeze(self, database: str) -> None:
        """Nobody connects to a template any more, so that a copy never finds it in use."""
        await self._order(f'ALTER DATABASE "{database}" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false')

    async def _order(self, statement: str) -> None:
        async with _connected(self.admin_dsn) as connection:
            await connection.execute(statement)

    def _name(self, suffix: str) -> str:
        return f"postroom_test_{self._token}_{suffix}"


@contextlib.asynccontextmanager
async def open_test_server(*, durable: bool = False) -> AsyncIterator[TestServer]:
    """The server for a session, left as it was found. `durable` asks the embedded one for real fsync."""
    url = os.environ.get(URL_VARIABLE)
    if url:
        async with _external(url) as server:
            yield server
        return
    with data_directory() as data_dir:
        settings = {} if durable else HASTY
        running = await asyncio.to_thread(embedded.start, data_dir, settings=settings)
        try:
            yield TestServer(running.admin_dsn, running.dsn, running)
        finally:
            await asyncio.to_thread(running.stop)


@contextlib.contextmanager
def data_directory() -> Iterator[Path]:
    """A path for `--data-dir`, not made yet, where the database's own user can reach it also when the tests run as
    root (pytest's `tmp_path` is private). Afterwards the server of a killed process is stopped and all is deleted.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    folder.chmod(0o711)
    try:
        yield folder / "data"
    finally:
        with contextlib.suppress(FileNotFoundError):  # another test run swept it as soon as its lock was free
            _remove(folder)


@contextlib.asynccontextmanager
async def _external(url: str) -> AsyncIterator[TestServer]:
    role, password = f"postroom_test_{secrets.token_hex(4)}", secrets.token_hex(16)
    async with _connected(url) as connection:
        await connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}'")
        if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            await connection.execute(f"GRANT {role} TO CURRENT_USER")  # to make databases that it owns
    server = TestServer(url, _with_role(url, role, password), None)
    try:
        yield server
    finally:
        await server.drop_all()
        async with _connected(url) as connection:
            await connection.execute(f"DROP ROLE {role}")


@contextlib.asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator["asyncpg.Connection"]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


def _with_database(dsn: str, database: str) -> str:
    parts = urlsplit(dsn)
    # urlunsplit would drop the empty host of a socket's address
    return f"{parts.scheme}://{parts.netloc}/{quote(database)}" + (f"?{parts.query}" if parts.query else "")


def _with_role(dsn: str, role: str, password: str) -> str:
    parts = urlsplit(dsn)
    address = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{password}@{address}"))


def _sweep() -> None:
    """Clear away what test runs that were killed left behind; running ones hold their lock."""
    for folder in Path(tempfile.gettempdir()).glob(FOLDER_PREFIX + "*"):
        with contextlib.suppress(OSError, embedded.EmbeddedServerError):
            found = folder.lstat()
            if found.st_uid == os.geteuid() and time.time() - found.st_mtime > ABANDONED_AFTER_S:
                _remove(folder)


def _remove(folder: Path) -> None:
    if (folder / "data").is_dir():
        embedded.remove(folder / "data")
    folder.rmdir()

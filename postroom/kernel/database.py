"""The database port's one implementation: PostgreSQL through asyncpg. SQL itself lives in the `store.py` of each slice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import msgspec

from postroom.kernel.errors import Unavailable

_encode_json = msgspec.json.Encoder().encode
_decode_json = msgspec.json.Decoder().decode

UNREACHABLE = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    asyncpg.TooManyConnectionsError,
)
RETRYABLE = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
ACQUIRE_TIMEOUT_S = 30.0
_PLANS_LIVE_S = 10


class Database:
    """A pool of connections. Waits and streams never hold one while they park."""

    def __init__(self, dsn: str, *, pool_size: int = 20) -> None:
        self.dsn = dsn
        self._pool_size = pool_size
        self._pool: Any = None

    async def open(self) -> None:
        """Connect; raises Unavailable with the reason when nothing answers."""
        try:
            self._pool = await asyncpg.create_pool(
                self.dsn,
                min_size=1,
                max_size=self._pool_size,
                init=prepare_connection,
                reset=_no_reset,
                command_timeout=60,
                # A plan made while the tables were empty must not live on: it would read them whole.
                max_cached_statement_lifetime=_PLANS_LIVE_S,
            )
        except UNREACHABLE as error:
            raise Unavailable("database_unavailable", f"The database does not answer: {error}", retryable=True) from error

    async def close(self) -> None:
        """Close every connection; those that do not end within five seconds are cut."""
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), 5)
            except TimeoutError:
                self._pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """A connection for a moment, without a transaction."""
        try:
            connection = await self._pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        except (*UNREACHABLE, TimeoutError) as error:
            raise Unavailable("database_unavailable", "The database does not answer now.", retryable=True, retry_after_s=2) from error
        try:
            yield connection
        finally:
            await asyncio.shield(self._pool.release(connection))

    async def dedicated(self) -> Any:
        """A connection outside the pool, for LISTEN and for the committer; the caller closes it."""
        connection = await asyncpg.connect(self.dsn, command_timeout=60)
        await prepare_connection(connection)
        return connection


async def prepare_connection(connection: Any) -> None:
    """jsonb travels as Python values; bytes and uuids do so already."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda value: _encode_json(value).decode(), decoder=_decode_json, format="text"
    )


async def _no_reset(connection: Any) -> None:
    """Nothing to reset: we use transaction-level locks and settings only, and a reset costs a round trip per request."""

"""The database port's one implementation: PostgreSQL through asyncpg. SQL itself lives in the `store.py` of each slice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
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
    asyncpg.InternalClientError,  # the server went away in the middle of a protocol exchange
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
        self._reserved: Any = None

    async def open(self) -> None:
        """Connect; raises Unavailable with the reason when nothing answers."""
        try:
            self._pool = await self._open_pool(1, self._pool_size, prepare_connection)
            self._reserved = await self._open_pool(0, 1, _prepare_for_commits)
        except UNREACHABLE as error:
            raise Unavailable("database_unavailable", f"The database does not answer: {error}", retryable=True) from error

    async def close(self) -> None:
        """Close every connection; those that do not end within five seconds are cut."""
        for pool in (self._reserved, self._pool):
            if pool is not None:
                try:
                    await asyncio.wait_for(pool.close(), 5)
                except TimeoutError:
                    pool.terminate()

    @asynccontextmanager
    async def connection(self, *, reserved: bool = False) -> AsyncIterator[Any]:
        """A connection for a moment, without a transaction; `reserved` is the one that thousands of woken waits do not queue for."""
        pool = self._reserved if reserved else self._pool
        try:
            connection = await pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        except (*UNREACHABLE, TimeoutError) as error:
            raise Unavailable("database_unavailable", "The database does not answer now.", retryable=True, retry_after_s=2) from error
        try:
            yield connection
        finally:
            await pool.release(connection)  # which a cancellation does not keep from its end

    async def dedicated(self) -> Any:
        """A connection outside the pool, for LISTEN; the caller closes it."""
        connection = await asyncpg.connect(self.dsn, command_timeout=60)
        await prepare_connection(connection)
        return connection

    async def _open_pool(self, least: int, most: int, init: Callable[[Any], Awaitable[None]]) -> Any:
        return await asyncpg.create_pool(
            self.dsn,
            min_size=least,
            max_size=most,
            init=init,
            reset=_no_reset,
            command_timeout=60,
            # A plan made while the tables were empty must not live on: it would read them whole.
            max_cached_statement_lifetime=_PLANS_LIVE_S,
        )


async def prepare_connection(connection: Any) -> None:
    """jsonb travels as Python values; bytes and uuids do so already."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda value: _encode_json(value).decode(), decoder=_decode_json, format="text"
    )


async def _prepare_for_commits(connection: Any) -> None:
    """A commit has few statements, and long ones: to plan them each time takes longer than to carry them out."""
    await prepare_connection(connection)
    await connection.execute("SET plan_cache_mode = force_generic_plan")


async def _no_reset(connection: Any) -> None:
    """Nothing to reset: we use transaction-level locks and settings only, and a reset costs a round trip per request."""

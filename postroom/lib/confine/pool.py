"""The pool: workers started when first needed, replaced when killed, reaped always."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import msgspec

from postroom.lib.confine.errors import ConfinementError, Crashed, Failed, OutOfMemory, TimedOut, TooBusy
from postroom.lib.confine.wire import CALL, HEADER, NO_MEMORY, RAISED, RESOLVED, RESULT, Call, Raised, frame, target

_START_TIMEOUT_S = 20.0
_END_S = 5.0
_GRACE_S = 0.02
# A worker counts the processor's time, so that a busy machine fails no call; should one only sleep, this much of the clock ends it.
_CLOCK_PER_LIMIT = 20
_START = "import sys; sys.path[:] = sys.argv[4:]; from postroom.lib.confine.worker import serve; serve(*map(int, sys.argv[1:4]))"


class Confined:
    """`workers` processes; a call beyond them waits, up to `waiting` of them.

    `memory_bytes` is the address space of one worker, `result_bytes` the most a result may take when encoded.
    Workers die with the thread that first needed them (Linux), so use the pool from a loop that lives on.
    """

    def __init__(
        self,
        workers: int = 2,
        memory_bytes: int = 536_870_912,
        timeout_s: float = 0.25,
        *,
        waiting: int = 256,
        result_bytes: int = 134_217_728,
    ) -> None:
        self._memory_bytes = memory_bytes
        self._timeout_s = timeout_s
        self._result_bytes = result_bytes
        self._most = workers + waiting
        self._calls = 0
        self._free = asyncio.Semaphore(workers)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    async def run(self, function: str, *arguments: object, timeout_s: float | None = None) -> Any:
        """The result of `module:function`, by the types it declares (msgspec's: structs, bytes, dates, …).

        The time limit is the processor's, from when the worker has imported the function and read its arguments.
        Raises `TimedOut`, `OutOfMemory`, `Crashed`, `TooBusy`, and `Failed` where the function itself raised.
        """
        if self._closed or self._calls >= self._most:
            raise TooBusy("the pool is closed" if self._closed else f"{self._calls} calls are under way")
        limit_s = self._timeout_s if timeout_s is None else timeout_s
        encoded = [msgspec.Raw(msgspec.msgpack.encode(argument)) for argument in arguments]
        call = frame(CALL, msgspec.msgpack.encode(Call(function, limit_s, encoded)))
        self._calls += 1
        try:
            async with self._free:
                body = await self._on_a_worker(call, limit_s)
        finally:
            self._calls -= 1
        try:
            return msgspec.msgpack.decode(body, type=target(function).result)
        except msgspec.MsgspecError as error:
            raise Crashed(f"the result is not of its type: {error}") from error

    async def close(self) -> None:
        """Kill and reap every worker; calls under way end as `Crashed`."""
        self._closed = True
        await asyncio.gather(*(worker.kill() for worker in list(self._all)))
        self._all.clear()
        self._idle.clear()

    async def _on_a_worker(self, call: bytes, limit_s: float) -> bytes:
        if self._closed:
            raise TooBusy("the pool is closed")
        worker = self._idle.pop() if self._idle else await self._started()
        whole = False
        try:
            body = await worker.ask(call, limit_s, self._result_bytes)
            whole = True
            return body
        except Failed:
            whole = True
            raise
        finally:
            if whole and not self._closed:
                self._idle.append(worker)
            else:
                self._all.discard(worker)
                await asyncio.shield(worker.kill())

    async def _started(self) -> "_Worker":
        limits = (os.getpid(), self._memory_bytes, self._result_bytes)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-c", _START, *map(str, limits), *filter(None, sys.path)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        worker = _Worker(process)
        self._all.add(worker)
        return worker


class _Worker:
    """One process and its pipes; one call at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, call: bytes, limit_s: float, result_bytes: int) -> bytes:
        """The encoded result of one call; any error but `Failed` leaves the worker useless."""
        try:
            kind, body = await _within(_START_TIMEOUT_S, self._first_answer(call, result_bytes))
            if kind == RESOLVED:
                kind, body = await _within(limit_s * _CLOCK_PER_LIMIT, self._answer(result_bytes))
        except (OSError, EOFError) as error:
            await self._end()
            if self._process.returncode == -signal.SIGPROF:
                raise TimedOut(f"no answer within {limit_s} s") from error
            raise Crashed("the worker ended") from error
        if kind == RESULT:
            return body
        raise _error(kind, body)

    async def _end(self) -> None:
        """Reap a worker that has closed its pipe. Popen.kill() polls first and would take the status from asyncio's watcher."""
        try:
            await asyncio.wait_for(self._process.wait(), _END_S)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End the process, if it lives, and reap it."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        stdin = self._process.stdin
        if stdin:
            stdin.close()
        await self._process.wait()
        if stdin:
            await asyncio.gather(stdin.wait_closed(), return_exceptions=True)

    async def _first_answer(self, call: bytes, result_bytes: int) -> tuple[bytes, bytes]:
        stdin = self._process.stdin
        if stdin is None:
            raise EOFError
        stdin.write(call)
        await stdin.drain()
        return await self._answer(result_bytes)

    async def _answer(self, result_bytes: int) -> tuple[bytes, bytes]:
        stdout = self._process.stdout
        if stdout is None:
            raise EOFError
        kind, length = HEADER.unpack(await stdout.readexactly(HEADER.size))
        if length > result_bytes:
            raise Crashed("the worker announced more than a result may have")
        return kind, await stdout.readexactly(length)


async def _within(limit_s: float, answer: Coroutine[Any, Any, tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """As `wait_for`, but an answer that came while this process was busy elsewhere still counts."""
    reading = asyncio.ensure_future(answer)
    try:
        done, _ = await asyncio.wait({reading}, timeout=limit_s)
        if not done:
            done, _ = await asyncio.wait({reading}, timeout=_GRACE_S)
        if not done:
            raise TimedOut(f"no answer within {limit_s} s")
        return reading.result()
    finally:
        if not reading.done():
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


def _error(kind: bytes, body: bytes) -> ConfinementError:
    if kind == NO_MEMORY:
        return OutOfMemory("the call needed more memory than a worker has")
    if kind == RAISED:
        try:
            raised = msgspec.msgpack.decode(body, type=Raised)
            return Failed(raised.kind, raised.values)
        except msgspec.MsgspecError:
            pass
    return Crashed("the worker sent no answer")

"""Names to addresses, by the system's resolver, in threads that cannot pile up and cannot hold up the end of the process."""

import asyncio
import socket
from contextlib import suppress
from threading import Thread
from typing import Protocol


class Resolver(Protocol):
    """Injected by tests, or by an operator with a resolver of their own."""

    async def resolve(self, host: str) -> list[str]:
        """Every address of the ASCII name `host`, as text, the preferred first. Raises OSError when there is none."""
        ...


class SystemResolver:
    """getaddrinfo. Not `loop.getaddrinfo`: under uvloop that has four threads for the whole process, and a look-up that
    hangs keeps its thread. Not an executor: the interpreter waits for its threads at exit; these are daemons."""

    def __init__(self, max_lookups: int = 32) -> None:
        self._slots = asyncio.Semaphore(max_lookups)

    async def resolve(self, host: str) -> list[str]:
        await self._slots.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def finish(result: list[str] | OSError) -> None:
            self._slots.release()  # only now: whoever gave up waiting did not end the thread
            if answer.done():
                return
            if isinstance(result, OSError):
                answer.set_exception(result)
            else:
                answer.set_result(result)

        def look_up() -> None:
            result = _look_up(host)
            with suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(finish, result)

        try:
            Thread(target=look_up, name="egress-dns", daemon=True).start()
        except RuntimeError as error:  # no more threads
            self._slots.release()
            raise OSError(str(error)) from error
        return await answer


def _look_up(host: str) -> list[str] | OSError:
    try:
        # Bytes, or Python would put the name through its old IDNA codec once more.
        found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return error if isinstance(error, OSError) else OSError(str(error))
    return list(dict.fromkeys(str(address[0]) for *_, address in found))

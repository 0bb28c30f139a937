"""Bodies, bounded in bytes and in time, one by one and all together."""

import asyncio
from collections.abc import Awaitable, Callable

from postroom.kernel.errors import AppError, TooLarge, Unavailable
from postroom.web.refusals import ClientLeft, Refused
from postroom.web.request import Request
from postroom.web.settings import WebSettings

LARGE_BYTES = 64 * 1024
Large = Callable[[], Awaitable[object]]


class BodyReader:
    """Reads bodies and knows how many bytes of large ones this process holds."""

    def __init__(self, settings: WebSettings) -> None:
        self._timeout_s = settings.body_timeout_s
        self._most_bytes = settings.max_bytes_in_flight
        self.bytes_in_flight = 0

    async def read(self, request: Request, limit_bytes: int, on_large: Large) -> bytes:
        """The whole body. `on_large` is awaited once before more than 64 KiB are taken, and may refuse.

        Large bodies count as held until `release`. Raises TooLarge, Refused (408), Unavailable (too many at once), ClientLeft.
        """
        declared = _declared(request)
        if declared > limit_bytes:
            raise _too_large(limit_bytes)
        if declared > LARGE_BYTES:
            await on_large()
        first = await request.receive()
        if first["type"] == "http.disconnect":
            raise ClientLeft
        if not first.get("more_body", False):
            body: bytes = first.get("body", b"")
            return self._hold(body, limit_bytes)
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._gather(request, first.get("body", b""), limit_bytes, on_large if declared <= LARGE_BYTES else None)
        except TimeoutError as error:
            raise Refused(408, "body_too_slow", f"The body did not arrive within {self._timeout_s:g} seconds.", retryable=True) from error

    def release(self, body: bytes) -> None:
        """The body is not needed any more."""
        if len(body) > LARGE_BYTES:
            self.bytes_in_flight -= len(body)

    async def _gather(self, request: Request, first: bytes, limit_bytes: int, on_large: Large | None) -> bytes:
        taken = bytearray(first)
        held, more = 0, True
        try:
            while more:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientLeft
                taken += message.get("body", b"")
                more = message.get("more_body", False)
                if len(taken) > limit_bytes:
                    raise _too_large(limit_bytes)
                if len(taken) > LARGE_BYTES:
                    if on_large is not None:
                        await on_large()
                        on_large = None
                    self._take(len(taken) - held)
                    held = len(taken)
            return bytes(taken)
        except BaseException:
            self.bytes_in_flight -= held
            raise

    def _hold(self, body: bytes, limit_bytes: int) -> bytes:
        if len(body) > limit_bytes:
            raise _too_large(limit_bytes)
        if len(body) > LARGE_BYTES:
            self._take(len(body))
        return body

    def _take(self, size_bytes: int) -> None:
        if self.bytes_in_flight + size_bytes > self._most_bytes:
            raise Unavailable("too_many_large_requests", "Too many large requests at once.", retryable=True, retry_after_s=2)
        self.bytes_in_flight += size_bytes


class StreamUpload:
    """An upload that is read from the connection when the operation asks for it. An implementation of the kernel's Upload."""

    def __init__(self, request: Request, reader: BodyReader, limit_bytes: int, on_large: Large) -> None:
        self.content_type = _media_type(request)
        self._request = request
        self._reader = reader
        self._limit_bytes = limit_bytes
        self._on_large = on_large
        self._body: bytes | None = None
        self._refusal: AppError | None = None

    async def read(self, max_bytes: int) -> bytes:
        """All of it; raises TooLarge as soon as it is more than `max_bytes` or than this house takes, and then every time."""
        if self._refusal is not None:
            raise self._refusal
        if self._body is None:
            try:
                self._body = await self._reader.read(self._request, min(max_bytes, self._limit_bytes), self._on_large)
            except AppError as error:
                self._refusal = error
                raise
        if len(self._body) > max_bytes:
            raise _too_large(max_bytes)
        return self._body

    def close(self) -> None:
        """The operation is over."""
        if self._body is not None:
            self._reader.release(self._body)
            self._body = None


def _declared(request: Request) -> int:
    text = request.header(b"content-length")
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused(400, "malformed_request", "The Content-Length is not a number of bytes.")
    return int(text)


def _media_type(request: Request) -> str:
    return (request.header(b"content-type") or "application/octet-stream").partition(";")[0].strip().lower()


def _too_large(limit_bytes: int) -> TooLarge:
    return TooLarge(
        "body_too_large",
        f"The body is larger than the limit of {limit_bytes} bytes.",
        suggested_action="Send less at once.",
    )

"""One operation as an HTTP endpoint."""

from typing import Any

import msgspec

from postroom.dialects.rest.inputs import InputReader, Parameters, Taken
from postroom.dialects.rest.keys import key_of
from postroom.dialects.rest.problems import rate_headers
from postroom.kernel.dispatch import Answer, Call, Dispatcher
from postroom.kernel.errors import AppError
from postroom.kernel.operations import Bytes, Operation
from postroom.web import Reply, Request, file_reply, while_connected

Header = tuple[bytes, bytes]
STATUS = {"ok": 200, "created": 201, "accepted": 202, "empty": 204}
_JSON: Header = (b"content-type", b"application/json")
_encoder = msgspec.json.Encoder()


class Nothing(msgspec.Struct, frozen=True):
    """Stands for an input that was not read yet."""


class OperationEndpoint:
    """Reads the input, dispatches, shapes the answer."""

    def __init__(self, operation: Operation, reader: InputReader, dispatcher: Dispatcher) -> None:
        self._operation = operation
        self._reader = reader
        self._dispatcher = dispatcher
        self._reads = operation.method == "GET"

    async def __call__(self, request: Request, parameters: Parameters) -> Reply:
        """The answer. Raises AppError, and ClientLeft where nobody waits for one any more."""
        call = self._call(request)
        taken = await self._take(request, parameters, call)
        call.input, call.body_sha256 = taken.input, taken.sha256
        try:
            if self._reads:  # what changes something is never cut in its middle: it is short, and its commit must be told
                answer = await while_connected(request.receive, self._dispatcher.dispatch(call))
            else:
                answer = await self._dispatcher.dispatch(call)
        finally:
            if taken.upload is not None:
                taken.upload.close()
        return self._reply(answer, request)

    def _call(self, request: Request) -> Call:
        return Call(
            operation=self._operation,
            input=Nothing(),
            secret=key_of(request),
            address=request.address,
            request_id=request.request_id,
            wire="rest",
            idempotency_key=None if self._reads else request.header(b"idempotency-key"),
        )

    async def _take(self, request: Request, parameters: Parameters, call: Call) -> Taken:
        async def authenticate() -> Any:
            return await self._dispatcher.authenticate(call)

        try:
            return await self._reader.read(request, parameters, authenticate, digest=call.idempotency_key is not None)
        except AppError:
            await authenticate()  # whoever has no key hears only that, and guessing is counted
            raise

    def _reply(self, answer: Answer, request: Request) -> Reply:
        if isinstance(answer.value, Bytes):
            wanted = request.header(b"range") if request.header(b"if-range") is None else None
            file = answer.value
            reply = file_reply(file.content, file.media_type, file.filename, wanted, is_page=file.is_page)
        elif answer.value is None and self._operation.status == "empty":
            reply = Reply(204)
        else:
            status = 202 if answer.held else STATUS[self._operation.status]
            reply = Reply(status, _encoder.encode(answer.value), [_JSON])
        reply.headers += _headers(answer)
        return reply


def _headers(answer: Answer) -> list[Header]:
    headers = rate_headers(answer.rate) if answer.rate is not None else []
    if answer.replayed:
        headers.append((b"idempotency-replayed", b"true"))
    return headers

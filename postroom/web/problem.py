"""RFC 9457 problem documents."""

import msgspec

from postroom.kernel.errors import AppError, FieldError
from postroom.web.refusals import Header
from postroom.web.request import Reply

_encoder = msgspec.json.Encoder()


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An error. Programs read `code`, which never changes; people read `detail`; `errors` names the fields that were refused."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    retryable: bool
    suggested_action: str | None
    request_id: str
    errors: list[FieldError]

    @classmethod
    def reply(cls, status: int, error: AppError, request_id: str, headers: tuple[Header, ...] = ()) -> Reply:
        """The answer that says this error."""
        problem = cls(
            type=f"urn:postroom:problem:{error.code}",
            title=error.code.replace("_", " ").capitalize(),
            status=status,
            detail=error.detail,
            code=error.code,
            retryable=error.retryable,
            suggested_action=error.suggested_action,
            request_id=request_id,
            errors=list(error.errors),
        )
        return Reply(status, _encoder.encode(problem), [(b"content-type", b"application/problem+json"), *headers])

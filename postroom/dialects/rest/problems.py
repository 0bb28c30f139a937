"""Errors as this wire says them: a status for every kind, and a problem document (RFC 9457)."""

import math

from postroom.kernel.errors import AppError, Kind, Limited, Unauthenticated
from postroom.kernel.limits import RateState
from postroom.web import Problem, Refused, Reply

STATUS = {
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.INVALID: 422,
    Kind.DENIED: 403,
    Kind.LIMITED: 429,
    Kind.TOO_LARGE: 413,
    Kind.UNSUPPORTED: 415,
    Kind.UNAVAILABLE: 503,
}
_RETRY_AFTER_S = {Kind.LIMITED: 1.0, Kind.UNAVAILABLE: 5.0}
_CLOSING = frozenset({408, 413})


def status_of(error: AppError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, Refused):
        return error.status
    return 401 if isinstance(error, Unauthenticated) else STATUS[error.kind]


def problem_of(error: AppError, request_id: str) -> Reply:
    """The whole answer to a request that failed."""
    status = status_of(error)
    headers = list(error.headers) if isinstance(error, Refused) else []
    if status == 401:
        headers.append((b"www-authenticate", _challenge(error)))
    retry_after_s = error.retry_after_s if error.retry_after_s is not None else _RETRY_AFTER_S.get(error.kind)
    if retry_after_s is not None:
        headers.append((b"retry-after", str(max(1, math.ceil(retry_after_s))).encode()))
    if isinstance(error, Limited) and error.rate is not None:
        headers += rate_headers(error.rate)
    if status in _CLOSING:
        headers.append((b"connection", b"close"))
    return Problem.reply(status, error, request_id, tuple(headers))


def rate_headers(rate: RateState) -> list[tuple[bytes, bytes]]:
    """How much a key may ask and how much of it is left (draft-ietf-httpapi-ratelimit-headers)."""
    return [
        (b"ratelimit-policy", f'"key";q={rate.quota};w={rate.window_s}'.encode()),
        (b"ratelimit", f'"key";r={rate.remaining};t={rate.reset_s}'.encode()),
    ]


def _challenge(error: AppError) -> bytes:
    """RFC 6750 §3: no error word where no key was given."""
    return b'Bearer realm="postroom"' + (b"" if error.code == "key_missing" else b', error="invalid_token"')

"""What may go wrong, in a closed list of kinds.

No HTTP status and no SMTP code lives below the wires: each wire maps every `Kind`, and a test walks them all.
An error carries a stable `code` for programs, a `detail` for people that names the way out, and never anything internal.
"""

from enum import StrEnum
from typing import Any

import msgspec


class Kind(StrEnum):
    """The closed list. A wire must be able to say each of them."""

    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    INVALID = "invalid"
    DENIED = "denied"
    LIMITED = "limited"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    UNAVAILABLE = "unavailable"


class FieldError(msgspec.Struct, frozen=True):
    """One field that was refused: `path` as in `body.metadata.team`, `message` with the limit and the way out."""

    path: str
    message: str


class AppError(Exception):
    """A refusal that may be shown. Attributes: kind, code, detail, retryable, suggested_action, retry_after_s, errors."""

    kind: Kind = Kind.INVALID

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        suggested_action: str | None = None,
        retryable: bool = False,
        retry_after_s: float | None = None,
        errors: tuple[FieldError, ...] = (),
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.suggested_action = suggested_action
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.errors = errors


class NotFound(AppError):
    """There is no such thing, or it is not within the caller's reach: both look alike on purpose."""

    kind = Kind.NOT_FOUND


class Conflict(AppError):
    """The thing exists already, or its state does not allow this now."""

    kind = Kind.CONFLICT


class Invalid(AppError):
    """The input cannot be accepted; `errors` names the fields."""

    kind = Kind.INVALID


class Denied(AppError):
    """The caller is known, and may not do this."""

    kind = Kind.DENIED


class Unauthenticated(Denied):
    """Nobody knows who is calling. `code` keeps the reasons apart: key_missing, key_malformed, key_unknown, key_revoked, …"""


class Limited(AppError):
    """Too many, too often; `retry_after_s` says when it may work, `rate` (a RateState) how much there is of it."""

    kind = Kind.LIMITED
    rate: Any = None


class TooLarge(AppError):
    """More bytes than the limit the detail names."""

    kind = Kind.TOO_LARGE


class Unsupported(AppError):
    """A media type, a method or a feature that is not spoken here."""

    kind = Kind.UNSUPPORTED


class Unavailable(AppError):
    """Something the house depends on does not answer now."""

    kind = Kind.UNAVAILABLE


def invalid_field(path: str, message: str, *, code: str = "invalid_request") -> Invalid:
    """The error for one field; `message` names the limit and the way out."""
    return Invalid(code, f"{path}: {message}", errors=(FieldError(path, message),))

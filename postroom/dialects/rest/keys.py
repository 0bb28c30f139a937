"""Where the key of a request stands: `Authorization: Bearer …` or `X-API-Key: …`."""

from postroom.kernel.errors import Unauthenticated
from postroom.web import Request


def key_of(request: Request) -> str | None:
    """The key, or None without one. Raises Unauthenticated for another scheme, and for two keys that differ."""
    found = {_bearer(value) for value in request.headers(b"authorization")}
    found |= {value.strip() for value in request.headers(b"x-api-key")}
    if len(found) > 1:
        raise Unauthenticated(
            "key_conflicting",
            "This request carries two different keys.",
            suggested_action="Send one: Authorization: Bearer <key>, or X-API-Key: <key>.",
        )
    return found.pop() if found else None


def _bearer(value: str) -> str:
    scheme, _, key = value.strip().partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated(
            "key_scheme_unsupported",
            "The Authorization header is not of the scheme Bearer.",
            suggested_action="Send Authorization: Bearer <key>.",
        )
    return key.strip()

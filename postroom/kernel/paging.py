"""Pages: newest first, stable under inserts, by keyset cursor or by offset and total from the same store call."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import msgspec

from postroom.kernel.errors import invalid_field

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Limit = Annotated[int, msgspec.Meta(ge=1, le=100, description="How many at most, 1 to 100.")]
Cursor = Annotated[str | None, msgspec.Meta(description="`next_cursor` of the page before.")]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list. `next_cursor` is null on the last page."""

    data: list[T]
    next_cursor: str | None = None
    has_more: bool = False
    total: int | msgspec.UnsetType = msgspec.UNSET


class Window(msgspec.Struct, frozen=True):
    """Which part of a list a store is asked for: after a key, or from an offset; `limit` rows and one more to see the end."""

    limit: int
    after: tuple[datetime, UUID] | None = None
    offset: int = 0
    with_total: bool = False

    @property
    def fetch(self) -> int:
        """How many rows to ask the database for."""
        return self.limit + 1


def window(limit: int, cursor: str | None) -> Window:
    """The window that a native list asks for; a cursor that is not ours is refused by name."""
    return Window(limit=limit, after=None if cursor is None else _decode(cursor))


def page(rows: list[Any], view: Window, shape: Any, key: Any) -> Page[Any]:
    """A page out of up to `limit + 1` rows: `shape(row)` makes the item, `key(row)` its (instant, id)."""
    more = len(rows) > view.limit
    kept = rows[: view.limit]
    following = make_cursor(*key(kept[-1])) if more and kept else None
    return Page(data=[shape(row) for row in kept], next_cursor=following, has_more=more)


def make_cursor(instant: datetime, identifier: UUID) -> str:
    """The cursor of what comes after a key."""
    micros = (instant - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(micros.to_bytes(8, "big", signed=True) + identifier.bytes).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime, UUID]:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        micros, identifier = int.from_bytes(raw[:8], "big", signed=True), UUID(bytes=raw[8:])
        return instant_from_micros(micros), identifier
    except (binascii.Error, ValueError, OverflowError, OSError, UnicodeError) as error:
        raise invalid_field("query.cursor", "is not a cursor of this list; start again without it.") from error


def instant_from_micros(micros: int) -> datetime:
    """The instant `micros` microseconds after 1970, exactly."""
    return _EPOCH + timedelta(microseconds=micros)

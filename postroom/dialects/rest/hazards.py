"""Values of the right type that no database takes: U+0000, instants outside the calendar, huge integers, endless nesting."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from msgspec import inspect

from postroom.dialects.rest.explain import refuse
from postroom.dialects.rest.field import Field, members
from postroom.dialects.rest.part import Part
from postroom.kernel.errors import FieldError

DEEPEST = 32
_LARGEST = 2**63 - 1


class Hazards:
    """What to look at in the fields of one part: worked out once, so that harmless inputs cost nothing."""

    def __init__(self, part: Part) -> None:
        self._word = part.word
        self._instants = [field for field in part.fields.values() if _has(field, inspect.DateTimeType)]
        self._integers = [field for field in part.fields.values() if _has(field, inspect.IntType)]
        self._open = [field for field in part.fields.values() if _is_open(field.shape)]

    def check(self, built: Any, *, may_hold_nul: bool) -> None:
        """Raise Invalid naming the field."""
        for field in self._instants:
            if not _is_storable_instant(getattr(built, field.attribute)):
                raise self._refusal(
                    field.name, "must be an instant with its zone, between the years 1 and 9999 in UTC, as in 2026-01-31T09:30:00Z."
                )
        for field in self._integers:
            value = getattr(built, field.attribute)
            if isinstance(value, int) and abs(value) > _LARGEST:
                raise self._refusal(field.name, f"must be between {-_LARGEST} and {_LARGEST}.")
        for field in self._open:
            if _is_deep(getattr(built, field.attribute)):
                raise self._refusal(field.name, f"is nested deeper than {DEEPEST} levels.")
        if may_hold_nul:
            self._refuse_nul(built)

    def _refuse_nul(self, built: Any) -> None:
        for name in built.__struct_fields__:
            if any("\x00" in text for text in _texts(getattr(built, name))):
                raise self._refusal(name, "holds the character U+0000, which cannot be stored; leave it out.")

    def _refusal(self, name: str, message: str) -> Exception:
        return refuse((FieldError(f"{self._word}.{name}", message),))


def _has(field: Field, kind: type[inspect.Type]) -> bool:
    return any(isinstance(one, kind) for one in members(field.shape))


def _is_open(shape: inspect.Type) -> bool:
    """Whether anything at all may stand in it."""
    for one in members(shape):
        if isinstance(one, inspect.AnyType):
            return True
        inner = getattr(one, "value_type", None) or getattr(one, "item_type", None)
        if inner is not None and _is_open(inner):
            return True
    return False


def _is_storable_instant(value: Any) -> bool:
    if not isinstance(value, datetime):
        return True
    if value.tzinfo is None:
        return False
    try:
        value.astimezone(UTC)
    except OverflowError:
        return False
    return True


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _texts(value: Any) -> Iterator[str]:
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
        else:
            if isinstance(one, dict):
                pending.extend(one)
            pending.extend(_inside(one))


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    names = getattr(value, "__struct_fields__", ())
    return [getattr(value, name) for name in names]

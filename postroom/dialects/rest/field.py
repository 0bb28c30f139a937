"""One field of an operation's input, as its type tells it."""

from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import inspect

_LISTS = (inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.VarTupleType)
_OBJECTS = (inspect.DictType, inspect.StructType)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an input. `name` is the word on the wire, `attribute` that of the struct."""

    name: str
    attribute: str
    type: Any
    shape: inspect.Type
    required: bool
    description: str
    default: Any = None

    @property
    def takes_list(self) -> bool:
        """Whether several values make sense."""
        return any(isinstance(one, _LISTS) for one in members(self.shape))

    @property
    def takes_object(self) -> bool:
        """Whether keys and values make sense."""
        return any(isinstance(one, _OBJECTS) for one in members(self.shape))


def members(shape: inspect.Type) -> tuple[inspect.Type, ...]:
    """The members of a union, else the type itself; without the wrappers that only carry words."""
    if isinstance(shape, inspect.Metadata):
        return members(shape.type)
    if isinstance(shape, inspect.UnionType):
        return tuple(member for one in shape.types for member in members(one))
    return (shape,)


def describe(annotation: Any) -> str:
    """The description in a type's metadata, or nothing; aliases in a union are looked into."""
    for extra in getattr(annotation, "__metadata__", ()):
        if isinstance(extra, msgspec.Meta) and extra.description:
            return extra.description
    return next((found for one in getattr(annotation, "__args__", ()) if (found := describe(one))), "")

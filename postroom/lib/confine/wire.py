"""Frames between pool and worker: one kind byte, four bytes of length, a MessagePack body.

MessagePack with declared types rather than pickle: a worker that hostile bytes have taken over can send wrong values,
but never code.
"""

import importlib
import struct
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import msgspec

HEADER = struct.Struct(">cI")
RESOLVED, RESULT, RAISED, NO_MEMORY, CALL = b"F", b"O", b"E", b"M", b"C"


class Call(msgspec.Struct):
    """`arguments` are encoded one by one, each by the type its parameter declares."""

    function: str
    timeout_s: float
    arguments: list[msgspec.Raw]


class Raised(msgspec.Struct):
    kind: str
    values: list[str]


class Target(NamedTuple):
    function: Callable[..., Any]
    parameters: tuple[Any, ...]
    result: Any


@cache
def target(name: str) -> Target:
    """The function `module:function` with the types of its parameters and of its result."""
    module, _, attribute = name.partition(":")
    function = getattr(importlib.import_module(module), attribute)
    hints = get_type_hints(function)
    result = hints.pop("return", Any)
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    return Target(function, tuple(hints.get(name, Any) for name in names), result)


def frame(kind: bytes, body: bytes = b"") -> bytes:
    return HEADER.pack(kind, len(body)) + body

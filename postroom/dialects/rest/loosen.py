"""Text turned into numbers, booleans, lists and objects where the type wants those, and text stays text everywhere else.

Query strings have nothing but text, and models write numbers as strings (`X-Postroom-Lenient: 1`). What cannot be turned is left as it
is, so that the strict check afterwards says what is wrong.
"""

import math
import re
from typing import Any

import msgspec
from msgspec import inspect

from postroom.dialects.rest.field import members

_INTEGER = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_LISTS = (inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.VarTupleType)


def loosen(value: Any, shape: inspect.Type) -> Any:
    """The value with its texts turned into what the type wants."""
    if isinstance(value, str):
        return _from_text(value, shape)
    if isinstance(value, list):
        item = next((one.item_type for one in members(shape) if isinstance(one, _LISTS)), None)
        return value if item is None else [loosen(one, item) for one in value]
    if isinstance(value, dict):
        return _inside(value, shape)
    return value


def texts_of(text: str) -> list[Any]:
    """The items of a list written as text: `["a","b"]` or `a,b`; nothing is an empty list."""
    if text.startswith("["):
        parsed = _json(text)
        if isinstance(parsed, list):
            return parsed
    return [part for one in text.split(",") if (part := one.strip())]


def _from_text(text: str, shape: inspect.Type) -> Any:
    kinds = members(shape)
    if any(isinstance(kind, inspect.StrType | inspect.AnyType) for kind in kinds):
        return text
    for kind in kinds:
        value = _as_kind(text, kind)
        if value is not text:
            return value
    return text


def _as_kind(text: str, kind: inspect.Type) -> Any:
    if isinstance(kind, inspect.IntType):
        return int(text) if _INTEGER.fullmatch(text) else text
    if isinstance(kind, inspect.FloatType):
        number = float(text) if _NUMBER.fullmatch(text) else math.inf
        return number if math.isfinite(number) else text
    if isinstance(kind, inspect.BoolType):
        return _BOOLEANS.get(text.lower(), text)
    if isinstance(kind, _LISTS):
        return [loosen(one, kind.item_type) for one in texts_of(text)]
    if isinstance(kind, inspect.DictType | inspect.StructType) and text.startswith("{"):
        parsed = _json(text)
        return _inside(parsed, kind) if isinstance(parsed, dict) else text
    return text


def _inside(value: dict[str, Any], shape: inspect.Type) -> dict[str, Any]:
    for kind in members(shape):
        if isinstance(kind, inspect.DictType):
            return {key: loosen(one, kind.value_type) for key, one in value.items()}
        if isinstance(kind, inspect.StructType):
            shapes = {field.encode_name: field.type for field in kind.fields}
            return {key: loosen(one, shapes[key]) if key in shapes else one for key, one in value.items()}
    return value


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None

"""Schemas as rows of a table: name, type, whether it must be there, words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_DEEPEST = 3
_RANGES = (("minLength", "maxLength", " characters"), ("minItems", "maxItems", " items"), ("minimum", "maximum", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """One field. `depth` is how far to indent."""

    name: str
    type: str
    required: bool
    words: str
    limits: str
    depth: int = 0


def rows_of(schema: Json, components: Json, *, depth: int = 0, seen: tuple[str, ...] = ()) -> Iterator[Row]:
    """The fields of an object, those of nested ones below them, indented."""
    schema, seen = _follow(schema, components, seen)
    for name, field in schema.get("properties", {}).items():
        yield row_of(name, field, name in schema.get("required", ()), components, depth)
        inner, inside = _follow(_core(field, components), components, seen)
        if depth < _DEEPEST and len(set(inside)) == len(inside):
            yield from rows_of(inner, components, depth=depth + 1, seen=inside)


def row_of(name: str, schema: Json, required: bool, components: Json, depth: int = 0) -> Row:
    """One field as a row."""
    limits = "; ".join(_limits(schema))
    return Row(name, type_words(schema, components), required, _description(schema), limits[:1].upper() + limits[1:], depth)


def type_words(schema: Json, components: Json) -> str:
    """`string`, `list of Key`, `integer or null`."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return "object" if components[name].get("type") == "object" else type_words(components[name], components)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_words(one, components) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(f'"{one}"' if isinstance(one, str) else str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        inner = type_words(schema.get("items") or {}, components)
        return "list" if inner == "any" else f"list of {inner}s" if inner in ("string", "object", "integer") else f"list of {inner}"
    if schema.get("format") == "date-time":
        return "instant"
    return str(schema.get("type", "any"))


def _description(schema: Json) -> str:
    """That of the field, or of the type in it."""
    options = schema.get("anyOf", ())
    return str(schema.get("description") or next((found for one in options if (found := _description(one))), ""))


def _limits(schema: Json) -> Iterator[str]:
    for low, high, what in _RANGES:
        bounds = schema.get(low), schema.get(high)
        if bounds[0] and bounds[1] is not None:
            yield f"{bounds[0]} to {bounds[1]}{what}"
        elif bounds[1] is not None:
            yield f"at most {bounds[1]}{what}"
        elif bounds[0]:
            yield f"at least {bounds[0]}{what}"
    if "pattern" in schema:
        yield f"pattern {schema['pattern']}"
    for option in schema.get("anyOf", ()):
        yield from _limits(option)
    if schema.get("default") not in (None, "", [], {}):
        yield f"{json.dumps(schema['default'], ensure_ascii=False)} by default"


def _core(schema: Json, components: Json) -> Json:
    """What to look into: the items of a list, the option that is not null."""
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            return _core(option, components)
    return _core(schema["items"], components) if schema.get("type") == "array" and schema.get("items") else schema


def _follow(schema: Json, components: Json, seen: tuple[str, ...]) -> tuple[Json, tuple[str, ...]]:
    reference = schema.get("$ref")
    if reference is None:
        return schema, seen
    name = reference.rpartition("/")[2]
    return components[name], (*seen, name)

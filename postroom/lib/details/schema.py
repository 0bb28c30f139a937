"""A caller's JSON schema, read within bounds: objects of texts, numbers, truth values, lists of these; the rest is refused by its path."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

DEPTH_MAX: Final = 6
PROPERTIES_MAX: Final = 200
ENUM_MAX: Final = 100
TEXT_MAX: Final = 1_000


class SchemaError(Exception):
    """Not a schema that can be filled; `path` is where (`properties.total.oneOf`)."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


class Wanted(msgspec.Struct, frozen=True):
    """One place to fill. `type` is string, number, integer, boolean, object or array; `words` are those of its name and description."""

    path: str
    type: str
    words: tuple[str, ...] = ()
    about: str = ""
    format: str | None = None
    enum: tuple[Any, ...] = ()
    properties: dict[str, "Wanted"] = {}
    items: "Wanted | None" = None


def read_schema(schema: Any) -> Wanted:
    """The tree of what is wanted. Raises SchemaError."""
    if not isinstance(schema, Mapping) or (schema.get("type", "object") != "object") or not isinstance(schema.get("properties"), Mapping):
        raise SchemaError("", "must be an object with `properties`: the names of what is wanted, with their types.")
    return _Reader(schema).read(schema, "", "", 0)


class _Reader:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._count = 0

    def read(self, schema: Any, path: str, name: str, depth: int) -> Wanted:
        self._count += 1
        if depth > DEPTH_MAX:
            raise SchemaError(path, f"is nested more than {DEPTH_MAX} deep; flatten it.")
        if self._count > PROPERTIES_MAX:
            raise SchemaError(path, f"is one property more than {PROPERTIES_MAX}; ask for less at once.")
        schema = self._resolved(schema, path)
        unknown = next((key for key in schema if key not in _KNOWN), None)
        if unknown is not None:
            raise SchemaError(_below(path, str(unknown)), f"{str(unknown)[:40]!r} is not supported; supported: {', '.join(sorted(_TOLD))}.")
        return self._of_type(schema, _type_of(schema, path), path, name, depth)

    def _of_type(self, schema: Mapping[str, Any], kind: str, path: str, name: str, depth: int) -> Wanted:
        about = " ".join(str(schema.get(key) or "")[:TEXT_MAX] for key in ("title", "description")).strip()
        properties: dict[str, Wanted] = {}
        items = None
        if kind == "object":
            given = schema.get("properties")
            if not isinstance(given, Mapping):
                raise SchemaError(_below(path, "properties"), "must name what is wanted in this object.")
            for key, inner in given.items():
                properties[str(key)] = self.read(inner, _below(path, f"properties.{key}"), str(key), depth + 1)
        if kind == "array":
            if not isinstance(schema.get("items"), Mapping):
                raise SchemaError(_below(path, "items"), "must be the one schema of every item.")
            items = self.read(schema["items"], _below(path, "items"), name, depth + 1)
        return Wanted(path, kind, words_of(name), about, _format(schema, path), _enum(schema, path), properties, items)

    def _resolved(self, schema: Any, path: str) -> Mapping[str, Any]:
        """Behind a local reference, and behind `anyOf` of one schema and null, as typed languages write what may be missing."""
        for _ in range(DEPTH_MAX):
            if not isinstance(schema, Mapping):
                raise SchemaError(path, "must be a schema, an object.")
            if "$ref" in schema:
                schema = {**self._referred(schema["$ref"], path), **{key: value for key, value in schema.items() if key != "$ref"}}
            elif "anyOf" in schema:
                choices = [one for one in schema["anyOf"] if one != {"type": "null"}] if isinstance(schema["anyOf"], list) else []
                if len(choices) != 1 or not isinstance(choices[0], Mapping):
                    raise SchemaError(_below(path, "anyOf"), "may only join one schema with null.")
                schema = {**choices[0], **{key: value for key, value in schema.items() if key != "anyOf"}}
            else:
                return schema
        raise SchemaError(path, "refers on and on.")

    def _referred(self, reference: Any, path: str) -> Mapping[str, Any]:
        match = _LOCAL.fullmatch(reference) if isinstance(reference, str) else None
        found = self._root.get(match[1], {}) if match else {}
        target = found.get(match[2]) if match and isinstance(found, Mapping) else None
        if not isinstance(target, Mapping):
            raise SchemaError(_below(path, "$ref"), "must be `#/$defs/<name>` of this schema.")
        return target


def words_of(name: str) -> tuple[str, ...]:
    """`invoiceTotal_cents` → invoice, total, cents."""
    return tuple(word.lower() for word in _WORD.findall(name[:TEXT_MAX]))


def _type_of(schema: Mapping[str, Any], path: str) -> str:
    given = schema.get("type")
    kinds = [one for one in given if one != "null"] if isinstance(given, list) else [given]
    if kinds == [None]:
        kinds = ["object" if "properties" in schema else "array" if "items" in schema else "string"]
    if len(kinds) != 1 or kinds[0] not in _TYPES:
        raise SchemaError(_below(path, "type"), f"must be one of {', '.join(_TYPES)}, with null beside it if you like.")
    return str(kinds[0])


def _format(schema: Mapping[str, Any], path: str) -> str | None:
    given = schema.get("format")
    if given is not None and not isinstance(given, str):
        raise SchemaError(_below(path, "format"), "must be a text.")
    return given


def _enum(schema: Mapping[str, Any], path: str) -> tuple[Any, ...]:
    given = [schema["const"]] if "const" in schema else schema.get("enum") or []
    if not isinstance(given, list) or len(given) > ENUM_MAX:
        raise SchemaError(_below(path, "enum"), f"must be a list of at most {ENUM_MAX} values.")
    return tuple(given)


def _below(path: str, more: str) -> str:
    return f"{path}.{more}" if path else more


_TYPES: Final = ("string", "number", "integer", "boolean", "object", "array")
_TOLD: Final = ("type", "properties", "items", "enum", "const", "format", "description", "title", "required", "anyOf with null", "$ref")
_KNOWN: Final = frozenset(
    """type properties items enum const format description title required additionalProperties default examples example nullable $schema
    $id $defs definitions $comment minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems uniqueItems
    deprecated readOnly""".split()
)
_LOCAL: Final = re.compile(r"#/(\$defs|definitions)/([^/~%]{1,200})")
_WORD: Final = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\x00-\x7f]+")

"""Examples of request bodies, made from their schemas: every required field, and those whose name says what fits."""

from typing import Any

Json = dict[str, Any]
_DEEPEST = 4
_TELLING: Json = {
    "handle": "booking-helper",
    "display_name": "Booking helper",
    "name": "Example Ltd",
    "label": "sign-up at example.com",
    "ttl_seconds": 3600,
    "metadata": {"team": "red"},
    "scopes": ["inboxes:read", "messages:read"],
    "markdown": "# Booking helper\n\nBook tables; confirm by mail.",
    "domain": "example.com",
    "to": ["ada@example.com"],
    "subject": "Hello",
    "text": "Hello Ada, here is the answer you asked for.",
}


def example_of(schema: Json, components: Json) -> Any:
    """A body that fits the schema."""
    return _example(schema, components, "", 0)


def _example(schema: Json, components: Json, name: str, depth: int) -> Any:
    schema = resolve(schema, components)
    if "examples" in schema:
        return schema["examples"][0]
    for option in schema.get("anyOf", ()):
        if option != {"type": "null"}:
            return _example(option, components, name, depth)
    if schema.get("type") == "object" and "properties" in schema:
        return _object(schema, components, depth)
    if name in _TELLING and _fits(_TELLING[name], schema):
        return _TELLING[name]
    return _plain(schema, components, depth)


def _object(schema: Json, components: Json, depth: int) -> Json:
    required = schema.get("required", ())
    chosen = [name for name in schema["properties"] if name in required or (name in _TELLING and depth == 0 and name != "domain")]
    if depth >= _DEEPEST:
        chosen = list(required)
    return {name: _example(schema["properties"][name], components, name, depth + 1) for name in chosen}


def _plain(schema: Json, components: Json, depth: int) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    if kind == "array":
        return [_example(schema.get("items") or {}, components, "", depth + 1)] if schema.get("minItems") else []
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("default") or 1)
    if kind == "boolean":
        return True
    if kind == "object":
        return {}
    if schema.get("format") == "date-time":
        return "2030-01-31T09:30:00Z"
    return "example".ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 1000)]


def _fits(value: Any, schema: Json) -> bool:
    kinds = {str: "string", int: "integer", list: "array", dict: "object"}
    return schema.get("type") == kinds[type(value)] and "enum" not in schema


def resolve(schema: Json, components: Json) -> Json:
    """The schema that a reference stands for."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Json = components[reference.rpartition("/")[2]]
    return found

"""OpenAPI 3.1, made from the catalogue: nothing about an operation is written twice."""

from typing import Any

import msgspec

from postroom.dialects.rest.examples import example_of
from postroom.dialects.rest.field import Field
from postroom.dialects.rest.introduction import DESCRIPTION
from postroom.dialects.rest.part import Part
from postroom.kernel.errors import FieldError
from postroom.kernel.operations import Bytes, Catalogue, Operation, OperationKind, Stream
from postroom.web import Problem

Json = dict[str, Any]
_SCHEMAS = "#/components/schemas/{name}"
_SUCCESS = {"ok": "200", "created": "201", "accepted": "202", "empty": "204"}
_PROBLEMS = {
    "400": ("Malformed", "The request cannot be read: malformed JSON, a query that is not UTF-8."),
    "401": ("Unauthenticated", "There is no key, or it is not good: `code` says why."),
    "403": ("Denied", "The key may not do this: a scope is missing, or its reach is too small."),
    "404": ("NotFound", "There is no such thing within reach of this key."),
    "408": ("TooSlow", "The body did not arrive in time."),
    "409": ("Conflict", "It exists already, its state does not allow this now, or an Idempotency-Key was used for something else."),
    "413": ("TooLarge", "The body is larger than the limit that `detail` names."),
    "415": ("Unsupported", "The body is of a media type that is not taken here."),
    "416": ("RangeNotSatisfiable", "The range lies outside."),
    "422": ("Invalid", "The values do not fit: `errors` names every field, the limit and the way out."),
    "429": ("Limited", "Too many requests; `Retry-After` says when to come again."),
    "500": ("Failed", "A fault of this house; the request id finds it in the log."),
    "503": ("Unavailable", "Something this house depends on does not answer now; `Retry-After` says when to come again."),
}


def openapi_document(catalogue: Catalogue, version: str) -> Json:
    """The document as plain JSON values, the same for the same catalogue."""
    plans = [_Plan(one) for one in sorted(catalogue, key=lambda one: one.noun)]
    types = [found for plan in plans for found in plan.types] + [Problem, FieldError]
    found, components = msgspec.json.schema_components(types, ref_template=_SCHEMAS)
    schemas = iter(found)
    for plan in plans:
        plan.schemas = [next(schemas) for _ in plan.types]
    paths: Json = {}
    for plan in plans:
        paths.setdefault(plan.operation.path, {})[plan.operation.method.lower()] = plan.describe(components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Postroom",
            "version": version,
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": noun} for noun in dict.fromkeys(plan.operation.noun for plan in plans)],
        "security": [{"bearer": []}, {"apiKey": []}],
        "paths": paths,
        "components": {
            "schemas": {name: _with_instants(schema) for name, schema in sorted(components.items())},
            "responses": {name: _problem_response(status, text) for status, (name, text) in _PROBLEMS.items()},
            "parameters": _PARAMETERS,
            "headers": _HEADERS,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer pr_live_…`"},
                "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key, in a header of its own."},
            },
        },
    }


class _Plan:
    """One operation: the types whose schemas it needs, then its description with them."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.schemas: list[Json] = []
        besides = {*operation.path_parameters, operation.upload_field}
        rest = [info.encode_name for info in msgspec.structs.fields(operation.input_type) if info.encode_name not in besides]
        self._has_body = operation.method not in ("GET", "DELETE") and operation.upload_field is None
        path = Part("path", operation.input_type, operation.path_parameters).fields
        query = {} if self._has_body else Part("query", operation.input_type, rest).fields
        self._parameters = [*(path[name] for name in operation.path_parameters), *query.values()]
        self._body = Part("body", operation.input_type, rest) if self._has_body and rest else None
        self._answers = operation.output_type not in (None, type(None), Bytes, Stream)
        self.types: list[Any] = [field.type for field in self._parameters]
        self.types += [self._body.type] if self._body else []
        self.types += [operation.output_type] if self._answers else []

    def describe(self, components: Json) -> Json:
        operation = self.operation
        schemas = list(self.schemas)
        parameters = [self._parameter(field, schemas.pop(0)) for field in self._parameters]
        summary = operation.doc.partition("\n")[0]
        scope = "" if operation.scope is None else f"Scope: `{operation.scope}`."
        described: Json = {
            "operationId": operation.name,
            "tags": [operation.noun],
            "summary": summary.strip().rstrip("."),
            "description": "\n\n".join(part for part in (operation.doc.strip(), scope) if part),
            "x-postroom-scope": operation.scope,
            "parameters": parameters + self._headers(),
        }
        if operation.public:
            described["security"] = []
        body = self._request_body(schemas, components)
        if body is not None:
            described["requestBody"] = body
        described["responses"] = self._responses(schemas)
        return described

    def _parameter(self, field: Field, schema: Json) -> Json:
        in_path = field.name in self.operation.path_parameters
        plain = _without_null(schema)
        described: Json = {"name": field.name, "in": "path" if in_path else "query", "required": in_path or field.required}
        if field.description:
            described["description"] = field.description
        if not in_path and not field.required:
            plain.pop("minLength", None)  # a blank value counts as left out
        if not in_path and field.takes_object:
            described |= {"style": "deepObject", "explode": True}
        if isinstance(field.default, bool | int | float | str):
            plain["default"] = field.default
        return described | {"schema": plain}

    def _headers(self) -> list[Json]:
        is_pure = self.operation.kind is OperationKind.PURE  # doing it again is the same anyway
        names = [] if self.operation.method == "GET" or is_pure else ["IdempotencyKey"]
        names += ["Lenient"] if self._body else []
        return [{"$ref": f"#/components/parameters/{name}"} for name in names]

    def _request_body(self, schemas: list[Json], components: Json) -> Json | None:
        if self.operation.upload_field is not None:
            binary: Json = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
            return {"required": True, "content": {"message/rfc822": binary, "application/octet-stream": binary}}
        if self._body is None:
            return None
        schema = schemas.pop(0)
        required = any(field.required for field in self._body.fields.values())
        return {
            "required": required,
            "content": {"application/json": {"schema": schema, "example": example_of(schema, components)}},
        }

    def _responses(self, schemas: list[Json]) -> Json:
        operation = self.operation
        success: Json = {"description": "Done.", "headers": _ANSWER_HEADERS}
        if operation.output_type is Bytes:
            success["content"] = {"*/*": {}}
        elif operation.output_type is Stream:
            success["content"] = {"text/event-stream": {}}
        elif self._answers:
            success["content"] = {"application/json": {"schema": schemas.pop(0)}}
        described: Json = {_SUCCESS[operation.status]: success}
        if operation.output_type is Bytes:
            described["206"] = {**success, "description": "The range that was asked for."}
        for status in self._problems():
            described[status] = {"$ref": f"#/components/responses/{_PROBLEMS[status][0]}"}
        return described

    def _problems(self) -> list[str]:
        operation = self.operation
        statuses = {"400", "401", "403", "404", "422", "429", "500", "503"}
        statuses |= set() if operation.method == "GET" else {"409"}
        statuses |= {"408", "413", "415"} if self._body or operation.upload_field else set()
        statuses |= {"415", "416"} if operation.output_type is Bytes else set()
        return sorted(statuses)


def _without_null(schema: Json) -> Json:
    """A query cannot say null: leaving the parameter out says it."""
    plain = {key: value for key, value in schema.items() if key != "description"}
    options = [one for one in plain.get("anyOf", ()) if one != {"type": "null"}]
    if len(options) == 1:
        plain.pop("anyOf")
        plain = {**options[0], **plain}
        plain.pop("description", None)
    return plain


def _with_instants(schema: Json) -> Json:
    """By convention what ends with `_at` is an instant; msgspec says so only of types that demand a zone, which answers do not."""
    for name, field in schema.get("properties", {}).items():
        for option in field.get("anyOf", [field]):
            if name.endswith("_at") and option.get("type") == "string":
                option["format"] = "date-time"
    return schema


def _problem_response(status: str, text: str) -> Json:
    names = ["XRequestId", *(["RetryAfter"] if status in ("429", "503") else [])]
    headers = {_HEADER_NAMES[name]: {"$ref": f"#/components/headers/{name}"} for name in names}
    if status == "401":
        headers["WWW-Authenticate"] = {"$ref": "#/components/headers/WwwAuthenticate"}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": text, "headers": headers, "content": content}


_HEADER_NAMES = {"XRequestId": "X-Request-Id", "RetryAfter": "Retry-After"}
_HEADERS = {
    "XRequestId": {"description": "The request's id; name it when you ask for help.", "schema": {"type": "string"}},
    "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
    "WwwAuthenticate": {"description": 'Bearer realm="postroom"', "schema": {"type": "string"}},
    "RateLimit": {"description": 'What is left: `"key";r=59;t=1`.', "schema": {"type": "string"}},
    "RateLimitPolicy": {"description": 'The quota and its window in seconds: `"key";q=60;w=60`.', "schema": {"type": "string"}},
}
_ANSWER_HEADERS = {
    "X-Request-Id": {"$ref": "#/components/headers/XRequestId"},
    "RateLimit": {"$ref": "#/components/headers/RateLimit"},
    "RateLimit-Policy": {"$ref": "#/components/headers/RateLimitPolicy"},
}
_PARAMETERS = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "The same key with the same body gives the stored answer for 24 hours, with another body 409.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
    "Lenient": {
        "name": "X-Postroom-Lenient",
        "in": "header",
        "required": False,
        "description": "`1`: numbers, booleans and lists are also taken as strings.",
        "schema": {"type": "string", "enum": ["0", "1"]},
    },
}

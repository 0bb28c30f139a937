"""From a request to an operation's input. One reader for each way in: query, JSON body, upload.

Malformed bytes are 400, values that do not fit are 422 with every field named.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote

import msgspec

from postroom.dialects.rest.explain import explain_message, refuse
from postroom.dialects.rest.field import Field
from postroom.dialects.rest.hazards import Hazards
from postroom.dialects.rest.loosen import loosen, texts_of
from postroom.dialects.rest.part import Part, assemble, values_of
from postroom.kernel.errors import FieldError, Invalid, Unsupported
from postroom.kernel.operations import Operation
from postroom.web import BodyReader, Refused, Request, StreamUpload, WebSettings, parse_query

Parameters = dict[str, str]
Large = Callable[[], Awaitable[object]]
_EXPLAINED_BYTES = 256 * 1024


@dataclass(slots=True)
class Taken:
    """The input, the digest of what a repeat must repeat, and the upload to close afterwards."""

    input: msgspec.Struct
    sha256: bytes = b""
    upload: StreamUpload | None = None


class InputReader(Protocol):
    """Reads the input of one operation."""

    async def read(self, request: Request, parameters: Parameters, on_large: Large, /, *, digest: bool) -> Taken: ...


def reader_for(operation: Operation, bodies: BodyReader, settings: WebSettings) -> InputReader:
    """The reader that suits the operation's method and input."""
    if operation.upload_field is not None:
        return _UploadReader(operation, bodies, settings.max_upload_bytes)
    if operation.method in ("GET", "DELETE"):
        return _QueryReader(operation)
    takes_attachments = "attachments" in operation.input_type.__struct_fields__
    return _BodyReader(operation, bodies, settings.max_attachment_json_bytes if takes_attachments else settings.max_json_bytes)


class _PathAndQuery:
    """Fields that come as text in the URL; `besides` come from elsewhere."""

    def __init__(self, operation: Operation, *, query: bool, besides: frozenset[str] = frozenset()) -> None:
        names = [info.encode_name for info in msgspec.structs.fields(operation.input_type)]
        rest = [name for name in names if name not in operation.path_parameters and name not in besides]
        self.path = Part("path", operation.input_type, operation.path_parameters)
        self.query = Part("query", operation.input_type, rest if query else ())
        self._hazards = Hazards(self.path), Hazards(self.query)

    def values(self, request: Request, parameters: Parameters) -> dict[str, Any]:
        """Attributes and values. Raises Refused (400, 414) and Invalid."""
        values = self._part(self.path, self._hazards[0], dict(parameters), "%00" in request.raw_path) if parameters else {}
        query = request.query_string
        pairs = gather(parse_query(query), self.query) if query else {}
        if pairs or self.query.fields:
            values |= self._part(self.query, self._hazards[1], pairs, b"%00" in query or b"\\u0000" in unquote(query).encode())
        return values

    @staticmethod
    def _part(part: Part, hazards: Hazards, given: dict[str, Any], may_hold_nul: bool) -> dict[str, Any]:
        fields = part.fields
        built = part.build({name: loosen(value, fields[name].shape) for name, value in given.items()})
        hazards.check(built, may_hold_nul=may_hold_nul)
        return values_of(built)


class _QueryReader:
    """GET and DELETE: everything is in the path and the query."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation
        self._url = _PathAndQuery(operation, query=True)

    async def read(self, request: Request, parameters: Parameters, _: Large, *, digest: bool) -> Taken:
        taken = Taken(assemble(self._operation.input_type, self._url.values(request, parameters)))
        if digest:
            taken.sha256 = _digest(self._operation, parameters, request.query_string, b"")
        return taken


class _BodyReader:
    """POST, PUT and PATCH: the path and a JSON object."""

    def __init__(self, operation: Operation, bodies: BodyReader, limit_bytes: int) -> None:
        in_path = set(operation.path_parameters)
        names = [info.encode_name for info in msgspec.structs.fields(operation.input_type) if info.encode_name not in in_path]
        self._operation = operation
        self._bodies = bodies
        self._limit_bytes = limit_bytes
        self._url = _PathAndQuery(operation, query=False)
        self._part = Part("body", operation.input_type, names)
        self._decoder = msgspec.json.Decoder(self._part.type)
        self._hazards = Hazards(self._part)

    async def read(self, request: Request, parameters: Parameters, on_large: Large, *, digest: bool) -> Taken:
        raw = await self._bodies.read(request, self._limit_bytes, on_large)
        try:
            values = self._url.values(request, parameters)
            body = self._body(request, raw)
            whole = body if self._part.is_whole else assemble(self._operation.input_type, values | values_of(body))
            return Taken(whole, _digest(self._operation, parameters, b"", raw) if digest else b"")
        finally:
            self._bodies.release(raw)

    def _body(self, request: Request, raw: bytes) -> msgspec.Struct:
        text = raw.removeprefix(b"\xef\xbb\xbf")
        if not text:
            text = b"{}"
        else:
            _require_json(request)
        body = self._decode_loosely(text) if _is_lenient(request) else self._decode(text)
        self._hazards.check(body, may_hold_nul=b"\\u0000" in text)
        return body

    def _decode(self, text: bytes) -> msgspec.Struct:
        try:
            return self._decoder.decode(text)
        except msgspec.ValidationError as error:
            if len(text) > _EXPLAINED_BYTES or "out of range" in str(error):
                raise refuse((explain_message("body", str(error)),)) from None
            raise self._part.refusal(_parse(text), str(error)) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _malformed(error) from error

    def _decode_loosely(self, text: bytes) -> msgspec.Struct:
        given = _parse(text)
        if isinstance(given, dict):
            fields = self._part.fields
            given = {name: loosen(value, fields[name].shape) if name in fields else value for name, value in given.items()}
        return self._part.build(given)


class _UploadReader:
    """The body is the upload; all else is in the path and the query."""

    def __init__(self, operation: Operation, bodies: BodyReader, limit_bytes: int) -> None:
        assert operation.upload_field is not None
        self._operation = operation
        self._bodies = bodies
        self._limit_bytes = limit_bytes
        self._field = operation.upload_field
        self._url = _PathAndQuery(operation, query=True, besides=frozenset({operation.upload_field}))

    async def read(self, request: Request, parameters: Parameters, on_large: Large, *, digest: bool) -> Taken:
        values = self._url.values(request, parameters)
        upload = StreamUpload(request, self._bodies, self._limit_bytes, on_large)
        taken = Taken(assemble(self._operation.input_type, {**values, self._field: upload}), upload=upload)
        if digest:
            content = await upload.read(self._limit_bytes)
            taken.sha256 = _digest(self._operation, parameters, request.query_string, content)
        return taken


def gather(pairs: list[tuple[str, str]], part: Part) -> dict[str, Any]:
    """Query parameters by field. Lists: repeated or with commas. Objects: `name[key]=`, `name.key=` or JSON. Raises Invalid."""
    given: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, value in pairs:
        wrong = _place(given, name, value, part)
        if wrong is not None:
            errors.append(wrong)
    if errors:
        raise refuse(tuple(errors[:20]))
    return given


def _place(given: dict[str, Any], name: str, value: str, part: Part) -> FieldError | None:
    field = part.fields.get(name)
    if field is None:
        return _place_key(given, name, value, part)
    if not value:
        return None  # `?from=&subject=` fills nothing in: the same as leaving it out
    if field.takes_list:
        given.setdefault(name, []).extend(texts_of(value))
    elif field.takes_object:
        return _place_object(given, field, value)
    elif name in given:
        return FieldError(f"query.{name}", "is given more than once; it takes one value.")
    else:
        given[name] = value
    return None


def _place_key(given: dict[str, Any], name: str, value: str, part: Part) -> FieldError | None:
    base, bracket, key = name.partition("[")
    if bracket and key.endswith("]"):
        key = key[:-1]
    else:
        base, _, key = name.partition(".")
    field = part.fields.get(base)
    if field is None or not field.takes_object or not key:
        return part.unknown(name)
    return _merge(given, field, {key: value})


def _place_object(given: dict[str, Any], field: Field, value: str) -> FieldError | None:
    loosened = loosen(value, field.shape)
    if isinstance(loosened, dict):
        return _merge(given, field, loosened)
    return FieldError(f"query.{field.name}", f"must be an object: {field.name}[key]=value for each key, or JSON.")


def _merge(given: dict[str, Any], field: Field, more: dict[str, Any]) -> FieldError | None:
    known = given.setdefault(field.name, {})
    twice = next((key for key in more if key in known), None)
    if twice is not None:
        return FieldError(f"query.{field.name}.{twice[:100]}", "is given more than once; it takes one value.")
    known.update(more)
    return None


# `curl -d '{…}'` calls its body a form. Keys travel in headers only, so no page's form can be sent with somebody's rights.
_TAKEN_AS_JSON = ("", "application/json", "application/x-www-form-urlencoded")


def _is_lenient(request: Request) -> bool:
    wanted = request.header(b"x-postroom-lenient")
    if wanted not in (None, "0", "1"):
        raise refuse((FieldError("header.X-Postroom-Lenient", "must be 0 or 1."),))
    return wanted == "1"


def _require_json(request: Request) -> None:
    given = request.header(b"content-type")
    if given is None:
        return
    media_type = given.partition(";")[0].strip().lower()
    if media_type not in _TAKEN_AS_JSON and not media_type.endswith("+json"):
        raise Unsupported(
            "media_type_unsupported",
            f"The body is {media_type[:100]}; this operation takes a JSON object.",
            suggested_action="Send Content-Type: application/json.",
        )


def _parse(text: bytes) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.ValidationError as error:
        raise refuse((explain_message("body", str(error)),)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _malformed(error) from error


def _malformed(error: Exception) -> Invalid:
    if isinstance(error, RecursionError):
        return Refused(400, "malformed_json", "The body is nested too deeply to be read.")
    if isinstance(error, UnicodeDecodeError):
        return Refused(400, "malformed_json", "The body is not UTF-8.")
    return Refused(400, "malformed_json", f"The body is not JSON: {str(error).removeprefix('JSON is malformed: ')}.")


def _digest(operation: Operation, parameters: Parameters, query: bytes, body: bytes) -> bytes:
    head = msgspec.json.encode([operation.name, sorted(parameters.items()), query.decode("latin-1")])
    return hashlib.sha256(head + b"\n" + body).digest()

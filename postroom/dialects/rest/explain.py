"""What msgspec says about values that do not fit, in plain words: the field, the limit and the way out."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import inspect

from postroom.dialects.rest.field import Field
from postroom.kernel.errors import FieldError, Invalid

_MOST_ERRORS = 20
_LONGEST_NAME = 100
_WORDS = {
    "int": "an integer",
    "float": "a number",
    "str": "a string",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "bytes": "a base64 string",
    "datetime": "an instant",
    "uuid": "a UUID",
}
_INSTANT = "must be an instant of RFC 3339 with its zone, as in 2026-01-31T09:30:00Z."
_BOUNDS = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than", "==": "exactly"}


def explain(word: str, given: Any, fields: Iterable[Field], message: str) -> tuple[FieldError, ...]:
    """Every field that does not fit, at most twenty; `message` speaks where no single field is at fault."""
    if not isinstance(given, Mapping):
        return (FieldError(word, "must be a JSON object, as in {}."),)
    known = {field.name: field for field in fields}
    errors = [_unknown(word, name, known) for name in given if name not in known]
    for field in known.values():
        if field.name in given:
            errors += _check(word, field, given[field.name])
        elif field.required:
            errors.append(FieldError(f"{word}.{field.name}", _with_words("is required.", field)))
    return tuple(errors[:_MOST_ERRORS]) or (explain_message(word, message),)


def explain_message(word: str, message: str) -> FieldError:
    """One message of msgspec, with the path it names itself."""
    text, suffix = _split(message)
    return FieldError(word + suffix, _plain(text, None))


def refuse(errors: tuple[FieldError, ...]) -> Invalid:
    """The error of all these fields."""
    return Invalid("invalid_request", f"{errors[0].path}: {errors[0].message}", errors=errors)


def _unknown(word: str, name: str, known: Mapping[str, Field]) -> FieldError:
    names = ", ".join(list(known)[:30]) or "nothing"
    return FieldError(f"{word}.{name[:_LONGEST_NAME]}", f"is not known here. Taken are: {names}.")


def _check(word: str, field: Field, value: Any) -> list[FieldError]:
    try:
        msgspec.convert(value, field.type)
    except msgspec.ValidationError as error:
        if isinstance(value, dict) and "[...]" in str(error) + "[...]" * ("at `key`" in str(error)):
            keyed = [found for key, one in value.items() for found in _check_key(word, field, key, one)]
            return keyed[:_MOST_ERRORS] or [_error(word, field, str(error))]
        return [_error(word, field, str(error))]
    return []


def _check_key(word: str, field: Field, key: str, value: Any) -> list[FieldError]:
    try:
        msgspec.convert({key: value}, field.type)
    except msgspec.ValidationError as error:
        text, suffix = _split(str(error))
        path = f"{word}.{field.name}" + (suffix.replace("[...]", f".{key[:_LONGEST_NAME]}", 1) or f".{key[:_LONGEST_NAME]}")
        return [FieldError(path, _with_words(_plain(text, field), field))]
    return []


def _error(word: str, field: Field, message: str) -> FieldError:
    text, suffix = _split(message)
    missing = _MISSING.fullmatch(text) or _UNKNOWN.fullmatch(text)
    if missing:
        return FieldError(f"{word}.{field.name}{suffix}.{missing[1][:_LONGEST_NAME]}", _plain(text, field))
    return FieldError(f"{word}.{field.name}{suffix}", _with_words(_plain(text, field), field))


def _split(message: str) -> tuple[str, str]:
    """`Expected … - at `$.a[1]`` → (`Expected …`, `.a[1]`)."""
    text, _, where = message.partition(" - at `")
    return text, where.partition("$")[2].partition("`")[0]


def _with_words(text: str, field: Field) -> str:
    return f"{text} ({field.description.rstrip('.')}.)" if field.description else text


def _plain(text: str, field: Field | None) -> str:
    for pattern, say in _RULES:
        match = pattern.fullmatch(text)
        if match is not None:
            return say(match, field)
    return text + "."


def _mismatch(match: re.Match[str], _: Field | None) -> str:
    wanted = " or ".join(_WORDS.get(one.strip(), one.strip()) for one in match[1].split("|"))
    return f"must be {wanted}, not {_WORDS.get(match[2], match[2])}."


def _length(match: re.Match[str], _: Field | None) -> str:
    what = {"str": "characters", "bytes": "bytes", "array": "items", "object": "keys"}.get(match[1], "items")
    return f"must have {_BOUNDS[match[2]]} {match[3]} {what}."


def _options(_: re.Match[str], field: Field | None) -> str:
    shapes = field.shape.types if field and isinstance(field.shape, inspect.UnionType) else (field.shape,) if field else ()
    options = [value for shape in shapes for value in _values(shape)]
    return f"must be one of {', '.join(repr(one) for one in options)}." if options else "is none of the values that are known."


def _values(shape: inspect.Type) -> list[Any]:
    if isinstance(shape, inspect.Metadata):
        return _values(shape.type)
    if isinstance(shape, inspect.LiteralType):
        return list(shape.values)
    return [one.value for one in shape.cls] if isinstance(shape, inspect.EnumType) else []


_MISSING = re.compile(r"Object missing required field `(.*)`", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Field | None], str]], ...] = (
    (re.compile(r"Expected `datetime` with a timezone component"), lambda _m, _f: _INSTANT),
    (re.compile(r"Invalid RFC3339 encoded datetime"), lambda _m, _f: _INSTANT),
    (re.compile(r"Expected `(str|bytes|array|object)` of length (<=|>=|==|<|>) (\d+)"), _length),
    (re.compile(r"Expected `[a-z]+` (<=|>=|<|>) (.+)"), lambda m, _f: f"must be {_BOUNDS[m[1]]} {m[2]}."),
    (re.compile(r"Expected `str` matching regex (.+)", re.DOTALL), lambda m, _f: f"must match the pattern {m[1]}."),
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), _mismatch),
    (re.compile(r"Invalid enum value .*", re.DOTALL), _options),
    (re.compile(r"Number out of range"), lambda _m, _f: "is a number too large to be read."),
    (_MISSING, lambda _m, _f: "is required."),
    (_UNKNOWN, lambda _m, _f: "is not known here."),
)

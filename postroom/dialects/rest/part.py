"""An operation's input, cut into the fields of the path, of the query and of the body."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import inspect

from postroom.dialects.rest.explain import explain, refuse
from postroom.dialects.rest.field import Field, describe
from postroom.kernel.errors import FieldError


class Part:
    """Some fields of an input type as a type of their own. `word` is path, query or body."""

    def __init__(self, word: str, input_type: type[msgspec.Struct], names: Iterable[str] | None = None) -> None:
        wanted = None if names is None else set(names)
        infos = [one for one in msgspec.structs.fields(input_type) if wanted is None or one.encode_name in wanted]
        whole = len(infos) == len(input_type.__struct_fields__)
        self.word = word
        self.is_whole = whole
        self.type = input_type if whole else _cut(word, input_type, infos)
        shape = inspect.type_info(self.type)
        assert isinstance(shape, inspect.StructType)
        shapes = {field.encode_name: field.type for field in shape.fields}
        self.fields = {info.encode_name: _field(info, shapes[info.encode_name]) for info in infos}

    def build(self, given: dict[str, Any]) -> msgspec.Struct:
        """The struct of values of the right types. Raises Invalid with every field that is not."""
        try:
            built: msgspec.Struct = msgspec.convert(given, self.type)
            return built
        except msgspec.ValidationError as error:
            raise self.refusal(given, str(error)) from None

    def refusal(self, given: Any, message: str) -> Exception:
        """The error for values that do not fit; `message` is what msgspec said."""
        return refuse(explain(self.word, given, self.fields.values(), message))

    def unknown(self, name: str) -> FieldError:
        """The error for a name that is no field."""
        return explain(self.word, {name: None}, self.fields.values(), "")[0]


def assemble(input_type: type[msgspec.Struct], values: dict[str, Any]) -> msgspec.Struct:
    """The whole input of parts that fit. Raises Invalid where the type itself objects to them together."""
    try:
        return input_type(**values)
    except ValueError as error:
        raise refuse((FieldError("request", str(error)),)) from error


def values_of(struct: msgspec.Struct) -> dict[str, Any]:
    """Attributes and values."""
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def _field(info: msgspec.structs.FieldInfo, shape: inspect.Type) -> Field:
    default = info.default if info.default not in (msgspec.NODEFAULT, msgspec.UNSET) else None
    return Field(info.encode_name, info.name, info.type, shape, info.required, describe(info.type), default)


def _cut(word: str, input_type: type[msgspec.Struct], infos: Iterable[msgspec.structs.FieldInfo]) -> type[msgspec.Struct]:
    fields: list[Any] = []
    for info in infos:
        given = {"default": info.default} if info.default is not msgspec.NODEFAULT else {"default_factory": info.default_factory}
        fields.append((info.name, info.type, msgspec.field(name=info.encode_name, **given)))
    return msgspec.defstruct(
        input_type.__name__ + word.capitalize(),
        fields,
        module=input_type.__module__,
        namespace={"__doc__": input_type.__doc__},
        forbid_unknown_fields=True,
        kw_only=True,
        frozen=True,
    )

"""Settings: every folder declares a frozen section; the composition root reads them once and hands each to its owner.

Precedence: command line, environment (`POSTROOM_SMTP_MAX_SESSIONS`; secrets also `…_FILE`), TOML file, default. No global.
"""

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from postroom.kernel.errors import Invalid, invalid_field

T = TypeVar("T")
# (name of the TOML table, its class); the nameless table may have several classes.
Sections = Sequence[tuple[str, type[msgspec.Struct]]]
PREFIX = "POSTROOM_"


class SettingsBook:
    """The sections that were read, by type."""

    def __init__(self, sections: Iterable[msgspec.Struct] = ()) -> None:
        self._by_type = {type(section): section for section in sections}

    def of(self, section: type[T]) -> T:
        """The section of a folder, as declared or as default."""
        found = self._by_type.get(cast(Any, section))
        return cast(T, found) if found is not None else section()


def variable_name(section: str, field: str) -> str:
    """`POSTROOM_DATA_DIR` for the nameless section, `POSTROOM_SMTP_HOST` for others."""
    return PREFIX + (f"{section}_{field}" if section else field).upper()


def read_settings(
    types: Sections,
    *,
    toml: Mapping[str, Any],
    environment: Mapping[str, str],
    given: Mapping[str, Any],
) -> SettingsBook:
    """Read all sections. `given` holds what the command line set, by variable name. Errors name the variable or the TOML key."""
    _refuse_unknown(types, toml)
    return SettingsBook(_read_section(name, section, toml, environment, given) for name, section in types)


def describe_fields(section: type[msgspec.Struct]) -> Iterator[tuple[str, Any, str]]:
    """(name, default, description) of each field, for the commented default file and for help texts."""
    hints = typing.get_type_hints(section, include_extras=True)
    for field in msgspec.structs.fields(section):
        default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
        yield field.name, default, _description(hints[field.name])


def default_toml(types: Sections) -> str:
    """The commented default file, generated from the settings classes."""
    lines = [
        "# Postroom's settings with their defaults. Every one is also an environment variable, named behind it.",
        "",
    ]
    for name, section in sorted(types, key=lambda pair: pair[0]):
        if name:
            lines += [f"[{name}]"]
        for field, default, description in describe_fields(section):
            lines += [f"# {line}" for line in (description or field).splitlines()]
            lines += [f"#{field} = {_toml_value(default)}    # {variable_name(name, field)}", ""]
    return "\n".join(lines)


def _read_section(
    name: str,
    section: type[msgspec.Struct],
    toml: Mapping[str, Any],
    environment: Mapping[str, str],
    given: Mapping[str, Any],
) -> msgspec.Struct:
    table = toml if not name else toml.get(name, {})
    values: dict[str, Any] = {}
    for field in section.__struct_fields__:
        variable = variable_name(name, field)
        raw = _first(given.get(variable), _from_environment(environment, variable), table.get(field))
        if raw is not None:
            values[field] = _convert(section, field, variable, raw)
    return section(**values)


def _first(*candidates: Any) -> Any:
    return next((one for one in candidates if one is not None), None)


def _from_environment(environment: Mapping[str, str], variable: str) -> str | None:
    direct = environment.get(variable)
    if direct is not None:
        return direct
    path = environment.get(f"{variable}_FILE")
    return Path(path).read_text("utf-8").strip() if path else None


def _convert(section: type[msgspec.Struct], field: str, variable: str, raw: Any) -> Any:
    hint = typing.get_type_hints(section, include_extras=True)[field]
    if isinstance(raw, str) and typing.get_origin(typing.get_type_hints(section)[field]) in (tuple, list):
        raw = [part.strip() for part in raw.split(",") if part.strip()]
    if (
        isinstance(raw, str)
        and raw.lower() in ("true", "false", "yes", "no", "on", "off")
        and typing.get_type_hints(section)[field] is bool
    ):
        raw = raw.lower() in ("true", "yes", "on")
    try:
        return msgspec.convert(raw, hint, strict=False)
    except msgspec.ValidationError as error:
        raise invalid_field(variable, f"{error}{_choices(hint)}", code="invalid_setting") from error


def _choices(hint: Any) -> str:
    plain = typing.get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
    return f"; it is one of {', '.join(map(str, typing.get_args(plain)))}" if typing.get_origin(plain) is typing.Literal else ""


def _refuse_unknown(types: Sections, toml: Mapping[str, Any]) -> None:
    known: dict[str, set[str]] = {}
    for name, section in types:
        known.setdefault(name, set()).update(section.__struct_fields__)
    for key, value in toml.items():
        if key in known.get("", ()):
            continue
        fields = known.get(key) if key and isinstance(value, dict) else None
        unknown = [key] if fields is None else [f"{key}.{name}" for name in value if name not in fields]
        if unknown:
            raise Invalid("unknown_setting", f"There is no setting {unknown[0]}. `postroom config` prints all of them.")


def _description(hint: Any) -> str:
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, msgspec.Meta) and extra.description:
            return extra.description
    return ""


def _toml_value(value: Any) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml_value(one) for one in value) + "]"
    return str(value) if isinstance(value, int | float) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'

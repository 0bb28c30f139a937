"""Settings: every folder declares a frozen section; the composition root reads them once and hands each to its owner.

Precedence: command line, environment (`POSTROOM_SMTP_MAX_SESSIONS`; secrets also `…_FILE`), TOML file, default. No global.
In the file, settings without a section stand at the top or in `[serve]`, where `smtp` does not clash with the table `[smtp]`.
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
Tables = Mapping[str, Mapping[str, Any]]
PREFIX = "POSTROOM_"
_ROOT = "serve"


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
    tables = _tables(toml)
    _refuse_unknown(types, tables)
    _refuse_unknown_variables(types, given)
    return SettingsBook(_read_section(name, section, tables, environment, given) for name, section in types)


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
    written = None
    for name, section in sorted(types, key=lambda pair: pair[0]):
        if name != written:
            lines += [f"[{name or _ROOT}]"]
            written = name
        for field, default, description in describe_fields(section):
            lines += [f"# {line}" for line in (description or field).splitlines()]
            lines += [f"#{field} = {_toml_value(default)}    # {variable_name(name, field)}", ""]
    return "\n".join(lines)


def _read_section(
    name: str,
    section: type[msgspec.Struct],
    tables: Tables,
    environment: Mapping[str, str],
    given: Mapping[str, Any],
) -> msgspec.Struct:
    table = tables.get(name, {})
    values: dict[str, Any] = {}
    for field, default, _ in describe_fields(section):
        variable = variable_name(name, field)
        raw = _first(given.get(variable), _from_environment(environment, variable), table.get(field))
        if raw is not None and not (raw == "" and default is None):  # neither TOML nor the environment knows None
            values[field] = _convert(section, field, variable, raw)
    try:
        return section(**values)
    except ValueError as error:  # what only a section itself can judge; its words name the setting
        raise Invalid("invalid_setting", str(error)) from error


def _first(*candidates: Any) -> Any:
    return next((one for one in candidates if one is not None), None)


def _from_environment(environment: Mapping[str, str], variable: str) -> str | None:
    direct = environment.get(variable)
    if direct is not None:
        return direct
    path = environment.get(f"{variable}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise invalid_field(f"{variable}_FILE", f"{path} cannot be read: {error}.", code="invalid_setting") from error


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


def _tables(toml: Mapping[str, Any]) -> Tables:
    """The file by section; the nameless one has what stands at the top and in `[serve]`."""
    tables = {name: table for name, table in toml.items() if isinstance(table, dict)}
    top = {name: value for name, value in toml.items() if name not in tables}
    own = tables.pop(_ROOT, {})
    return {**tables, "": {**top, **own}}


def _refuse_unknown(types: Sections, tables: Tables) -> None:
    known: dict[str, set[str]] = {}
    for name, section in types:
        known.setdefault(name, set()).update(section.__struct_fields__)
    for name, table in tables.items():
        unknown = [name] if name and name not in known else [key for key in table if key not in known.get(name, ())]
        if unknown:
            raise _unknown_setting(f"{name}.{unknown[0]}" if name in known and name else unknown[0])


def _refuse_unknown_variables(types: Sections, given: Mapping[str, Any]) -> None:
    known = {variable_name(name, field) for name, section in types for field in section.__struct_fields__}
    for variable in given:
        if variable not in known:
            raise _unknown_setting(variable)


def _unknown_setting(name: str) -> Invalid:
    return Invalid("unknown_setting", f"There is no setting {name[:100]}. `postroom config` prints all of them.")


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

"""Settings: command line before environment before TOML before default, and every mistake said by name."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.kernel.errors import Invalid
from postroom.kernel.settings import SettingsBook, default_toml, read_settings, variable_name
from postroom.main.commands import all_sections, default_config
from postroom.main.settings import OWN_SECTIONS


class Bakery(msgspec.Struct, frozen=True):
    """A section for tests."""

    loaves: Annotated[int, msgspec.Meta(ge=0, le=100, description="How many.")] = 1
    kinds: Annotated[tuple[str, ...], msgspec.Meta(description="Which.")] = ("rye",)
    open: bool = True
    secret: str = ""
    crust: Literal["thin", "thick"] = "thin"
    note: str | None = None
    pause_s: float = 0.5


SECTIONS = [("bakery", Bakery)]


def read(*, toml: Any = None, environment: Any = None, given: Any = None) -> Bakery:
    return read_settings(SECTIONS, toml=toml or {}, environment=environment or {}, given=given or {}).of(Bakery)


def test_command_line_goes_before_environment_before_file_before_default() -> None:
    sources: list[tuple[str, Any]] = [
        ("toml", {"bakery": {"loaves": 2}}),
        ("environment", {"POSTROOM_BAKERY_LOAVES": "3"}),
        ("given", {"POSTROOM_BAKERY_LOAVES": "4"}),
    ]
    assert [read(**dict(sources[:count])).loaves for count in range(4)] == [1, 2, 3, 4]


def test_texts_become_what_the_setting_wants() -> None:
    values = {"POSTROOM_BAKERY_KINDS": "rye, spelt,", "POSTROOM_BAKERY_OPEN": "off", "POSTROOM_BAKERY_PAUSE_S": "2"}
    bakery = read(environment=values)
    assert (bakery.kinds, bakery.open, bakery.pause_s) == (("rye", "spelt"), False, 2.0)


def test_a_secret_may_stand_in_a_file_and_the_direct_value_goes_before_it(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("  from a file\n")
    assert read(environment={"POSTROOM_BAKERY_SECRET_FILE": str(file)}).secret == "from a file"
    assert read(environment={"POSTROOM_BAKERY_SECRET_FILE": str(file), "POSTROOM_BAKERY_SECRET": "direct"}).secret == "direct"


def test_a_secrets_file_that_is_not_there_is_said_by_the_name_of_its_variable() -> None:
    with pytest.raises(Invalid) as refused:
        read(environment={"POSTROOM_BAKERY_SECRET_FILE": "/nowhere/at/all"})
    assert "POSTROOM_BAKERY_SECRET_FILE" in refused.value.detail


@pytest.mark.parametrize(
    ("toml", "name"),
    [
        ({"bakery": {"loafs": 1}}, "bakery.loafs"),
        ({"bakry": {"loaves": 1}}, "bakry"),
        ({"loaves": 1}, "loaves"),
        ({"bakery": 3}, "bakery"),
        ({"serve": {"loaves": 1}}, "loaves"),
    ],
)
def test_an_unknown_setting_in_the_file_is_refused_by_name(toml: dict[str, Any], name: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(toml=toml)
    assert refused.value.code == "unknown_setting" and name in refused.value.detail


def test_an_unknown_setting_on_the_command_line_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        read(given={"POSTROOM_BAKERY_LOAFS": "2"})
    assert refused.value.code == "unknown_setting" and "BAKERY_LOAFS" in refused.value.detail


@pytest.mark.parametrize(
    ("variable", "value"), [("LOAVES", "many"), ("LOAVES", "101"), ("OPEN", "perhaps"), ("CRUST", "none"), ("PAUSE_S", "soon")]
)
def test_a_value_that_does_not_fit_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(environment={f"POSTROOM_BAKERY_{variable}": value})
    assert refused.value.code == "invalid_setting" and f"POSTROOM_BAKERY_{variable}" in refused.value.detail


def test_a_value_in_the_file_that_does_not_fit_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        read(toml={"bakery": {"loaves": 101}})
    assert "BAKERY_LOAVES" in refused.value.detail


@given(st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.integers())))
def test_any_table_is_read_or_refused(table: dict[str, Any]) -> None:
    try:
        assert isinstance(read(toml={"bakery": table}), Bakery)
    except Invalid as refused:
        assert refused.detail


class Counter(msgspec.Struct, frozen=True):
    """A section without a table, with a field that is named like a table."""

    bakery: str = "closed"
    till: int = 1


@pytest.mark.parametrize("toml", [{"serve": {"bakery": "open"}, "till": 2}, {"serve": {"bakery": "open", "till": 2}}])
def test_a_setting_may_be_named_like_a_table_of_the_file(toml: dict[str, Any]) -> None:
    book = read_settings([("", Counter), *SECTIONS], toml={**toml, "bakery": {"loaves": 5}}, environment={}, given={})
    assert book.of(Counter) == Counter("open", 2)
    assert book.of(Bakery).loaves == 5


def test_a_setting_without_a_table_may_stand_at_the_top() -> None:
    assert read_settings([("", Counter)], toml={"bakery": "open"}, environment={}, given={}).of(Counter).bakery == "open"


def test_a_book_without_a_section_gives_its_defaults() -> None:
    assert SettingsBook().of(Bakery) == Bakery()


def test_every_default_that_config_prints_reads_back_as_the_default() -> None:
    sections = [*OWN_SECTIONS, *all_sections()]
    plain = re.sub(r"(?m)^#(?=[a-z0-9_]+ = )", "", default_config())
    book = read_settings(sections, toml=tomllib.loads(plain), environment={}, given={})
    for _, section in sections:
        assert book.of(section) == section(), section


def test_every_setting_is_printed_with_its_variable_and_has_a_description() -> None:
    text = default_config()
    for name, section in [*OWN_SECTIONS, *all_sections()]:
        for field in section.__struct_fields__:
            assert re.search(rf"(?m)^#{field} = .*    # {variable_name(name, field)}$", text), (name, field)
    assert not re.search(r"(?m)^# ([a-z_]+)\n#\1 = ", text), "a setting without a description"


def test_awkward_defaults_survive_being_printed() -> None:
    class Odd(msgspec.Struct, frozen=True):
        text: str = 'a "quoted" \\ back'
        none: str | None = None
        many: tuple[str, ...] = ("x", 'y"z')

    plain = re.sub(r"(?m)^#(?=[a-z]+ = )", "", default_toml([("odd", Odd)]))
    assert read_settings([("odd", Odd)], toml=tomllib.loads(plain), environment={}, given={}).of(Odd) == Odd()

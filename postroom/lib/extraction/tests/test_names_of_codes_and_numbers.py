"""What a number is called decides: eight hundred names of codes and a thousand of other numbers, in fifty languages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postroom.lib.extraction import extract

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
VALUES = ("482913", "QX7K2M", "77120", "1204", "KX9-4QT")
FORMS = ("{}: {}", "{} {}", "Northwind\n\n{}\n{}\n\nNorthwind Ltd")


def rows(name: str) -> list[str]:
    return (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()[1:]


def codes(text: str) -> list[str]:
    return [code.value for code in extract(subject=None, text=text, html=None, from_address=None, received_at=NOW).codes]


def said(row: str) -> list[tuple[str, str]]:
    """(text, value) for every name of the row in every form, the values in turn."""
    names = [name.strip() for name in row.split("|")[1].split(";")]
    pairs = [(name[0].upper() + name[1:], VALUES[at % len(VALUES)]) for at, name in enumerate(names)]
    return [(form.format(name, value), value) for name, value in pairs for form in FORMS]


@pytest.mark.parametrize("row", rows("written_names_of_codes.txt"))
def test_what_is_called_a_code_is_one(row: str) -> None:
    assert [text for text, value in said(row) if codes(text) != [value]] == []


@pytest.mark.parametrize("row", rows("written_orders_to_enter.txt"))
def test_a_verb_and_a_purpose_make_a_code(row: str) -> None:
    sentence = row.partition("|")[2]
    assert [value for value in ("482913", "4829", "482-913", "QX7K2M") if codes(sentence.format(value)) != [value]] == []


@pytest.mark.parametrize(
    "text",
    [
        "Use platform 4821 to access trains.",
        "Use 1200 ml of water to activate the yeast.",
        "Press 4821 to hear the menu.",
        "Bring 4821 forms to sign.",
        "I think in this case the code needs some work to better support I18N.",
    ],
)
def test_a_verb_before_something_else_makes_none(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("row", rows("written_names_of_numbers.txt"))
def test_what_is_called_something_else_is_none(row: str) -> None:
    assert [text for text, _ in said(row) if codes(text)] == []

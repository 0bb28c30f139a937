"""Whether values fit a schema, and whether they stand in a mail at all: what a model says is checked by both."""

import re
from typing import Any, Final

from postroom.lib.details.schema import Wanted


def conforms(value: Any, wanted: Wanted) -> bool:
    """Null fits everywhere: it says that nothing was found."""
    if value is None:
        return True
    if wanted.enum and value not in wanted.enum:
        return False
    if wanted.type == "object":
        return (
            isinstance(value, dict)
            and value.keys() <= wanted.properties.keys()
            and all(conforms(one, wanted.properties[key]) for key, one in value.items())
        )
    if wanted.type == "array":
        return isinstance(value, list) and wanted.items is not None and all(conforms(one, wanted.items) for one in value)
    if wanted.type == "boolean":
        return isinstance(value, bool)
    if wanted.type == "string":
        return isinstance(value, str)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and (wanted.type == "number" or float(value).is_integer())


def occurs(value: Any, low: str) -> bool:
    """Whether every text of `value` stands in the folded text `low`, and the digits of every number; truth values stand nowhere."""
    if isinstance(value, dict):
        return all(occurs(one, low) for one in value.values())
    if isinstance(value, list):
        return all(occurs(one, low) for one in value)
    if value is None:
        return True
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return fold(value) in low
    return _digits(str(abs(value))) in {_digits(found) for found in _NUMBER.findall(low)}


def fold(text: str) -> str:
    """Lower case, one blank between words."""
    return " ".join(text.lower().split())


def _digits(text: str) -> str:
    """`1,249.00`, `1249.0` and `124900` agree: digits without the zeros at either end."""
    return "".join(filter(str.isdigit, text)).strip("0")


_NUMBER: Final = re.compile(r"\d[\d.,'’ \u00a0]{0,20}")

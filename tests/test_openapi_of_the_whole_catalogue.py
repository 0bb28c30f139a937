"""The document of everything that is there: valid, the same every time, with examples that can be pasted."""

import json
from typing import Any

import msgspec
import pytest
from openapi_spec_validator import validate

from postroom.dialects.rest import openapi_document
from postroom.dialects.rest.part import Part
from postroom.main.discover import build_catalogue, discover

CATALOGUE = build_catalogue(discover())
DOCUMENT = json.loads(json.dumps(openapi_document(CATALOGUE, "0")))
EXAMPLES = [
    (operation["operationId"], operation["requestBody"]["content"]["application/json"]["example"])
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]


def test_the_document_is_valid_and_names_every_operation() -> None:
    validate(DOCUMENT)
    named = {operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()}
    assert named == {operation.name for operation in CATALOGUE}


def test_another_look_at_the_folders_gives_the_same_document() -> None:
    assert json.dumps(openapi_document(build_catalogue(discover()), "0")) == json.dumps(openapi_document(CATALOGUE, "0"))


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda one: one if isinstance(one, str) else "")
def test_every_example_fits_its_operation(name: str, example: Any) -> None:
    operation = CATALOGUE[name]
    names = [one.encode_name for one in msgspec.structs.fields(operation.input_type) if one.encode_name not in operation.path_parameters]
    assert Part("body", operation.input_type, names).build(example) is not None

import json
from typing import Annotated, Any

import msgspec
import pytest
import yaml
from openapi_spec_validator import validate

from postroom.dialects.rest import build_wire, openapi_document
from postroom.dialects.rest.examples import resolve
from postroom.kernel.context import Read
from postroom.kernel.operations import Catalogue, Input, operation
from postroom.web import WebSettings


@pytest.fixture
def document(house: Any) -> Any:
    return json.loads(msgspec.json.encode(openapi_document(house.catalogue, "1.2.3")))


def test_the_document_is_valid(document: Any) -> None:
    validate(document)
    assert document["openapi"] == "3.1.0" and document["info"]["version"] == "1.2.3"


def test_the_document_is_the_same_every_time(house: Any) -> None:
    once, again = (json.dumps(openapi_document(house.catalogue, "1")) for _ in range(2))
    assert once == again


async def test_both_spellings_are_served_without_a_key(house: Any, document: Any) -> None:
    told = await house.ask("GET", "/openapi.json", key=None)
    assert told.json == document and told.headers["content-type"] == "application/json"
    told = await house.ask("GET", "/openapi.yaml", key=None)
    assert yaml.safe_load(told.body) == document and b"&id" not in told.body


def test_every_operation_is_there_under_its_name(house: Any, document: Any) -> None:
    found = {one["operationId"]: (method, path) for path, methods in document["paths"].items() for method, one in methods.items()}
    assert found == {one.name: (one.method.lower(), one.path) for one in house.catalogue}


def test_parameters_say_where_they_stand_and_never_null(document: Any) -> None:
    parameters = {one["name"]: one for one in document["paths"]["/v1/things"]["get"]["parameters"]}
    assert parameters["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    assert parameters["limit"]["description"] == "How many at most, 1 to 100."
    assert parameters["metadata"]["style"] == "deepObject" and "from" in parameters and "sender" not in parameters
    assert parameters["color"]["schema"] == {"enum": ["green", "red"]}
    in_path = document["paths"]["/v1/things/{thing_id}"]["get"]["parameters"][0]
    assert in_path["in"] == "path" and in_path["required"] is True


def test_bodies_leave_out_what_stands_in_the_path(document: Any) -> None:
    body = document["paths"]["/v1/things/{thing_id}"]["patch"]["requestBody"]
    schema = resolve(body["content"]["application/json"]["schema"], document["components"]["schemas"])
    assert set(schema["properties"]) == {"word", "note"} and schema["additionalProperties"] is False and not body["required"]
    assert "requestBody" not in document["paths"]["/v1/things/{thing_id}/start"]["post"]
    assert document["paths"]["/v1/things"]["post"]["requestBody"]["required"]


def test_bytes_go_in_and_out_as_they_are(document: Any) -> None:
    put = document["paths"]["/v1/things/{thing_id}/raw"]["put"]
    assert set(put["requestBody"]["content"]) == {"message/rfc822", "application/octet-stream"}
    got = document["paths"]["/v1/things/{thing_id}/raw"]["get"]["responses"]
    assert "*/*" in got["200"]["content"] and {"206", "416"} <= set(got)


def test_every_refusal_is_a_problem(document: Any) -> None:
    for methods in document["paths"].values():
        for one in methods.values():
            for status, response in one["responses"].items():
                if status >= "400":
                    told = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
                    assert list(told["content"]) == ["application/problem+json"]
            assert {"400", "401", "403", "404", "422", "429", "500", "503"} <= set(one["responses"])


def test_only_public_operations_need_no_key(document: Any) -> None:
    assert document["security"] == [{"bearer": []}, {"apiKey": []}]
    assert document["paths"]["/v1/status"]["get"]["security"] == []
    assert "security" not in document["paths"]["/v1/things"]["get"]


def test_instants_are_said_to_be_instants(document: Any) -> None:
    assert document["components"]["schemas"]["Thing"]["properties"]["created_at"]["format"] == "date-time"


async def test_every_example_is_taken_by_its_own_operation(house: Any, document: Any) -> None:
    examples = [
        (method.upper(), path.replace("{thing_id}", "t"), operation["requestBody"]["content"]["application/json"]["example"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]
    assert len(examples) == 3
    for method, path, example in examples:
        assert (await house.ask(method, path, example)).status < 300


def test_an_operation_whose_types_cannot_be_read_is_named() -> None:
    class Broken(Input, frozen=True):
        """Limits of a union are none."""

        word: Annotated[str | None, msgspec.Meta(max_length=3)] = None

    async def run(rd: Read, query: Broken) -> None:
        """Break."""

    broken = operation("things.break", rest="GET /v1/broken", scope=None)(run).operation  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match=r"operation things\.break: Can only set"):
        build_wire(None, Catalogue([broken]), WebSettings(), version="1")  # type: ignore[arg-type]

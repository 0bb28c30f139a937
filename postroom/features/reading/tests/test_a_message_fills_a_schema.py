"""Structured extraction by the API: readers first, refusals by path, and a model that may behave as badly as it likes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from postroom.features.reading.structure import structured
from postroom.kernel.clock import SystemClock
from postroom.kernel.context import Io, house_principal
from postroom.kernel.ids import new_id
from postroom.kernel.ports.egress import Egress
from postroom.lib.details import Mail, read_schema
from postroom.main.commands import all_sections
from postroom.main.discover import discover
from postroom.main.engine.egress import EgressSettings, GuardedEgress
from postroom.main.settings import read_all
from postroom.main.wiring import Wired
from postroom.testing.running import Account, make_mail

TEXT = "Hello,\n\nInvoice number: INV-2026-0443\nTotal due: $1,248.00\nThe blue bicycle is ready.\n"
SCHEMA = {
    "type": "object",
    "properties": {
        "invoice_number": {"type": "string"},
        "total": {"type": "number"},
        "colour": {"type": "string"},
        "mood": {"type": "string"},
        "items": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
    },
}


async def test_a_stored_message_is_read_into_a_schema(account: Account) -> None:
    inbox = await account.open_inbox()
    mail = make_mail(inbox["address"], subject="Invoice", text=TEXT, sender="Oak Ltd <billing@oak.example>")
    stored = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=mail.as_bytes(), headers={"Content-Type": "message/rfc822"}
    )
    message_id = stored.json()["messages"][0]["id"]
    answer = await account.api.post(f"/v1/messages/{message_id}/extract", json={"schema": SCHEMA})
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == {"invoice_number": "INV-2026-0443", "total": 1248.0, "colour": None, "mood": None, "items": None}
    assert answer.json()["model"] is None
    off = await account.api.post(f"/v1/messages/{message_id}/extract", json={"schema": SCHEMA, "use_model": True})
    assert (off.json()["model"], off.json()["data"]["colour"]) == ("off", None)


async def test_any_text_is_read_into_a_schema_and_codes_too(account: Account) -> None:
    schema = {"type": "object", "properties": {"otp": {"type": "string"}, "sender_email": {"type": "string"}}}
    body = {"text": "Your code is 573921", "from": "Oak <a@oak.example>", "schema": schema}
    answer = await account.api.post("/v1/extract", json=body)
    assert answer.json()["structured"]["data"] == {"otp": "573921", "sender_email": "a@oak.example"}
    assert (await account.api.post("/v1/extract", json={"text": "x"})).json()["structured"] is None


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"type": "object", "properties": {"a": {"oneOf": []}}}, "body.schema.properties.a.oneOf"),
        ({"type": "string"}, "body.schema"),
        ({"type": "object", "properties": {"a": {"type": "string", "description": "x" * 70_000}}}, "body.schema"),
    ],
)
async def test_a_schema_beyond_the_bounds_is_refused_by_its_path(account: Account, schema: dict[str, Any], path: str) -> None:
    answer = await account.api.post("/v1/extract", json={"text": "x", "schema": schema})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == path


def completion(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def reply(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@asynccontextmanager
async def asking(tmp_path: Path, answer: bytes, *, silent: bool = False) -> AsyncIterator[tuple[Io, list[bytes]]]:
    """An Io of a house whose model answers `answer` to everything, or nothing at all; and what it was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(next(line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")))
        asked.append(head + await reader.readexactly(size))
        if silent:
            await reader.read()
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        given = {
            "POSTROOM_DATA_DIR": str(tmp_path),
            "POSTROOM_MODEL_BASE_URL": f"http://127.0.0.1:{port}/v1/",
            "POSTROOM_MODEL_NAME": "small",
            "POSTROOM_MODEL_KEY": "sk-test",
            "POSTROOM_MODEL_TIMEOUT_S": "0.5",
        }
        wired = Wired("postgresql://unused", read_all(all_sections(), None, given), discover())
        wired.house.provide(Egress, GuardedEgress(EgressSettings(allow_addresses=("127.0.0.1",), allow_ports=(port,))))
        yield Io(wired.house, house_principal(new_id(SystemClock().now()))), asked


async def said(tmp_path: Path, answer: bytes, **how: Any) -> tuple[Any, list[bytes]]:
    async with asking(tmp_path, answer, **how) as (io, asked):
        return await structured(io, SCHEMA, read_schema(SCHEMA), Mail(subject="Invoice", text=TEXT), use_model=True), asked


async def test_a_model_fills_what_is_empty_and_what_it_made_up_is_marked(tmp_path: Path) -> None:
    content = json.dumps({"invoice_number": "WRONG", "total": 1, "colour": "Blue", "mood": "cheerful", "items": [{"name": "bicycle"}]})
    found, asked = await said(tmp_path, reply(completion(f"```json\n{content}\n```")))
    assert found.model == "used"
    assert found.data == {
        "invoice_number": "INV-2026-0443",
        "total": 1248.0,
        "colour": "Blue",
        "mood": "cheerful",
        "items": [{"name": "bicycle"}],
    }
    fields = {field.path: field for field in found.fields}
    assert (fields["colour"].verified, fields["colour"].rule) == (True, "model")
    assert (fields["mood"].verified, fields["mood"].note) == (False, "unverified: it does not stand in the mail.")
    assert fields["items"].verified
    assert b"POST /v1/chat/completions" in asked[0]
    assert b"Bearer sk-test" in asked[0]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(b"not json"), "not_json"),
        (reply(completion("I cannot do that.")), "not_json"),
        (reply(completion("[" * 100_000)), "not_json"),
        (reply(json.dumps({"choices": []}).encode()), "not_json"),
        (reply(completion('{"total": "many"}')), "not_of_the_schema"),
        (reply(completion('{"other": 1}')), "not_of_the_schema"),
        (reply(completion("[1]")), "not_of_the_schema"),
        (reply(b"{}", "500 Internal Server Error"), "status_500"),
        (reply(b"{}", "302 Found"), "status_302"),
        (reply(completion("x" * 300_000)), "too_large"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", "protocol_error"),
    ],
    ids=str.split("garbage prose nested empty wrong_type unknown_name list broken moved too_large cut"),
)
async def test_a_model_that_misbehaves_changes_nothing_and_its_failure_is_named(tmp_path: Path, answer: bytes, error: str) -> None:
    found, _ = await said(tmp_path, answer)
    assert found.model == error
    assert found.data["total"] == 1248.0
    assert found.data["colour"] is None


async def test_a_model_that_does_not_answer_is_left_alone_in_time(tmp_path: Path) -> None:
    found, _ = await said(tmp_path, b"", silent=True)
    assert (found.model, found.data["total"]) == ("timeout", 1248.0)

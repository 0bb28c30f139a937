"""Schemathesis makes requests out of the OpenAPI document, right and wrong ones, and the whole house must answer as the document says:
no fault, no status and no shape that is not documented, nothing taken that the document refuses.
"""

import asyncio
import json
import re
from typing import Any

import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks, positive_data_acceptance
from schemathesis.generation import GenerationMode

from postroom.dialects.rest import openapi_document
from postroom.main.discover import build_catalogue, discover
from postroom.testing.running import Account, make_mail

load_all_checks()
CATALOGUE = build_catalogue(discover())
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(openapi_document(CATALOGUE, "0"))))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
# 422 also says what no schema can: a cursor that is none, a domain that is nobody's. Wrong keys are tried below, once an operation:
# hundreds of them, and the house would slow their address down.
NOT_ASKED = [positive_data_acceptance, CHECKS.get_one("ignored_auth")]
# A wait that is asked for nothing answers at once; a test has no time for more.
AT_ONCE = {"timeout": 0}
QUIET: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
# The same requests every time, so that a change and its failure belong together; the long run looks elsewhere each time.
FEW = settings(max_examples=25, derandomize=True, **QUIET)
MANY = settings(max_examples=500, **QUIET)


@pytest_asyncio.fixture
async def planted(account: Account) -> dict[str, str]:
    """Things that exist, by the parameter that names them: a request for them comes further than one for nothing."""
    inbox = await account.open_inbox(label="probe")
    mail = make_mail(inbox["address"], text="Your code is 482913.")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="x.pdf")
    stored = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=mail.as_bytes(), headers={"Content-Type": "message/rfc822"}
    )
    message = (await account.api.get(f"/v1/messages/{stored.json()['messages'][0]['id']}")).json()
    agent = (await account.api.post("/v1/agents", json={"handle": "probe"})).json()
    domain = (await account.api.post("/v1/domains", json={"domain": "probe.example"})).json()
    key = (await account.api.post("/v1/keys", json={"label": "probe", "scopes": ["agents:read"]})).json()["key"]
    return {
        "inbox_id": inbox["id"],
        "message_id": message["id"],
        "thread_id": message["thread_id"],
        "attachment_id": message["attachments"][0]["id"],
        "agent_id": agent["id"],
        "domain_id": domain["id"],
        "key_id": key["id"],
    }


EACH = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.definition.raw["operationId"])


@EACH
async def test_the_house_answers_as_its_document_says(operation: Any, account: Account, planted: dict[str, str]) -> None:
    await asyncio.to_thread(probe, operation, str(account.api.base_url), account.key, planted, FEW)


@pytest.mark.long
@pytest.mark.timeout(1200)  # a thousand requests; on a busy machine two minutes are over before
@EACH
async def test_the_house_answers_as_its_document_says_a_thousand_times(operation: Any, account: Account, planted: dict[str, str]) -> None:
    await asyncio.to_thread(probe, operation, str(account.api.base_url), account.key, planted, MANY)


@EACH
async def test_no_operation_answers_without_a_good_key(operation: Any, account: Account) -> None:
    path = re.sub(r"{[a-z_]+}", "x", operation.path)
    async with account.with_key("pr_live_0000000000000000000000") as client:
        assert (await client.request(operation.method, path)).json()["code"] == "key_unknown"
        client.headers.pop("X-API-Key")
        assert (await client.request(operation.method, path)).json()["code"] == "key_missing"


def probe(operation: Any, base_url: str, key: str, planted: dict[str, str], often: settings) -> None:
    """Right requests, then wrong ones; raises what schemathesis finds."""

    @often
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE), known=st.booleans())
    def right(case: Any, known: bool) -> None:
        ask(case, base_url, key, planted if known else {})

    @often
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def wrong(case: Any) -> None:
        # a query cannot say null (metadata[a]=null is the word), and what is blank counts as left out
        assume(not any(map(holds_blank, (case.query or {}).values())))
        ask(case, base_url, key, {})

    right()
    wrong()


def holds_blank(value: Any) -> bool:
    if isinstance(value, dict | list):
        return not value or any(map(holds_blank, value.values() if isinstance(value, dict) else value))
    return value is None or str(value).strip() == ""


def ask(case: Any, base_url: str, key: str, planted: dict[str, str]) -> None:
    for name in set(case.path_parameters or ()) & set(planted):
        case.path_parameters[name] = planted[name]
    if case.operation.definition.raw["operationId"] in ("messages.wait", "messages.code"):
        case.query = (case.query or {}) | AT_ONCE
    case.call_and_validate(base_url=base_url, headers={"X-API-Key": key}, excluded_checks=NOT_ASKED)

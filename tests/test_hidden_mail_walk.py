"""A walk over the whole catalogue: no operation shows or touches a blocked mail for a key without `messages:hidden`."""

import contextlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from postroom.features.accounts.model import SCOPES
from postroom.kernel.operations import Operation
from postroom.main.serve import Running
from postroom.testing.running import make_mail, open_account
from tests.test_cross_tenant_walk import BY_NAME, RFC822, Planted, call, made, own_references, plant, references_of

SECRET = "persimmon"
HIDDEN = ("msg", "thr", "att")


@pytest_asyncio.fixture(scope="module")
async def hiding(running: Running) -> AsyncIterator[Planted]:
    """One of everything, but the mail is blocked; `account` has a key with every scope but those that see it."""
    async with open_account(running, "hiding") as account, contextlib.AsyncExitStack() as stack:
        planted = await plant(account, "hiding")
        inbox = planted.one("inb")
        await made(
            account.api.post("/v1/contact-rules", json={"action": "block", "match_type": "domain", "match_target": "hidden.example"})
        )
        mail = make_mail(inbox, subject=SECRET, text=f"{SECRET}: your code is 482913.", sender=f"{SECRET}@hidden.example")
        mail.add_attachment(SECRET.encode(), maintype="text", subtype="plain", filename=f"{SECRET}.txt")
        stored = await made(account.api.post("/v1/inbound/raw", params={"to": inbox}, content=mail.as_bytes(), headers=RFC822))
        path = f"/v1/messages/{stored['messages'][0]['id']}"
        message = (await account.api.get(path, params={"include_hidden": "true"})).json()
        planted.spellings |= {"msg": [message["id"]], "thr": [message["thread_id"]], "att": [message["attachments"][0]["id"]]}
        key = await account.make_key(scopes=sorted(SCOPES - {"admin", "messages:hidden"}))
        planted.account.api = await stack.enter_async_context(account.with_key(key))
        yield planted


@BY_NAME
async def test_without_the_scope_a_blocked_mail_is_nowhere(operation: Operation, hiding: Planted) -> None:
    named = [name for name, prefix in references_of(operation) if prefix in HIDDEN]
    if operation.scope == "admin":
        pytest.skip("for admins, who carry every scope")
    if not named:
        if operation.method == "GET":
            assert SECRET not in (await call(hiding.account.api, operation, own_references(operation, hiding))).text
        return
    for name in named:
        given = {**own_references(operation, hiding), name: hiding.one(dict(references_of(operation))[name])}
        answer = await call(hiding.account.api, operation, given)
        assert SECRET not in answer.text, f"{operation.name} {name}: {answer.text}"
        is_list = answer.status_code == 200 and answer.json().get("data") == []
        assert is_list or answer.status_code in (403, 404), f"{operation.name} {name}: {answer.status_code} {answer.text}"

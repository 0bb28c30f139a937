"""Every operation of the catalogue is called with things of somebody else: none is shown, changed, or even admitted to exist.

The walk is made from the catalogue, so that a new operation is walked at once, and a new field fails until it is said here whether it
refers to something.
"""

import contextlib
import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
import msgspec
import pytest
import pytest_asyncio
from msgspec import inspect

from postroom.features.accounts.model import SCOPES
from postroom.kernel.clock import SystemClock
from postroom.kernel.ids import encode_id, new_id
from postroom.kernel.operations import Operation
from postroom.main.discover import build_catalogue, discover
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail, open_account

OPERATIONS = list(build_catalogue(discover()))
BY_NAME = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)

# Fields that refer to a thing of the house, with the prefix of its id. `inbound.raw` takes inboxes in `to`.
REFERENCES = {
    "inbox_id": "inb",
    "inbox_ids": "inb",
    "catch_all_inbox_id": "inb",
    "agent_id": "agt",
    "routing_rule_id": "rou",
    "target_agent_id": "agt",
    "target_inbox_id": "inb",
    "message_id": "msg",
    "message_ids": "msg",
    "thread_id": "thr",
    "thread_ids": "thr",
    "change_id": "tch",
    "attachment_id": "att",
    "key_id": "key",
    "domain_id": "dom",
    "contact_rule_id": "rul",
    "inbound.raw.to": "inb",
}
LISTS = frozenset({"inbox_ids", "message_ids", "thread_ids", "to"})
# Fields that refer to nothing: what a client says, filters, windows.
PLAIN = frozenset(
    """action add_labels address after as attachments authenticated authentication
    bcc block_threshold
    category cc channel comment conditions content content_id content_type cursor
    description direction display_name domain dry_run
    enabled expires_at
    filename filter_mode flag folder from from_domain from_pattern
    handle has headers hidden_days html
    images include_hidden
    label labels limit local_part
    markdown match_target match_type max_tokens metadata mode
    name note number
    operation order outbound_filter_mode outcome overlap_seconds
    page priority
    q
    read received_after received_at received_before remove_labels reply_all reply_to requires_authentication response
    review_threshold role rules
    schema scope scopes screening session_id silent since starred state status subdomains subject subject_pattern
    target_role text theme timeout to ttl_seconds type
    unread use_model
    version""".split()
)
# The safe view has a nonce of every read.
_FENCE = re.compile(rb"(?:two marks with|untrusted mail) [0-9a-f]{16}")
# What a call needs to be well-formed.
VALUES: dict[str, Any] = {
    "name": "walk",
    "markdown": "# walk",
    "keys.create.mode": "test",
    "search.messages.q": "subject",
    "timeout": 0,
    "inboxes.check_contact.address": "jo@x.example",
    "schema": {"type": "object", "properties": {"total": {"type": "number"}}},
    "limit": 100,
    "messages.send.to": ["nobody@outside.example"],
    "messages.send.text": "walk",
    "contact_rules.create.action": "block",
    "contact_rules.create.match_type": "any",
    "contact_rules.create_many.rules": [{"action": "block", "match_type": "domain", "match_target": "walk.example"}],
    "messages.image.number": "1",
    "messages.reply.text": "walk",
    "messages.reply.to": ["nobody@outside.example"],
    "messages.answer_invitation.response": "accept",
}


@dataclass
class Planted:
    """One organisation with one of everything. `spellings` by prefix: every way to name the thing."""

    account: Account
    spellings: dict[str, list[str]]
    marks: set[str]
    snapshot: dict[str, Any] = field(default_factory=dict)

    def one(self, prefix: str) -> str:
        return self.spellings[prefix][0]


@pytest_asyncio.fixture(scope="module")
async def victim(running: Running) -> AsyncIterator[Planted]:
    async with open_account(running, "victim") as account:
        planted = await plant(account, "victim")
        planted.snapshot = await look(planted)
        yield planted


@pytest_asyncio.fixture(scope="module")
async def intruder(running: Running) -> AsyncIterator[Planted]:
    async with open_account(running, "intruder") as account:
        yield await plant(account, "intruder")


@pytest_asyncio.fixture(scope="module")
async def narrowed(victim: Planted) -> AsyncIterator[dict[str, Planted]]:
    """Admin keys of the victim's own organisation that reach something else, with what they reach."""
    owner = victim.account
    other = await plant(owner, "other")
    keys = {
        "another inbox": await owner.make_key(scopes=["admin"], inbox_ids=[other.one("inb")]),
        "another agent": await owner.make_key(scopes=["admin"], agent_id=other.one("agt")),
        "test mode": await owner.make_key(scopes=["admin"], mode="test"),
    }
    async with contextlib.AsyncExitStack() as stack:
        accounts = {name: replace(owner, key=key, api=await stack.enter_async_context(owner.with_key(key))) for name, key in keys.items()}
        yield {
            "another inbox": replace(other, account=accounts["another inbox"]),
            "another agent": replace(other, account=accounts["another agent"]),
            "test mode": await plant(accounts["test mode"], "test"),
        }


async def plant(account: Account, word: str) -> Planted:
    """One of everything, all of it marked with words that nobody else may read."""
    token = new_id(SystemClock().now()).hex[-10:]
    mode = "test" if word == "test" else "live"
    agent = await made(account.api.post("/v1/agents", json={"handle": f"{word}-{token}", "display_name": f"{word} helper"}))
    await made(account.api.put(f"/v1/agents/{agent['id']}/instructions", json={"markdown": f"{word} secret plan {token}"}))
    values = {"label": f"{word} label {token}", "agent_id": agent["id"], "local_part": f"{word}.{token}", "metadata": {"of": token}}
    inbox = await account.open_inbox(**values)
    domain = await made(account.api.post("/v1/domains", json={"domain": f"{token[::-1]}.example", "catch_all_inbox_id": inbox["id"]}))
    key = await made(account.api.post("/v1/keys", json={"label": f"{word} key {token}", "scopes": ["agents:read"], "mode": mode}))
    mail = make_mail(inbox["address"], subject=f"{word} subject {token}", text=f"Your code is 48{token[:4]}x. {token}")
    mail.add_attachment(token.encode(), maintype="application", subtype="pdf", filename=f"{word}-{token}.pdf")
    stored = await made(account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=mail.as_bytes(), headers=RFC822))
    message = (await account.api.get(f"/v1/messages/{stored['messages'][0]['id']}")).json()
    values = {"name": f"{word} rule {token}", "conditions": {"subject_pattern": token}, "target_agent_id": agent["id"]}
    routing_rule = await made(account.api.post("/v1/routing-rules", json=values))
    change = await plant_change(account, inbox, message["thread_id"])
    rule = {"action": "block", "match_type": "domain", "match_target": f"{token}.example", "inbox_id": inbox["id"]}
    rule = await made(account.api.post("/v1/contact-rules", json=rule))
    spellings = {
        "agt": [agent["id"]],
        "inb": [inbox["id"], inbox["address"]],
        "msg": [message["id"]],
        "thr": [message["thread_id"]],
        "rou": [routing_rule["id"]],
        "tch": [change["id"]],
        "att": [message["attachments"][0]["id"]],
        "key": [key["key"]["id"]],
        "dom": [domain["id"], domain["domain"]],
        "rul": [rule["id"]],
    }
    return Planted(account, spellings, {token, *(one for some in spellings.values() for one in some)})


async def plant_change(account: Account, inbox: Any, thread_id: str) -> Any:
    """Another mail that was merged into the thread."""
    mail = make_mail(inbox["address"], subject="merged", text="merged").as_bytes()
    stored = await made(account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=mail, headers=RFC822))
    other = (await account.api.get(f"/v1/messages/{stored['messages'][0]['id']}")).json()
    answer = await account.api.post(f"/v1/threads/{thread_id}/merge", json={"thread_ids": [other["thread_id"]]})
    return answer.raise_for_status().json()


async def look(planted: Planted) -> dict[str, Any]:
    """Everything planted, as its owner sees it."""
    paths = [
        f"/v1/agents/{planted.one('agt')}",
        f"/v1/agents/{planted.one('agt')}/instructions",
        f"/v1/inboxes/{planted.one('inb')}",
        f"/v1/messages/{planted.one('msg')}",
        f"/v1/messages/{planted.one('msg')}/raw",
        f"/v1/messages/{planted.one('msg')}/attachments/{planted.one('att')}",
        f"/v1/threads/{planted.one('thr')}",
        f"/v1/keys/{planted.one('key')}",
        f"/v1/domains/{planted.one('dom')}",
        f"/v1/contact-rules/{planted.one('rul')}",
        "/v1/messages?direction=outbound",
    ]
    answers = [await planted.account.api.get(path) for path in paths]
    assert {one.status_code for one in answers} == {200}, [(one.url, one.text) for one in answers if one.status_code != 200]
    return {path: hashlib.sha256(_FENCE.sub(b"", one.content)).hexdigest() for path, one in zip(paths, answers, strict=True)}


def test_every_field_of_every_operation_is_known_to_the_walk() -> None:
    for operation in OPERATIONS:
        for name in sorted(field_names(operation)):
            assert prefix_of(operation, name) or name in PLAIN, (
                f"{operation.name} has the field {name!r}: add it to REFERENCES with its prefix, or to PLAIN if it refers to nothing"
            )
            assert not (name.endswith(("_id", "_ids")) and name in PLAIN - {"session_id", "content_id"}), f"{name} looks like a reference"


def test_every_kind_of_thing_that_can_be_referred_to_is_walked() -> None:
    planted = {"agt", "inb", "msg", "thr", "tch", "rou", "att", "key", "dom", "rul"}
    registered = {prefix for manifest in discover() for prefix, _ in manifest.references}
    assert registered <= planted
    walked = {prefix for operation in OPERATIONS for _, prefix in references_of(operation)}
    assert walked == planted


@BY_NAME
async def test_an_admin_of_another_organisation_sees_and_changes_nothing(operation: Operation, victim: Planted, intruder: Planted) -> None:
    for name, prefix in references_of(operation):
        for spelling in victim.spellings[prefix]:
            answer = await call(intruder.account.api, operation, {**own_references(operation, intruder), name: spelling})
            unknown = await call(intruder.account.api, operation, {**own_references(operation, intruder), name: nobodys(spelling)})
            require_nothing_of(victim, answer, sent=spelling, where=f"{operation.name} {name}={spelling}")
            assert refusal(answer) == refusal(unknown), f"{operation.name}: {spelling} and something unknown are told apart"
    if not own_references(operation, intruder):
        require_hidden(victim, await call(intruder.account.api, operation, {}), operation.name)
    assert await look(victim) == victim.snapshot


@BY_NAME
async def test_a_key_with_every_other_scope_is_refused(operation: Operation, victim: Planted) -> None:
    if operation.scope is None:
        pytest.skip("any key may")
    noun, _, verb = operation.scope.partition(":")
    enough = {operation.scope, "admin", f"{noun}:write" if verb == "read" else operation.scope}
    key = await victim.account.make_key(scopes=sorted(SCOPES - enough))
    async with victim.account.with_key(key) as api:
        answer = await call(api, operation, own_references(operation, victim))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing"), answer.text
    assert await look(victim) == victim.snapshot


@BY_NAME
async def test_without_a_key_nothing_is_answered(operation: Operation, victim: Planted) -> None:
    assert not operation.public, "public operations are not walked yet"
    async with httpx2.AsyncClient(base_url=victim.account.api.base_url, trust_env=False) as api:
        answer = await call(api, operation, own_references(operation, victim))
    assert (answer.status_code, answer.json()["code"]) == (401, "key_missing")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    require_hidden(victim, answer, operation.name, sent=tuple(victim.marks))


@BY_NAME
@pytest.mark.parametrize("narrowing", ["another inbox", "another agent", "test mode"])
async def test_a_narrowed_key_reaches_nothing_beyond_its_reach(
    operation: Operation, narrowing: str, victim: Planted, narrowed: dict[str, Planted]
) -> None:
    within = narrowed[narrowing]
    for name, prefix in beyond(operation, narrowing):
        for spelling in victim.spellings[prefix]:
            answer = await call(within.account.api, operation, {**own_references(operation, within), name: spelling})
            unknown = await call(within.account.api, operation, {**own_references(operation, within), name: nobodys(spelling)})
            where = f"{operation.name} {name}={spelling} with a key of {narrowing}"
            if refusal(answer) != (403, "key_reach_too_small"):
                require_nothing_of(victim, answer, sent=spelling, where=where)
            assert refusal(answer) == refusal(unknown), f"{where}: told apart from something unknown"
    if not own_references(operation, within):
        seen = set() if narrowing == "test mode" else set(victim.spellings["dom"])  # a domain is the whole organisation's
        require_hidden(victim, await call(within.account.api, operation, {}), f"{operation.name} with a key of {narrowing}", but=seen)
    assert await look(victim) == victim.snapshot


def field_names(operation: Operation) -> set[str]:
    """The names of all fields on the wire, nested ones too."""
    found: set[str] = set()

    def visit(shape: inspect.Type) -> None:
        if isinstance(shape, inspect.StructType):
            for one in shape.fields:
                found.add(one.encode_name)
                visit(one.type)
        elif isinstance(shape, inspect.UnionType):
            for one in shape.types:
                visit(one)
        elif isinstance(shape, inspect.ListType | inspect.VarTupleType):
            visit(shape.item_type)
        elif isinstance(shape, inspect.Metadata):
            visit(shape.type)

    visit(inspect.type_info(operation.input_type))
    return found


def prefix_of(operation: Operation, name: str) -> str | None:
    """The prefix of what a field refers to, or None."""
    return REFERENCES.get(f"{operation.name}.{name}") or REFERENCES.get(name)


def references_of(operation: Operation) -> list[tuple[str, str]]:
    """(field, prefix) of every field that refers to something."""
    names = [one.encode_name for one in msgspec.structs.fields(operation.input_type)]
    return [(name, prefix) for name in names if (prefix := prefix_of(operation, name)) is not None]


def beyond(operation: Operation, narrowing: str) -> Iterator[tuple[str, str]]:
    """The references that a narrowed key must not reach. Domains are the whole organisation's, whatever the key is narrowed to."""
    for name, prefix in references_of(operation):
        if prefix != "dom" or narrowing == "test mode":
            yield name, prefix


def own_references(operation: Operation, planted: Planted) -> dict[str, str]:
    """What the call needs, from the caller's own things."""
    needed = {one.encode_name for one in msgspec.structs.fields(operation.input_type) if one.required}
    return {name: planted.one(prefix) for name, prefix in references_of(operation) if name in needed}


def nobodys(spelling: str) -> str:
    """The same form, and nobody's."""
    if "@" in spelling:
        return "nobody-" + spelling
    prefix, underscore, _ = spelling.partition("_")
    return encode_id(prefix, new_id(SystemClock().now())) if underscore else "unknown-" + spelling


async def call(api: httpx2.AsyncClient, operation: Operation, given: dict[str, str]) -> httpx2.Response:
    """One request with the references given and whatever else the operation needs."""
    names = [one.encode_name for one in msgspec.structs.fields(operation.input_type)]
    values = {name: VALUES.get(f"{operation.name}.{name}", VALUES.get(name)) for name in names}
    rest = {name: value for name, value in values.items() if value is not None} | fresh(operation)
    rest |= {name: [value] if name in LISTS else value for name, value in given.items()}
    path = operation.path
    for name in operation.path_parameters:
        path = path.replace(f"{{{name}}}", rest.pop(name))
    if operation.upload_field is not None:
        content = make_mail("nobody@outside.example").as_bytes()
        return await api.request(operation.method, path, params=rest, content=content, headers=RFC822)
    if operation.method in ("GET", "DELETE"):
        return await api.request(operation.method, path, params=rest)
    return await api.request(operation.method, path, json=rest)


def fresh(operation: Operation) -> dict[str, Any]:
    """Values that must be new every time."""
    token = new_id(SystemClock().now()).hex[-12:]
    return {"agents.create": {"handle": f"walk-{token}"}, "domains.create": {"domain": f"walk-{token}.example"}}.get(operation.name, {})


def require_nothing_of(victim: Planted, answer: httpx2.Response, *, sent: str, where: str) -> None:
    """404, or a list without a row."""
    if answer.status_code == 200 and answer.headers["content-type"] == "application/json" and "data" in answer.json():
        assert answer.json()["data"] == [], f"{where}: {answer.text}"
    else:
        assert answer.status_code == 404, f"{where}: {answer.status_code} {answer.text}"
    require_hidden(victim, answer, where, sent=(sent,))


def require_hidden(
    victim: Planted, answer: httpx2.Response, where: str, *, sent: tuple[str, ...] = (), but: set[str] = frozenset()
) -> None:
    """None of the victim's marks is in the answer; a refusal may repeat what was sent."""
    assert answer.status_code < 500, f"{where}: {answer.status_code} {answer.text}"
    text = answer.text
    for one in sorted(sent, key=len, reverse=True):
        text = text.replace(one, "")
    shown = sorted(mark for mark in victim.marks - but if mark in text)
    assert not shown, f"{where} shows {shown}: {answer.text}"


def refusal(answer: httpx2.Response) -> tuple[int, str]:
    """What a caller can tell answers apart by."""
    return answer.status_code, answer.json().get("code", "") if "json" in answer.headers["content-type"] else ""


async def made(request: Any) -> dict[str, Any]:
    answer = await request
    assert answer.status_code in (200, 201), answer.text
    result: dict[str, Any] = answer.json()
    return result


RFC822 = {"Content-Type": "message/rfc822"}

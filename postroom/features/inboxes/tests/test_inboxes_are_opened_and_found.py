"""Inboxes: addresses chosen and generated, who may have them, and every way to find one."""

import asyncio
from typing import Any

import pytest

from postroom.testing.running import OPERATOR_KEY, Account


def token(account: Account) -> str:
    """Something no other test has in its addresses."""
    return account.organisation_id[-10:]


async def listed(account: Account, **params: Any) -> set[str]:
    answer = await account.api.get("/v1/inboxes", params={"limit": 100, **params})
    assert answer.status_code == 200, answer.text
    return {one["id"] for one in answer.json()["data"]}


async def test_generated_addresses_are_readable_and_never_the_same(account: Account) -> None:
    inboxes = await asyncio.gather(*(account.open_inbox() for _ in range(30)))
    addresses = {one["address"] for one in inboxes}
    assert len(addresses) == 30
    assert len({one["local_part"].rpartition("-")[2] for one in inboxes}) == 30
    assert all(one["address"] == f"{one['local_part']}@mail.test" and one["status"] == "active" for one in inboxes)


async def test_a_chosen_address_is_folded(account: Account) -> None:
    inbox = await account.open_inbox(local_part=f"Sign.Up_{token(account)}-X")
    assert inbox["address"] == f"sign.up_{token(account)}-x@mail.test"


@pytest.mark.parametrize("local_part", ["", ".a", "a.", "a..b", "a+b", "a b", "a@b", "ä", "x" * 65, "-", "a/b", "a\x00b"])
async def test_a_local_part_that_is_none_is_refused_by_name(local_part: str, account: Account) -> None:
    answer = await account.api.post("/v1/inboxes", json={"local_part": local_part})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "body.local_part"


@pytest.mark.parametrize("local_part", ["postmaster", "ADMIN", "abuse", "no-reply", "security"])
async def test_role_names_are_kept_for_the_operator(local_part: str, account: Account) -> None:
    answer = await account.api.post("/v1/inboxes", json={"local_part": local_part})
    assert (answer.status_code, answer.json()["code"]) == (409, "address_reserved")


async def test_the_operator_may_open_a_role_address(account: Account) -> None:
    async with account.with_key(OPERATOR_KEY) as operator:
        opened = await operator.post("/v1/inboxes", json={"local_part": "hostmaster"})
        assert opened.status_code == 201
        await operator.delete(f"/v1/inboxes/{opened.json()['id']}")


async def test_an_address_is_taken_for_everybody_and_stays_reserved_after_deletion(account: Account, stranger: Account) -> None:
    name = f"mine-{token(account)}"
    inbox = await account.open_inbox(local_part=name)
    for one in (account, stranger):
        assert (await one.api.post("/v1/inboxes", json={"local_part": name.upper()})).json()["code"] == "address_taken"
    await account.api.delete(f"/v1/inboxes/{inbox['id']}")
    assert (await stranger.api.post("/v1/inboxes", json={"local_part": name})).json()["code"] == "address_taken"
    again = await account.open_inbox(local_part=name)
    assert again["id"] != inbox["id"] and again["message_count"] == 0


async def test_those_who_want_the_same_address_at_once_get_it_once(account: Account, stranger: Account) -> None:
    calls = [one.api.post("/v1/inboxes", json={"local_part": f"race-{token(account)}"}) for one in (account, stranger) * 6]
    answers = await asyncio.gather(*calls)
    assert sorted(one.status_code for one in answers) == [201] + [409] * 11


@pytest.mark.parametrize("domain", ["elsewhere.example", "mail.test.evil.example", "sub.mail.test", "not a domain", ""])
async def test_a_domain_that_is_nobodys_or_somebody_elses_is_refused_by_name(domain: str, account: Account) -> None:
    answer = await account.api.post("/v1/inboxes", json={"domain": domain})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "body.domain"


async def test_filters_find_and_compose(account: Account) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "filter"})).json()
    red = await account.open_inbox(label="Red", session_id="s1", metadata={"team": "red", "size": 3, "vip": True, "ratio": 0.5})
    blue = await account.open_inbox(label="Blue", session_id="s1", agent_id=agent["id"], metadata={"team": "blue", "size": "3"})
    plain = await account.open_inbox()
    await account.api.post(f"/v1/inboxes/{blue['id']}/pause")
    everything = {red["id"], blue["id"], plain["id"]}
    assert await listed(account) == everything
    assert await listed(account, label="Red") == {red["id"]}
    assert await listed(account, session_id="s1") == {red["id"], blue["id"]}
    assert await listed(account, agent_id=agent["id"]) == {blue["id"]}
    assert await listed(account, status="paused") == {blue["id"]}
    assert await listed(account, status="active", session_id="s1") == {red["id"]}
    assert await listed(account, session_id="s1", label="none") == set()


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"metadata[team]": "red"}, {"red"}),
        ({"metadata.team": "red"}, {"red"}),
        ({"metadata": '{"team": "red"}'}, {"red"}),
        ({"metadata[size]": "3"}, {"red", "blue"}),
        ({"metadata[vip]": "true"}, {"red"}),
        ({"metadata[vip]": "false"}, set()),
        ({"metadata[ratio]": "0.5"}, {"red"}),
        ({"metadata[team]": "red", "metadata[size]": "3"}, {"red"}),
        ({"metadata[team]": "blue", "metadata[vip]": "true"}, set()),
        ({"metadata[key with blanks]": "ü"}, {"blue"}),
        ({"metadata[team]": "' OR 1=1 --"}, set()),
    ],
)
async def test_every_form_of_a_metadata_filter(params: dict[str, str], found: set[str], account: Account) -> None:
    red = await account.open_inbox(metadata={"team": "red", "size": 3, "vip": True, "ratio": 0.5})
    blue = await account.open_inbox(metadata={"team": "blue", "size": "3", "key with blanks": "ü"})
    ids = {"red": red["id"], "blue": blue["id"]}
    assert await listed(account, **params) == {ids[name] for name in found}


@pytest.mark.parametrize(
    ("metadata", "path"),
    [
        ({"k": "x" * 17_000}, "body.metadata"),
        ({str(place): 1 for place in range(51)}, "body.metadata"),
        ({"": "x"}, "body.metadata"),
        ([], "body.metadata"),
    ],
)
async def test_metadata_that_do_not_fit_are_refused_by_name(metadata: Any, path: str, account: Account) -> None:
    answer = await account.api.post("/v1/inboxes", json={"metadata": metadata})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"].startswith(path), answer.text


async def test_metadata_may_be_nested_and_come_back_as_they_were(account: Account) -> None:
    metadata = {"team": {"name": "red", "seats": [1, 2]}, "none": None, "on": True}
    inbox = await account.open_inbox(metadata=metadata)
    assert (await account.api.get(f"/v1/inboxes/{inbox['id']}")).json()["metadata"] == metadata


async def test_an_inbox_is_paused_and_resumed_by_its_status_too(account: Account) -> None:
    inbox = await account.open_inbox()
    for status in ("paused", "active"):
        changed = await account.api.patch(f"/v1/inboxes/{inbox['id']}", json={"status": status})
        assert changed.json()["status"] == status, changed.text


async def test_an_inbox_is_named_by_id_or_by_address_however_it_is_written(account: Account) -> None:
    inbox = await account.open_inbox(local_part=f"by.name-{token(account)}")
    local, _, domain = inbox["address"].partition("@")
    for name in (inbox["id"], inbox["address"], f"{local}%40{domain}", f"{local.upper()}@MAIL.test", f"{local}@mail.test."):
        assert (await account.api.get(f"/v1/inboxes/{name}")).json()["id"] == inbox["id"], name


@pytest.mark.parametrize(
    "name", ["nobody@mail.test", "no+body@mail.test", "inb_short", "msg_01m7y1g8jsfgrrrcb11phnpfa0", "@", "a@b@c", "%00"]
)
async def test_a_name_of_no_inbox_is_not_found_and_a_plus_sign_stays_one(name: str, account: Account) -> None:
    answer = await account.api.get(f"/v1/inboxes/{name}")
    assert answer.status_code in (404, 422)
    assert "+" not in name or "no+body@mail.test" in answer.json()["detail"]


async def test_pages_show_every_inbox_once_though_others_are_opened_meanwhile(account: Account) -> None:
    opened = [(await account.open_inbox())["id"] for _ in range(7)]
    seen: list[str] = []
    cursor = None
    while True:
        page = (await account.api.get("/v1/inboxes", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
        seen += [one["id"] for one in page["data"]]
        assert page["has_more"] == (page["next_cursor"] is not None)
        await account.open_inbox()
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == list(reversed(opened))
    refused = await account.api.get("/v1/inboxes", params={"cursor": "nonsense"})
    assert refused.status_code == 422 and refused.json()["errors"][0]["path"] == "query.cursor"


async def test_unset_null_and_value_are_three_things_in_an_update(account: Account) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "owner"})).json()
    values = {"label": "L", "session_id": "s", "agent_id": agent["id"], "metadata": {"a": 1}, "ttl_seconds": 3600}
    inbox = await account.open_inbox(**values)
    path = f"/v1/inboxes/{inbox['id']}"
    same = (await account.api.patch(path, json={})).json()
    assert {key: same[key] for key in inbox if key != "updated_at"} == {key: inbox[key] for key in inbox if key != "updated_at"}
    cleared = (await account.api.patch(path, json={"session_id": None, "agent_id": None, "ttl_seconds": None})).json()
    assert (cleared["session_id"], cleared["agent_id"], cleared["expires_at"]) == (None, None, None)
    assert (cleared["label"], cleared["metadata"]) == ("L", {"a": 1})
    changed = (await account.api.patch(path, json={"label": "", "metadata": {"b": "2"}, "ttl_seconds": 60})).json()
    assert (changed["label"], changed["metadata"]) == ("", {"b": "2"}) and changed["expires_at"] is not None
    assert (await account.api.get(path)).json() == changed
    assert (await account.api.patch(path, json={"label": None})).status_code == 422
    assert (await account.api.patch(path, json={"adress": "x"})).json()["errors"][0]["path"] == "body.adress"

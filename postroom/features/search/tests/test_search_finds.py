"""Search over the wire: what is found, what is shown of it, what is refused, and what is never found."""

import asyncio
from typing import Any

import pytest

from postroom.kernel.ids import decode_id
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail


async def put(account: Account, inbox: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A mail that has arrived."""
    mail = make_mail(inbox["address"], **values)
    stored = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=mail.as_bytes(), headers={"Content-Type": "message/rfc822"}
    )
    assert stored.status_code == 201, stored.text
    return dict(stored.json()["messages"][0])


async def search(account: Account, q: str, **params: Any) -> dict[str, Any]:
    """The answer once everything that has arrived can be found."""
    for _ in range(200):
        answer = await account.api.get("/v1/search", params={"q": q, **params})
        assert answer.status_code == 200, answer.text
        if answer.json()["search_ready"]:
            return dict(answer.json())
        await asyncio.sleep(0.02)
    raise AssertionError("search was never ready")


async def subjects(account: Account, q: str, **params: Any) -> list[str]:
    return [one["subject"] for one in (await search(account, q, **params))["data"]]


async def test_every_way_to_ask(account: Account) -> None:
    shop, other = await account.open_inbox(), await account.open_inbox()
    await put(account, shop, subject="Invoice 2041", text="Twelve crates, total due next week.", sender="Zoë Müller <zoe@mueller.example>")
    await put(account, shop, subject="Your code", text="Your verification code is 482913.", sender="no-reply@shop.example")
    await put(
        account, other, subject="Crates again", text="Order order-1234-AB: crates.\nWrite to help@shop.example\n", sender="a@b.example"
    )
    quoting = "Fine.\n\nOn Mon, 5 Jan 2026 at 10:00, Jo <jo@sender.example> wrote:\n> the pomegranate is ripe\n"
    kept = await put(account, other, subject="Re: fruit", text=quoting)
    await account.api.patch(f"/v1/messages/{kept['id']}", json={"labels": ["paid"], "starred": True, "read": True, "folder": "done"})
    expected = {
        "crates": ["Crates again", "Invoice 2041"],
        "crates total": ["Invoice 2041"],
        '"due next"': ["Invoice 2041"],
        '"next due"': [],
        "invo*": ["Invoice 2041"],
        "ver*": ["Your code"],
        "crates -invoice": ["Crates again"],
        "NOT crates": ["Re: fruit", "Your code"],
        "verification OR pomelo OR 2041": ["Your code", "Invoice 2041"],
        "(verification OR invoice) -code": ["Invoice 2041"],
        "from:zoe": ["Invoice 2041"],
        "from:mueller.ex": ["Invoice 2041"],
        'from:"zoe muller"': ["Invoice 2041"],
        "from:no-reply@shop": ["Your code"],
        "from:no_reply": [],
        "from:oe": ["Invoice 2041"],
        "subject:20": ["Invoice 2041"],
        "subject:41": ["Invoice 2041"],
        "subject:in": ["Crates again", "Invoice 2041"],
        "subject:qq": [],
        f"to:{shop['address']}": ["Your code", "Invoice 2041"],
        "subject:voice": ["Invoice 2041"],
        "subject:voice OR subject:again": ["Crates again", "Invoice 2041"],
        "-subject:r": ["Invoice 2041"],
        "-subject:rates subject:r": ["Re: fruit", "Your code"],
        "has:code": ["Your code"],
        "label:paid": ["Re: fruit"],
        "label:paid OR verification": ["Re: fruit", "Your code"],
        "-label:paid": ["Crates again", "Your code", "Invoice 2041"],
        "is:starred": ["Re: fruit"],
        "is:unread crates": ["Crates again", "Invoice 2041"],
        "is:sent": [],
        "in:done": ["Re: fruit"],
        "after:2020 crates": ["Crates again", "Invoice 2041"],
        "before:2020 crates": [],
        "before:2020 OR 2041": ["Invoice 2041"],
        "order-1234-AB": ["Crates again"],
        "1234": ["Crates again"],
        "help@shop.example": ["Crates again"],
        "shop.example": ["Crates again", "Your code"],
        "pomegranate": [],
    }
    found = {q: await subjects(account, q) for q in expected}
    assert found == expected
    assert await subjects(account, "crates", inbox_id=other["id"]) == ["Crates again"]
    assert await subjects(account, "crates", inbox_id=shop["address"]) == ["Invoice 2041"]


async def test_what_the_owner_set_is_found_as_long_as_it_is_so(account: Account, running: Running) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, subject="plum", text="plum")
    steps: list[tuple[dict[str, Any], list[str]]] = [
        ({"labels": ["paid", "late"], "starred": True}, ["is starred", "label late", "label paid"]),
        ({"labels": ["late"], "folder": "done"}, ["in done", "is starred", "label late"]),
        ({"labels": [], "starred": False}, ["in done"]),
        ({"folder": "spam"}, ["in spam"]),
        ({"folder": "inbox", "starred": True}, ["is starred"]),
    ]
    for change, postings in steps:
        await account.api.patch(f"/v1/messages/{message['id']}", json=change)
        assert await _postings(running, message["id"]) == postings
        for one in ("is:starred", "in:done", "label:paid", "label:late plum", "label:late is:starred"):
            wanted = all(part == "plum" or part.replace(":", " ", 1) in postings for part in one.split())
            assert await subjects(account, one) == ["plum"] * wanted, (change, one)
    await account.api.delete(f"/v1/messages/{message['id']}")
    assert await _postings(running, message["id"]) == []


async def _postings(running: Running, message_id: str) -> list[str]:
    async with running.wired.house.database.connection() as connection:
        rows = await connection.fetch("SELECT posting FROM message_postings WHERE id = $1 ORDER BY posting", decode_id("msg", message_id))
    return [row["posting"] for row in rows]


async def test_a_hit_shows_where_it_was_found_in_plain_text(account: Account) -> None:
    inbox = await account.open_inbox()
    body = "Hello,\n" + "lorem ipsum dolor\n" * 100 + "the Straße of\tGold is <b>here</b>\n" + "dolor sit\n" * 100
    await put(account, inbox, subject="Die Straße", text=body, sender="Anna Straße <anna@x.example>")
    (hit,) = (await search(account, "strasse from:anna"))["data"]
    shown = {one["field"]: [one["snippet"][start:end] for start, end in one["spans"]] for one in hit["highlights"]}
    assert shown == {"subject": ["Straße"], "from": ["Anna", "Straße", "anna"], "text": ["Straße"]}
    text = next(one["snippet"] for one in hit["highlights"] if one["field"] == "text")
    assert len(text) <= 200 and "the Straße of Gold is <b>here</b>" in text


async def test_the_text_of_files_is_found_once_it_was_read(account: Account) -> None:
    inbox = await account.open_inbox()
    mail = make_mail(inbox["address"], subject="with a file")
    mail.add_attachment(b"a,b\nchrysalis,2\n", maintype="text", subtype="csv", filename="x.csv")
    stored = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=mail.as_bytes(), headers={"Content-Type": "message/rfc822"}
    )
    hits: list[Any] = []
    for _ in range(200):
        if hits := (await search(account, "chrysalis"))["data"]:
            break
        await asyncio.sleep(0.05)
    (hit,) = hits
    (shown,) = hit["highlights"]
    assert shown["field"] == "attachment" and [shown["snippet"][start:end] for start, end in shown["spans"]] == ["chrysalis"]
    await account.api.delete(f"/v1/messages/{stored.json()['messages'][0]['id']}")
    assert await subjects(account, "chrysalis") == []


@pytest.mark.parametrize(
    ("q", "named"),
    [
        ('say "hello', '"'),
        ("form:amazon", "form:amazon"),
        ("has:money", "has:money"),
        ("(a", "("),
        ("!?", "no word"),
        ("", ""),
        ("x" * 501, "500"),
    ],
)
async def test_a_query_that_is_not_understood_is_refused_by_its_part(q: str, named: str, account: Account) -> None:
    answer = await account.api.get("/v1/search", params={"q": q})
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert error["path"] == "query.q" and named in error["message"]


@pytest.mark.parametrize("order", ["newest", "relevance"])
async def test_pages_show_every_hit_once_though_others_come_meanwhile(order: str, account: Account) -> None:
    inbox = await account.open_inbox()
    wanted = [f"plum {place}" for place in range(7)]
    for subject in wanted:
        await put(account, inbox, subject=subject, text="plum")
    await search(account, "plum")
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 3, "order": order}
    while True:
        answer = await search(account, "plum", **params)
        seen += [one["subject"] for one in answer["data"]]
        await put(account, inbox, subject="late plum", text="plum")
        if answer["next_cursor"] is None:
            assert not answer["has_more"]
            break
        params["cursor"] = answer["next_cursor"]
    assert sorted(seen) == wanted
    assert order == "relevance" or seen == wanted[::-1]


async def test_relevance_puts_the_subject_before_the_text(account: Account) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, subject="Quince jam", text="the recipe")
    await put(account, inbox, subject="Recipes", text="among much else there is a word on quince here")
    assert await subjects(account, "quince") == ["Recipes", "Quince jam"]
    assert await subjects(account, "quince", order="relevance") == ["Quince jam", "Recipes"]


async def test_what_is_beyond_reach_gone_or_ended_is_not_found(account: Account, stranger: Account) -> None:
    agent = (await account.api.post("/v1/agents", json={"handle": "finder"})).json()
    mine, other = await account.open_inbox(agent_id=agent["id"]), await account.open_inbox()
    await put(account, mine, subject="mine", text="nectarine")
    deleted = await put(account, other, subject="other", text="nectarine")
    assert await subjects(account, "nectarine") == ["other", "mine"]
    assert await subjects(stranger, "nectarine") == []
    for values in ({"agent_id": agent["id"]}, {"inbox_ids": [mine["id"]]}):
        narrow = account.with_key(await account.make_key(scopes=["messages:read"], **values))
        answer = await narrow.get("/v1/search", params={"q": "nectarine"})
        assert [one["subject"] for one in answer.json()["data"]] == ["mine"]
        assert (await narrow.get("/v1/search", params={"q": "nectarine", "inbox_id": other["id"]})).status_code == 404
        await narrow.aclose()
    test = account.with_key(await account.make_key(scopes=["messages:read"], mode="test"))
    assert (await test.get("/v1/search", params={"q": "nectarine"})).json()["data"] == []
    await test.aclose()
    await account.api.delete(f"/v1/messages/{deleted['id']}")
    assert await subjects(account, "nectarine") == ["mine"]
    await account.api.delete(f"/v1/inboxes/{mine['id']}")
    assert await subjects(account, "nectarine") == []


async def test_lists_understand_the_same_queries(account: Account) -> None:
    inbox = await account.open_inbox()
    await put(account, inbox, subject="one", text="damson jam", sender="Ann <ann@jam.example>")
    await put(account, inbox, subject="two", text="damson wine")
    await search(account, "damson")
    answer = await account.api.get("/v1/messages", params={"q": "damson -wine", "from": "ann"})
    assert [one["subject"] for one in answer.json()["data"]] == ["one"]
    refused = await account.api.get("/v1/messages", params={"q": "has:money"})
    assert refused.status_code == 422 and refused.json()["errors"][0]["path"] == "query.q"


async def test_a_list_by_sender_sees_what_is_not_indexed_yet(account: Account) -> None:
    inbox = await account.open_inbox()
    for place in range(5):
        await put(account, inbox, subject=f"n{place}", sender="Ann <ann@jam.example>")
        answer = await account.api.get("/v1/messages", params={"from": "ANN@jam", "limit": 2})
        assert answer.json()["data"][0]["subject"] == f"n{place}"


async def test_hidden_mail_is_found_only_by_whoever_asks_for_it_and_may(account: Account) -> None:
    inbox = await account.open_inbox()
    message = await put(account, inbox, subject="offer", text="persimmon")
    assert await subjects(account, "persimmon") == ["offer"]
    await account.api.patch(f"/v1/messages/{message['id']}", json={"folder": "spam"})
    assert await subjects(account, "persimmon") == []
    assert await subjects(account, "persimmon -in:spam") == []
    assert await subjects(account, "in:spam", include_hidden=True) == ["offer"]
    refused = await account.api.get("/v1/search", params={"q": "in:spam"})
    assert refused.status_code == 422 and "include_hidden" in refused.json()["errors"][0]["message"]
    narrow = account.with_key(await account.make_key(scopes=["messages:read"]))
    assert (await narrow.get("/v1/search", params={"q": "persimmon", "include_hidden": True})).status_code == 403
    await narrow.aclose()

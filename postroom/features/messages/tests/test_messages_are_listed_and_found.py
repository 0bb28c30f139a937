"""Lists, filters and search of messages."""

import asyncio
from typing import Any

import pytest

from postroom.features.messages.tests.conftest import Put
from postroom.testing.running import Account, make_mail


async def listed(account: Account, **params: Any) -> list[str]:
    """The subjects found, newest first."""
    answer = await account.api.get("/v1/messages", params={"limit": 100, **params})
    assert answer.status_code == 200, answer.text
    return [one["subject"] for one in answer.json()["data"]]


async def found(account: Account, query: str, wanted: set[str]) -> None:
    """Search until it is fresh; at the latest after a few seconds it must say exactly this."""
    seen: list[str] = []
    for _ in range(100):
        seen = await listed(account, q=query)
        if set(seen) == wanted:
            return
        await asyncio.sleep(0.03)
    raise AssertionError(f"{query!r} finds {seen}, not {wanted}")


async def test_every_filter_by_itself_and_together(account: Account, put: Put) -> None:
    shop, other = await account.open_inbox(), await account.open_inbox()
    mails: dict[str, dict[str, Any]] = {
        "code": await put(
            account, shop, make_mail("x@y.example", subject="code", text="Your code is 482913.", sender="Shop <no-reply@shop.example>")
        ),
        "link": await put(
            account, shop, make_mail("x@y.example", subject="link", text="Confirm: https://shop.example/verify?token=abcdef123456")
        ),
        "other": await put(account, other, make_mail("x@y.example", subject="other 100%_sure", text="plain")),
    }
    with_file = make_mail("x@y.example", subject="file")
    with_file.add_attachment(b"x", maintype="application", subtype="pdf", filename="x.pdf")
    mails["file"] = await put(account, shop, with_file)
    sent = await account.api.post(f"/v1/inboxes/{shop['id']}/messages", json={"to": "jo@outside.example", "subject": "sent", "text": "x"})
    assert sent.status_code == 202
    changes = {"read": True, "starred": True, "labels": ["paid", "a"], "folder": "done"}
    assert (await account.api.patch(f"/v1/messages/{mails['code']['id']}", json=changes)).status_code == 200

    inbound = ["file", "other 100%_sure", "link", "code"]
    assert await listed(account) == ["sent", *inbound]
    assert await listed(account, inbox_id=shop["id"]) == ["sent", "file", "link", "code"]
    assert await listed(account, inbox_id=other["address"]) == ["other 100%_sure"]
    assert await listed(account, thread_id=mails["link"]["thread_id"]) == ["link"]
    assert await listed(account, **{"from": "NO-REPLY@shop"}) == ["code"]
    assert await listed(account, **{"from": "shop <"}) == []
    assert await listed(account, **{"from": "Shop"}) == ["code"]
    assert await listed(account, subject="100%_S") == ["other 100%_sure"]
    assert await listed(account, subject="100%%") == []
    assert await listed(account, label="paid") == ["code"]
    assert await listed(account, label="pai") == []
    assert await listed(account, folder="done") == ["code"]
    assert await listed(account, folder="sent") == ["sent"]
    assert await listed(account, has="code") == ["code"]
    assert await listed(account, has="link") == ["link"]
    assert await listed(account, has="attachment") == ["file"]
    assert await listed(account, unread="true") == ["file", "other 100%_sure", "link"]
    assert await listed(account, unread="false") == ["sent", "code"]
    assert await listed(account, starred="true") == ["code"]
    assert await listed(account, direction="outbound") == ["sent"]
    assert await listed(account, direction="inbound", state="received") == inbound
    assert await listed(account, category=mails["code"]["category"], has="code") == ["code"]
    assert await listed(account, received_after=mails["other"]["received_at"]) == ["sent", "file", "other 100%_sure"]
    assert await listed(account, received_before=mails["other"]["received_at"]) == ["link", "code"]
    assert await listed(account, label="paid", starred="true", unread="false", has="code", inbox_id=shop["id"]) == ["code"]
    assert await listed(account, label="paid", has="link") == []


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"has": "money"}, "query.has"),
        ({"unread": "perhaps"}, "query.unread"),
        ({"direction": "sideways"}, "query.direction"),
        ({"received_after": "yesterday"}, "query.received_after"),
        ({"received_after": "2026-01-01T00:00:00"}, "query.received_after"),
        ({"limit": "0"}, "query.limit"),
        ({"limit": "101"}, "query.limit"),
        ({"cursor": "@@@"}, "query.cursor"),
        ({"q": "!?"}, "query.q"),
        ({"colour": "red"}, "query.colour"),
    ],
)
async def test_a_filter_that_is_none_is_refused_by_name(params: dict[str, str], path: str, account: Account) -> None:
    answer = await account.api.get("/v1/messages", params=params)
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == path, answer.text


async def test_pages_show_every_message_once_though_others_come_meanwhile(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    subjects = [(await put(account, inbox, make_mail("x@y.example", subject=f"n{place}")))["subject"] for place in range(7)]
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    while True:
        page = (await account.api.get("/v1/messages", params=params)).json()
        seen += [one["subject"] for one in page["data"]]
        await put(account, inbox, make_mail("x@y.example", subject="late"))
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == list(reversed(subjects))


async def test_search_finds_words_of_subject_names_and_text_in_many_scripts(account: Account, put: Put) -> None:
    inbox = await account.open_inbox()
    await put(
        account,
        inbox,
        make_mail("x@y.example", subject="Invoice 2041", text="The total is 12 crates.", sender="Zoë Müller <z@mueller.example>"),
    )
    await put(account, inbox, make_mail("x@y.example", subject="Отчёт за июнь", text="Новый отчёт приложен."))
    await put(account, inbox, make_mail("x@y.example", subject="会議のお知らせ", text="明日の東京支社での打ち合わせについて"))
    await put(account, inbox, make_mail("x@y.example", subject="배송 안내", text="주문하신 상품이 출발했습니다"))
    await put(account, inbox, make_mail("x@y.example", subject="验证", text="您的验证码是四八二九一三"))
    expected = {
        "invoice": {"Invoice 2041"},
        "INVO": {"Invoice 2041"},
        "crates total": {"Invoice 2041"},
        "crates missing": set(),
        "muller": {"Invoice 2041"},
        "Müller": {"Invoice 2041"},
        "zoe": {"Invoice 2041"},
        "отчет": {"Отчёт за июнь"},
        "東京支社": {"会議のお知らせ"},
        "京支": {"会議のお知らせ"},
        "社": {"会議のお知らせ"},
        "京東": set(),
        "상품": {"배송 안내"},
        "验证码": {"验证"},
        "码": {"验证"},
        "2041": {"Invoice 2041"},
        "nothing' & | ! : * \\ like": set(),
    }
    await found(account, "验证码", {"验证"})
    for query, wanted in expected.items():
        await found(account, query, wanted)


async def test_search_composes_with_filters_and_forgets_what_is_deleted(account: Account, put: Put, stranger: Account) -> None:
    one, two = await account.open_inbox(), await account.open_inbox()
    first = await put(account, one, make_mail("x@y.example", subject="apple one", text="orchard"))
    await put(account, two, make_mail("x@y.example", subject="apple two", text="orchard"))
    await found(account, "orchard", {"apple one", "apple two"})
    assert await listed(account, q="orchard", inbox_id=one["id"]) == ["apple one"]
    assert await listed(stranger, q="orchard") == []
    await account.api.delete(f"/v1/messages/{first['id']}")
    assert await listed(account, q="orchard") == ["apple two"]


async def test_what_was_sent_is_found_too(account: Account) -> None:
    inbox = await account.open_inbox()
    await account.api.post(
        f"/v1/inboxes/{inbox['id']}/messages", json={"to": "jo@outside.example", "subject": "Offer", "text": "marmalade"}
    )
    await found(account, "marmalade", {"Offer"})

from postroom.testing.running import Account, make_mail


async def test_events_come_oldest_first_and_go_on_from_the_cursor(account: Account) -> None:
    first = await account.open_inbox()
    page = (await account.api.get("/v1/events", params={"type": "inbox.created"})).json()
    assert [event["inbox_id"] for event in page["data"]] == [first["id"]]
    second = await account.open_inbox()
    more = (await account.api.get("/v1/events", params={"after": page["cursor"]})).json()
    assert [event["inbox_id"] for event in more["data"]] == [second["id"]]
    assert not more["has_more"]


async def test_a_page_that_is_cut_goes_on_where_it_was_cut(account: Account) -> None:
    made = [(await account.open_inbox())["id"] for _ in range(5)]
    seen, cursor = [], None
    for _ in range(10):
        query = {"limit": 2, "type": "inbox.created"} | ({"after": cursor} if cursor else {})
        page = (await account.api.get("/v1/events", params=query)).json()
        seen += [event["inbox_id"] for event in page["data"]]
        cursor = page["cursor"]
        if not page["has_more"]:
            break
    assert seen == made


async def test_a_stranger_sees_none_of_it(account: Account, stranger: Account) -> None:
    await account.open_inbox()
    assert (await stranger.api.get("/v1/events")).json()["data"] == []


async def test_a_cursor_that_is_none_is_refused_by_name(account: Account) -> None:
    answer = await account.api.get("/v1/events", params={"after": "nonsense"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "query.after"


async def test_what_was_said_of_mail_in_a_deleted_inbox_is_no_longer_seen(account: Account) -> None:
    inbox = await account.open_inbox()
    mail = make_mail(inbox["address"], subject="Secret subject").as_bytes()
    await account.api.post("/v1/inbound/raw", params={"to": inbox["id"]}, content=mail, headers={"Content-Type": "message/rfc822"})
    assert "Secret subject" in (await account.api.get("/v1/events")).text
    await account.api.delete(f"/v1/inboxes/{inbox['id']}")
    page = (await account.api.get("/v1/events")).json()
    assert [event["type"] for event in page["data"]] == ["inbox.created", "inbox.deleted"]

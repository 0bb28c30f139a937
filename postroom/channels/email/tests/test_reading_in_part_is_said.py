from postroom.testing.running import Account, make_mail


async def put(account: Account, content: bytes) -> dict:
    inbox = await account.open_inbox()
    answer = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=content, headers={"Content-Type": "message/rfc822"}
    )
    message: dict = (await account.api.get(f"/v1/messages/{answer.json()['messages'][0]['id']}")).json()
    return message


async def test_a_mail_nested_beyond_the_limit_says_that_it_was_read_in_part(account: Account) -> None:
    levels = 100
    head = b"From: a@b.example\r\nSubject: deep\r\nMIME-Version: 1.0\r\n"
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(levels))
    message = await put(account, head + parts + b"Content-Type: text/plain\r\n\r\nthe end\r\n")
    assert message["subject"] == "deep"
    assert message["parse_error"].startswith("partly_read: depth_cut")


async def test_a_text_that_is_cut_is_no_parse_error_but_is_noticed(account: Account) -> None:
    message = await put(account, make_mail("x@y.example", text="a line of words\n" * 100_000).as_bytes())
    assert message["parse_error"] is None
    assert "raw mail is whole" in message["notice"]

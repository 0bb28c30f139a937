"""POST /v1/extract: codes and links of any text, and nothing of it stored."""

from typing import Any

import pytest

from postroom.testing.running import Account, make_mail


async def extracted(account: Account, **body: Any) -> dict[str, Any]:
    answer = await account.api.post("/v1/extract", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_code_comes_with_its_evidence(account: Account) -> None:
    text = "Your Fernway code is G-573921, valid for 10 minutes."
    found = await extracted(account, text=text, channel="sms", received_at="2026-03-11T12:00:00Z")
    code = found["codes"][0]
    assert (code["value"], code["source"], found["ambiguous"], found["category"]) == ("573921", "text", False, "verification")
    assert text[slice(*code["span"])] == "573921"
    assert code["rule"]
    assert code["kind"]
    assert 0.9 < code["confidence"] < 1
    assert (found["code_expires_at"], found["expires_in_seconds"]) == ("2026-03-11T12:10:00Z", 600)


async def test_what_else_was_weighed_is_told(account: Account) -> None:
    found = await extracted(account, text="Order no 4482913. Your code is 573921.")
    assert [(one["value"], one["reason"]) for one in found["rivals"]] == [("4482913", "labelled")]
    assert found["codes"][0]["rivals"] == found["rivals"]
    both = await extracted(account, text="Your login code is 551902.\nYour login code is 662013.")
    assert [(code["value"], [(one["value"], one["reason"]) for one in code["rivals"]]) for code in both["codes"]] == [
        ("551902", [("662013", "also_likely")]),
        ("662013", [("551902", "also_likely")]),
    ]


async def test_a_message_has_its_rivals_its_summary_and_the_rule_of_its_category(account: Account) -> None:
    inbox = await account.open_inbox()
    content = make_mail(inbox["address"], subject="Hello", text="Order no 4482913. Your code is 573921.", sender="Oak <a@oak.example>")
    stored = await account.api.post(
        "/v1/inbound/raw", params={"to": inbox["id"]}, content=content.as_bytes(), headers={"Content-Type": "message/rfc822"}
    )
    message = (await account.api.get(f"/v1/messages/{stored.json()['messages'][0]['id']}")).json()
    assert [(one["value"], one["reason"]) for one in message["rivals"]] == [("4482913", "labelled")]
    assert (message["category"], message["category_rule"]) == ("verification", "has_code")
    assert message["summary"] == "Oak: code 573921 – Hello"


async def test_a_link_is_told_by_its_words_and_its_target_by_its_address(account: Account) -> None:
    html = '<a href="https://click.example/?url=https%3A%2F%2Fapp.example%2Fverify%3Ftoken%3DZk3l9fPq2w8X">Confirm your address</a>'
    link = (await extracted(account, subject="Confirm your address", html=html))["links"][0]
    assert (link["kind"], link["host"], link["target"]) == (
        "verification",
        "app.example",
        "https://app.example/verify?token=Zk3l9fPq2w8X",
    )


@pytest.mark.parametrize("to", ["Agent <agent-482913@in.example>", ["x@in.example", "agent-482913@in.example"]])
async def test_digits_of_the_readers_own_addresses_are_no_code(account: Account, to: Any) -> None:
    assert (await extracted(account, text="Your code page: 482913", to=to))["codes"] == []


async def test_an_empty_request_finds_nothing(account: Account) -> None:
    found = await extracted(account)
    assert (found["codes"], found["links"], found["notice"]) == ([], [], None)


async def test_of_a_very_long_text_the_beginning_is_read_and_that_is_said(account: Account) -> None:
    found = await extracted(account, text="Your code is 482913. " + "1 " * 1_000_000)
    assert [code["value"] for code in found["codes"]] == ["482913"]
    assert found["notice"] == "Only the first 262,144 characters of the text were read."


@pytest.mark.parametrize(
    ("body", "path"), [({"text": 5}, "text"), ({"channel": "fax"}, "channel"), ({"to": [1]}, "to"), ({"body": "x"}, "body")]
)
async def test_what_does_not_fit_is_refused_by_name(account: Account, body: dict[str, Any], path: str) -> None:
    answer = await account.api.post("/v1/extract", json=body)
    assert answer.status_code == 422
    assert path in answer.json()["errors"][0]["path"]


async def test_nothing_is_stored_even_with_an_idempotency_key(account: Account) -> None:
    await account.api.post("/v1/extract", json={"text": "Your code is 482913"}, headers={"Idempotency-Key": "reading"})
    again = await account.api.post("/v1/extract", json={"text": "another body"}, headers={"Idempotency-Key": "reading"})
    assert (again.status_code, again.json()["codes"]) == (200, [])
    assert (await account.api.get("/v1/messages")).json()["data"] == []


async def test_a_key_needs_the_scope(account: Account) -> None:
    async with account.with_key(await account.make_key(scopes=["inboxes:read"])) as api:
        assert (await api.post("/v1/extract", json={"text": "x"})).status_code == 403

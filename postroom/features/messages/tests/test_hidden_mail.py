"""Mail in hidden folders: kept, and seen only by whoever asks for it and may."""

from typing import Any

import pytest

from postroom.features.messages.tests.conftest import Put
from postroom.kernel.statements import array_literal
from postroom.main.serve import Running
from postroom.testing.running import Account, make_mail

ORDINARY = ["messages:write", "threads:read", "inboxes:write", "events:read"]


async def hidden_message(account: Account, put: Put, folder: str = "spam") -> tuple[dict[str, Any], dict[str, Any]]:
    """An inbox, and a message of it that its owner moved into a hidden folder."""
    inbox = await account.open_inbox()
    mail = make_mail(inbox["address"], subject="Your code", text="Your verification code is 482913.")
    mail.add_attachment(b"data", maintype="application", subtype="pdf", filename="a.pdf")
    message = await put(account, inbox, mail)
    assert (await account.api.patch(f"/v1/messages/{message['id']}", json={"folder": folder})).status_code == 200
    return inbox, message


def paths_of(message: dict[str, Any]) -> list[str]:
    one = f"/v1/messages/{message['id']}"
    return [one, f"{one}/raw", f"{one}/attachments/{message['attachments'][0]['id']}", f"/v1/threads/{message['thread_id']}"]


async def test_hidden_mail_is_left_out_unless_it_is_asked_for(account: Account, put: Put) -> None:
    inbox, message = await hidden_message(account, put)
    for path in ("/v1/messages", "/v1/threads"):
        assert (await account.api.get(path, params={"inbox_id": inbox["id"]})).json()["data"] == []
        shown = (await account.api.get(path, params={"inbox_id": inbox["id"], "include_hidden": "true"})).json()["data"]
        assert [one["id"] for one in shown] == [message["thread_id"] if "threads" in path else message["id"]]
    for path in paths_of(message):
        assert (await account.api.get(path)).status_code == 404
        assert (await account.api.get(path, params={"include_hidden": "true"})).status_code == 200
    refused = (await account.api.get(f"/v1/messages/{message['id']}")).json()
    assert refused["code"] == "message_hidden" and "include_hidden" in refused["suggested_action"]
    for path in ("wait", "code"):
        answer = (await account.api.get(f"/v1/inboxes/{inbox['id']}/{path}", params={"timeout": 0})).json()
        assert answer["timed_out"]


async def test_without_the_scope_hidden_mail_cannot_be_asked_for_or_touched(account: Account, put: Put) -> None:
    _, message = await hidden_message(account, put)
    async with account.with_key(await account.make_key(scopes=ORDINARY)) as api:
        for path in [*paths_of(message), "/v1/messages", "/v1/threads"]:
            answer = await api.get(path, params={"include_hidden": "true"})
            assert answer.status_code == 403 and "messages:hidden" in answer.json()["detail"], answer.text
        assert (await api.get("/v1/messages", params={"folder": "spam"})).json()["errors"][0]["path"] == "query.folder"
        one = f"/v1/messages/{message['id']}"
        for answer in (
            await api.patch(one, json={"folder": "inbox"}),
            await api.delete(one),
            await api.post(f"{one}/reply", json={"text": "x"}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "message_hidden")
    async with account.with_key(await account.make_key(scopes=["messages:read", "messages:hidden"])) as api:
        assert (await api.get(one, params={"include_hidden": "true"})).json()["folder"] == "spam"


async def test_what_comes_back_is_seen_and_counted_again(account: Account, put: Put) -> None:
    inbox, message = await hidden_message(account, put)
    later = make_mail(inbox["address"], In_Reply_To=message["internet_message_id"] or "<none@x>")
    again = await put(account, inbox, later) if message["internet_message_id"] else None
    back = (await account.api.patch(f"/v1/messages/{message['id']}", json={"folder": "inbox"})).json()
    assert back["folder"] == "inbox" and back["hidden"] is None
    thread = (await account.api.get(f"/v1/threads/{message['thread_id']}")).json()
    assert thread["message_count"] == len(thread["messages"]) == (2 if again else 1)


async def test_a_thread_is_gone_with_its_last_message_hidden_or_not(running: Running, account: Account, put: Put) -> None:
    _, message = await hidden_message(account, put)
    assert (await account.api.delete(f"/v1/messages/{message['id']}", params={"include_hidden": "true"})).status_code == 204
    assert (await account.api.get(f"/v1/threads/{message['thread_id']}", params={"include_hidden": "true"})).status_code == 404


@pytest.mark.parametrize("folder", ["blocked", "quarantine"])
async def test_only_the_house_blocks(folder: str, account: Account, put: Put) -> None:
    message = await put(account, await account.open_inbox(), make_mail("x@y.example"))
    answer = await account.api.patch(f"/v1/messages/{message['id']}", json={"folder": folder})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "body.folder"


def test_labels_travel_as_an_array_whatever_they_hold() -> None:
    assert array_literal([]) == "{}"
    assert array_literal(["a b", 'c"d', "e\\f", "g,h", "{}"]) == '{"a b","c\\"d","e\\\\f","g,h","{}"}'

"""`postroom import` against the running house."""

import mailbox
from pathlib import Path
from typing import Any

import pytest

from postroom.main.tests.conftest import Command
from postroom.testing.running import Account, make_mail


def access(account: Account) -> dict[str, str]:
    return {"POSTROOM_API_KEY": account.key, "POSTROOM_URL": str(account.api.base_url)}


async def subjects(account: Account) -> list[str]:
    return [one["subject"] for one in (await account.api.get("/v1/messages", params={"limit": 100})).json()["data"]]


async def test_an_eml_is_imported_as_it_is_and_a_second_run_changes_nothing(account: Account, command: Command, tmp_path: Path) -> None:
    inbox = await account.open_inbox()
    raw = make_mail("somebody@else.example", subject="An old mail", Date="Mon, 02 Jan 2023 10:00:00 +0000").as_bytes()
    (tmp_path / "one.eml").write_bytes(raw)
    for _ in range(2):
        ended = await command("import", "one.eml", "--to", inbox["address"], **access(account))
        assert (ended.status, ended.err) == (0, "") and "1 imported, 0 refused" in ended.out
    (message,) = (await account.api.get("/v1/messages")).json()["data"]
    assert (await account.api.get(f"/v1/messages/{message['id']}/raw")).content == raw
    whole = (await account.api.get(f"/v1/messages/{message['id']}")).json()
    assert whole["sent_at"] == "2023-01-02T10:00:00Z" and whole["received_at"] > "2026"
    assert (await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 0})).json()["message"] is None


async def test_an_mbox_is_imported_mail_by_mail(account: Account, command: Command, tmp_path: Path) -> None:
    inbox = await account.open_inbox()
    box = mailbox.mbox(str(tmp_path / "many.mbox"))
    for place in range(12):
        box.add(make_mail("x@y.example", subject=f"mail {place}", text=f"Line\nFrom here on {place}\n"))
    box.close()
    ended = await command("import", "many.mbox", "--to", inbox["id"], **access(account))
    assert ended.status == 0 and "12 imported, 0 refused" in ended.out, ended
    assert sorted(await subjects(account)) == sorted(f"mail {place}" for place in range(12))


async def test_a_mail_from_standard_input_is_imported_and_announced_if_asked(account: Account, command: Command) -> None:
    inbox = await account.open_inbox()
    raw = make_mail("x@y.example", subject="piped").as_bytes()
    ended = await command("import", "-", "--to", inbox["id"], "--announce", stdin=raw, **access(account))
    assert ended.status == 0, ended
    found = (await account.api.get(f"/v1/inboxes/{inbox['id']}/wait", params={"timeout": 0})).json()
    assert found["message"]["subject"] == "piped"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": "none.eml"}, ["none.eml"]),
        ({"file": "."}, ["."]),
        ({"file": "empty.eml"}, ["refused", "empty"]),
        ({"to": "nobody@nowhere.example"}, ["nobody@nowhere.example", "0 of 1 imported"]),
        ({"key": "pr_live_not_a_key_at_all"}, ["not known", "0 of 1 imported"]),
        ({"key": "schlüssel_mit_umlaut"}, ["key"]),
        ({"url": "http://127.0.0.1:1"}, ["127.0.0.1:1"]),
        ({"url": "nonsense"}, ["nonsense"]),
        ({"url": "http://["}, ["%5B does not answer"]),
    ],
)
async def test_wrong_input_is_said_and_ends_with_status_one(
    change: dict[str, Any], words: list[str], account: Account, command: Command, tmp_path: Path
) -> None:
    inbox = await account.open_inbox()
    (tmp_path / "good.eml").write_bytes(make_mail("x@y.example").as_bytes())
    (tmp_path / "empty.eml").write_bytes(b"")
    given = {"file": "good.eml", "to": inbox["id"], "key": account.key, "url": str(account.api.base_url)} | change
    ended = await command("import", given["file"], "--to", given["to"], "--key", given["key"], "--url", given["url"])
    said = ended.out + ended.err
    assert ended.status == 1 and "Traceback" not in said, said
    assert all(word in said for word in words), said
    assert await subjects(account) == []

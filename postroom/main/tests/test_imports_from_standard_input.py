from postroom.main.serve import Running
from postroom.main.tests.conftest import Command
from postroom.testing.running import Account, make_mail


def mbox(*subjects: str) -> bytes:
    """Mails one after the other, as mail programs keep them."""
    return b"".join(
        b"From jo@far.example Sat Nov 21 02:00:00 2026\n" + make_mail("x@y.example", subject=one).as_bytes() + b"\n" for one in subjects
    )


async def test_an_mbox_on_standard_input_is_as_many_mails_as_it_holds(running: Running, account: Account, command: Command) -> None:
    inbox = await account.open_inbox()
    url = f"http://127.0.0.1:{running.wired.listening.http_port}"
    ended = await command(
        "import", "-", "--to", inbox["address"], stdin=mbox("one", "two", "three"), POSTROOM_URL=url, POSTROOM_API_KEY=account.key
    )
    assert (ended.status, ended.err) == (0, "") and "3 imported, 0 refused" in ended.out
    listed = (await account.api.get("/v1/messages", params={"inbox_id": inbox["id"]})).json()["data"]
    assert {one["subject"] for one in listed} == {"one", "two", "three"}


async def test_a_wrong_key_stops_the_import_at_the_first_mail(running: Running, account: Account, command: Command) -> None:
    inbox = await account.open_inbox()
    url = f"http://127.0.0.1:{running.wired.listening.http_port}"
    ended = await command(
        "import", "-", "--to", inbox["address"], stdin=mbox("one", "two"), POSTROOM_URL=url, POSTROOM_API_KEY="pr_live_wrong_key"
    )
    assert ended.status == 1
    assert ended.err.count("not known") == 1 and "0 of 2 imported" in ended.err

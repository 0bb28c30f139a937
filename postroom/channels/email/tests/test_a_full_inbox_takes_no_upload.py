from pathlib import Path

from postroom.testing.database import TestServer
from postroom.testing.running import make_mail, open_account, run_postroom


async def test_an_upload_to_a_full_inbox_is_refused_with_the_way_out(database_server: TestServer, tmp_path: Path) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path, INBOXES_MAX_MESSAGES="1") as house, open_account(house) as account:
        inbox = await account.open_inbox()
        put = {
            "params": {"to": inbox["id"]},
            "content": make_mail(inbox["address"]).as_bytes(),
            "headers": {"Content-Type": "message/rfc822"},
        }
        assert (await account.api.post("/v1/inbound/raw", **put)).status_code == 201
        refused = await account.api.post("/v1/inbound/raw", **put)
    assert (refused.status_code, refused.json()["code"]) == (409, "inbox_full")
    assert "POSTROOM_INBOXES_MAX_MESSAGES" in refused.json()["detail"]

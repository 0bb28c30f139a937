"""Putting mails into inboxes."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from typing import Any

import pytest

from postroom.testing.running import Account

Put = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def put() -> Put:
    """`await put(account, inbox, mail)`: the whole message as it is stored."""

    async def put_mail(account: Account, inbox: dict[str, Any], mail: EmailMessage | bytes) -> dict[str, Any]:
        raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
        stored = await account.api.post(
            "/v1/inbound/raw", params={"to": inbox["id"]}, content=raw, headers={"Content-Type": "message/rfc822"}
        )
        assert stored.status_code == 201, stored.text
        message: dict[str, Any] = (await account.api.get(f"/v1/messages/{stored.json()['messages'][0]['id']}")).json()
        return message

    return put_mail

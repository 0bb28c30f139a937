import asyncio
import smtplib

from postroom.main.serve import Running
from postroom.testing.running import DOMAIN, OPERATOR_KEY, Account


async def test_a_recipient_may_be_given_as_messages_show_it(account: Account) -> None:
    inbox = await account.open_inbox()
    body = {"to": [{"address": "jo@far.example", "name": "Jo Doe"}, "di@far.example"], "text": "Hello", "dry_run": True}
    sent = (await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json=body)).json()
    assert sent["to"] == [{"address": "jo@far.example", "name": "Jo Doe"}, {"address": "di@far.example", "name": ""}]


async def test_postmaster_without_a_domain_is_the_house_s_own(running: Running, account: Account) -> None:
    def ask() -> tuple[int, int]:
        with smtplib.SMTP("127.0.0.1", account.smtp_port, timeout=30) as client:
            client.ehlo()
            client.mail("a@far.example")
            before = client.docmd("RCPT TO:<postmaster>")[0]
            return before, client.docmd(f"RCPT TO:<postmaster@{DOMAIN}>")[0]

    async with account.with_key(OPERATOR_KEY) as operator:
        await operator.post("/v1/inboxes", json={"local_part": "postmaster"})
    assert await asyncio.to_thread(ask) == (250, 250)

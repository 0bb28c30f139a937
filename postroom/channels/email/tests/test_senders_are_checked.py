"""Sender authentication end to end: real SMTP with STARTTLS, a real name server, signatures that are not ours."""

import asyncio
import smtplib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from postroom.testing.database import TestServer
from postroom.testing.names import LocalNames, serve_names
from postroom.testing.running import Account, make_mail, open_account, run_postroom
from postroom.testing.signing import ed25519_key, rsa_key, zone_of

ZONE = {
    **zone_of("bank.example", policy="v=DMARC1; p=reject", spf="v=spf1 ip4:192.0.2.1 -all", s1=rsa_key(), s2=ed25519_key()),
    **zone_of("shop.example", spf="v=spf1 ip4:127.0.0.1 -all"),
    **zone_of("list.example", s1=rsa_key()),
}


@asynccontextmanager
async def house_with_names(server: TestServer, folder: Path, **settings: str) -> AsyncIterator[tuple[Account, LocalNames]]:
    async with (
        serve_names(ZONE) as names,
        run_postroom(await server.create("postroom_template"), folder, **names.settings, **settings) as running,
        open_account(running) as account,
    ):
        yield account, names


@pytest_asyncio.fixture(scope="module")
async def checked(database_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Account, LocalNames]]:
    async with house_with_names(database_server, tmp_path_factory.mktemp("checked")) as both:
        yield both


def mail_of(sender: str, to: str) -> bytes:
    return make_mail(to, sender=sender, text="Your code is 482913.\nBye").as_bytes().replace(b"\n", b"\r\n")


def send_with_tls(port: int, raw: bytes, to: str, sender: str) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with smtplib.SMTP("127.0.0.1", port, local_hostname="client.example", timeout=30) as client:
        client.starttls(context=context)
        client.sendmail(sender, to, raw)


async def deliver(account: Account, raw: bytes, to: str, sender: str) -> dict[str, Any]:
    await asyncio.to_thread(send_with_tls, account.smtp_port, raw, to, sender)
    return await newest(account, to)


async def newest(account: Account, to: str) -> dict[str, Any]:
    listed = (await account.api.get("/v1/messages", params={"inbox_id": to, "limit": 1})).json()["data"]
    message: dict[str, Any] = (await account.api.get(f"/v1/messages/{listed[0]['id']}")).json()
    return message


async def test_a_signed_mail_is_authenticated_and_says_why(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    inbox = (await account.open_inbox())["address"]
    raw = ed25519_key().sign(rsa_key().sign(mail_of("jo@bank.example", inbox), "bank.example"), "bank.example", "s2")
    found = (await deliver(account, raw, inbox, "jo@bank.example"))["authentication"]
    assert (found["verdict"], found["aligned_domain"], found["method"]) == ("authenticated", "bank.example", "smtp")
    assert [(one["result"], one["selector"], one["algorithm"], one["aligned"]) for one in found["dkim"]] == [
        ("pass", "s2", "ed25519-sha256", True),
        ("pass", "s1", "rsa-sha256", True),
    ]
    assert (found["spf"]["result"], found["spf"]["domain"], found["spf"]["client_address"]) == ("fail", "bank.example", "127.0.0.1")
    assert (found["dmarc"]["result"], found["dmarc"]["policy"]) == ("pass", "reject")
    assert found["authentication_results"].startswith("mail.test; spf=fail smtp.mailfrom=bank.example; dkim=pass header.d=bank.example")


async def test_a_forged_mail_has_failed(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    inbox = (await account.open_inbox())["address"]
    found = (await deliver(account, mail_of("jo@bank.example", inbox), inbox, "jo@bank.example"))["authentication"]
    assert (found["verdict"], found["dmarc"]["result"], found["aligned_domain"]) == ("failed", "fail", None)


async def test_the_right_host_is_enough(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    inbox = (await account.open_inbox())["address"]
    found = (await deliver(account, mail_of("jo@shop.example", inbox), inbox, "bounces@shop.example"))["authentication"]
    assert (found["verdict"], found["spf"]["result"], found["dmarc"]["result"]) == ("authenticated", "pass", "none")


async def test_somebody_elses_signature_is_unaligned_and_nobody_knows_a_stranger(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    inbox = (await account.open_inbox())["address"]
    raw = rsa_key().sign(mail_of("jo@unknown.example", inbox), "list.example")
    assert (await deliver(account, raw, inbox, "jo@unknown.example"))["authentication"]["verdict"] == "unaligned"
    raw = mail_of("jo@unknown.example", inbox)
    assert (await deliver(account, raw, inbox, "jo@unknown.example"))["authentication"]["verdict"] == "none"


async def test_an_upload_has_signatures_but_no_host(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    inbox = (await account.open_inbox())["address"]
    raw = rsa_key().sign(mail_of("jo@bank.example", inbox), "bank.example")
    answer = await account.api.post("/v1/inbound/raw", params={"to": inbox}, content=raw, headers={"Content-Type": "message/rfc822"})
    assert answer.status_code == 201
    found = (await newest(account, inbox))["authentication"]
    assert (found["method"], found["verdict"], found["spf"]["result"], found["dkim"][0]["result"]) == (
        "upload",
        "authenticated",
        "none",
        "pass",
    )


async def test_mail_between_own_inboxes_is_known_to_be_ours(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    one, other = (await account.open_inbox())["address"], (await account.open_inbox())["address"]
    assert (await account.api.post(f"/v1/inboxes/{one}/messages", json={"to": [other], "subject": "hi", "text": "x"})).status_code == 202
    assert (await account.api.get(f"/v1/inboxes/{other}/wait", params={"timeout": 30})).json()["message"] is not None
    found = (await newest(account, other))["authentication"]
    assert (found["verdict"], found["method"], found["aligned_domain"]) == ("authenticated", "local", "mail.test")
    assert (await newest(account, one))["authentication"] is None


async def test_results_in_our_name_by_somebody_else_are_not_shown(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    inbox = (await account.open_inbox())["address"]
    forged = (
        b"Authentication-Results: Mail.Test (yes); dmarc=pass header.from=bank.example\r\nAuthentication-Results: other.test; spf=pass\r\n"
    )
    message = await deliver(account, forged + mail_of("jo@bank.example", inbox), inbox, "jo@bank.example")
    assert message["headers"]["Authentication-Results"] == "other.test; spf=pass"
    raw = (await account.api.get(f"/v1/messages/{message['id']}/raw")).content
    assert forged in raw


async def test_slow_names_hold_up_no_mail_and_the_answer_comes_later(database_server: TestServer, tmp_path: Path) -> None:
    async with house_with_names(database_server, tmp_path, AUTHENTICATION_LIMIT_S="0.05") as (account, names):
        names.delays.update({name: 0.5 for name in ("bank.example", "_dmarc.bank.example", "s1._domainkey.bank.example")})
        inbox = (await account.open_inbox())["address"]
        raw = rsa_key().sign(mail_of("jo@bank.example", inbox), "bank.example")
        message = await deliver(account, raw, inbox, "jo@bank.example")
        assert message["authentication"]["verdict"] == "pending"
        event = await _event(account, "message.authenticated")
        assert (event["data"]["verdict"], event["data"]["aligned_domain"]) == ("authenticated", "bank.example")
        found = (await newest(account, inbox))["authentication"]
        assert (found["verdict"], found["dkim"][0]["result"], found["spf"]["result"]) == ("authenticated", "pass", "fail")


async def test_a_server_that_says_no_is_a_temporary_error_and_no_reason_to_wait(checked: tuple[Account, LocalNames]) -> None:
    account, names = checked
    names.broken.update(("broken.example", "_dmarc.broken.example"))
    inbox = (await account.open_inbox())["address"]
    found = (await deliver(account, mail_of("jo@broken.example", inbox), inbox, "jo@broken.example"))["authentication"]
    assert (found["verdict"], found["spf"]["result"], found["dmarc"]["result"]) == ("none", "temperror", "temperror")


async def test_it_can_be_switched_off(database_server: TestServer, tmp_path: Path) -> None:
    async with house_with_names(database_server, tmp_path, AUTHENTICATION_ENABLED="false") as (account, names):
        inbox = (await account.open_inbox())["address"]
        found = (await deliver(account, mail_of("jo@bank.example", inbox), inbox, "jo@bank.example"))["authentication"]
        assert (found["verdict"], found["spf"]["reason"]) == ("none", "not checked: switched off")
        assert not names.asked


async def _event(account: Account, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while True:
            events = (await account.api.get("/v1/events", params={"limit": 100})).json()["data"]
            for event in events:
                if event["type"] == kind:
                    found: dict[str, Any] = event
                    return found
            await asyncio.sleep(0.05)


async def test_lists_tell_the_verdict_and_filter_by_it(checked: tuple[Account, LocalNames]) -> None:
    account, _ = checked
    inbox = (await account.open_inbox())["address"]
    await deliver(account, mail_of("jo@bank.example", inbox), inbox, "jo@bank.example")
    await deliver(account, mail_of("jo@shop.example", inbox), inbox, "jo@shop.example")
    for verdict, sender in (("failed", "jo@bank.example"), ("authenticated", "jo@shop.example")):
        listed = (await account.api.get("/v1/messages", params={"inbox_id": inbox, "authentication": verdict})).json()["data"]
        assert [(one["from"]["address"], one["authentication_verdict"]) for one in listed] == [(sender, verdict)]

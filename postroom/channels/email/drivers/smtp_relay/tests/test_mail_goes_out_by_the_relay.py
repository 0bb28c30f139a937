"""Sending through a real relay: what each of its answers makes of a mail."""

import asyncio
import email
import email.policy
import socket
from pathlib import Path
from typing import Any

from postroom.channels.email.drivers.smtp_relay.tests.conftest import Relay, serve
from postroom.kernel.context import house_principal
from postroom.kernel.ids import decode_id
from postroom.kernel.jobs import Job
from postroom.main.serve import Running
from postroom.testing.database import TestServer
from postroom.testing.running import Account, open_account, run_postroom


async def send(account: Account, *to: str, **values: Any) -> dict[str, Any]:
    inbox = await account.open_inbox()
    answer = await account.api.post(f"/v1/inboxes/{inbox['id']}/messages", json={"to": list(to), "text": "Hello.", **values})
    assert answer.status_code == 202, answer.text
    sent: dict[str, Any] = answer.json()
    return sent


async def until_state(account: Account, message_id: str | None, *states: str) -> dict[str, Any]:
    """The message as soon as it is in one of the states."""
    message: dict[str, Any] = {}
    for _ in range(500):
        message = (await account.api.get(f"/v1/messages/{message_id}")).json()
        if message["state"] in states:
            return message
        await asyncio.sleep(0.02)
    raise AssertionError(f"still {message['state']}: {message['notice']}")


async def events_of(house: Running, message_id: str) -> list[str]:
    async with house.wired.database.connection() as connection:
        rows = await connection.fetch("SELECT type FROM events WHERE message_id = $1 ORDER BY seq", decode_id("msg", message_id))
    return [row["type"].removeprefix("message.") for row in rows]


async def recipients_of(house: Running, message_id: str) -> dict[str, str]:
    async with house.wired.database.connection() as connection:
        rows = await connection.fetch("SELECT address, state FROM outbound_recipients WHERE message_id = $1", decode_id("msg", message_id))
    return {row["address"]: row["state"] for row in rows}


async def test_what_the_relay_takes_is_sent_encrypted_and_authenticated(sender: Account, relay: Relay, relay_house: Running) -> None:
    hidden = "hidden@far.example"
    sent = await send(sender, "Jo <ok-1@far.example>", cc="ok-2@far.example", bcc=hidden, subject="Größe", html="<p>Hello.</p>")
    assert (sent["state"], sent["delivery"], sent["notice"]) == ("queued", "smtp_relay", None)
    message = await until_state(sender, sent["id"], "sent")
    (taken,) = relay.of("ok-1@far.example")
    assert (taken.is_encrypted, taken.user, taken.mail_from) == (True, "house", message["from"]["address"])
    assert sorted(taken.recipients) == sorted(["ok-1@far.example", "ok-2@far.example", hidden])
    mail = email.message_from_bytes(taken.content, policy=email.policy.default)
    assert mail["Message-ID"] == f"<{sent['internet_message_id']}>" and mail["Subject"] == "Größe" and mail["Cc"] == "ok-2@far.example"
    assert "Bcc" not in mail and hidden.encode() not in taken.content
    assert await events_of(relay_house, sent["id"]) == ["queued", "sent"]
    states = (await sender.api.get(f"/v1/messages/{sent['id']}/recipients")).json()["data"]
    assert [(one["address"], one["state"], one["driver"]) for one in states] == [
        (address, "sent", "smtp_relay") for address in sorted([hidden, "ok-1@far.example", "ok-2@far.example"])
    ]
    raw = (await sender.api.get(f"/v1/messages/{sent['id']}/raw")).content
    assert raw == taken.content and hidden.encode() not in raw
    assert [one["address"] for one in message["bcc"]] == [hidden]


async def test_what_is_busy_is_tried_again_with_the_same_bytes(sender: Account, relay: Relay, relay_house: Running) -> None:
    sent = await send(sender, "busy-2-a@far.example")
    message = await until_state(sender, sent["id"], "sent")
    tries = relay.of("busy-2-a@far.example")
    assert len(tries) == 3 and len({one.content for one in tries}) == 1
    assert f"<{sent['internet_message_id']}>".encode() in tries[0].content
    assert await events_of(relay_house, sent["id"]) == ["queued", "deferred", "deferred", "sent"]
    assert message["internet_message_id"] == sent["internet_message_id"]


async def test_what_stays_busy_is_given_up_after_the_last_try(sender: Account, relay: Relay) -> None:
    sent = await send(sender, "busy-99-a@far.example")
    message = await until_state(sender, sent["id"], "failed")
    assert len(relay.of("busy-99-a@far.example")) == 4
    assert "given up after 4 tries" in message["notice"] and "busy" in message["notice"]


async def test_what_the_relay_refuses_for_good_is_failed_at_once(sender: Account, relay: Relay, relay_house: Running) -> None:
    for recipient in ("bad-a@far.example", "no-a@far.example"):
        sent = await send(sender, recipient)
        message = await until_state(sender, sent["id"], "failed")
        assert "55" in message["notice"] and relay.asked[recipient] == 1
        assert await events_of(relay_house, sent["id"]) == ["queued", "failed"]


async def test_some_recipients_refused_does_not_keep_it_from_the_others(sender: Account, relay: Relay, relay_house: Running) -> None:
    sent = await send(sender, "ok-b@far.example", "no-b@far.example")
    await until_state(sender, sent["id"], "sent")
    assert await recipients_of(relay_house, sent["id"]) == {"ok-b@far.example": "sent", "no-b@far.example": "failed"}
    (taken,) = relay.of("ok-b@far.example")
    assert taken.recipients == ["ok-b@far.example"]


async def test_only_those_who_were_deferred_are_tried_again(sender: Account, relay: Relay, relay_house: Running) -> None:
    sent = await send(sender, "ok-c@far.example", "later-c@far.example", "no-c@far.example")
    await until_state(sender, sent["id"], "sent")
    assert (len(relay.of("ok-c@far.example")), len(relay.of("later-c@far.example")), relay.asked["no-c@far.example"]) == (1, 1, 1)
    states = {"ok-c@far.example": "sent", "later-c@far.example": "sent", "no-c@far.example": "failed"}
    assert await recipients_of(relay_house, sent["id"]) == states


async def test_a_line_that_breaks_during_the_data_is_of_unknown_outcome_and_never_tried_again(sender: Account, relay: Relay) -> None:
    sent = await send(sender, "cut-a@far.example")
    message = await until_state(sender, sent["id"], "outcome_unknown")
    assert "went away" in message["notice"]
    after = await send(sender, "ok-after@far.example")
    await until_state(sender, after["id"], "sent")
    assert len(relay.of("cut-a@far.example")) == 1


async def test_an_attempt_whose_process_died_is_of_unknown_outcome_and_never_tried_again(
    sender: Account, relay: Relay, relay_house: Running
) -> None:
    sent = await send(sender, "ok-died@far.example")
    await until_state(sender, sent["id"], "sent")
    message_id = decode_id("msg", sent["id"])
    async with relay_house.wired.house.transaction(_house_of(sender)) as tx:  # as a kill -9 between hand-over and record leaves it
        await tx.execute("UPDATE delivery_attempts SET finished_at = NULL, outcome = NULL WHERE message_id = $1", message_id)
        await tx.execute("UPDATE outbound_recipients SET state = 'queued' WHERE message_id = $1", message_id)
        await tx.execute("UPDATE message_state SET state = 'sending' WHERE id = $1", message_id)
        tx.enqueue(_deliver_again(sender, message_id))
    message = await until_state(sender, sent["id"], "outcome_unknown")
    assert "between the hand-over and its record" in message["notice"]
    assert len(relay.of("ok-died@far.example")) == 1


async def test_a_test_key_sends_nothing_out(sender: Account, relay: Relay) -> None:
    connections = relay.connections
    async with sender.with_key(await sender.make_key(mode="test", scopes=["admin"])) as api:
        inbox = (await api.post("/v1/inboxes", json={})).json()
        sent = (await api.post(f"/v1/inboxes/{inbox['id']}/messages", json={"to": "ok-test@far.example", "text": "x"})).json()
        assert sent["delivery"] == "sink" and "test key" in sent["notice"]
        for _ in range(500):
            message = (await api.get(f"/v1/messages/{sent['id']}")).json()
            if message["state"] == "captured":
                break
            await asyncio.sleep(0.02)
        assert message["state"] == "captured" and message["delivery"] == "sink"
    assert relay.connections == connections and relay.of("ok-test@far.example") == []


async def test_our_own_inboxes_never_go_by_the_relay(sender: Account, relay: Relay, relay_house: Running) -> None:
    mine = await sender.open_inbox()
    sent = await send(sender, mine["address"], "ok-mixed@far.example")
    await until_state(sender, sent["id"], "sent")
    (taken,) = relay.of("ok-mixed@far.example")
    assert taken.recipients == ["ok-mixed@far.example"]
    got = (await sender.api.get(f"/v1/inboxes/{mine['id']}/wait", params={"timeout": 10})).json()["message"]
    assert got["internet_message_id"] == sent["internet_message_id"]


async def test_a_relay_that_is_down_defers_until_it_is_up(
    relay_settings: dict[str, str], relay_context: Any, database_server: TestServer, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    dsn = await database_server.create("postroom_template")
    given = {**relay_settings, "RELAY_PORT": str(port), "EMAIL_MAX_TRIES": "50"}
    async with run_postroom(dsn, tmp_path, **given) as house, open_account(house) as account:
        sent = await send(account, "ok-up@far.example")
        message = await until_state(account, sent["id"], "deferred")
        assert "could not be used" in message["notice"]
        up = Relay(port)
        server = await serve(up, relay_context)
        await until_state(account, sent["id"], "sent")
        server.close()
    assert len(up.of("ok-up@far.example")) == 1


async def test_a_relay_whose_certificate_is_not_trusted_gets_neither_password_nor_mail(
    relay: Relay, relay_settings: dict[str, str], database_server: TestServer, tmp_path: Path
) -> None:
    dsn = await database_server.create("postroom_template")
    async with run_postroom(dsn, tmp_path, **{**relay_settings, "RELAY_CA_FILE": ""}) as house, open_account(house) as account:
        sent = await send(account, "ok-untrusted@far.example")
        await until_state(account, sent["id"], "deferred")
    assert relay.asked["ok-untrusted@far.example"] == 0 and relay.of("ok-untrusted@far.example") == []


async def test_certificates_to_trust_that_cannot_be_read_defer_the_mail(
    relay: Relay, relay_settings: dict[str, str], database_server: TestServer, tmp_path: Path
) -> None:
    dsn = await database_server.create("postroom_template")
    async with (
        run_postroom(dsn, tmp_path, **{**relay_settings, "RELAY_CA_FILE": "/nowhere/ca.pem"}) as house,
        open_account(house) as account,
    ):
        sent = await send(account, "ok-no-ca@far.example")
        await until_state(account, sent["id"], "deferred")


def _house_of(account: Account) -> Any:
    return house_principal(_org(account))


def _deliver_again(account: Account, message_id: Any) -> Any:
    return Job(name="email.deliver", org_id=_org(account), args={"message_id": message_id.hex})


def _org(account: Account) -> Any:
    return decode_id("org", account.organisation_id)

"""Domains of one's own: proven by a TXT record, owned by one organisation, and how their mail finds its inbox."""

import asyncio
import itertools
import smtplib
from typing import Any

import pytest

from postroom.testing.running import Account, make_mail, send_smtp

_numbers = itertools.count()


async def add(account: Account, zone: Any, name: str, **values: Any) -> dict[str, Any]:
    """A verified domain."""
    answer = await account.api.post("/v1/domains", json={"domain": name, **values})
    assert answer.status_code == 201, answer.text
    publish(zone, answer.json())
    verified = await account.api.post(f"/v1/domains/{name}/verify")
    assert verified.status_code == 200, verified.text
    result: dict[str, Any] = verified.json()
    return result


def publish(zone: Any, domain: dict[str, Any]) -> None:
    record = domain["records"][0]
    zone[0].records.setdefault(record["name"], []).append(f'"{record["value"]}"')


async def receive(account: Account, to: str) -> str:
    """Send a mail over SMTP; the id of the inbox that got it, or the code of the refusal."""
    subject = f"probe {next(_numbers)}."
    try:
        await asyncio.to_thread(send_smtp, account.smtp_port, make_mail(to, subject=subject), to=to)
    except smtplib.SMTPRecipientsRefused as refused:
        return str(refused.recipients[to][0])
    found = (await account.api.get("/v1/messages", params={"subject": subject})).json()["data"]
    assert len(found) == 1, "one mail, one inbox"
    return str(found[0]["inbox_id"])


async def test_a_domain_is_pending_until_its_record_is_published(owner: Account, zone: Any) -> None:
    made = (await owner.api.post("/v1/domains", json={"domain": "Pending.EXAMPLE."})).json()
    assert (made["domain"], made["status"], made["verified_at"]) == ("pending.example", "pending", None)
    assert made["records"][0]["type"] == "TXT" and made["records"][0]["name"] == "_postroom.pending.example"
    refused = await owner.api.post(f"/v1/domains/{made['id']}/verify")
    assert (refused.status_code, refused.json()["code"], refused.json()["retryable"]) == (409, "domain_not_proven", True)
    assert (await owner.api.post("/v1/inboxes", json={"local_part": "jo", "domain": "pending.example"})).status_code == 422
    zone[0].records["_postroom.pending.example"] = ['"something else"', '"v=spf1 -all"']
    assert (await owner.api.post(f"/v1/domains/{made['id']}/verify")).status_code == 409
    publish(zone, made)
    verified = (await owner.api.post(f"/v1/domains/{made['id']}/verify")).json()
    assert verified["status"] == "verified" and verified["verified_at"] is not None
    asked = len(zone[0].asked)
    assert (await owner.api.post(f"/v1/domains/{made['id']}/verify")).json() == verified
    assert len(zone[0].asked) == asked, "what is proven is not looked up again"


@pytest.mark.parametrize("trouble", ["failing", "silent"])
async def test_a_name_server_in_trouble_is_said_and_retryable(trouble: str, owner: Account, zone: Any) -> None:
    made = (await owner.api.post("/v1/domains", json={"domain": f"{trouble}.example"})).json()
    getattr(zone[0], trouble).add(f"_postroom.{trouble}.example")
    answer = await owner.api.post(f"/v1/domains/{made['id']}/verify")
    assert (answer.status_code, answer.json()["code"], answer.json()["retryable"]) == (503, "dns_unavailable", True)
    assert (await owner.api.get(f"/v1/domains/{made['id']}")).json()["status"] == "pending"


async def test_a_name_is_owned_by_one_organisation(owner: Account, rival: Account, zone: Any) -> None:
    mine = (await owner.api.post("/v1/domains", json={"domain": "taken.example"})).json()
    theirs = (await rival.api.post("/v1/domains", json={"domain": "taken.example"})).json()
    assert mine["records"][0]["value"] != theirs["records"][0]["value"]
    publish(zone, mine)
    assert (await rival.api.post(f"/v1/domains/{theirs['id']}/verify")).json()["code"] == "domain_not_proven"
    assert (await owner.api.post(f"/v1/domains/{mine['id']}/verify")).status_code == 200
    publish(zone, theirs)
    assert (await rival.api.post(f"/v1/domains/{theirs['id']}/verify")).json()["code"] == "domain_taken"
    for name in ("taken.example", "deep.below.taken.example"):
        other = await rival.api.post("/v1/domains", json={"domain": name})
        assert other.json()["code"] in ("domain_taken", "domain_exists"), name
    assert (await owner.api.post("/v1/domains", json={"domain": "taken.example"})).json()["code"] == "domain_exists"


async def test_organisations_that_prove_the_same_name_at_once_do_not_both_get_it(owner: Account, rival: Account, zone: Any) -> None:
    for round_number in range(4):
        name = f"race-{round_number}.example"
        made = [(await one.api.post("/v1/domains", json={"domain": name})).json() for one in (owner, rival)]
        for one in made:
            publish(zone, one)
        answers = await asyncio.gather(*(one.api.post(f"/v1/domains/{name}/verify") for one in (owner, rival)))
        assert sorted(one.status_code for one in answers) == [200, 409], [one.text for one in answers]


@pytest.mark.parametrize("name", ["localhost", "not a name", "a..b", "-x.example", "x" * 64 + ".example", "@x.example"])
async def test_a_name_that_is_none_is_refused_by_name(name: str, owner: Account) -> None:
    answer = await owner.api.post("/v1/domains", json={"domain": name})
    assert answer.status_code == 422 and answer.json()["errors"][0]["path"] == "body.domain"


@pytest.mark.parametrize("name", ["mail.test", "sub.mail.test"])
async def test_the_houses_own_domains_cannot_be_claimed(name: str, owner: Account) -> None:
    assert (await owner.api.post("/v1/domains", json={"domain": name})).json()["code"] == "domain_taken"


async def test_an_internationalised_name_is_kept_in_its_ascii_form(owner: Account) -> None:
    made = (await owner.api.post("/v1/domains", json={"domain": "Bücher.example"})).json()
    assert made["domain"] == "xn--bcher-kva.example"
    assert (await owner.api.get("/v1/domains/bücher.example")).json()["id"] == made["id"]


async def test_mail_goes_by_exact_address_then_plus_tag_then_sub_domain_then_catch_all(owner: Account, zone: Any) -> None:
    await add(owner, zone, "order.example", subdomains=True)
    inboxes = {name: await owner.open_inbox(local_part=name, domain="order.example") for name in ("exact", "all", "x-y")}
    below = await owner.open_inbox(local_part="exact", domain="below.order.example")
    await owner.api.patch("/v1/domains/order.example", json={"catch_all_inbox_id": inboxes["all"]["id"]})
    expected = {
        "exact@order.example": inboxes["exact"]["id"],
        "EXACT@Order.Example": inboxes["exact"]["id"],
        "exact+tag@order.example": inboxes["exact"]["id"],
        "exact@any.order.example": inboxes["exact"]["id"],
        "exact+tag@any.deep.order.example": inboxes["exact"]["id"],
        "exact@below.order.example": below["id"],
        "exact+tag@below.order.example": below["id"],
        "x-y@order.example": inboxes["x-y"]["id"],
        "nobody@order.example": inboxes["all"]["id"],
        "nobody+tag@order.example": inboxes["all"]["id"],
        "nobody@any.order.example": inboxes["all"]["id"],
    }
    assert {to: await receive(owner, to) for to in expected} == expected


async def test_the_tag_and_the_address_written_are_kept_with_the_message(owner: Account, zone: Any) -> None:
    await add(owner, zone, "tags.example")
    await owner.open_inbox(local_part="jo", domain="tags.example")
    await receive(owner, "jo+shop@tags.example")
    summary = (await owner.api.get("/v1/messages")).json()["data"][0]
    message = (await owner.api.get(f"/v1/messages/{summary['id']}")).json()
    assert (message["tag"], message["recipient"]) == ("shop", "jo+shop@tags.example")


async def test_sub_domains_and_catch_all_are_off_until_they_are_switched_on(owner: Account, zone: Any) -> None:
    await add(owner, zone, "plain.example")
    inbox = await owner.open_inbox(local_part="jo", domain="plain.example")
    assert await receive(owner, "jo@plain.example") == inbox["id"]
    assert await receive(owner, "jo@any.plain.example") == "550"
    assert await receive(owner, "nobody@plain.example") == "550"
    switched = await owner.api.patch("/v1/domains/plain.example", json={"subdomains": True, "catch_all_inbox_id": inbox["id"]})
    assert switched.json()["catch_all_inbox_id"] == inbox["id"]
    assert await receive(owner, "jo@any.plain.example") == inbox["id"]
    assert await receive(owner, "nobody@plain.example") == inbox["id"]
    off = await owner.api.patch("/v1/domains/plain.example", json={"catch_all_inbox_id": None})
    assert (off.json()["catch_all_inbox_id"], off.json()["subdomains"]) == (None, True)
    assert await receive(owner, "another@plain.example") == "550"
    assert await receive(owner, "nobody@plain.example") == "550", "a cached recipient is forgotten"


async def test_a_new_inbox_takes_its_mail_from_the_catch_all_at_once(owner: Account, zone: Any) -> None:
    await add(owner, zone, "shadow.example")
    everything = await owner.open_inbox(local_part="all", domain="shadow.example")
    await owner.api.patch("/v1/domains/shadow.example", json={"catch_all_inbox_id": everything["id"]})
    assert await receive(owner, "new@shadow.example") == everything["id"]
    fresh = await owner.open_inbox(local_part="new", domain="shadow.example")
    await asyncio.to_thread(send_smtp, owner.smtp_port, make_mail("new@shadow.example", subject="second"), to="new@shadow.example")
    assert (await owner.api.get("/v1/messages", params={"subject": "second"})).json()["data"][0]["inbox_id"] == fresh["id"]


async def test_a_catch_all_that_ended_catches_nothing(owner: Account, zone: Any) -> None:
    await add(owner, zone, "ended.example")
    everything = await owner.open_inbox(local_part="all", domain="ended.example")
    await owner.api.patch("/v1/domains/ended.example", json={"catch_all_inbox_id": everything["id"]})
    await owner.api.delete(f"/v1/inboxes/{everything['id']}")
    assert await receive(owner, "nobody@ended.example") == "550"


async def test_a_catch_all_past_its_time_catches_nothing(owner: Account, dns_house: Any, zone: Any) -> None:
    await add(owner, zone, "past.example")
    everything = await owner.open_inbox(local_part="all", domain="past.example", ttl_seconds=3600)
    await owner.api.patch("/v1/domains/past.example", json={"catch_all_inbox_id": everything["id"]})
    async with dns_house.wired.database.connection() as connection:  # before the timer has seen it
        past = "UPDATE inboxes SET expires_at = created_at WHERE address = 'all@past.example'"
        await connection.execute(past)
    assert await receive(owner, "nobody@past.example") == "550"


async def test_a_domain_given_up_receives_nothing_and_may_be_proven_by_another(owner: Account, rival: Account, zone: Any) -> None:
    made = await add(owner, zone, "left.example")
    inbox = await owner.open_inbox(local_part="jo", domain="left.example")
    assert await receive(owner, "jo@left.example") == inbox["id"]
    assert (await owner.api.delete(f"/v1/domains/{made['id']}")).status_code == 204
    assert (await owner.api.get(f"/v1/inboxes/{inbox['id']}")).status_code == 200
    assert await receive(owner, "jo@left.example") == "550"
    everything = await rival.open_inbox()
    await add(rival, zone, "left.example", catch_all_inbox_id=everything["id"])
    assert await receive(rival, "jo@left.example") == everything["id"], "never into the inbox of who owned it before"


async def test_a_strangers_inbox_is_no_catch_all(owner: Account, rival: Account) -> None:
    theirs = await rival.open_inbox()
    assert (await owner.api.post("/v1/domains", json={"domain": "foreign.example", "catch_all_inbox_id": theirs["id"]})).status_code == 404
    assert (await owner.api.get("/v1/domains")).json()["data"] == []


async def test_a_narrowed_key_reads_domains_and_changes_none(owner: Account, zone: Any) -> None:
    await add(owner, zone, "read.example")
    hidden, inbox = await owner.open_inbox(), await owner.open_inbox()
    await owner.api.patch("/v1/domains/read.example", json={"catch_all_inbox_id": hidden["id"]})
    async with owner.with_key(await owner.make_key(inbox_ids=[inbox["id"]])) as api:
        assert (await api.get("/v1/domains/read.example")).json()["catch_all_inbox_id"] is None
        for method, path in (("PATCH", ""), ("DELETE", ""), ("POST", "/verify")):
            assert (await api.request(method, f"/v1/domains/read.example{path}")).json()["code"] == "key_reach_too_small"
        await owner.api.patch("/v1/domains/read.example", json={"catch_all_inbox_id": inbox["id"]})
        assert (await api.get("/v1/domains/read.example")).json()["catch_all_inbox_id"] == inbox["id"]

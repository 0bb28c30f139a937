"""SPF by RFC 7208, section by section."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.mailauth.spf import check_spf
from postroom.lib.mailauth.spf_record import SpfSyntaxError, parse_spf
from postroom.testing.names import TIMEOUT, ask_zone

ZONE = {
    "plain.example": {"TXT": ["other", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"]},
    "soft.example": {"TXT": ["V=SPF1 ~all"]},
    "open.example": {"TXT": ["v=spf1 ?all"]},
    "end.example": {"TXT": ["v=spf1 ip4:198.51.100.1"]},
    "twice.example": {"TXT": ["v=spf1 -all", "v=spf1 +all"]},
    "host.example": {"TXT": ["v=spf1 a mx:post.example/28 -all"], "A": ["192.0.2.7"], "AAAA": ["2001:db8::7"]},
    "post.example": {"MX": ["10 mx1.post.example", "20 mx2.post.example"]},
    "mx1.post.example": {"A": ["203.0.113.1"]},
    "mx2.post.example": {"A": ["198.51.100.17"]},
    "deep.example": {"TXT": ["v=spf1 include:plain.example include:soft.example -all"]},
    "hollow.example": {"TXT": ["v=spf1 include:nothing.example -all"]},
    "moved.example": {"TXT": ["v=spf1 redirect=plain.example"]},
    "lost.example": {"TXT": ["v=spf1 redirect=nothing.example"]},
    "loop.example": {"TXT": ["v=spf1 include:loop.example -all"]},
    "turn.example": {"TXT": ["v=spf1 redirect=turn.example"]},
    "many.example": {"TXT": ["v=spf1 " + "a:plain.example " * 11 + "-all"], "A": ["192.0.2.1"]},
    "void.example": {"TXT": ["v=spf1 a:no1.example a:no2.example a:no3.example +all"]},
    "crowd.example": {"TXT": ["v=spf1 mx -all"], "MX": [f"10 m{number}.example" for number in range(11)]},
    "exact.example": {"TXT": ["v=spf1 exists:%{ir}.%{v}.%{l1r-}.%{d2}.list.example -all"]},
    "1.2.0.192.in-addr.jo.exact.example.list.example": {"A": ["127.0.0.2"]},
    "named.example": {"TXT": ["v=spf1 ptr -all"]},
    "1.2.0.192.in-addr.arpa": {"PTR": ["mail.named.example", "liar.named.example"]},
    "mail.named.example": {"A": ["192.0.2.1"]},
    "slow.example": {"TXT": TIMEOUT},
    "slowly.example": {"TXT": ["v=spf1 a:hang.example -all"]},
    "hang.example": {"A": TIMEOUT},
    "helo.example": {"TXT": ["v=spf1 ip4:192.0.2.1 -all"]},
}


def ask_about(domain: str, client: str = "192.0.2.1", *, sender: str | None = None, helo: str = "helo.example") -> str:
    mail_from = f"jo@{domain}" if sender is None else sender
    return asyncio.run(check_spf(ask_zone(ZONE), client, mail_from, helo)).result


@pytest.mark.parametrize(
    ("domain", "client", "result"),
    [
        ("plain.example", "192.0.2.1", "pass"),
        ("plain.example", "192.0.3.1", "fail"),
        ("plain.example", "2001:db8:1::1", "pass"),
        ("plain.example", "::ffff:192.0.2.1", "pass"),
        ("PLAIN.example.", "192.0.2.1", "pass"),
        ("soft.example", "192.0.2.1", "softfail"),
        ("open.example", "192.0.2.1", "neutral"),
        ("end.example", "192.0.2.1", "neutral"),
        ("nothing.example", "192.0.2.1", "none"),
        ("twice.example", "192.0.2.1", "permerror"),
        ("host.example", "192.0.2.7", "pass"),
        ("host.example", "2001:db8::7", "pass"),
        ("host.example", "198.51.100.30", "pass"),
        ("host.example", "198.51.100.33", "fail"),
        ("deep.example", "192.0.2.1", "pass"),
        ("deep.example", "203.0.113.1", "fail"),
        ("hollow.example", "192.0.2.1", "permerror"),
        ("moved.example", "203.0.113.1", "fail"),
        ("lost.example", "192.0.2.1", "permerror"),
        ("loop.example", "192.0.2.1", "permerror"),
        ("turn.example", "192.0.2.1", "permerror"),
        ("many.example", "192.0.2.99", "permerror"),
        ("void.example", "192.0.2.1", "permerror"),
        ("crowd.example", "192.0.2.1", "permerror"),
        ("exact.example", "192.0.2.1", "pass"),
        ("exact.example", "192.0.2.2", "fail"),
        ("named.example", "192.0.2.1", "pass"),
        ("slow.example", "192.0.2.1", "temperror"),
        ("slowly.example", "192.0.2.1", "temperror"),
    ],
)
def test_a_record_decides(domain: str, client: str, result: str) -> None:
    assert ask_about(domain, client) == result


def test_a_null_sender_is_asked_by_its_helo_name() -> None:
    found = asyncio.run(check_spf(ask_zone(ZONE), "192.0.2.1", "", "helo.example"))
    assert (found.result, found.identity, found.domain, found.mechanism) == ("pass", "helo", "helo.example", "ip4:192.0.2.1")
    assert ask_about("", sender="", helo="[192.0.2.1]") == "none"


def test_the_term_that_decided_is_told() -> None:
    found = asyncio.run(check_spf(ask_zone(ZONE), "203.0.113.9", "jo@plain.example", "x"))
    assert (found.result, found.mechanism) == ("fail", "-all")


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 ip4:192.0.2.0/33",
        "v=spf1 ip4:192.0.2.0/08",
        "v=spf1 ip4",
        "v=spf1 ip6:192.0.2.1",
        "v=spf1 all:x.example",
        "v=spf1 include",
        "v=spf1 include:",
        "v=spf1 a:x.example/33",
        "v=spf1 a:x.123",
        "v=spf1 a:%{x}.example",
        "v=spf1 exists:%(d).example",
        "v=spf1 redirect=a.example redirect=b.example",
        "v=spf1 unknown:x",
        "v=spf1 a:x.example%",
        "v=spf1 -all\u00e9",
        "v=spf1 exp=",
    ],
)
def test_a_record_with_one_bad_term_is_no_record(record: str) -> None:
    with pytest.raises(SpfSyntaxError):
        parse_spf(record)


@pytest.mark.parametrize(
    "record", ["v=spf1", "v=spf1   -all  ", "v=spf1 a/24//64 mx//48 x-new=%{c}%% exp=%{i}.%{d}.example", "v=spf1 a:%{d}"]
)
def test_what_the_grammar_allows_is_read(record: str) -> None:
    parse_spf(record)


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_no_record_and_no_envelope_breaks_it(record: str, mail_from: str, helo: str, client: str) -> None:
    zone = {"any.example": {"TXT": ["v=spf1 " + record]}}
    for sender, address in ((f"{mail_from}@any.example", "192.0.2.1"), (mail_from, client)):
        found = asyncio.run(check_spf(ask_zone(zone), address, sender, helo))
        assert found.result in ("none", "neutral", "pass", "fail", "softfail", "temperror", "permerror")


def test_records_made_to_hang_a_parser_are_read_at_once() -> None:
    for record in (
        "v=spf1 a:" + "%{d}" * 3000 + "!",
        "v=spf1 exists:" + "%{l0" * 3000,
        "v=spf1 a:" + "a-" * 7000,
        "v=spf1 " + "-" * 15_000,
    ):
        zone = {"any.example": {"TXT": [record]}}
        asyncio.run(check_spf(ask_zone(zone), "192.0.2.1", "jo@any.example", "x"))

"""The DNS adapter against a real name server."""

import asyncio

import pytest

from postroom.kernel.ports.dns import DnsFailed
from postroom.main.engine.dns import DnsResolver, DnsSettings
from postroom.testing.names import LocalNames, serve_names

ZONE = {
    "example.com": {
        "TXT": ["v=spf1 -all", "x" * 600],
        "A": ["192.0.2.1"],
        "AAAA": ["2001:db8::1"],
        "MX": ["20 b.example.com", "10 a.example.com"],
    },
    "1.2.0.192.in-addr.arpa": {"PTR": ["example.com"]},
    "alias.example.com": {"CNAME": ["example.com"]},
    "round.example.com": {"CNAME": ["about.example.com"]},
    "about.example.com": {"CNAME": ["round.example.com"]},
}


def resolver(names: LocalNames, **settings: float) -> DnsResolver:
    return DnsResolver(DnsSettings(nameservers=("127.0.0.1",), port=names.port, **settings))


async def test_every_kind_is_answered_as_text() -> None:
    async with serve_names(ZONE) as names:
        dns = resolver(names)
        assert (await dns.ask("Example.COM.", "TXT")).records == ("v=spf1 -all", "x" * 600)
        assert (await dns.ask("example.com", "A")).records == ("192.0.2.1",)
        assert (await dns.ask("example.com", "AAAA")).records == ("2001:db8::1",)
        assert (await dns.ask("example.com", "MX")).records == ("a.example.com", "b.example.com")
        assert (await dns.ask("1.2.0.192.in-addr.arpa", "PTR")).records == ("example.com",)
        assert (await dns.ask("alias.example.com", "A")).records == ("192.0.2.1",)


async def test_what_is_not_there_is_not_found() -> None:
    async with serve_names(ZONE) as names:
        dns = resolver(names)
        for name, kind in (
            ("no.example.com", "TXT"),
            ("alias.example.com", "PTR"),
            ("a..b", "A"),
            ("x" * 64 + ".test", "A"),
            ("ü.test", "A"),
        ):
            assert (await dns.ask(name, kind)).word == "not_found"
        with pytest.raises(DnsFailed, match="not_found"):
            await dns.txt("no.example.com")


async def test_the_same_question_is_asked_once_by_many_and_remembered() -> None:
    async with serve_names(ZONE) as names:
        dns = resolver(names)
        answers = await asyncio.gather(*(dns.ask("example.com", "TXT") for _ in range(50)))
        assert {answer.word for answer in answers} == {"found"}
        await dns.ask("no.example.com", "TXT")
        await dns.ask("no.example.com", "TXT")
        assert names.asked["example.com", "TXT"] == names.asked["no.example.com", "TXT"] == 1


async def test_an_answer_that_may_not_be_kept_is_asked_for_again() -> None:
    async with serve_names(ZONE) as names:
        names.ttl_s = names.negative_ttl_s = 0
        dns = resolver(names, cache_min_s=0)
        for _ in range(2):
            await dns.ask("example.com", "TXT")
            await dns.ask("no.example.com", "TXT")
        assert names.asked["example.com", "TXT"] == names.asked["no.example.com", "TXT"] == 2


async def test_who_proves_a_domain_is_never_answered_from_memory() -> None:
    async with serve_names({}) as names:
        dns = resolver(names)
        assert (await dns.ask("example.com", "TXT")).word == "not_found"
        names.zone["example.com"] = {"TXT": ["proof"]}
        assert await dns.txt("example.com") == ["proof"]


async def test_a_truncated_answer_is_fetched_by_tcp() -> None:
    async with serve_names(ZONE) as names:
        names.truncated.add("example.com")
        assert (await resolver(names).ask("example.com", "TXT")).records[0] == "v=spf1 -all"


async def test_a_broken_server_and_a_loop_of_aliases_fail_honestly() -> None:
    async with serve_names(ZONE) as names:
        names.broken.add("example.com")
        dns = resolver(names)
        assert (await dns.ask("example.com", "TXT")).word == "server_failed"
        assert (await dns.ask("round.example.com", "A")).word in ("server_failed", "not_found")


async def test_who_stops_waiting_leaves_the_answer_to_the_next() -> None:
    async with serve_names(ZONE) as names:
        names.delays["example.com"] = 0.3
        dns = resolver(names)
        assert (await dns.ask("example.com", "TXT", 0.01)).word == "timeout"
        assert (await dns.ask("example.com", "TXT", 10)).word == "found"
        assert names.asked["example.com", "TXT"] == 1


async def test_nobody_waits_for_a_dead_name_server_again_and_again() -> None:
    async with serve_names(ZONE) as names:
        names.silent.add("*")
        dns = resolver(names, timeout_s=0.2)
        for number in range(6):
            assert (await dns.ask(f"{number}.example.com", "TXT")).word == "timeout"
        assert len({name for name, _ in names.asked if name.endswith("example.com")}) < 6
        assert dns.is_silent
        await dns.aclose()


async def test_a_zone_that_is_slow_on_purpose_is_no_dead_name_server() -> None:
    async with serve_names(ZONE) as names:
        names.silent.update(f"{number}.slow.test" for number in range(20))
        dns = resolver(names)
        for number in range(20):
            await dns.ask(f"{number}.slow.test", "TXT", 0.001)
        answers = []
        for _ in range(500):
            answers.append(await dns.ask("example.com", "A", 10))
            if answers[-1].word == "found":
                break
            await asyncio.sleep(0.01)
        assert answers[-1].word == "found"
        assert not dns.is_silent
        await dns.aclose()

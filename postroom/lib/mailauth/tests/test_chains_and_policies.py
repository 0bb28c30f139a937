"""DMARC policies, ARC chains, and the verdict that comes of all of it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.lib.mailauth import Arrival, Authentication, Rules, authserv_id, conclude, find_from_policy, gather_evidence
from postroom.lib.mailauth.alignment import is_aligned, organisational_domain
from postroom.lib.mailauth.results import read_results
from postroom.testing.names import TIMEOUT, ask_zone
from postroom.testing.signing import SigningKey, rsa_key, zone_of

NOW = datetime(2026, 11, 29, tzinfo=UTC)
MAIL = b"From: Jo <jo@acme.example>\r\nTo: ann@mail.test\r\nSubject: Hello\r\n\r\nThe code is 482913.\r\n"
KEYS = {**zone_of("acme.example", s1=rsa_key()), **zone_of("list.example", s1=rsa_key()), **zone_of("mail.acme.example", s1=rsa_key())}


def found(
    raw: bytes = MAIL,
    *,
    policy: str | None = None,
    spf: str | None = None,
    mail_from: str = "jo@acme.example",
    from_domain: str | None = "acme.example",
    trusted: tuple[str, ...] = (),
    zone: dict[str, Any] | None = None,
) -> Authentication:
    """The whole check; `policy` and `spf` are what acme.example publishes."""
    ask = ask_zone({**KEYS, **zone_of("acme.example", policy=policy, spf=spf), **(zone or {})})
    rules = Rules("mx.test", trusted)

    async def run() -> Authentication:
        evidence = await gather_evidence(ask, Arrival(raw, "smtp", "192.0.2.1", mail_from, "helo.example"), rules, NOW)
        return conclude(evidence, from_domain, await find_from_policy(ask, from_domain), rules, "smtp")

    return asyncio.run(run())


def sign(domain: str, raw: bytes = MAIL, key: SigningKey | None = None) -> bytes:
    return (key or rsa_key()).sign(raw, domain)


def test_nothing_to_go_by_is_none() -> None:
    assert found().verdict == "none"


def test_an_aligned_signature_or_host_authenticates() -> None:
    signed, hosted = found(sign("acme.example")), found(spf="v=spf1 ip4:192.0.2.1 -all")
    assert (signed.verdict, signed.aligned_domain, signed.dmarc.result) == ("authenticated", "acme.example", "none")
    assert (hosted.verdict, hosted.aligned_domain) == ("authenticated", "acme.example")


def test_a_stranger_who_vouches_is_unaligned_and_under_a_policy_a_failure() -> None:
    assert found(sign("list.example")).verdict == "unaligned"
    assert found(sign("list.example"), policy="v=DMARC1; p=none").verdict == "unaligned"
    strict = found(sign("list.example"), policy="v=DMARC1; p=reject")
    assert (strict.verdict, strict.dmarc.result, strict.dmarc.policy) == ("failed", "fail", "reject")


def test_a_wrong_host_or_a_broken_signature_has_failed() -> None:
    assert found(spf="v=spf1 -all").verdict == "failed"
    assert found(sign("acme.example") + b"more\r\n").verdict == "failed"
    assert found(spf="v=spf1 ~all").verdict == "none"


def test_a_broken_signature_beside_the_right_host_is_no_failure() -> None:
    both = found(sign("acme.example") + b"more\r\n", spf="v=spf1 ip4:192.0.2.1 -all", policy="v=DMARC1; p=reject")
    assert (both.verdict, both.dmarc.result, both.dkim[0].result) == ("authenticated", "pass", "fail")


def test_alignment_is_relaxed_unless_the_domain_is_strict() -> None:
    below = sign("mail.acme.example")
    assert found(below, policy="v=DMARC1; p=reject").verdict == "authenticated"
    assert found(below, policy="v=DMARC1; p=reject; adkim=s").verdict == "failed"
    zone = zone_of("mail.acme.example", spf="v=spf1 ip4:192.0.2.1 -all")
    assert found(mail_from="x@mail.acme.example", zone=zone, policy="v=DMARC1; p=reject").verdict == "authenticated"
    assert found(mail_from="x@mail.acme.example", zone=zone, policy="v=DMARC1; p=reject; aspf=s").verdict == "failed"


def test_a_sub_domain_has_the_policy_for_sub_domains() -> None:
    record = "v=DMARC1; p=none; sp=quarantine; pct=40"
    own, below = found(policy=record), found(policy=record, from_domain="shop.acme.example")
    assert (own.dmarc.policy, own.dmarc.policy_domain, own.dmarc.percent) == ("none", "acme.example", 40)
    assert (below.dmarc.policy, below.dmarc.subdomain_policy, below.dmarc.policy_domain) == ("quarantine", "quarantine", "acme.example")
    assert found(policy="v=DMARC1; p=reject", from_domain="shop.acme.example").dmarc.policy == "reject"


@pytest.mark.parametrize(
    ("records", "word", "policy"),
    [
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], "permerror", None),
        (["v=DMARC1"], "permerror", None),
        (["v=DMARC1; p=maybe; rua=mailto:a@b.example"], "fail", "none"),
        (["v=DMARC1; p=quarantine; pct=700; junk"], "fail", "quarantine"),
        (["v=DMARC2; p=reject"], "none", None),
        (["p=reject; v=DMARC1"], "none", None),
        (["V = DMARC1; p=reject"], "none", None),
        (["v = DMARC1 ; p=REJECT"], "fail", "reject"),
    ],
)
def test_a_record_is_read_as_the_rfc_says(records: list[str], word: str, policy: str | None) -> None:
    dmarc = found(spf="v=spf1 -all", zone={"_dmarc.acme.example": {"TXT": records}}).dmarc
    assert (dmarc.result, dmarc.policy) == (word, policy)


def test_what_cannot_be_looked_up_now_is_a_temporary_error() -> None:
    slow = found(zone={"_dmarc.acme.example": {"TXT": TIMEOUT}})
    assert (slow.verdict, slow.dmarc.result) == ("none", "temperror")
    key = found(sign("acme.example"), policy="v=DMARC1; p=reject", zone={"s1._domainkey.acme.example": {"TXT": TIMEOUT}})
    assert (key.verdict, key.dmarc.result, key.dkim[0].result) == ("none", "temperror", "temperror")


def test_nobody_owns_a_public_suffix() -> None:
    assert organisational_domain("a.b.example.co.uk") == "example.co.uk"
    assert organisational_domain("co.uk") is None
    assert not is_aligned("co.uk", "example.co.uk")
    assert not is_aligned("one.github.io", "two.github.io")
    assert is_aligned("co.uk", "co.uk")


def test_without_one_clear_from_nothing_is_aligned() -> None:
    both = found(sign("acme.example"), from_domain=None)
    assert (both.verdict, both.aligned_domain, both.dmarc.result) == ("unaligned", None, "permerror")


def test_a_chain_holds_and_counts_where_its_sealer_is_trusted() -> None:
    changed = sign("acme.example").replace(b"482913", b"482913 [list]")
    sealed = rsa_key().seal(changed, "list.example", "dmarc=pass header.from=acme.example")
    stranger, friend = found(sealed, policy="v=DMARC1; p=reject"), found(sealed, policy="v=DMARC1; p=reject", trusted=("list.example",))
    assert (stranger.verdict, stranger.arc.result, stranger.arc.trusted, stranger.arc.sealer) == ("failed", "pass", False, "list.example")
    assert (friend.verdict, friend.aligned_domain, friend.arc.trusted) == ("authenticated", "acme.example", True)
    assert friend.dmarc.result == "fail"


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ("dmarc=pass header.from=acme.example", "authenticated"),
        ("dkim=pass (good) header.d=acme.example header.s=x", "authenticated"),
        ("spf=pass smtp.mailfrom=jo@acme.example", "authenticated"),
        ("dmarc=pass header.from=other.example", "none"),
        ("dkim=pass header.d=other.example", "none"),
        ("dmarc=fail header.from=acme.example (dmarc=pass header.from=acme.example)", "none"),
        ("none", "none"),
    ],
)
def test_a_trusted_sealer_must_have_seen_the_from_domain(results: str, verdict: str) -> None:
    assert found(rsa_key().seal(MAIL, "list.example", results), trusted=("list.example",)).verdict == verdict


def test_a_longer_chain_counts_as_far_as_sealers_are_trusted() -> None:
    first = rsa_key().seal(MAIL, "acme.example", "dmarc=pass header.from=acme.example")
    second = rsa_key().seal(first, "list.example", "arc=pass; dmarc=fail header.from=acme.example")
    assert found(second, trusted=("list.example",)).verdict == "none"
    both = found(second, trusted=("list.example", "acme.example"))
    assert (both.verdict, both.arc.instances) == ("authenticated", 2)


def test_a_broken_chain_is_a_failed_chain() -> None:
    first = rsa_key().seal(MAIL, "acme.example", "dmarc=pass header.from=acme.example")
    sealed = rsa_key().seal(first, "list.example", "arc=pass; dmarc=fail")
    breaks = {
        "the body": sealed + b"more\r\n",
        "the results": sealed.replace(b"dmarc=fail", b"dmarc=pass"),
        "a seal is gone": sealed.replace(b"ARC-Seal: i=1", b"X-Seal: i=1"),
        "a hop is there twice": b"ARC-Seal: i=2; a=rsa-sha256; d=x.example; s=s; cv=pass; b=AAAA\r\n" + sealed,
        "without a number": b"ARC-Seal: a=rsa-sha256\r\n" + sealed,
        "it says so itself": sealed.replace(b"cv=pass", b"cv=fail"),
    }
    for reason, raw in breaks.items():
        assert raw != sealed, reason
        assert found(raw, trusted=("list.example", "acme.example")).arc.result == "fail", reason
    slow = found(sealed, zone={"s1._domainkey.list.example": {"TXT": TIMEOUT}})
    assert slow.arc.result == "temperror"


def test_too_long_a_chain_is_not_followed() -> None:
    lines = [
        f"ARC-Seal: i={n}; a=rsa-sha256; d=x.example; s=s; cv={'none' if n == 1 else 'pass'}; b=AAAA\r\n"
        f"ARC-Message-Signature: i={n}; a=rsa-sha256; d=x.example; s=s; h=from; bh=AAAA; b=AAAA\r\n"
        f"ARC-Authentication-Results: i={n}; x.example; none\r\n"
        for n in range(1, 41)
    ]
    arc = found("".join(lines).encode() + MAIL).arc
    assert (arc.result, arc.reason) == ("fail", "the chain has more than 20 hops")


def test_our_own_results_say_the_same() -> None:
    value = found(sign("acme.example"), policy="v=DMARC1; p=reject", spf="v=spf1 -all").authentication_results
    assert value is not None
    name, methods = read_results(value)
    assert name == "mx.test"
    assert [(one.method, one.result) for one in methods] == [("spf", "fail"), ("dkim", "pass"), ("dmarc", "pass")]
    assert methods[1].properties == {"header.d": "acme.example", "header.s": "s1", "header.a": "rsa-sha256"}


def test_a_strangers_bytes_in_results_cannot_break_out() -> None:
    value = found(mail_from='a@x"; dkim=pass header.d=acme.example; .example').authentication_results or ""
    assert "dkim=pass" not in [f"{one.method}={one.result}" for one in read_results(value)[1]]


@given(st.text(max_size=300))
def test_any_results_are_read(value: str) -> None:
    read_results(value)
    authserv_id(value)


@given(st.binary(max_size=800), st.text(max_size=80), st.text(max_size=80))
def test_any_mail_has_a_verdict(raw: bytes, mail_from: str, from_domain: str) -> None:
    assert found(raw, mail_from=mail_from, from_domain=from_domain).verdict in ("authenticated", "unaligned", "failed", "none")


@pytest.mark.corpus
def test_every_mail_of_the_corpus_has_a_verdict(corpus: Path) -> None:
    paths = sorted((corpus / "mail").rglob("*.eml"))
    assert paths
    for path in paths:
        assert found(path.read_bytes(), from_domain="acme.example").verdict in ("authenticated", "unaligned", "failed", "none")

"""Sender authentication from end to end. Look-ups go through the port; nothing here opens a connection or reads the clock."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from postroom.lib.confine import aside
from postroom.lib.mailauth.arc import Chain, Hop, is_sealed, open_chain, verify_chain
from postroom.lib.mailauth.asking import Ask
from postroom.lib.mailauth.dkim import Open, open_signatures, verify_signatures
from postroom.lib.mailauth.dmarc import Found, find_policy
from postroom.lib.mailauth.fields import SignedMail, read_signed
from postroom.lib.mailauth.judge import Evidence, judge
from postroom.lib.mailauth.model import Arc, Authentication, Dkim, Dmarc, Method, Spf
from postroom.lib.mailauth.results import printable, write_results
from postroom.lib.mailauth.spf import check_spf

_LARGE_BYTES = 128 * 1024
_MOST_HEADER_BYTES = 262_144


class Arrival(msgspec.Struct, frozen=True):
    """A mail and how it came. Only what came by SMTP has a client that SPF can be asked about."""

    raw: bytes
    method: Method = "smtp"
    client_address: str = ""
    mail_from: str = ""
    helo: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """`trusted_sealers`: domains whose ARC results count."""

    authserv_id: str
    trusted_sealers: Collection[str] = ()


async def gather_evidence(ask: Ask, arrival: Arrival, rules: Rules, now: datetime) -> Evidence:
    """What can be found before the mail is read: SPF, signatures, chain. Total."""
    if not _may_be_signed(arrival.raw):
        return Evidence(await _spf(ask, arrival), [], Arc())
    spf = asyncio.ensure_future(_spf(ask, arrival))
    try:
        dkim, arc, hops = await _signatures(ask, arrival.raw, rules, now)
        return Evidence(await spf, dkim, arc, hops)
    finally:
        spf.cancel()


async def find_from_policy(ask: Ask, from_domain: str | None) -> Found:
    """The DMARC record for a From domain; none where there is no such domain."""
    return Found("none") if from_domain is None else await find_policy(ask, from_domain)


def conclude(evidence: Evidence, from_domain: str | None, found: Found, rules: Rules, method: Method) -> Authentication:
    """The verdict with all that led to it, and our Authentication-Results. Every text in it can be stored."""
    return printable(_with_results(judge(evidence, from_domain, found, rules.trusted_sealers, method), rules))


def not_yet(method: Method) -> Authentication:
    """The answer comes later."""
    waiting = "the domain name system has not answered yet"
    return Authentication(
        "pending", method, Spf("pending", reason=waiting), [], Dmarc("pending", reason=waiting), Arc("pending", reason=waiting)
    )


def switched_off(method: Method, reason: str = "not checked: switched off") -> Authentication:
    """Nobody looked."""
    return Authentication("none", method, Spf(reason=reason))


def count_from(names: Iterable[str]) -> int:
    """How many From fields are among the names."""
    return sum(name.lower() == "from" for name in names)


def of_the_house(domain: str, rules: Rules) -> Authentication:
    """Mail between own inboxes never left the house, which knows its sender."""
    spf = Spf(reason="delivered within the house")
    return _with_results(Authentication("authenticated", "local", spf, aligned_domain=domain), rules)


def _with_results(found: Authentication, rules: Rules) -> Authentication:
    return msgspec.structs.replace(found, authentication_results=write_results(rules.authserv_id, found))


async def _spf(ask: Ask, arrival: Arrival) -> Spf:
    if arrival.method != "smtp":
        return Spf(reason="not checked: the mail did not come by SMTP")
    return await check_spf(ask, arrival.client_address, arrival.mail_from, arrival.helo)


def _may_be_signed(raw: bytes) -> bool:
    """Most mails without signatures are known by one search."""
    end = raw.find(b"\n\r\n") if b"\r\n" in raw else raw.find(b"\n\n")
    head = raw[: min(end if end >= 0 else len(raw), _MOST_HEADER_BYTES)].lower()
    return b"dkim-signature" in head or b"arc-" in head


async def _signatures(ask: Ask, raw: bytes, rules: Rules, now: datetime) -> "_Verified":
    mail = await aside(len(raw), read_signed, raw, large_bytes=_LARGE_BYTES)
    if is_sealed(mail):
        opened, chain = await asyncio.gather(open_signatures(ask, mail), open_chain(ask, mail))
    else:
        opened, chain = await open_signatures(ask, mail), Chain(arc=Arc())
    return await aside(len(raw), _verified, mail, opened, chain, rules, now, large_bytes=_LARGE_BYTES)


def _verified(mail: SignedMail, opened: Sequence[Open], chain: Chain, rules: Rules, now: datetime) -> "_Verified":
    return verify_signatures(mail, opened, now), verify_chain(mail, chain, rules.trusted_sealers, now), chain.hops


_Verified = tuple[list[Dkim], Arc, Sequence[Hop]]

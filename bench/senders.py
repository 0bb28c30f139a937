"""What it costs to know who sent a mail, with every name in memory: SPF, DMARC, and signatures of both kinds."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

import dkim

from postroom.lib.mailauth import Arrival, Rules, conclude, find_from_policy, gather_evidence
from postroom.testing.names import ask_zone
from postroom.testing.signing import ed25519_key, rsa_key, zone_of

_DOMAIN = "sender.example"
_NOW = datetime(2026, 11, 29, tzinfo=UTC)
_RULES = Rules("mx.test")
_ZONE = {
    **zone_of(_DOMAIN, policy="v=DMARC1; p=reject", spf="v=spf1 ip4:198.51.100.0/24 -all", s1=rsa_key(), s2=ed25519_key()),
    **zone_of("list.example", s1=rsa_key()),
}
_HEAD = (
    f"From: Jo <jo@{_DOMAIN}>\r\nTo: ann@mail.test\r\nSubject: Your order\r\nMessage-ID: <1@{_DOMAIN}>\r\n"
    "Date: Sun, 29 Nov 2026 10:00:00 +0000\r\n\r\n"
)


def measure_senders(seconds: float) -> list[tuple[str, float]]:
    """(what, µs of processor time a mail)."""
    found = []
    for size, lines in (("2 kB", 26), ("20 kB", 260)):
        mail = (_HEAD + ("x" * 60 + " and  so on\r\n") * lines).encode()
        signed = rsa_key().sign(mail, _DOMAIN)
        sealed = rsa_key().seal(rsa_key().seal(signed, "list.example", "dmarc=pass"), _DOMAIN, "arc=pass; dmarc=pass")
        found += [
            (f"{size}, no signature", _timed(_check, mail, seconds)),
            (f"{size}, RSA 2048", _timed(_check, signed, seconds)),
            (f"{size}, Ed25519", _timed(_check, ed25519_key().sign(mail, _DOMAIN, "s2"), seconds)),
            (f"{size}, RSA 2048 and two ARC hops", _timed(_check, sealed, seconds)),
            (f"{size}, RSA 2048 by dkimpy, for comparison", _timed(_check_theirs, signed, seconds)),
        ]
    return found


def _check(mail: bytes) -> None:
    _LOOP.run_until_complete(_whole(mail))


async def _whole(mail: bytes) -> None:
    evidence = await gather_evidence(_ASK, Arrival(mail, "smtp", "198.51.100.7", f"jo@{_DOMAIN}", "mx.sender.example"), _RULES, _NOW)
    found = conclude(evidence, _DOMAIN, await find_from_policy(_ASK, _DOMAIN), _RULES, "smtp")
    assert found.verdict == "authenticated"


def _check_theirs(mail: bytes) -> None:
    assert dkim.verify(mail, dnsfunc=_theirs)


def _timed(work: Callable[[bytes], None], mail: bytes, seconds: float) -> float:
    work(mail)
    began, rounds = time.process_time(), 0
    while time.process_time() - began < seconds:
        work(mail)
        rounds += 1
    return 1e6 * (time.process_time() - began) / rounds


def _theirs(name: bytes, timeout: int = 5) -> bytes:  # noqa: ARG001  (dkimpy names it)
    return _ZONE[name.decode().rstrip(".")]["TXT"][0].encode()


_ASK = ask_zone(_ZONE)
_LOOP = asyncio.new_event_loop()

"""The policy that a From domain has published (RFC 7489 §6)."""

import re
from typing import Literal

import msgspec

from postroom.lib.mailauth.alignment import organisational_domain
from postroom.lib.mailauth.asking import Ask, is_askable
from postroom.lib.mailauth.fields import read_tags
from postroom.lib.mailauth.model import Policy

_VERSION = re.compile(r"v[ \t]{0,100}+=[ \t]{0,100}+DMARC1[ \t]{0,100}+(?:;|\Z)")
_PERCENT = re.compile(r"[0-9]{1,3}\Z")
_POLICIES = ("none", "quarantine", "reject")
_LONGEST = 16_384


class Found(msgspec.Struct, frozen=True):
    """What was published for a domain: `word` is `found`, `none`, `temperror` or `permerror`."""

    word: Literal["found", "none", "temperror", "permerror"]
    domain: str = ""
    policy: Policy | None = None
    subdomain_policy: Policy | None = None
    percent: int = 100
    strict_dkim: bool = False
    strict_spf: bool = False
    reason: str | None = None


async def find_policy(ask: Ask, from_domain: str) -> Found:
    """The record of the domain itself, else that of its organisation (§6.6.3). Total."""
    if not is_askable(from_domain):
        return Found("none", reason="the From domain cannot be looked up")
    for domain in dict.fromkeys((from_domain, organisational_domain(from_domain))):
        found = await _ask_one(ask, domain) if domain else None
        if found is not None:
            return found
    return Found("none")


def policy_for(found: Found, from_domain: str) -> Policy | None:
    """The policy in force: `sp` where the record is that of the organisation above the From domain."""
    return found.subdomain_policy if found.domain != from_domain and found.subdomain_policy else found.policy


async def _ask_one(ask: Ask, domain: str) -> Found | None:
    if not is_askable(f"_dmarc.{domain}"):
        return None
    answer = await ask(f"_dmarc.{domain}", "TXT")
    if answer.word not in ("found", "not_found"):
        return Found("temperror", domain, reason=f"the look-up of _dmarc.{domain[:80]} failed: {answer.word}")
    records = [text for text in answer.records if _VERSION.match(text[:_LONGEST])]
    if len(records) > 1:
        return Found("permerror", domain, reason=f"{domain[:80]} has several DMARC records")
    return _read(domain, records[0]) if records else None


def _read(domain: str, record: str) -> Found | None:
    """A record without a known policy counts only where it asks for reports, as `none` (§6.6.3 step 6)."""
    tags = read_tags(record[:_LONGEST].encode("utf-8")) or _lenient(record[:_LONGEST])
    policy, subdomain_policy = _policy(tags.get("p")), _policy(tags.get("sp"))
    if policy is None or (subdomain_policy is None and "sp" in tags):
        if not tags.get("rua", "").lower().startswith("mailto:"):
            return Found("permerror", domain, reason=f"the DMARC record of {domain[:80]} has no valid policy")
        policy, subdomain_policy = "none", None
    percent = tags.get("pct", "100")
    return Found(
        word="found",
        domain=domain,
        policy=policy,
        subdomain_policy=subdomain_policy,
        percent=min(100, int(percent)) if _PERCENT.match(percent) else 100,
        strict_dkim=tags.get("adkim", "r").lower() == "s",
        strict_spf=tags.get("aspf", "r").lower() == "s",
    )


def _lenient(record: str) -> dict[str, str]:
    """Syntax errors beyond the version are left out (§6.3)."""
    pairs = (piece.partition("=") for piece in record.split(";")[:100])
    tags: dict[str, str] = {}
    for name, _, value in pairs:
        tags.setdefault(name.strip().lower(), value.strip())
    return tags


def _policy(text: str | None) -> Policy | None:
    return text.lower() if text and text.lower() in _POLICIES else None  # type: ignore[return-value]

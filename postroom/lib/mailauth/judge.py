"""From evidence to a verdict: does a domain that is the From domain's own vouch for the mail?"""

from collections.abc import Collection, Sequence

import msgspec

from postroom.lib.mailauth.alignment import is_aligned
from postroom.lib.mailauth.arc import Hop, is_trusted
from postroom.lib.mailauth.dmarc import Found, policy_for
from postroom.lib.mailauth.model import Arc, Authentication, Dkim, Dmarc, DmarcWord, Method, Spf, Verdict
from postroom.lib.mailauth.results import read_results


class Evidence(msgspec.Struct, frozen=True):
    """What was found apart from the From domain."""

    spf: Spf
    dkim: list[Dkim]
    arc: Arc
    hops: Sequence[Hop] = ()


def judge(evidence: Evidence, from_domain: str | None, found: Found, trusted: Collection[str], method: Method) -> Authentication:
    """All of it together. `from_domain` None: the mail has no From, or several."""
    if from_domain is None:
        return _without_from(evidence, method)
    dkim = [_with_alignment(one, from_domain, found) for one in evidence.dkim]
    vouching = _vouching(evidence, dkim, from_domain, found, trusted)
    dmarc = _dmarc(evidence, dkim, from_domain, found)
    return Authentication(
        verdict=_verdict(evidence, dkim, dmarc, vouching),
        method=method,
        spf=evidence.spf,
        dkim=dkim,
        dmarc=dmarc,
        arc=evidence.arc,
        aligned_domain=vouching,
    )


def _without_from(evidence: Evidence, method: Method) -> Authentication:
    dmarc = Dmarc("permerror", reason="the mail has not exactly one From field with one domain")
    verdict = _verdict(evidence, evidence.dkim, dmarc, None)
    return Authentication(verdict, method, evidence.spf, evidence.dkim, dmarc, evidence.arc)


def _with_alignment(one: Dkim, from_domain: str, found: Found) -> Dkim:
    return msgspec.structs.replace(one, aligned=True) if is_aligned(one.domain, from_domain, strict=found.strict_dkim) else one


def _vouching(evidence: Evidence, dkim: Sequence[Dkim], from_domain: str, found: Found, trusted: Collection[str]) -> str | None:
    """The aligned domain: of a signature, of the envelope, or as a trusted sealer saw it."""
    signed = next((one.domain for one in dkim if one.result == "pass" and one.aligned), None)
    if signed is not None:
        return signed
    if _spf_is_aligned(evidence.spf, from_domain, found):
        return evidence.spf.domain
    return from_domain if _is_vouched_by_sealer(evidence, from_domain, found, trusted) else None


def _spf_is_aligned(spf: Spf, from_domain: str, found: Found) -> bool:
    """A HELO name vouches for bounces only, whose sender is null (RFC 7489 §3.1.2 reads the RFC5321.MailFrom, §4.1)."""
    return spf.result == "pass" and is_aligned(spf.domain, from_domain, strict=found.strict_spf)


def _is_vouched_by_sealer(evidence: Evidence, from_domain: str, found: Found, trusted: Collection[str]) -> bool:
    """From the last hop back, as long as the sealers are trusted: one of them saw the mail before somebody changed it."""
    if evidence.arc.result != "pass":
        return False
    for hop in reversed(evidence.hops):
        if not is_trusted(hop.seal.domain, trusted):
            return False
        text = hop.results.value.decode("utf-8", "replace").partition(";")[2]  # without `i=`
        if any(_says_passed(one.method, one.result, one.properties, from_domain, found) for one in read_results(text)[1]):
            return True
    return False


def _says_passed(method: str, result: str, properties: dict[str, str], from_domain: str, found: Found) -> bool:
    if result != "pass":
        return False
    if method == "dmarc":
        return properties.get("header.from", from_domain).rpartition("@")[2] == from_domain
    if method == "dkim":
        domain = properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
        return is_aligned(domain, from_domain, strict=found.strict_dkim)
    if method == "spf":
        return is_aligned(properties.get("smtp.mailfrom", "").rpartition("@")[2], from_domain, strict=found.strict_spf)
    return False


def _dmarc(evidence: Evidence, dkim: Sequence[Dkim], from_domain: str, found: Found) -> Dmarc:
    if found.word != "found":
        return Dmarc(found.word, from_domain, reason=found.reason)
    word: DmarcWord = "fail"
    if _spf_is_aligned(evidence.spf, from_domain, found) or any(one.result == "pass" and one.aligned for one in dkim):
        word = "pass"
    elif any(one.result == "temperror" and one.aligned for one in dkim) or (
        evidence.spf.result == "temperror" and is_aligned(evidence.spf.domain, from_domain, strict=found.strict_spf)
    ):
        word = "temperror"
    return Dmarc(
        result=word,
        domain=from_domain,
        policy=policy_for(found, from_domain),
        policy_domain=found.domain,
        subdomain_policy=found.subdomain_policy,
        percent=found.percent,
        dkim_alignment="strict" if found.strict_dkim else "relaxed",
        spf_alignment="strict" if found.strict_spf else "relaxed",
    )


def _verdict(evidence: Evidence, dkim: Sequence[Dkim], dmarc: Dmarc, vouching: str | None) -> Verdict:
    """A policy of `none` asks nothing of us: there who passes without being aligned is told apart from a forgery."""
    if vouching is not None:
        return "authenticated"
    if dmarc.result == "fail" and dmarc.policy != "none":
        return "failed"
    if evidence.spf.result == "pass" or any(one.result == "pass" for one in dkim):
        return "unaligned"
    definite = dmarc.result == "fail" or evidence.spf.result == "fail" or any(one.result in ("fail", "policy") for one in dkim)
    return "failed" if definite else "none"

"""What was found out about who sent a mail. The words are those of RFC 8601 §2.7, with `pending` where nobody has looked yet."""

from typing import Annotated, Literal

import msgspec

Verdict = Literal["authenticated", "unaligned", "failed", "none", "pending"]
Method = Literal["smtp", "upload", "local"]
SpfWord = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror", "pending"]
DkimWord = Literal["none", "pass", "fail", "policy", "neutral", "temperror", "permerror"]
DmarcWord = Literal["none", "pass", "fail", "temperror", "permerror", "pending"]
ArcWord = Literal["none", "pass", "fail", "temperror", "pending"]
Policy = Literal["none", "quarantine", "reject"]


class Spf(msgspec.Struct, frozen=True):
    """Whether the host that handed the mail over may speak for the domain of the envelope (RFC 7208)."""

    result: SpfWord = "none"
    domain: str | None = None
    identity: Literal["mailfrom", "helo"] | None = None
    client_address: str | None = None
    mechanism: Annotated[str | None, msgspec.Meta(description="The term of the record that decided.")] = None
    reason: str | None = None


class Dkim(msgspec.Struct, frozen=True):
    """One signature (RFC 6376): `domain` vouches for what it signed."""

    result: DkimWord = "none"
    domain: str | None = None
    selector: str | None = None
    algorithm: str | None = None
    key_bits: int | None = None
    aligned: Annotated[bool, msgspec.Meta(description="Whether the domain is the From domain's, as its DMARC record asks.")] = False
    body_in_part: Annotated[bool, msgspec.Meta(description="The signature covers only the first bytes of the body (`l=`).")] = False
    test_mode: Annotated[bool, msgspec.Meta(description="The domain says that it is only testing (`t=y`).")] = False
    reason: str | None = None


class Dmarc(msgspec.Struct, frozen=True):
    """What the From domain asks of mail in its name (RFC 7489); `policy` is the one that is in force for it."""

    result: DmarcWord = "none"
    domain: str | None = None
    policy: Policy | None = None
    policy_domain: Annotated[str | None, msgspec.Meta(description="Where the record was found.")] = None
    subdomain_policy: Policy | None = None
    percent: int | None = None
    dkim_alignment: Literal["relaxed", "strict"] | None = None
    spf_alignment: Literal["relaxed", "strict"] | None = None
    reason: str | None = None


class Arc(msgspec.Struct, frozen=True):
    """What hosts on the way saw (RFC 8617). It counts only where the last of them is trusted."""

    result: ArcWord = "none"
    instances: int = 0
    sealer: str | None = None
    trusted: bool = False
    reason: str | None = None


class Authentication(msgspec.Struct, frozen=True):
    """Who sent a mail, with evidence.

    `authenticated`: `aligned_domain` vouches for it. `unaligned`: somebody else does. `failed`: what should hold does not.
    `none`: nothing vouches for it. `pending`: the answer comes soon, with the event message.authenticated.
    """

    verdict: Verdict
    method: Annotated[Method, msgspec.Meta(description="How it came: SPF is asked only of what came by SMTP.")] = "smtp"
    spf: Spf = Spf()
    dkim: list[Dkim] = []
    dmarc: Dmarc = Dmarc()
    arc: Arc = Arc()
    aligned_domain: str | None = None
    authentication_results: Annotated[
        str | None, msgspec.Meta(description="The same as the value of an Authentication-Results field of this house (RFC 8601).")
    ] = None

"""What hosts on the way saw of a mail, and whether the chain of their seals holds (RFC 8617)."""

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from postroom.lib.mailauth.asking import Ask
from postroom.lib.mailauth.dkim import find_key
from postroom.lib.mailauth.fields import Field, SignedMail, read_tags
from postroom.lib.mailauth.keys import BadKey, Key
from postroom.lib.mailauth.model import Arc, ArcWord
from postroom.lib.mailauth.signature import BadSignature, Signature, read_seal, read_signature, verify, verify_seal

# RFC 8617 §5.1.1.1 allows fifty; real chains have three, and every hop costs us a look-up.
MOST_HOPS = 20
_NAMES = (b"arc-authentication-results", b"arc-message-signature", b"arc-seal")
_INSTANCE = re.compile(rb"[ \t\r\n]{0,1000}+i[ \t\r\n]{0,1000}+=[ \t\r\n]{0,1000}+([1-9][0-9]?)[ \t\r\n]{0,1000}+(?:;|\Z)")


@dataclass(frozen=True, slots=True)
class Hop:
    """What one host added: its results, its signature, its seal."""

    results: Field
    signature: Signature
    seal: Signature
    fields: tuple[Field, Field, Field]


@dataclass(slots=True)
class Chain:
    """The hops from the first to the last; with `arc` the answer that is already clear."""

    hops: list[Hop] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    arc: Arc | None = None


def is_sealed(mail: SignedMail) -> bool:
    """Whether there is anything of a chain."""
    return any(mail.named(name) for name in _NAMES)


async def open_chain(ask: Ask, mail: SignedMail) -> Chain:
    """Read the chain, and find the keys of all seals and of the last signature."""
    try:
        hops = _hops(mail)
    except BadSignature as error:
        return Chain(arc=Arc("fail", len(mail.named(b"arc-seal")), reason=error.reason))
    found = await asyncio.gather(*(find_key(ask, one.seal) for one in hops), find_key(ask, hops[-1].signature))
    bad = next((one for one in found if isinstance(one, BadKey)), None)
    if bad is not None:
        word: ArcWord = "temperror" if bad.word == "temperror" else "fail"
        return Chain(arc=Arc(word, len(hops), hops[-1].seal.domain, reason=bad.reason))
    return Chain(hops, [one for one in found if isinstance(one, Key)])


def verify_chain(mail: SignedMail, chain: Chain, trusted: Collection[str], now: datetime) -> Arc:
    """The last signature and every seal (§5.2); whether the last sealer is trusted."""
    if chain.arc is not None:
        return chain.arc
    last = chain.hops[-1]
    sealer = last.seal.domain
    try:
        verify(last.signature, mail, chain.keys[-1], now)
        for place, hop in enumerate(chain.hops):
            sealed = [one for earlier in chain.hops[:place] for one in earlier.fields]
            verify_seal(hop.seal, [*sealed, *hop.fields[:2]], chain.keys[place])
    except BadSignature as error:
        return Arc("fail", len(chain.hops), sealer, reason=error.reason)
    return Arc("pass", len(chain.hops), sealer, is_trusted(sealer, trusted))


def is_trusted(domain: str, trusted: Collection[str]) -> bool:
    """A domain that the operator named, or one below it."""
    return any(domain == one or domain.endswith(f".{one}") for one in trusted)


def _hops(mail: SignedMail) -> list[Hop]:
    """Every instance from 1 on, each with all three fields, once (§5.2 steps 2 and 3)."""
    columns = [_by_instance(mail.named(name)) for name in _NAMES]
    count = len(columns[0])
    if any(set(column) != set(range(1, count + 1)) for column in columns):
        raise BadSignature("the chain is not complete")
    if count > MOST_HOPS:
        raise BadSignature(f"the chain has more than {MOST_HOPS} hops")
    hops = []
    for instance in range(1, count + 1):
        results, signature, seal = (column[instance] for column in columns)
        if ((read_tags(seal.value) or {}).get("cv") or "").lower() != ("none" if instance == 1 else "pass"):
            raise BadSignature(f"hop {instance} says that the chain before it does not hold")
        read = read_signature(signature, version=False)
        if b"arc-seal" in read.header_names:
            raise BadSignature(f"hop {instance} signs a seal")
        hops.append(Hop(results, read, read_seal(seal), (results, signature, seal)))
    return hops


def _by_instance(fields: Sequence[Field]) -> dict[int, Field]:
    found: dict[int, Field] = {}
    for one in fields:
        number = _instance(one)
        if number in found:
            raise BadSignature(f"hop {number} is there twice")
        found[number] = one
    return found


def _instance(one: Field) -> int:
    first = _INSTANCE.match(one.value)
    text = first[1].decode() if first else (read_tags(one.value) or {}).get("i", "")
    if not text.isdigit() or not 1 <= int(text[:4]) <= 50:
        raise BadSignature("a field of the chain is without its number")
    return int(text)

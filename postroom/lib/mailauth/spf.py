"""SPF: may this host speak for the domain of the envelope (RFC 7208)? Never more than the look-ups that the RFC allows."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from postroom.lib.addresses import normalise_domain
from postroom.lib.mailauth.asking import Answer, Ask, Kind, is_askable
from postroom.lib.mailauth.model import Spf
from postroom.lib.mailauth.spf_macros import Client, expand
from postroom.lib.mailauth.spf_record import Mechanism, SpfRecord, SpfSyntaxError, is_spf, parse_spf

_MOST_LOOKUPS = 10
_MOST_VOID = 2
_MOST_NAMES = 10


class _Stop(Exception):
    """The answer is `temperror` or `permerror`, whatever else the record says."""

    def __init__(self, word: Literal["temperror", "permerror"], reason: str) -> None:
        super().__init__(word, reason)
        self.word = word
        self.reason = reason


async def check_spf(ask: Ask, client_address: str, mail_from: str, helo: str) -> Spf:
    """The result for MAIL FROM, or for the HELO name where the sender is null (§2.4). Total."""
    address = _read_address(client_address)
    if address is None:
        return Spf(reason="there is no address of a client to ask about")
    identity: Literal["mailfrom", "helo"] = "mailfrom" if mail_from else "helo"
    local, _, domain = (mail_from or helo).rpartition("@")
    domain = domain.lower().removesuffix(".")
    domain = domain if domain.isascii() else normalise_domain(domain) or domain
    found = Spf("none", domain[:255] or None, identity, str(address))
    if not is_askable(domain) or "." not in domain or " " in domain or domain.startswith("["):
        return _with(found, "none", reason="the envelope names no domain")
    check = _Check(ask, Client(address, local or "postmaster", domain, helo))
    try:
        result, mechanism = await check.host(domain)
    except _Stop as stop:
        return _with(found, stop.word, reason=stop.reason)
    return _with(found, result, mechanism=mechanism, reason=None if mechanism or result != "none" else "the domain has no SPF record")


def _with(found: Spf, result: str, mechanism: str | None = None, reason: str | None = None) -> Spf:
    mechanism = mechanism and mechanism[:255]
    return Spf(result, found.domain, found.identity, found.client_address, mechanism, reason)  # type: ignore[arg-type]


@lru_cache(maxsize=4_096)
def _read_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


class _Check:
    """One check of one mail: counts the look-ups over all included records."""

    def __init__(self, ask: Ask, client: Client) -> None:
        self._ask = ask
        self._client = client
        self._lookups = 0
        self._void = 0
        self._validated: list[str] | None = None

    async def host(self, domain: str) -> tuple[str, str | None]:
        """check_host() of §4: the result, and the term that decided."""
        record = await self._record(domain)
        if record is None:
            return "none", None
        for mechanism in record.mechanisms:
            if await self._matches(mechanism, domain):
                return mechanism.result, mechanism.text
        if record.redirect is None:
            return "neutral", None
        self._count()
        target = await self._expand(record.redirect, domain)
        result, term = await self.host(target) if is_askable(target) else ("none", None)
        if result == "none":
            raise _Stop("permerror", f"redirect to {target[:80]}, which has no SPF record")
        return result, term

    async def _record(self, domain: str) -> SpfRecord | None:
        answer = await self._ask(domain, "TXT")
        if answer.word not in ("found", "not_found"):
            raise _Stop("temperror", _failure(answer, domain))
        texts = [text for text in answer.records if is_spf(text)]
        if not texts:
            return None
        if len(texts) > 1:
            raise _Stop("permerror", f"{domain[:80]} has several SPF records")
        try:
            return parse_spf(texts[0])
        except SpfSyntaxError as error:
            raise _Stop("permerror", f"{domain[:80]}: {error}") from error

    async def _matches(self, mechanism: Mechanism, domain: str) -> bool:
        if mechanism.name == "all":
            return True
        if mechanism.network is not None:
            return self._client.address in mechanism.network
        self._count()
        target = await self._expand(mechanism.target, domain) if mechanism.target else domain
        if mechanism.name == "include":
            return await self._includes(target)
        if not is_askable(target):
            return False
        if mechanism.name == "exists":
            return bool(await self._look_up(target, "A"))
        if mechanism.name == "ptr":
            return any(_is_within(name, target) for name in await self._validated_names())
        hosts = [target] if mechanism.name == "a" else await self._exchanges(target)
        return await self._any_of(hosts, mechanism)

    async def _includes(self, target: str) -> bool:
        """§5.2: only `pass` matches; a target without a record is an error."""
        result = (await self.host(target))[0] if is_askable(target) else "none"
        if result == "none":
            raise _Stop("permerror", f"include of {target[:80]}, which has no SPF record")
        return result == "pass"

    async def _exchanges(self, target: str) -> Sequence[str]:
        hosts = await self._look_up(target, "MX")
        if len(hosts) > _MOST_NAMES:
            raise _Stop("permerror", f"{target[:80]} has more than {_MOST_NAMES} mail exchangers")
        return [host for host in hosts if is_askable(host)]

    async def _any_of(self, hosts: Sequence[str], mechanism: Mechanism) -> bool:
        kind: Kind = "A" if self._client.address.version == 4 else "AAAA"
        length = mechanism.prefix4 if self._client.address.version == 4 else mechanism.prefix6
        own = ipaddress.ip_network((self._client.address, length), strict=False)
        for host in hosts:
            for text in await self._look_up(host, kind):
                address = _read_address(text)
                if address is not None and address in own:
                    return True
        return False

    async def _validated_names(self) -> list[str]:
        """§5.5: the client's names that lead back to it; failures count as none."""
        if self._validated is None:
            self._validated = []
            kind: Kind = "A" if self._client.address.version == 4 else "AAAA"
            answer = await self._ask(self._client.address.reverse_pointer, "PTR")
            for name in answer.records[:_MOST_NAMES]:
                if is_askable(name):
                    back = await self._ask(name, kind)
                    if any(_read_address(text) == self._client.address for text in back.records):
                        self._validated.append(name.lower().removesuffix("."))
        return self._validated

    async def _look_up(self, name: str, kind: Kind) -> Sequence[str]:
        answer = await self._ask(name, kind)
        if answer.word == "found":
            return answer.records
        if answer.word != "not_found":
            raise _Stop("temperror", _failure(answer, name))
        self._void += 1
        if self._void > _MOST_VOID:
            raise _Stop("permerror", f"more than {_MOST_VOID} look-ups without an answer (RFC 7208 §4.6.4)")
        return ()

    async def _expand(self, text: str, domain: str) -> str:
        names = await self._validated_names() if "%{p" in text.lower() else []
        return expand(text, self._client, domain, names)

    def _count(self) -> None:
        self._lookups += 1
        if self._lookups > _MOST_LOOKUPS:
            raise _Stop("permerror", f"more than {_MOST_LOOKUPS} look-ups (RFC 7208 §4.6.4)")


def _is_within(name: str, domain: str) -> bool:
    domain = domain.lower().removesuffix(".")
    return name == domain or name.endswith(f".{domain}")


def _failure(answer: Answer, name: str) -> str:
    return f"the look-up of {name[:80]} failed: {answer.word}"

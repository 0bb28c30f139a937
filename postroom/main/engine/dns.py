"""The DNS port on dnspython's asynchronous resolver, with a memory that keeps to the owners' times."""

import asyncio
from collections import OrderedDict
from typing import Annotated, Any

import dns.asyncresolver
import dns.exception
import dns.inet
import dns.name
import dns.resolver
import msgspec

from postroom.kernel.clock import monotonic_s
from postroom.kernel.errors import invalid_field
from postroom.kernel.ports.dns import DnsAnswer, DnsFailed, DnsKind

_MOST_CACHED = 20_000
_MOST_AT_ONCE = 400
_MOST_RECORDS = 100
_MOST_CHARS = 65_536
_FAILURE_S = 5.0
_TRY_S = 1.5
_TIMEOUT = DnsAnswer("timeout")
_NOT_FOUND = DnsAnswer("not_found")
_SERVER_FAILED = DnsAnswer("server_failed")


class DnsSettings(msgspec.Struct, frozen=True):
    """Where names are looked up."""

    nameservers: Annotated[tuple[str, ...], msgspec.Meta(description="Addresses of name servers; empty: the system's.")] = ()
    port: Annotated[int, msgspec.Meta(ge=1, le=65535, description="Their port.")] = 53
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=60, description="How long one look-up may take.")] = 5.0
    cache_min_s: Annotated[float, msgspec.Meta(ge=0, le=3600, description="Answers are kept at least this long.")] = 5.0
    cache_max_s: Annotated[float, msgspec.Meta(ge=0, le=86400, description="Answers are kept no longer, whatever their owners say.")] = (
        3600.0
    )
    cache_max_missing_s: Annotated[float, msgspec.Meta(ge=0, le=86400, description="The same for names that are not there.")] = 300.0


class Breaker:
    """After several look-ups in a row without a word from any name server, nobody waits for one for a while."""

    def __init__(self, *, most_late: int = 4, rest_s: float = 10.0) -> None:
        self.has_answered = False
        self.has_given_up = False
        self._most_late = most_late
        self._rest_s = rest_s
        self._late = 0
        self._rests_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether to answer `timeout` at once."""
        return self._rests_until > monotonic_s()

    def answered(self) -> None:
        """A name server said something."""
        self.has_answered = True
        self._late = 0
        self._rests_until = 0.0

    def late(self) -> bool:
        """Somebody gave up waiting; True where that opens the breaker. After a rest one more is enough for the next."""
        self._late += 1
        if self._late < self._most_late or self.is_open:
            return False
        self._late = self._most_late - 1
        self._rests_until = monotonic_s() + self._rest_s
        return True


class DnsResolver:
    """Look-ups with one time limit over all name servers. The same question asked by many at once is asked once."""

    def __init__(self, settings: DnsSettings) -> None:
        self._settings = settings
        self._resolver = _resolver(settings)
        self._breaker = Breaker()
        self._cache: OrderedDict[tuple[str, DnsKind], tuple[DnsAnswer, float]] = OrderedDict()
        self._flights: dict[tuple[str, DnsKind], asyncio.Task[DnsAnswer]] = {}
        self._places = asyncio.Semaphore(_MOST_AT_ONCE)
        self._probe: asyncio.Task[None] | None = None

    @property
    def is_silent(self) -> bool:
        """Whether no name server has ever answered this process, though it waited long enough for one."""
        return self._breaker.has_given_up and not self._breaker.has_answered

    @property
    def is_resting(self) -> bool:
        """Whether nobody waits for a name server just now."""
        return self._breaker.is_open

    async def txt(self, name: str) -> list[str]:
        """The TXT records of a name as they are now, each joined; raises DnsFailed."""
        answer, _ = await self._resolve(name, "TXT")
        if answer.word != "found":
            raise DnsFailed(answer.word)
        return list(answer.records)

    async def ask(self, name: str, kind: DnsKind, within_s: float | None = None) -> DnsAnswer:
        """What is known of a name. Who stops waiting does not stop the look-up: its answer serves the next one."""
        key = (name.lower().removesuffix("."), kind)
        known = self._cache.get(key)
        if known is not None and known[1] > monotonic_s():
            return known[0]
        if self._breaker.is_open:
            return _TIMEOUT
        flight = self._flights.get(key) or self._start(key)
        done, _ = await asyncio.wait({flight}, timeout=None if within_s is None else max(0.0, within_s))
        if not done:
            if within_s is None or within_s > 0:
                self._late()
            return _TIMEOUT
        return _TIMEOUT if flight.cancelled() else flight.result()

    async def aclose(self) -> None:
        """Nobody waits for what is still under way."""
        tasks = [*self._flights.values(), *([self._probe] if self._probe else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, key: tuple[str, DnsKind]) -> "asyncio.Task[DnsAnswer]":
        flight = asyncio.create_task(self._fly(key), name=f"dns {key[1]}")
        self._flights[key] = flight
        flight.add_done_callback(lambda _: self._flights.pop(key, None))
        return flight

    async def _fly(self, key: tuple[str, DnsKind]) -> DnsAnswer:
        async with self._places:
            answer, kept_s = await self._resolve(*key)
        self._cache[key] = answer, monotonic_s() + kept_s
        self._cache.move_to_end(key)
        if len(self._cache) > _MOST_CACHED:
            self._cache.popitem(last=False)
        return answer

    async def _resolve(self, name: str, kind: DnsKind) -> tuple[DnsAnswer, float]:
        """The answer, and how long it may be kept."""
        try:
            wanted = dns.name.Name([*(label.encode("ascii") for label in name.removesuffix(".").split(".")), b""])
            found = await self._resolver.resolve(wanted, kind, raise_on_no_answer=False, search=False)
        except dns.resolver.NXDOMAIN as error:
            return self._missing(next(iter(error.kwargs["responses"].values()), None))
        except (dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel, UnicodeEncodeError):
            return _NOT_FOUND, _FAILURE_S
        except dns.exception.Timeout:
            self._breaker.has_given_up = True
            self._late()
            return _TIMEOUT, _FAILURE_S
        except (dns.exception.DNSException, OSError) as error:
            self._note(error)
            return _SERVER_FAILED, _FAILURE_S
        if found.rrset is None:
            return self._missing(found.response)
        self._breaker.answered()
        records = _texts(found.rrset, kind)
        if len(records) > _MOST_RECORDS or sum(map(len, records)) > _MOST_CHARS:
            return _SERVER_FAILED, _FAILURE_S
        return DnsAnswer("found", records), self._kept_s(found.response, self._settings.cache_max_s)

    def _missing(self, response: Any) -> tuple[DnsAnswer, float]:
        self._breaker.answered()
        return _NOT_FOUND, self._kept_s(response, self._settings.cache_max_missing_s)

    def _note(self, error: Exception) -> None:
        """A server that says no is there; a refused connection is nobody."""
        if _is_from_a_server(error):
            self._breaker.answered()
        else:
            self._late()

    def _late(self) -> None:
        if self._breaker.late():
            self._probe = asyncio.create_task(self._look_whether_it_lives(), name="dns probe")

    async def _look_whether_it_lives(self) -> None:
        """Zones that are slow on purpose must not pass for a dead name server: any word about the root closes the breaker."""
        if await _says_anything(self._resolver, _TRY_S):
            self._breaker.answered()

    def _kept_s(self, response: Any, most_s: float) -> float:
        """The shortest time on the way to the answer; of a name that is not there, what its zone says (RFC 2308 §5)."""
        try:
            allowed_s = float(response.resolve_chaining().minimum_ttl)
        except (dns.exception.DNSException, AttributeError):
            allowed_s = _FAILURE_S
        return max(self._settings.cache_min_s, min(most_s, allowed_s))


async def find_answering(settings: DnsSettings, within_s: float) -> dict[str, bool]:
    """The name servers, each with whether it says anything within the time."""
    servers = [str(one) for one in _resolver(settings).nameservers]
    return dict(zip(servers, await asyncio.gather(*(_answers(settings, one, within_s) for one in servers)), strict=True))


async def _answers(settings: DnsSettings, server: str, within_s: float) -> bool:
    resolver = _resolver(settings)
    resolver.nameservers, resolver.timeout = [server], within_s
    return await _says_anything(resolver, within_s)


async def _says_anything(resolver: dns.asyncresolver.Resolver, within_s: float) -> bool:
    """Whether there is any word about the root, if a bad one."""
    try:
        await resolver.resolve(dns.name.root, "A", raise_on_no_answer=False, search=False, lifetime=within_s)
    except dns.resolver.NXDOMAIN:
        return True
    except (dns.exception.DNSException, OSError) as error:
        return _is_from_a_server(error)
    return True


def _resolver(settings: DnsSettings) -> dns.asyncresolver.Resolver:
    try:
        resolver = dns.asyncresolver.Resolver(configure=not settings.nameservers)
    except dns.resolver.NoResolverConfiguration:
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
    if settings.nameservers:
        _require_addresses(settings.nameservers)
        resolver.nameservers = list(settings.nameservers)
        resolver.port = settings.port
    resolver.lifetime = settings.timeout_s
    resolver.timeout = min(_TRY_S, settings.timeout_s)
    resolver.use_edns(0, 0, 1232)
    return resolver


def _require_addresses(nameservers: tuple[str, ...]) -> None:
    for one in nameservers:
        if not dns.inet.is_address(one):
            detail = f"{one[:80]!r} is no address; give IP addresses of name servers, with commas between them."
            raise invalid_field("POSTROOM_DNS_NAMESERVERS", detail, code="invalid_setting")


def _is_from_a_server(error: Exception) -> bool:
    """Whether one of the tries got a response, if a bad one."""
    return any(one[4] is not None for one in getattr(error, "kwargs", {}).get("errors", ()))


def _texts(rrset: Any, kind: DnsKind) -> tuple[str, ...]:
    if kind == "TXT":
        return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in rrset)
    if kind == "MX":
        return tuple(record.exchange.to_text(omit_final_dot=True) for record in sorted(rrset, key=lambda record: record.preference))
    if kind == "PTR":
        return tuple(record.target.to_text(omit_final_dot=True) for record in rrset)
    return tuple(record.address for record in rrset)

"""What all sessions of one server share: who is here, how much they hold, and the counts for metrics."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from postroom.lib.smtp import reply
from postroom.lib.smtp.settings import SmtpSettings

_LOOPBACK = "loopback"


@dataclass(slots=True)
class Counters:
    """`sessions`, `in_flight_bytes` and `deliveries` are gauges and return to zero; all others only grow."""

    sessions: int = 0
    in_flight_bytes: int = 0
    deliveries: int = 0
    sessions_total: int = 0
    sessions_refused: int = 0
    sessions_tls: int = 0
    accepted: int = 0
    refused: int = 0
    recipients_refused: int = 0
    errors: int = 0
    timeouts: int = 0


class Allowance:
    """The share of one source (an IPv4 address, an IPv6 /64) in sessions and in-flight bytes."""

    __slots__ = ("_counters", "_most", "held_bytes", "max_bytes", "sessions", "source")

    def __init__(self, source: str, counters: Counters, most: int, max_bytes: int) -> None:
        self.source = source
        self.sessions = 0
        self.held_bytes = 0
        self.max_bytes = max_bytes
        self._counters = counters
        self._most = most

    def has_room(self, size_bytes: int) -> bool:
        """Whether a message of this size would fit now."""
        return self._counters.in_flight_bytes + size_bytes <= self._most and self.held_bytes + size_bytes <= self.max_bytes

    def take(self, size_bytes: int) -> bool:
        """Reserves, or says False and reserves nothing."""
        if not self.has_room(size_bytes):
            return False
        self._counters.in_flight_bytes += size_bytes
        self.held_bytes += size_bytes
        return True

    def give(self, size_bytes: int) -> None:
        """Gives back what `take` reserved."""
        self._counters.in_flight_bytes -= size_bytes
        self.held_bytes -= size_bytes


class Admission:
    """Lets sessions in within the limits, in all and per address, and forgets addresses nobody speaks from."""

    def __init__(self, settings: SmtpSettings) -> None:
        self.counters = Counters()
        self._settings = settings
        self._allowances: dict[str, Allowance] = {}

    def enter(self, address: str) -> Allowance | bytes:
        """The allowance of a new session, or the 421 that refuses it."""
        settings, counters = self._settings, self.counters
        if counters.sessions >= settings.max_sessions:
            counters.sessions_refused += 1
            return reply.TOO_MANY_SESSIONS
        source = _source_of(address)
        allowance = self._allowances.get(source) or self._new_allowance(source)
        if self._is_limited(source) and 0 < settings.max_sessions_per_address <= allowance.sessions:
            counters.sessions_refused += 1
            return reply.TOO_MANY_FROM_ADDRESS
        counters.sessions += 1
        counters.sessions_total += 1
        allowance.sessions += 1
        self._allowances[source] = allowance
        return allowance

    def leave(self, allowance: Allowance) -> None:
        """The session is over. Bytes still in a delivery stay counted until that has ended."""
        self.counters.sessions -= 1
        allowance.sessions -= 1
        self.forget(allowance)

    def forget(self, allowance: Allowance) -> None:
        """Drops the entry of an address that holds nothing any more."""
        if not allowance.sessions and not allowance.held_bytes:
            self._allowances.pop(allowance.source, None)

    def _new_allowance(self, source: str) -> Allowance:
        settings = self._settings
        most = settings.max_in_flight_bytes
        share = settings.max_in_flight_bytes_per_address if self._is_limited(source) else 0
        return Allowance(source, self.counters, most, share or most)

    def _is_limited(self, source: str) -> bool:
        return not (self._settings.exempt_loopback and source == _LOOPBACK)


def _source_of(address: str) -> str:
    """What shares one allowance: an IPv4 address, an IPv6 /64 (one customer has all of it), this machine."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    if parsed.is_loopback:
        return _LOOPBACK
    return str(parsed) if parsed.version == 4 else parsed.packed[:8].hex()

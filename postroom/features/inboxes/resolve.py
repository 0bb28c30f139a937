"""From a recipient's address to an inbox: exact, plus tag, wildcard sub-domain, catch-all, in this order (FOUNDATIONS §6)."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from postroom.features.domains import DomainSettings, find_verified
from postroom.features.inboxes import store
from postroom.features.inboxes.settings import InboxSettings
from postroom.kernel.clock import monotonic_s
from postroom.kernel.house import House
from postroom.lib.addresses import Address, normalise_address, split_tag

_CACHED_S = 5.0
_MOST_CACHED = 50_000
_MOST_LABELS = 6
# An inbox with less room than this is asked for anew each time: five seconds of mail would go far beyond its limit.
_AMPLE_MESSAGES = 1_000
_AMPLE_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Recipient:
    """An inbox as intake needs it."""

    org_id: UUID
    inbox_id: UUID
    agent_id: UUID | None
    mode: str
    address: str
    tag: str | None
    status: str
    expires_at: datetime | None
    is_full: bool
    has_ample_room: bool = True


class Recipients:
    """Finds inboxes by address. Only what was found is cached, for five seconds, and dropped when the bus tells of a change."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._cache: OrderedDict[str, tuple[Recipient, float]] = OrderedDict()
        self._by_inbox: dict[UUID, set[str]] = {}
        house.on_told("inboxes", self._changed)

    def cached(self, address: str) -> Recipient | None:
        """What is known without asking the database."""
        entry = self._cache.get(address)
        if entry is None or entry[1] < monotonic_s():
            return None
        recipient = entry[0]
        return recipient if recipient.expires_at is None or recipient.expires_at > self._house.clock.now() else None

    async def find(self, address: str) -> Recipient | None:
        """The inbox that receives for an address, or None where there is none (also: deleted, expired)."""
        known = self.cached(address)
        if known is not None:
            return known
        normal = normalise_address(address)
        if normal is None:
            return None
        async with self._house.database.connection() as connection:
            found = await self._look_up(connection, normal)
        if found is not None and found.status == "active" and found.has_ample_room:
            self._remember(address, found)
        return found

    async def stop(self) -> None:
        """Nothing to end."""

    async def _look_up(self, connection: Any, address: Address) -> Recipient | None:
        name, tag = split_tag(address.local)
        domains = await find_verified(connection, _with_parents(address.domain))
        zones = [address.domain] + [row["domain"] for row in _by_length(domains) if row["subdomains"] and row["domain"] != address.domain]
        wanted = [f"{local}@{zone}" for zone in zones for local in dict.fromkeys((address.local, name))]
        rows = {row["bound_address"]: row for row in await store.find_bound(connection, wanted)}
        for spelling in wanted:
            row = rows.get(spelling)
            if row is not None and self._may_receive(row, spelling, domains):
                return self.of_row(row, tag if spelling.startswith(f"{name}@") else None)
        return await self._catch_all(connection, [row for row in domains if row["domain"] in zones])

    def _may_receive(self, row: Any, spelling: str, domains: Sequence[Any]) -> bool:
        """Visible, and on a domain of the house or one that this very organisation has proven."""
        zone = spelling.rpartition("@")[2]
        owned = zone in self._house.settings.of(DomainSettings).names or any(
            one["org_id"] == row["org_id"] and (one["domain"] == zone or (one["subdomains"] and zone.endswith(f".{one['domain']}")))
            for one in domains
        )
        return owned and self._is_seen(row)

    def _is_seen(self, row: Any) -> bool:
        """Neither ended nor past its time."""
        return row["status"] in ("active", "paused") and (row["expires_at"] is None or row["expires_at"] > self._house.clock.now())

    async def _catch_all(self, connection: Any, domains: Sequence[Any]) -> Recipient | None:
        for domain in _by_length(domains):
            if domain["catch_all_inbox_id"] is None:
                continue
            rows = await store.find_by_ids(connection, [domain["org_id"]], [domain["catch_all_inbox_id"]])
            if rows and self._is_seen(rows[0]):
                return self.of_row(rows[0], None)
        return None

    def of_row(self, row: Any, tag: str | None = None) -> Recipient:
        """An inbox that is known by its row."""
        limits = self._house.settings.of(InboxSettings)
        messages_left = limits.max_messages - row["message_count"] if limits.max_messages else _AMPLE_MESSAGES
        bytes_left = limits.max_bytes - row["size_bytes"] if limits.max_bytes else _AMPLE_BYTES
        return Recipient(
            org_id=row["org_id"],
            inbox_id=row["id"],
            agent_id=row["agent_id"],
            mode=row["mode"],
            address=row["address"],
            tag=tag,
            status=row["status"],
            expires_at=row["expires_at"],
            is_full=messages_left <= 0 or bytes_left <= 0,
            has_ample_room=messages_left >= _AMPLE_MESSAGES and bytes_left >= _AMPLE_BYTES,
        )

    def _remember(self, address: str, recipient: Recipient) -> None:
        self._cache[address] = (recipient, monotonic_s() + _CACHED_S)
        self._by_inbox.setdefault(recipient.inbox_id, set()).add(address)
        if len(self._cache) > _MOST_CACHED:
            self._forget(next(iter(self._cache)))

    def _forget(self, address: str) -> None:
        entry = self._cache.pop(address, None)
        if entry is not None:
            spellings = self._by_inbox.get(entry[0].inbox_id, set())
            spellings.discard(address)
            if not spellings:
                self._by_inbox.pop(entry[0].inbox_id, None)

    def _changed(self, items: Sequence[str] | None) -> None:
        if items is None or "*" in items:
            self._cache.clear()
            self._by_inbox.clear()
            return
        for item in items:
            for address in list(self._by_inbox.get(UUID(hex=item), ())):
                self._forget(address)


async def start_recipients(house: House) -> Recipients:
    """The component's factory."""
    recipients = Recipients(house)
    house.provide(Recipients, recipients)
    return recipients


def _with_parents(domain: str) -> list[str]:
    labels = domain.split(".")
    return [".".join(labels[place:]) for place in range(max(0, len(labels) - _MOST_LABELS), len(labels))]


def _by_length(domains: Sequence[Any]) -> list[Any]:
    return sorted(domains, key=lambda row: -len(row["domain"]))

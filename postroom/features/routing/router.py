"""Which rule applies to a mail that comes in: from memory, so that intake asks no database."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from postroom.features.routing import store
from postroom.features.routing.model import Rule, first_match
from postroom.kernel.clock import monotonic_s
from postroom.kernel.house import House

TOPIC = "routing"
_CACHED_S = 5.0
_MOST_CACHED = 10_000


@dataclass(frozen=True, slots=True)
class Routed:
    """What a rule wants: an agent for the thread, an address of an inbox that gets a copy."""

    rule_id: UUID
    agent_id: UUID | None
    role: str
    copy_to: str | None


class Router:
    """The rules of organisations, kept for five seconds and dropped when the bus tells of a change (in this process at once)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._cache: OrderedDict[UUID, tuple[list[Rule], dict[UUID, str], float]] = OrderedDict()
        house.on_told(TOPIC, self._changed)

    async def route(self, org_id: UUID, mode: str, inbox_id: UUID | None, facts: tuple[str, str, str]) -> Routed | None:
        """The rule that applies to a mail of `facts`: (category, sender's address, subject)."""
        rules, addresses = await self._rules(org_id)
        rule = first_match(rules, mode, inbox_id, facts) if rules else None
        if rule is None:
            return None
        return Routed(rule.id, rule.target_agent_id, rule.target_role, addresses.get(rule.id))

    async def stop(self) -> None:
        """Nothing to end."""

    async def _rules(self, org_id: UUID) -> tuple[list[Rule], dict[UUID, str]]:
        known = self._cache.get(org_id)
        if known is not None and known[2] > monotonic_s():
            return known[:2]
        async with self._house.database.connection() as connection:
            rows = await store.list_active(connection, org_id)
        names = tuple(name for name in Rule.__struct_fields__ if name != "target_agent_id")
        rules = [Rule(**{name: row[name] for name in names}, target_agent_id=row["live_agent_id"]) for row in rows]
        addresses = {row["id"]: row["target_address"] for row in rows if row["target_address"] is not None}
        self._cache[org_id] = (rules, addresses, monotonic_s() + _CACHED_S)
        self._cache.move_to_end(org_id)
        if len(self._cache) > _MOST_CACHED:
            self._cache.popitem(last=False)
        return rules, addresses

    def _changed(self, items: Sequence[str] | None) -> None:
        if items is None or "*" in items:
            self._cache.clear()
        else:
            for item in items:
                self._cache.pop(UUID(hex=item), None)


async def start_router(house: House) -> Router:
    """The component's factory."""
    router = Router(house)
    house.provide(Router, router)
    return router

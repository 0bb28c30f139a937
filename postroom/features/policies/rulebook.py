"""The rules of organisations in memory: no query for a mail while they are warm.

What is remembered is looked at again after five seconds, by its version alone, and dropped when the bus tells of a change: a change
counts at once in the process that made it, and in every other as soon as it hears, after five seconds at the latest.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from postroom.features.policies import store
from postroom.features.policies.ruleset import RuleSet
from postroom.kernel.clock import monotonic_s
from postroom.kernel.house import House
from postroom.lib.confine import aside

TOPIC = "contact_rules"
_CACHED_S = 5.0
# Rules of all organisations together, and one for each organisation; some 60 MB.
_MOST_CACHED = 200_000
# From so many on a thread sorts them: five milliseconds.
_MANY = 1_000


@dataclass(slots=True)
class _Known:
    rules: RuleSet
    version: int
    until_s: float


class Rulebook:
    """Gives the rules of an organisation."""

    def __init__(self, house: House) -> None:
        self._known: OrderedDict[UUID, _Known] = OrderedDict()
        self._size = 0
        self._news = 0
        house.on_told(TOPIC, self._changed)

    async def get(self, connection: Any, org_id: UUID) -> RuleSet:
        """The rules, from memory or by the connection."""
        known = self._known.get(org_id)
        if known is not None and known.until_s > monotonic_s():
            return known.rules
        news = self._news
        fresh = await self._look(connection, org_id)
        if news == self._news:  # else it may be stale already
            self._remember(org_id, fresh)
        return fresh.rules

    async def current(self, connection: Any, org_id: UUID) -> RuleSet:
        """The rules as they are now, whatever is remembered."""
        return (await self._look(connection, org_id)).rules

    async def stop(self) -> None:
        """Nothing to end."""

    async def _look(self, connection: Any, org_id: UUID) -> _Known:
        """The version first: rules that are newer than it are only read once more."""
        version = await store.find_version(connection, org_id)
        known = self._known.get(org_id)
        if known is not None and known.version == version:
            return _Known(known.rules, version, monotonic_s() + _CACHED_S)
        rows = await store.list_active(connection, org_id) if version else []
        rules = await aside(len(rows), RuleSet, rows, large_bytes=_MANY)
        return _Known(rules, version, monotonic_s() + _CACHED_S)

    def _remember(self, org_id: UUID, fresh: _Known) -> None:
        self._forget(org_id)
        self._known[org_id] = fresh
        self._size += 1 + fresh.rules.count
        while self._size > _MOST_CACHED and len(self._known) > 1:
            self._forget(next(iter(self._known)))

    def _forget(self, org_id: UUID) -> None:
        known = self._known.pop(org_id, None)
        if known is not None:
            self._size -= 1 + known.rules.count

    def _changed(self, items: Sequence[str] | None) -> None:
        self._news += 1
        if items is None or "*" in items:
            self._known.clear()
            self._size = 0
            return
        for item in items:
            self._forget(UUID(hex=item))


async def start_rulebook(house: House) -> Rulebook:
    """The component's factory."""
    rulebook = Rulebook(house)
    house.provide(Rulebook, rulebook)
    return rulebook

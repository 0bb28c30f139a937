"""How many messages have a piece of a name or a subject, as the database last counted, so that a search asks for the rare ones."""

from collections.abc import Sequence
from typing import Any

from postroom.features.messages.store.search import count_frequent
from postroom.kernel.clock import monotonic_s
from postroom.kernel.house import House

_CACHED_S = 300.0
# The rarest alone could be in many other texts; each further one costs a step through its list for everything that has the rarest.
_MOST = 5


class Frequent:
    """The most frequent pieces and their shares, remembered for five minutes. What is not among them is rare, or not counted yet."""

    def __init__(self) -> None:
        self._shares: dict[int, float] = {}
        self._until_s = 0.0

    async def refresh(self, connection: Any) -> None:
        """Ask again when it is time."""
        if monotonic_s() >= self._until_s:
            self._until_s = monotonic_s() + _CACHED_S
            self._shares = await count_frequent(connection)

    def choose(self, pieces: Sequence[int]) -> list[int]:
        """The rarest few of the pieces of one part, in their order; from all over it where they are equally rare."""
        spread = sorted(range(len(pieces)), key=lambda place: (self._shares.get(pieces[place], 0.0), place % 3, place))
        return [pieces[place] for place in sorted(spread[:_MOST])]

    async def stop(self) -> None:
        """Nothing is open."""


async def start_frequent(house: House) -> Frequent:
    """The component."""
    frequent = Frequent()
    house.provide(Frequent, frequent)
    return frequent

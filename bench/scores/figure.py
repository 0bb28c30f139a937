"""What a set says: figures over all rows, over those tuned on, and over those held out, beside their aim."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Share(NamedTuple):
    """`part` of `whole`; of nothing everything is right."""

    part: float
    whole: float

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 1.0


class Figure(NamedTuple):
    """`aim` is the least that is wanted, or the most where `is_bad` (a share of errors)."""

    name: str
    aim: float
    all: Share
    tuned: Share
    held_out: Share
    is_bad: bool = False

    @property
    def verdict(self) -> str:
        """`met` on all and on what nobody tuned on, `met on all`, or `missed`."""
        met = [self._meets(share) for share in (self.all, self.held_out)]
        return "met" if all(met) else "met on all" if met[0] else "missed"

    def _meets(self, share: Share) -> bool:
        rounded = round(share.value, 3)
        return rounded <= self.aim if self.is_bad else rounded >= self.aim


class Section(NamedTuple):
    """One set's part of the table. `notes` say how it is counted and what the hard cases are."""

    title: str
    rows: str
    figures: list[Figure]
    notes: str


def in_parts(rows: Iterable[T], is_held_out: Callable[[T], bool], count: Callable[[list[T]], dict[str, Share]]) -> dict[str, list[Share]]:
    """Every figure of `count` over all, tuned, held out."""
    told = list(rows)
    parts = [told, [row for row in told if not is_held_out(row)], [row for row in told if is_held_out(row)]]
    counted = [count(part) for part in parts]
    return {name: [one[name] for one in counted] for name in counted[0]}

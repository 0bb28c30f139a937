"""Gates: what is asked, inside the transaction, before any effect that leaves the house or spends.

`run` plans the effect and calls `tx.permit(effect)`. Every gate registered by a manifest answers allow, hold or refuse; the first that
does not allow decides. A new guard touches no sender.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from postroom.kernel.errors import Denied

if TYPE_CHECKING:
    from postroom.kernel.context import Tx


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing about to be done to the world, in a shape that gates and approvals can judge."""

    kind: str
    recipients: tuple[str, ...] = ()
    inbox_id: UUID | None = None
    body_sha256: bytes = b""
    cost_cents: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """allow, or hold with the gate and the reason. A refusal is an error that the gate raises."""

    outcome: str = "allow"
    gate: str | None = None
    reason: str | None = None


Gate = Callable[["Tx", Effect], Awaitable[Verdict]]
ALLOW = Verdict()


class GateSet:
    """The gates of the house, in the order of their ranks."""

    def __init__(self, gates: Iterable[tuple[int, str, Gate]] = (), *, holds_are_kept: bool = False) -> None:
        self._gates = sorted(gates, key=lambda entry: (entry[0], entry[1]))
        self._holds_are_kept = holds_are_kept

    async def permit(self, tx: "Tx", effect: Effect) -> Verdict:
        """Ask every gate; the first that holds or raises decides."""
        for _, name, gate in self._gates:
            verdict = await gate(tx, effect)
            if verdict.outcome == "hold":
                return self._hold(name, verdict)
        return ALLOW

    def _hold(self, name: str, verdict: Verdict) -> Verdict:
        """Without an approval ledger nothing can be held for a yes, so it is refused: never let through."""
        if not self._holds_are_kept:
            raise Denied("approval_required", verdict.reason or f"The gate {name} wants an approval, and none can be asked here.")
        return Verdict("hold", name, verdict.reason)

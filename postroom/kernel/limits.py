"""Request rates, counted in this process (approximate across processes): per address before authentication, per key after.

Caps on messages and money are not counted here: they are exact rows inside the transaction.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated

import msgspec

from postroom.kernel.clock import monotonic_s
from postroom.kernel.errors import Limited

_MOST_BUCKETS = 100_000
_BY = {"address": "from one address", "key": "with one key", "refused": "with keys that are not valid"}


class LimitSettings(msgspec.Struct, frozen=True):
    """How often one address and one key may ask."""

    requests_per_minute_per_key: Annotated[int, msgspec.Meta(ge=1, description="Requests a minute with one key.")] = 60_000
    requests_per_minute_per_address: Annotated[int, msgspec.Meta(ge=1, description="Requests a minute from one address.")] = 120_000
    refusals_per_minute_per_address: Annotated[
        int, msgspec.Meta(ge=1, description="Requests a minute from one address with a key that is not valid.")
    ] = 600


@dataclass(frozen=True, slots=True)
class RateState:
    """What a wire tells in its rate-limit headers."""

    quota: int
    window_s: int
    remaining: int
    reset_s: int


class Limiter:
    """Token buckets that refill steadily over a minute; the least recently used are forgotten."""

    def __init__(self, settings: LimitSettings) -> None:
        self._settings = settings
        self._buckets: OrderedDict[tuple[str, object], tuple[float, float]] = OrderedDict()

    def by_address(self, address: str) -> None:
        """Count a request from an address; raises Limited."""
        self._take("address", address, self._settings.requests_per_minute_per_address)

    def refused(self, address: str) -> None:
        """Count a request whose key was not valid; raises Limited: guessing is slowed down, good keys of the address are not."""
        self._take("refused", address, self._settings.refusals_per_minute_per_address)

    def by_key(self, key_id: object) -> RateState:
        """Count a request with a key; raises Limited."""
        quota = self._settings.requests_per_minute_per_key
        try:
            left = self._take("key", key_id, quota)
        except Limited as error:
            error.rate = RateState(quota, 60, 0, 60)
            raise
        return RateState(quota, 60, int(left), math.ceil((quota - left) * 60 / quota))

    def _take(self, scope: str, who: object, quota: int) -> float:
        tokens = self._tokens(scope, who, quota)
        if tokens < 1:
            raise self._limited(scope, quota)
        self._put(scope, who, tokens - 1)
        return tokens - 1

    def _tokens(self, scope: str, who: object, quota: int) -> float:
        now = monotonic_s()
        tokens, at = self._buckets.get((scope, who), (float(quota), now))
        return min(float(quota), tokens + (now - at) * quota / 60)

    def _put(self, scope: str, who: object, tokens: float) -> None:
        self._buckets[(scope, who)] = (tokens, monotonic_s())
        self._buckets.move_to_end((scope, who))
        if len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)

    @staticmethod
    def _limited(scope: str, quota: int) -> Limited:
        return Limited(
            "rate_limited",
            f"More than {quota} requests a minute {_BY[scope]}.",
            retryable=True,
            retry_after_s=max(1, math.ceil(60 / quota)),
            suggested_action="Slow down; instead of polling, use a wait: it answers as soon as something arrives.",
        )
